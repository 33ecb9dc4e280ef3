# SPDX-License-Identifier: GPL-3.0-or-later
"""Checking the open vault: in part or whole, against itself or against what stands on paper."""

import re

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QRadioButton, QWidget

from evidence_kit.domain.custody import LogHead
from evidence_kit.domain.finding import CheckReport, CheckWish, Outcome
from evidence_kit.errors import Cancelled, EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.save_report import save_report
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    button,
    column,
    framed,
    icon_button,
    label,
    row,
    scrolled,
)
from evidence_kit.gui.widgets.error_note import ErrorNote
from evidence_kit.gui.widgets.note_box import card, note_box
from evidence_kit.gui.widgets.progress_panel import ProgressPanel
from evidence_kit.gui.widgets.report_view import ReportView

_STACKED_BELOW = 860
_ROOT = re.compile(r"[0-9a-f]{64}")
_GAPS = re.compile(r"[\s.\u2011-]+")


class VaultCheckPage(Page):
    """How much, against what, and then what was found."""

    name = PageName.VAULT_CHECK
    nav = PageName.VAULT

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("Check this vault")
        self.back = Destination(page=PageName.VAULT)
        self.back_text = t("Back")
        self.quick = _radio(t("Quick: everything, and a sample of the content"))
        self.full = _radio(t("Everything: each file is read from end to end"))
        self.full.setChecked(True)
        self.lines = QLineEdit()
        self.lines.setAccessibleName(t("Number of lines on the paper"))
        self.lines.setMaximumWidth(s.look.px(160))
        self.root = QLineEdit()
        self.root.setAccessibleName(t("Fingerprint of the log on the paper"))
        for each in (self.lines, self.root):
            each.textChanged.connect(self._typed)
            each.returnPressed.connect(self.on_check)
        self.wrong = label("", "warnText", wrap=True)
        self.check = button(t("Check"), "primary")
        self.check.clicked.connect(self.on_check)
        self.other = icon_button(s.look, "package-open", t("Check a hand-over folder"))
        self.other.clicked.connect(lambda: self.go(PageName.CHECK))
        self.error = ErrorNote(s)
        self.progress = ProgressPanel(s)
        self.progress.hide()
        self.report = ReportView(s)
        self.advice = note_box(
            s,
            t("Something is damaged. The rest can still be used."),
            t("Make no changes now. Make a backup of this vault as it is."),
            t("Do you have an older backup? Keep it, and check that one too."),
            t("Ask someone you trust for help. Throw nothing away."),
            ground="warn",
            icon="triangle-alert",
        )
        self.advice.hide()
        self.save = icon_button(s.look, "download", t("Save the report"))
        self.save.clicked.connect(lambda: save_report(s, self, self.report.sentences()))
        self.save.hide()
        content = framed(
            column(
                self._choices(),
                self.error,
                self.progress,
                self.report,
                self.advice,
                row(self.save, STRETCH),
                STRETCH,
                margins=(24, 20, 24, 20),
                gap=14,
            )
        )
        content.setMaximumWidth(s.look.px(1180))
        self.setLayout(column(scrolled(row((content, 1))), gap=0))
        self._typed()

    def fold(self, narrow: bool) -> None:
        """One column when there is little room."""
        super().fold(narrow)
        stacked = self.width() < self.s.look.px(_STACKED_BELOW)
        self._body.setDirection(
            QHBoxLayout.Direction.TopToBottom if stacked else QHBoxLayout.Direction.LeftToRight
        )

    def _choices(self) -> QWidget:
        t = self.s.t
        how = card(
            self.s,
            "circle-check",
            t("How much?"),
            self.quick,
            self.full,
            label(t("Nothing is changed. You can stop and go on working."), "small", wrap=True),
            row(self.check, self.other, STRETCH),
            STRETCH,
        )
        paper = card(
            self.s,
            "file-text",
            t("Do you have a paper with numbers of this vault?"),
            label(t("Then type them here. You may leave this empty."), "sub", wrap=True),
            label(t("Number of lines on the paper"), "b", wrap=True),
            self.lines,
            label(t("Fingerprint of the log on the paper"), "b", wrap=True),
            self.root,
            self.wrong,
            STRETCH,
        )
        self._body = row((how, 1), (paper, 1), gap=18)
        return framed(self._body)

    def _on_paper(self) -> LogHead | None:
        """Read what was typed from paper; None for nothing or for what cannot be it."""
        lines = self.lines.text().strip()
        root = _GAPS.sub("", self.root.text()).lower()
        if not lines.isdecimal() or not _ROOT.fullmatch(root):
            return None
        return LogHead(size=int(lines), root=root)

    def _typed(self) -> None:
        t = self.s.t
        typed = bool(self.lines.text().strip() or self.root.text().strip())
        good = not typed or self._on_paper() is not None
        self.wrong.setText("" if good else t("Type both: the number, and all 64 signs."))
        self.wrong.setVisible(not good)
        self.check.setEnabled(good)

    def on_check(self) -> None:
        """Check."""
        if not self.check.isEnabled():
            return
        self.check.setEnabled(False)
        self.error.dismiss()
        for each in (self.report, self.advice, self.save):
            each.hide()
        self.progress.begin(self.s.t("Checking ..."))
        self.progress.show()
        wish = CheckWish(sample=self.quick.isChecked(), since=self._on_paper())
        task = self.s.workspace.ask(self, calls.check(wish), self._done, self._failed)
        task.progressed.connect(self.progress.show_progress)
        self.progress.stop_asked.connect(task.cancel)

    def _done(self, report: CheckReport) -> None:
        self._rest()
        self.report.show_report(report)
        self.advice.setVisible(report.outcome is Outcome.DIFFERS)
        self.save.show()

    def _failed(self, error: EvidenceKitError) -> None:
        self._rest()
        if not isinstance(error, Cancelled):
            self.error.say(error)

    def _rest(self) -> None:
        self.progress.hide()
        self._typed()


def _radio(text: str) -> QRadioButton:
    found = QRadioButton(text)
    found.setAccessibleName(text)
    return found
