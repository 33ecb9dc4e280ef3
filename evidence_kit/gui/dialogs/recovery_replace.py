# SPDX-License-Identifier: GPL-3.0-or-later
"""A new recovery key in two steps: it is drawn and written down, then it takes the old one's place."""

from PySide6.QtWidgets import QWidget

from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.paper import PaperKind
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.paper import PaperSheet
from evidence_kit.gui.dialogs.passphrase_change import old_copies
from evidence_kit.gui.dialogs.sheet import Sheet
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import STRETCH, clear, column, framed, icon_button, label, row
from evidence_kit.gui.widgets.error_note import ErrorNote
from evidence_kit.gui.widgets.key_view import GroupAnswer, groups, on_paper_note, shown_key


class ReplaceRecoverySheet(Sheet):
    """The old key goes on opening until the person has typed part of the new one from paper."""

    def __init__(self, s: Surroundings, parent: QWidget) -> None:
        t = s.t
        super().__init__(s, t("Make a new recovery key"), parent)
        self._key = ""
        self.answer: GroupAnswer | None = None
        self.error = ErrorNote(s)
        self._drawn = framed(column(label(t("One moment ..."), "sub"), gap=12))
        # Room for the key, so that the sheet does not jump when it comes.
        self._drawn.setMinimumHeight(s.look.px(430))
        self.replace = self.doing_button(t("Replace the old key"), self.on_replace)
        self.replace.setEnabled(False)
        self.fill(
            self.error,
            label(t("The old key works until you have finished here."), wrap=True),
            self._drawn,
            old_copies(s),
            buttons=(self.closing_button(t("Keep the old key")), self.replace),
            width=640,
        )
        self.rejected.connect(self._keep_old)
        s.workspace.ask(self, calls.draw_recovery(), self._show, self._failed)

    def _show(self, key: str) -> None:
        self._key = key
        self.answer = GroupAnswer(self.s, key)
        self.answer.entered.connect(self.on_replace)
        inside = self._drawn.layout()
        if inside is not None:
            clear(inside)
            paper = icon_button(self.s.look, "printer", self.s.t("Print or save the sheet"))
            paper.clicked.connect(lambda: PaperSheet(self.s, PaperKind.RECOVERY, self).open())
            sheet = framed(row(paper, STRETCH))
            for part in (shown_key(self.s, key), on_paper_note(self.s), sheet, self.answer):
                inside.addWidget(part)
        self.answer.line.setFocus()
        self.replace.setEnabled(True)

    def on_replace(self) -> None:
        """Let the new key take the place of the old one, if it is on paper."""
        if self.answer is None or not self.replace.isEnabled():
            return
        if self.answer.typed != groups(self._key)[self.answer.position]:
            self.answer.say_other()
            return
        self.replace.setEnabled(False)
        self.error.dismiss()
        workspace = self.s.workspace
        workspace.change(self, calls.replace_recovery(), self._replaced, self._failed)

    def _replaced(self, _change: ChangeSet) -> None:
        if self.answer is not None:
            call = calls.confirm_recovery(self.answer.typed, self.answer.position)
            self.s.workspace.ask(self, call, self._confirmed)

    def _confirmed(self, _same: bool) -> None:
        self.s.workspace.confirmed_recovery()
        self.accept()

    def _keep_old(self) -> None:
        workspace = self.s.workspace
        if workspace.is_open:
            workspace.ask(workspace, calls.discard_recovery(), lambda _done: None)

    def _failed(self, error: EvidenceKitError) -> None:
        self.replace.setEnabled(bool(self._key))
        self.error.say(error)
