# SPDX-License-Identifier: GPL-3.0-or-later
"""Removing the whole vault: what goes, what stays, and copies the program cannot reach."""

from PySide6.QtWidgets import QLineEdit, QWidget

from evidence_kit import wording
from evidence_kit.domain.backup import BackupRow
from evidence_kit.domain.removal import RemovalPlan, VaultRemoved
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.sheet import Sheet
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import TOP, button, column, framed, label
from evidence_kit.gui.widgets.error_note import ErrorNote
from evidence_kit.gui.widgets.note_box import note_box

_NAMES_SHOWN = 6


class RemoveVaultSheet(Sheet):
    """The person types the name of the folder to say that they mean it."""

    def __init__(self, s: Surroundings, parent: QWidget) -> None:
        t = s.t
        super().__init__(s, t("Remove this whole vault"), parent)
        summary = s.workspace.summary
        self._path = summary.path if summary is not None else ""
        self._plan: RemovalPlan | None = None
        self.error = ErrorNote(s)
        facts = column(label(self._path, "mono", wrap=True), gap=6)
        facts.setAlignment(TOP)
        self.facts = framed(facts)
        self.facts.setMinimumHeight(s.look.px(120))
        self.name = QLineEdit()
        self.name.setAccessibleName(t("Name of the folder"))
        self.name.textChanged.connect(self._ready)
        self.ask = label(t("One moment ..."), "b", wrap=True)
        self.remove = button(t("Remove all of it"))
        self.remove.clicked.connect(self.on_remove)
        keep = button(t("Keep it"), "primary")
        keep.clicked.connect(self.reject)
        self.fill(
            self.error,
            note_box(
                s,
                t("Everything in this vault goes. This cannot be undone."),
                t("Do you want to keep a copy? Make a backup first."),
                ground="warn",
                icon="triangle-alert",
            ),
            self.facts,
            label(
                t("Other copies stay: on your phone, in backups, in folders you handed over."),
                wrap=True,
            ),
            label(t("A disk may keep traces. Nobody can promise that nothing is left."), wrap=True),
            self.ask,
            self.name,
            buttons=(self.remove, keep),
            width=620,
        )
        self._ready()
        s.workspace.ask(self, calls.vault_removal(self._path), self._show_plan, self._failed)
        s.workspace.ask(self, calls.backups(), self._show_copies, self._failed)

    def _say(self, sentence: str, look: str = "") -> None:
        inside = self.facts.layout()
        if inside is not None:
            inside.addWidget(label(sentence, look, wrap=True))

    def _show_plan(self, plan: RemovalPlan) -> None:
        t, words = self.s.t, self.s.words
        self._plan = plan
        size = wording.rough_size(words, plan.size)
        shown = wording.number(words, plan.files)
        self._say(
            t.n("{shown} file, {size}", "{shown} files, {size}", plan.files, shown=shown, size=size)
        )
        if plan.others:
            count = len(plan.others)
            sentence = t.n(
                "{n} file in the folder is not of the vault. It stays.",
                "{n} files in the folder are not of the vault. They stay.",
                count,
            )
            self._say(sentence, "sub")
        self.ask.setText(t("Type the name of the folder to go on: {name}", name=plan.name))
        self._ready()

    def _show_copies(self, rows: tuple[BackupRow, ...]) -> None:
        if rows:
            self._say(self.s.t("These backups stay. Remove them yourself if you want:"), "b")
        for each in rows[:_NAMES_SHOWN]:
            self._say(each.place, "mono")

    def _ready(self) -> None:
        typed = self.name.text().strip()
        self.remove.setEnabled(self._plan is not None and typed == self._plan.name)

    def on_remove(self) -> None:
        """Remove it."""
        self.remove.setEnabled(False)
        self.error.dismiss()
        call = calls.remove_vault(self._path, self.name.text())
        self.s.workspace.ask(self, call, self._removed, self._failed)

    def _removed(self, done: VaultRemoved) -> None:
        self.accept()
        self.s.workspace.removed.emit(done)

    def _failed(self, error: EvidenceKitError) -> None:
        self.error.say(error)
        self._ready()
