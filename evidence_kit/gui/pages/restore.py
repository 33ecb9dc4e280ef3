# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a vault out of a backup. The backup itself is only read."""

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from evidence_kit import wording
from evidence_kit.domain.backup import Restored
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.views import Opened
from evidence_kit.errors import Cancelled, EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.choose import choose_folder
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    button,
    clear,
    column,
    framed,
    label,
    line,
    row,
    scrolled,
)
from evidence_kit.gui.widgets.error_note import ErrorNote
from evidence_kit.gui.widgets.note_box import card, note_box
from evidence_kit.gui.widgets.passphrase import PassphraseField
from evidence_kit.gui.widgets.place_choice import PlaceChoice
from evidence_kit.gui.widgets.progress_panel import ProgressPanel
from evidence_kit.gui.widgets.report_view import ReportView
from evidence_kit.gui.widgets.role_choice import RoleChoice


class RestorePage(Page):
    """From where, to where, with which passphrase."""

    name = PageName.RESTORE
    nav = PageName.VAULT

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("Restore a backup")
        self.back_text = t("Back")
        self._done: Restored | None = None
        self.error = ErrorNote(s)
        self.progress = ProgressPanel(s)
        self.progress.hide()
        self.report = ReportView(s)
        self.source = PlaceChoice(s, t("Folder of the backup"), warns=False)
        self.source.choosing.connect(lambda: self._choose(self.source, new=False))
        self.target = PlaceChoice(s, t("New place for the vault"))
        self.target.choosing.connect(lambda: self._choose(self.target, new=True))
        self.secret = PassphraseField(s, t("Passphrase of the backup (optional)"))
        self.secret.entered.connect(self.on_restore)
        self.role = RoleChoice(s)
        self._key = framed(
            column(
                line(),
                self.secret,
                label(
                    t("With it the content is checked, and the vault is opened."),
                    "small",
                    wrap=True,
                ),
                self.role,
            )
        )
        for each in (self.source, self.target):
            each.changed.connect(self._ready)
        self.do = button(t("Restore"), "primary")
        self.do.clicked.connect(self.on_restore)
        self.open = button(t("Open the restored vault"), "primary")
        self.open.clicked.connect(self._open)
        self.open.hide()
        self._outcome = QVBoxLayout()
        content = framed(
            column(
                self.error,
                self._choices(),
                self.progress,
                self._outcome,
                row(self.open, STRETCH),
                self.report,
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
        page = PageName.BACKUP if self.s.workspace.is_open else PageName.START
        self.back = Destination(page=page)
        # One vault at a time: what is open stays open.
        self._key.setVisible(not self.s.workspace.is_open)

    def _choices(self) -> QWidget:
        t = self.s.t
        return card(
            self.s,
            "hard-drive",
            t("Where is the backup?"),
            self.source,
            self.target,
            self._key,
            label(
                t("The backup itself is not changed. Nothing is overwritten."), "small", wrap=True
            ),
            row(STRETCH, self.do),
        )

    def _choose(self, place: PlaceChoice, *, new: bool) -> None:
        t = self.s.t

        def take(chosen: tuple[str, ...]) -> None:
            folder = Path(chosen[0])
            place.put(str(folder / t("Papers")) if new else str(folder))

        choose_folder(self.s, self, t("Choose a folder"), take)

    def _ready(self) -> None:
        there = bool(self.source.path and self.target.path)
        self.do.setEnabled(there and self.progress.isHidden())

    def on_restore(self) -> None:
        """Restore."""
        if not self.do.isEnabled():
            return
        self.error.dismiss()
        clear(self._outcome)
        for each in (self.report, self.open):
            each.hide()
        self.progress.begin(self.s.t("Checking ..."))
        self.progress.show()
        self._ready()
        places = (self.source.path, self.target.path)
        call = calls.restore(*places, self.role.role, self.secret.text or None)
        task = self.s.workspace.ask(self, call, self._restored, self._failed)
        task.progressed.connect(self.progress.show_progress)
        self.progress.stop_asked.connect(task.cancel)

    def _restored(self, done: Restored) -> None:
        t = self.s.t
        self._rest()
        self._done = done
        if done.summary is not None:
            self.s.workspace.hold(Opened(summary=done.summary))
        shown = wording.number(self.s.words, done.files)
        said = t.n(
            "{shown} file was put back.", "{shown} files were put back.", done.files, shown=shown
        )
        parts = [t("The vault is back: {path}", path=done.path), said]
        if done.report.outcome is Outcome.DIFFERS:
            parts.append(t("Part of the backup is damaged. See below what."))
        self._outcome.addWidget(note_box(self.s, *parts, icon="circle-check"))
        self.report.show_report(done.report)
        opened = done.summary is not None
        self.open.setText(t("Go on in this vault") if opened else t("Open the restored vault"))
        # While another vault is open, that one is locked first.
        self.open.setVisible(opened or not self.s.workspace.is_open)

    def _open(self) -> None:
        if self._done is None or self._done.summary is not None:
            self.go(PageName.OVERVIEW)
        else:
            self.went.emit(Destination(page=PageName.UNLOCK, paths=(self._done.path,)))

    def _failed(self, error: EvidenceKitError) -> None:
        self._rest()
        if isinstance(error, Cancelled):
            words = self.s.t("Stopped. Restore again to the same place: it goes on from there.")
            self._outcome.addWidget(note_box(self.s, words))
        else:
            self.error.say(error)

    def _rest(self) -> None:
        self.progress.hide()
        self.secret.forget()
        self._ready()
