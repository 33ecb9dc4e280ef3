# SPDX-License-Identifier: GPL-3.0-or-later
"""Names, numbers and accounts found in text: what may lead to a person, never a person."""

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout

from evidence_kit import wording
from evidence_kit.domain.identifier import IdentifierRow, Occurrence
from evidence_kit.gui import calls
from evidence_kit.gui.models.table import Column, RowTable
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    button,
    clear,
    column,
    framed,
    icon_button,
    label,
    line,
    row,
    scrolled,
)
from evidence_kit.gui.widgets.facts import fact
from evidence_kit.gui.widgets.fold import Fold
from evidence_kit.gui.widgets.table_view import TableView

_PLACES_SHOWN = 60


class IdentifiersPage(Page):
    """A table, and where each stands."""

    name = PageName.IDENTIFIERS
    nav = PageName.IDENTIFIERS

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("Names, numbers and accounts")
        self.table: RowTable[IdentifierRow] = RowTable(
            (
                Column(t("As written"), lambda each: ", ".join(each.as_written[:3])),
                Column(t("Kind"), lambda each: wording.name(s.words, each.type)),
                Column(t("Times"), lambda each: wording.number(s.words, each.count)),
                Column(t("Use"), lambda each: _use_words(s, each)),
                Column(t("Check digits"), lambda each: wording.name(s.words, each.checksum)),
            )
        )
        self.view = TableView(s, self.title, self.table)
        self.view.shape((260, s.look.px(150), s.look.px(64), s.look.px(190), s.look.px(160)), 0)
        self.view.selectionModel().currentChanged.connect(self._chosen)
        self.view.activated.connect(self._activated)
        self._inside = QVBoxLayout()
        self._inside.setContentsMargins(20, 16, 16, 14)
        side = framed(column(scrolled(self._inside), gap=0), "panel")
        hint = label(
            t("Found by this program in the text. Whose they are is not known from that."),
            "sub",
            wrap=True,
        )
        self._details = icon_button(s.look, "info", t("Details"))
        main = framed(
            column(
                hint, (self.view, 1), row(STRETCH, self._details), margins=(24, 16, 20, 14), gap=10
            )
        )
        self._fold = Fold(main, side, side_width=s.look.px(330))
        self._details.clicked.connect(self._fold.turn)
        self._fold.turned.connect(self._turned)
        back = icon_button(s.look, "arrow-left", t("Back to the list"))
        back.clicked.connect(self._fold.turn)
        self._back_bar: QFrame = framed(row(back, STRETCH, margins=(20, 8, 16, 8)), "barBelow")
        self.setLayout(column((self._fold, 1), self._back_bar, gap=0))
        self._put(label(t("Choose a line"), "h2"))
        self._turned()

    def arrived(self) -> None:
        """Read the list."""
        self.s.workspace.ask(self, calls.identifiers(), self._show)

    def reread(self) -> None:
        """Read it again."""
        self.arrived()

    def fold(self, narrow: bool) -> None:
        """Show places in the table's place when there is little room."""
        super().fold(narrow)
        self._fold.fold(narrow)
        self._turned()

    def _show(self, rows: tuple[IdentifierRow, ...]) -> None:
        t = self.s.t
        self.table.load(rows)
        self.head(self.title, t.n("{n} found", "{n} found", len(rows)))

    def _chosen(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        t, words = self.s.t, self.s.words
        each = self.table.rows[index.row()]
        copy = icon_button(self.s.look, "copy", t("Copy"))
        copy.clicked.connect(lambda: QApplication.clipboard().setText(each.normalised))
        parts: list[Item] = [
            label(each.as_written[0] if each.as_written else each.normalised, "h2", wrap=True),
            fact(t("Written in one form"), each.normalised, t("Made by the program.")),
            row(copy, STRETCH),
            line(),
            label(t("Where it stands"), "b"),
        ]
        parts += [self._place(place) for place in each.occurrences[:_PLACES_SHOWN]]
        left = each.count - min(_PLACES_SHOWN, len(each.occurrences))
        if left > 0:
            shown = wording.number(words, left)
            parts.append(
                label(t.n("and {shown} more", "and {shown} more", left, shown=shown), "small")
            )
        self._put(*parts)

    def _place(self, place: Occurrence) -> QFrame:
        t, words = self.s.t, self.s.words
        where = t("file {number}", number=place.exhibit_number)
        if place.n is not None:
            n = wording.number(words, place.n)
            where = t("file {number}, message {n}", number=place.exhibit_number, n=n)
        by = t("by {sender}", sender=place.by) if place.by else ""
        said = "  ·  ".join(part for part in (wording.name(words, place.use), by) if part)
        go = button(where, "link")
        go.clicked.connect(lambda: self._go(place))
        return framed(column(row(go, STRETCH), label(said, "small", wrap=True), gap=0))

    def _go(self, place: Occurrence) -> None:
        page = PageName.CONVERSATION if place.conversation is not None else PageName.FILES
        self.went.emit(
            Destination(
                page=page, exhibit=place.exhibit, conversation=place.conversation, n=place.n
            )
        )

    def _activated(self, index: QModelIndex) -> None:
        self._chosen(index)
        self._fold.turn()

    def _turned(self) -> None:
        self._details.setVisible(self._fold.folded)
        self._back_bar.setVisible(self._fold.folded and self._fold.side_shown)

    def _put(self, *parts: Item) -> None:
        clear(self._inside)
        self._inside.addLayout(column(*parts, STRETCH, gap=9))


def _use_words(s: Surroundings, each: IdentifierRow) -> str:
    uses = dict.fromkeys(wording.name(s.words, place.use) for place in each.occurrences)
    return ", ".join(uses)
