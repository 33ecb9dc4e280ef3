# SPDX-License-Identifier: GPL-3.0-or-later
"""The recovery key of a new vault: shown, and one group of it typed back."""

from PySide6.QtWidgets import QWidget

from evidence_kit.domain.paper import PaperKind
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.paper import PaperSheet
from evidence_kit.gui.dialogs.sheet import Sheet
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import STRETCH, icon_button, label, row
from evidence_kit.gui.widgets.key_view import GroupAnswer, on_paper_note, shown_key


class RecoverySheet(Sheet):
    """Shows the key while it is still known, and checks one group of it."""

    def __init__(self, s: Surroundings, parent: QWidget) -> None:
        t = s.t
        super().__init__(s, t("Recovery key"), parent)
        key = s.workspace.recovery_key or ""
        self.answer = GroupAnswer(s, key)
        self.paper = icon_button(s.look, "printer", t("Print or save the sheet"))
        self.paper.clicked.connect(lambda: PaperSheet(s, PaperKind.RECOVERY, self).open())
        later = self.closing_button(t("Later"))
        check = self.doing_button(t("Check"), self.on_check)
        self.fill(
            label(t("With this key you open the vault without your passphrase."), wrap=True),
            shown_key(s, key),
            on_paper_note(s),
            row(self.paper, STRETCH),
            self.answer,
            buttons=(later, check),
            width=640,
        )

    def on_check(self) -> None:
        """Compare the group."""
        call = calls.confirm_recovery(self.answer.typed, self.answer.position)
        self.s.workspace.ask(self, call, self._compared)

    def _compared(self, same: bool) -> None:
        if same:
            self.s.workspace.confirmed_recovery()
            self.accept()
        else:
            self.answer.say_other()
