# SPDX-License-Identifier: GPL-3.0-or-later
"""Removing what the vault holds of one exhibit. Keeping it is the first choice."""

from PySide6.QtWidgets import QLineEdit, QWidget

from evidence_kit.domain.backup import BackupRow
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.sheet import Sheet
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import button, label
from evidence_kit.gui.widgets.error_note import ErrorNote

_REASON_MAX = 300


class RemoveSheet(Sheet):
    """What goes, what stays, and which copies the program cannot reach."""

    def __init__(self, s: Surroundings, exhibit: Exhibit, parent: QWidget) -> None:
        t = s.t
        super().__init__(s, t("Take out of the vault"), parent)
        self._exhibit = exhibit
        self.error = ErrorNote(s)
        self.reason = QLineEdit()
        self.reason.setMaxLength(_REASON_MAX)
        self.reason.setAccessibleName(t("Why do you take it out?"))
        self.copies = label("", wrap=True)
        self.copies.hide()
        self.remove = button(t("Take it out"))
        self.remove.clicked.connect(self.on_remove)
        keep = button(t("Keep it"), "primary")
        keep.clicked.connect(self.reject)
        self.fill(
            label(exhibit.name.text, "b", wrap=True),
            self.error,
            label(t("Gone is really gone from this vault. Do you want that?"), wrap=True),
            label(
                t("The copy, its text and its small picture go. The number and fingerprint stay."),
                wrap=True,
            ),
            label(
                t("Other copies stay: on your phone, in backups, in folders you handed over."),
                wrap=True,
            ),
            self.copies,
            label(t("Why do you take it out?"), "b"),
            self.reason,
            label(t("You may leave this empty."), "small"),
            buttons=(self.remove, keep),
        )
        s.workspace.ask(self, calls.backups(), self._show_copies)

    def _show_copies(self, rows: tuple[BackupRow, ...]) -> None:
        if rows:
            places = ", ".join(each.place for each in rows)
            sentence = self.s.t(
                "These backups hold it until you bring them up to date: {places}", places=places
            )
            self.copies.setText(sentence)
            self.copies.show()

    def on_remove(self) -> None:
        """Take it out."""
        self.remove.setEnabled(False)
        reason = self.reason.text().strip() or self.s.t("on request")
        call = calls.remove(self._exhibit.id, reason)
        self.s.workspace.change(self, call, self._done, self._failed)

    def _done(self, _change: ChangeSet) -> None:
        self.accept()

    def _failed(self, error: EvidenceKitError) -> None:
        self.remove.setEnabled(True)
        self.error.say(error)
