# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages to read: about safety, and help with what to collect."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from evidence_kit.gui import said
from evidence_kit.gui.guide_texts import Guide, Guides, guides, help_lines
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    button,
    column,
    framed,
    icon_label,
    label,
    row,
    scrolled,
    top,
)
from evidence_kit.gui.widgets.help_card import help_card


class SafetyPage(Page):
    """What hiding does and does not do; read before anything is made."""

    name = PageName.SAFETY

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("About safety")
        self.back_text = t("Back")
        texts = guides(t.lang, "safety")
        begin = button(t("Make a vault"), "primary")
        begin.clicked.connect(lambda: self.go(PageName.CREATE))
        self._begin = begin
        cards: list[Item] = [_card(s, part) for part in texts.parts]
        content = framed(column(*cards, _dated(s, texts), row(STRETCH, begin), STRETCH, gap=14))
        content.setMaximumWidth(s.look.px(860))
        outer = row((content, 1), margins=(24, 22, 24, 20))
        self.setLayout(column(scrolled(outer), gap=0))

    def arrived(self) -> None:
        """Know the way back."""
        is_open = self.s.workspace.is_open
        self.back = Destination(page=PageName.HELP if is_open else PageName.START)
        self._begin.setVisible(not is_open)


class HelpPage(Page):
    """Phone lines and short guides, in an open vault."""

    name = PageName.HELP
    nav = PageName.HELP

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("Help and phone lines")
        texts = guides(t.lang, "guides")
        urgent = button(t("I am being threatened now"), "primary")
        urgent.clicked.connect(lambda: self.go(PageName.NOW))
        safety = button(t("About safety"))
        safety.clicked.connect(lambda: self.go(PageName.SAFETY))
        left = column(
            row(urgent, safety, STRETCH),
            *(_card(s, part) for part in texts.parts),
            _dated(s, texts),
            STRETCH,
            gap=14,
        )
        card = help_card(s, help_lines(t.lang), title=t("Who can you call now?"), all_lines=True)
        self._body = row((left, 1), (column(card, STRETCH), 1), margins=(24, 20, 24, 20), gap=24)
        self.setLayout(column(scrolled(self._body), gap=0))

    def fold(self, narrow: bool) -> None:
        """One column when there is little room."""
        super().fold(narrow)
        stacked = self.width() < self.s.look.px(900)
        self._body.setDirection(
            QHBoxLayout.Direction.TopToBottom if stacked else QHBoxLayout.Direction.LeftToRight
        )


def _card(s: Surroundings, guide: Guide) -> QWidget:
    parts: list[Item] = [label(guide.title, "h2", wrap=True)]
    for sentence in guide.lines:
        mark = icon_label(s.look, "chevron-right", "muted", 16)
        parts.append(row(top(mark), (label(sentence, wrap=True), 1), gap=8))
    return framed(column(*parts, margins=(20, 14, 20, 14), gap=7), "card")


def _dated(s: Surroundings, texts: Guides) -> QWidget:
    t = s.t
    return label(t("Text of {day}.", day=said.day(s, texts.checked_on)), "small")
