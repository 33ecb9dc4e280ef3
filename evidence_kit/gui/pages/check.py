# SPDX-License-Identifier: GPL-3.0-or-later
"""Checking a folder that somebody received. Needs no vault."""

from PySide6.QtWidgets import QLineEdit

from evidence_kit.domain.finding import CheckReport
from evidence_kit.errors import Cancelled, EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.choose import choose_files, choose_folder
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
from evidence_kit.gui.widgets.progress_panel import ProgressPanel
from evidence_kit.gui.widgets.report_view import ReportView


class CheckPage(Page):
    """A place, a button, an outcome in three words."""

    name = PageName.CHECK

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("Check a hand-over folder")
        self.back_text = t("Back")
        self.place = QLineEdit()
        self.place.setAccessibleName(t("Folder or file to check"))
        self.place.textChanged.connect(self._ready)
        self.place.returnPressed.connect(self.on_check)
        folder = icon_button(s.look, "folder-open", t("Choose a folder"))
        folder.clicked.connect(self._choose_folder)
        file = icon_button(s.look, "file", t("Choose a file"))
        file.clicked.connect(self._choose_file)
        self.check = button(t("Check"), "primary")
        self.check.clicked.connect(self.on_check)
        self.error = ErrorNote(s)
        self.progress = ProgressPanel(s)
        self.progress.hide()
        self.report = ReportView(s)
        self.save = icon_button(s.look, "download", t("Save the report"))
        self.save.clicked.connect(lambda: save_report(s, self, self.report.sentences()))
        self.save.hide()
        card = framed(
            column(
                label(t("Folder or file to check"), "b"),
                self.place,
                row(folder, file, STRETCH, self.check),
                label(
                    t("Nothing is changed and nothing leaves this computer."), "small", wrap=True
                ),
                margins=(22, 18, 22, 18),
                gap=10,
            ),
            "card",
        )
        content = framed(
            column(
                card,
                self.error,
                self.progress,
                self.report,
                row(self.save, STRETCH),
                STRETCH,
                margins=(24, 20, 24, 20),
                gap=14,
            )
        )
        content.setMaximumWidth(s.look.px(900))
        self.setLayout(column(scrolled(row((content, 1))), gap=0))
        self._ready()

    def arrived(self) -> None:
        """Know the way back."""
        page = PageName.LOG if self.s.workspace.is_open else PageName.START
        self.back = Destination(page=page)

    def on_check(self) -> None:
        """Check what stands at the place."""
        place = self.place.text().strip()
        if not place or not self.check.isEnabled():
            return
        self.check.setEnabled(False)
        self.error.dismiss()
        self.report.hide()
        self.save.hide()
        self.progress.begin(self.s.t("Checking ..."))
        self.progress.show()
        task = self.s.workspace.ask(self, calls.verify(place), self._done, self._failed)
        task.progressed.connect(self.progress.show_progress)
        self.progress.stop_asked.connect(task.cancel)

    def _done(self, report: CheckReport) -> None:
        self._rest()
        self.report.show_report(report)
        self.save.show()

    def _failed(self, error: EvidenceKitError) -> None:
        self._rest()
        if not isinstance(error, Cancelled):
            self.error.say(error)

    def _rest(self) -> None:
        self.progress.hide()
        self._ready()

    def _ready(self) -> None:
        self.check.setEnabled(bool(self.place.text().strip()))

    def _choose_folder(self) -> None:
        title = self.s.t("Choose a folder")
        choose_folder(self.s, self, title, lambda chosen: self.place.setText(chosen[0]))

    def _choose_file(self) -> None:
        title = self.s.t("Choose a file")
        choose_files(self.s, self, title, lambda chosen: self.place.setText(chosen[0]))
