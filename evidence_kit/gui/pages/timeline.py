# SPDX-License-Identifier: GPL-3.0-or-later
"""What happened when, from all files together. Each line leads to its source."""

from PySide6.QtCore import QModelIndex

from evidence_kit import wording
from evidence_kit.domain.views import TimelineRow
from evidence_kit.gui import calls
from evidence_kit.gui.models.table import Column, RowTable
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.build import STRETCH, button, column, label, row
from evidence_kit.gui.widgets.table_view import TableView


class TimelinePage(Page):
    """Messages pointed out, and times of files."""

    name = PageName.TIMELINE
    nav = PageName.TIMELINE

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("Timeline")
        self.table: RowTable[TimelineRow] = RowTable(
            (
                Column(t("When"), lambda each: wording.moment(s.words, each.moment)),
                Column(t("What"), lambda each: what_words(s, each)),
                Column(t("Why I point this out"), lambda each: _why_words(s, each)),
                Column(t("Source"), lambda each: _source_words(s, each)),
            )
        )
        self.view = TableView(s, t("Timeline"), self.table)
        self.view.shape((s.look.px(230), 300, s.look.px(210), s.look.px(170)), 1)
        self.view.activated.connect(self._go)
        self.view.doubleClicked.connect(self._go)
        self.view.selectionModel().currentChanged.connect(self._ready)
        self.to_source = button(t("To the source"), "primary")
        self.to_source.setEnabled(False)
        self.to_source.clicked.connect(lambda: self._go(self.view.currentIndex()))
        hint = label(
            t("Times stand as in the source. Point out messages to see them here."),
            "sub",
            wrap=True,
        )
        self.setLayout(
            column(
                hint,
                (self.view, 1),
                row(STRETCH, self.to_source),
                margins=(24, 16, 24, 14),
                gap=10,
            )
        )

    def arrived(self) -> None:
        """Read the chronology."""
        self.s.workspace.ask(self, calls.timeline(), self._show)

    def reread(self) -> None:
        """Read it again."""
        self.arrived()

    def _show(self, rows: tuple[TimelineRow, ...]) -> None:
        t = self.s.t
        self.table.load(rows)
        self.head(t("Timeline"), t.n("{n} line", "{n} lines", len(rows)))

    def _ready(self, index: QModelIndex) -> None:
        self.to_source.setEnabled(index.isValid())

    def _go(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        each = self.table.rows[index.row()]
        page = PageName.CONVERSATION if each.conversation is not None else PageName.FILES
        self.went.emit(
            Destination(page=page, exhibit=each.exhibit, conversation=each.conversation, n=each.n)
        )


def what_words(s: Surroundings, each: TimelineRow) -> str:
    """Say what a line tells: quoted words of the source, or words of the program."""
    t = s.t
    if each.what == "first_message" and not each.is_quote:
        return t("First message of a conversation")
    if each.what == "last_message" and not each.is_quote:
        return t("Last message of a conversation")
    if not each.is_quote:
        return wording.fact_name(s.words, each.what)
    quoted = f"“{each.what}”"
    return f"{each.sender}: {quoted}" if each.sender else quoted


def _why_words(s: Surroundings, each: TimelineRow) -> str:
    parts = [wording.why(s.words, why) for why in each.why]
    return "  ·  ".join([*parts, *([each.words] if each.words else [])])


def _source_words(s: Surroundings, each: TimelineRow) -> str:
    t = s.t
    if each.n is None:
        return t("file {number}", number=each.exhibit_number)
    return t(
        "file {number}, message {n}", number=each.exhibit_number, n=wording.number(s.words, each.n)
    )
