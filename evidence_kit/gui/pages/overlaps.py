# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversations that stand in two exports, and where the two differ."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from evidence_kit import wording
from evidence_kit.domain.overlap import Difference, Overlap, OverlapSide
from evidence_kit.errors import Cancelled, EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    button,
    clear,
    column,
    framed,
    label,
    line,
    row,
    scrolled,
)
from evidence_kit.gui.widgets.empty import empty
from evidence_kit.gui.widgets.error_note import ErrorNote
from evidence_kit.gui.widgets.progress_panel import ProgressPanel

_SHOWN = 60


class OverlapsPage(Page):
    """Compares when the person comes here; one card for every two exports."""

    name = PageName.OVERLAPS
    nav = PageName.CONVERSATIONS

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("The same conversation, exported twice")
        self.back = Destination(page=PageName.CONVERSATIONS)
        self.back_text = t("Conversations")
        self.error = ErrorNote(s)
        self.progress = ProgressPanel(s)
        self.progress.hide()
        self._list = QVBoxLayout()
        self._list.setSpacing(14)
        hint = label(
            t("Both exports stay as they are. Why a message is missing cannot be seen."),
            "sub",
            wrap=True,
        )
        parts = (hint, self.error, self.progress, self._list, STRETCH)
        content = framed(column(*parts, margins=(24, 18, 24, 20), gap=12))
        content.setMaximumWidth(s.look.px(900))
        self.setLayout(column(scrolled(row((content, 1))), gap=0))

    def arrived(self) -> None:
        """Compare."""
        clear(self._list)
        self.error.dismiss()
        self.progress.begin(self.s.t("Comparing ..."))
        self.progress.show()
        task = self.s.workspace.ask(self, calls.overlaps(), self._show, self._failed)
        task.progressed.connect(self.progress.show_progress)
        self.progress.stop_asked.connect(task.cancel)

    def reread(self) -> None:
        """Compare again."""
        self.arrived()

    def _show(self, found: tuple[Overlap, ...]) -> None:
        t = self.s.t
        self.progress.hide()
        self.head(self.title, t.n("{n} found", "{n} found", len(found)))
        for one in found:
            self._list.addWidget(self._card(one))
        if not found:
            nothing = empty(
                self.s,
                "messages-square",
                t("No conversation stands in two exports"),
                t("They are compared by their words, times and order, not by their names."),
            )
            self._list.addWidget(nothing)

    def _failed(self, error: EvidenceKitError) -> None:
        self.progress.hide()
        if isinstance(error, Cancelled):
            self.go(PageName.CONVERSATIONS)
        else:
            self.error.say(error)

    def _card(self, found: Overlap) -> QFrame:
        s, words = self.s, self.s.words
        parts: list[Item] = [label(wording.overlap_summary(words, found), "h2", wrap=True)]
        parts += [label(text, "sub", wrap=True) for text in wording.overlap_basis(words, found)]
        parts.append(line())
        outcome = tuple(wording.overlap_outcome(words, found))
        parts.append(label(outcome[0], "b", wrap=True))
        parts += [label(text, "sub", wrap=True) for text in outcome[1:]]
        parts += [self._place(found, place) for place in found.differences[:_SHOWN]]
        left = found.differences_total - min(_SHOWN, len(found.differences))
        if left > 0:
            shown = wording.number(words, left)
            more = s.t.n("and {shown} more", "and {shown} more", left, shown=shown)
            parts.append(label(more, "small"))
        return framed(column(*parts, margins=(22, 18, 22, 18), gap=8), "card")

    def _place(self, found: Overlap, place: Difference) -> QFrame:
        """Show one place, with a way to each of its messages."""
        sides = ((found.first, place.first), (found.second, place.second))
        links = [self._link(side, n) for side, n in sides if n is not None]
        said = label(wording.difference(self.s.words, found, place), wrap=True)
        return framed(column(said, row(*links, STRETCH, gap=16), gap=2))

    def _link(self, side: OverlapSide, n: int) -> Item:
        t = self.s.t
        shown = wording.number(self.s.words, n)
        go = button(
            t("Show message {n} of exhibit {number}", number=side.exhibit_number, n=shown), "link"
        )
        target = Destination(
            page=PageName.CONVERSATION, exhibit=side.exhibit, conversation=side.conversation, n=n
        )
        go.clicked.connect(lambda: self.went.emit(target))
        return go
