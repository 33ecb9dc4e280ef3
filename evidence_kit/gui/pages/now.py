# SPDX-License-Identifier: GPL-3.0-or-later
"""The one page for when it happens now. Needs no vault."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evidence_kit.gui.guide_texts import FirstMinute, TakedownService, first_minute, help_lines
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    button,
    column,
    copyable,
    framed,
    label,
    line,
    row,
    scrolled,
    top,
)
from evidence_kit.gui.widgets.help_card import help_card


class NowPage(Page):
    """Four things to do, and who to call."""

    name = PageName.NOW

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("I am being threatened now")
        self.back_text = t("Back")
        texts = first_minute(t.lang)
        left = column(
            label(texts.title, "h0", wrap=True),
            label(texts.lead, "sub", wrap=True),
            self._steps(texts),
            self._pictures(texts),
            self._next(),
            STRETCH,
            gap=14,
        )
        say = framed(
            column(
                label(texts.say_title, "b", wrap=True),
                label(texts.say, wrap=True),
                margins=(16, 12, 16, 12),
                gap=4,
            ),
            "soft",
        )
        card = help_card(
            s,
            help_lines(t.lang),
            title=t("Who can you call now?"),
            all_lines=True,
            below=(6, say, 6),
        )
        self._body = row((left, 11), (column(card, STRETCH), 9), margins=(36, 24, 36, 22), gap=28)
        self.setLayout(column(scrolled(self._body), gap=0))

    def arrived(self) -> None:
        """Know the way back: the start, or the vault that is open."""
        page = PageName.OVERVIEW if self.s.workspace.is_open else PageName.START
        self.back = Destination(page=page)

    def fold(self, narrow: bool) -> None:
        """One column when there is little room."""
        super().fold(narrow)
        stacked = self.width() < self.s.look.px(900)
        self._body.setDirection(
            QHBoxLayout.Direction.TopToBottom if stacked else QHBoxLayout.Direction.LeftToRight
        )
        edge = 20 if narrow else 36
        self._body.setContentsMargins(edge, 16 if narrow else 24, edge, 16)

    def _steps(self, texts: FirstMinute) -> QWidget:
        parts: list[Item] = []
        for number, (what, more) in enumerate(texts.steps, 1):
            mark = label(str(number), "step")
            mark.setFixedSize(self.s.look.size(34))
            mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words = column(label(what, "h2", wrap=True), label(more, "sub", wrap=True), gap=2)
            parts += [line()] if parts else []
            parts.append(row(top(mark), (words, 1), gap=14))
        return framed(column(*parts, margins=(22, 18, 22, 18), gap=15), "card")

    def _pictures(self, texts: FirstMinute) -> QWidget:
        return framed(
            column(
                label(texts.pictures_title, "h2", wrap=True),
                label(texts.pictures_lead, "sub", wrap=True),
                line(),
                *(_service(each) for each in texts.services),
                label(texts.pictures_note, "small", wrap=True),
                margins=(22, 18, 22, 18),
                gap=11,
            ),
            "card",
        )

    def _next(self) -> QWidget:
        t = self.s.t
        later = button(t("Not now"))
        later.clicked.connect(lambda: self.went.emit(self.back))
        first = button(t("Keep a first file"), "primary")
        first.clicked.connect(self._keep)
        words = column(
            label(t("Do you want to keep something after this?"), "b", wrap=True),
            label(t("Later is fine too. Your own files stay where they are."), "sub", wrap=True),
            gap=1,
        )
        return framed(row((words, 1), later, first, margins=(22, 14, 22, 14)), "card")

    def _keep(self) -> None:
        self.go(PageName.ADD if self.s.workspace.is_open else PageName.CREATE)


def _service(each: TakedownService) -> QHBoxLayout:
    words = column(label(each.name, "b"), label(each.for_whom, "sub", wrap=True), gap=1)
    address = copyable(each.address, "mono")
    address.setWordWrap(False)
    return row((words, 1), address, gap=12)
