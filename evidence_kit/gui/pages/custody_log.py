# SPDX-License-Identifier: GPL-3.0-or-later
"""What was done, in order."""

from functools import partial

from evidence_kit import wording
from evidence_kit.domain.views import LogRow
from evidence_kit.gui import calls
from evidence_kit.gui.models.table import Column, RowTable
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import PageName, Surroundings
from evidence_kit.gui.widgets.build import button, column, label, row
from evidence_kit.gui.widgets.table_view import TableView

_AT_ONCE = 500


class LogPage(Page):
    """The custody log as a table."""

    name = PageName.LOG
    nav = PageName.LOG

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t, words = s.t, s.words
        self.title = t("Custody log")
        self._edition = 0
        self._complete = False
        self._asking = False
        self.table: RowTable[LogRow] = RowTable(
            (
                Column(t("Line"), lambda each: wording.number(words, each.seq)),
                Column(
                    t("When"), lambda each: wording.log_time(words, each.utc, each.zone_minutes)
                ),
                Column(t("What"), lambda each: wording.log_type(words, each.type)),
                Column(
                    t("File"),
                    lambda each: "" if each.exhibit_number is None else str(each.exhibit_number),
                ),
                Column(t("By"), lambda each: wording.role(words, each.role)),
                Column(t("Key"), lambda each: each.slot),
            )
        )
        self.view = TableView(s, self.title, self.table)
        self.view.verticalHeader().setDefaultSectionSize(s.look.px(36))
        px = s.look.px
        self.view.shape((px(70), px(352), 240, px(80), px(150), px(150)), 2)
        self.view.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.check = button(t("Check this vault"))
        self.check.clicked.connect(lambda: self.go(PageName.VAULT_CHECK))
        hint = label(t("Looking is never written here. Only what was done."), "sub", wrap=True)
        self.setLayout(
            column(
                row((hint, 1), self.check),
                (self.view, 1),
                margins=(24, 14, 24, 14),
                gap=10,
            )
        )

    def arrived(self) -> None:
        """Read the log from its beginning."""
        self._edition += 1
        self._complete = False
        self._asking = False
        self.table.load(())
        self._more()

    def reread(self) -> None:
        """Read it again."""
        self.arrived()

    def _more(self) -> None:
        if self._complete or self._asking:
            return
        self._asking = True
        call = calls.log(len(self.table.rows), _AT_ONCE)
        self.s.workspace.ask(self, call, partial(self._take, self._edition))

    def _take(self, edition: int, rows: tuple[LogRow, ...]) -> None:
        if edition != self._edition:
            return
        self._asking = False
        self._complete = len(rows) < _AT_ONCE
        self.table.extend(rows)
        t, words = self.s.t, self.s.words
        summary = self.s.workspace.summary
        size = max(len(self.table.rows), summary.head.size if summary is not None else 0)
        self.head(
            self.title,
            t.n("{shown} line", "{shown} lines", size, shown=wording.number(words, size)),
        )

    def _scrolled(self, value: int) -> None:
        bar = self.view.verticalScrollBar()
        if value >= bar.maximum() - bar.pageStep():
            self._more()
