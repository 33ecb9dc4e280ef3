# SPDX-License-Identifier: GPL-3.0-or-later
"""A calm reminder of the recovery key; gone once the person has it on paper."""

from PySide6.QtWidgets import QFrame

from evidence_kit.gui.dialogs.recovery import RecoverySheet
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import button, column, icon_label, label, row, top


class RecoveryCard(QFrame):
    """Can be put off: a button for now, one for later."""

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("soft")
        self._s = s
        self._put_off = False
        t = s.t
        self.now = button(t("Write it down now"))
        self.now.clicked.connect(self.on_now)
        self.later = button(t("Later"))
        self.later.clicked.connect(self._later)
        self._hint = label("", wrap=True)
        words = column(
            label(t("Is your recovery key on paper?"), "b", wrap=True),
            self._hint,
            gap=2,
        )
        mark = icon_label(s.look, "key-round", "soft_text")
        self.setLayout(
            row(top(mark), (words, 1), self.now, self.later, margins=(16, 12, 16, 12), gap=12)
        )
        # Shown by refresh(), once it stands on a page: alone it would be a window of its own.
        self.hide()

    def refresh(self) -> None:
        """Show itself only while it is of use."""
        t, workspace = self._s.t, self._s.workspace
        summary = workspace.summary
        wanted = summary is not None and not summary.recovery_confirmed and not self._put_off
        self.setVisible(wanted)
        known = workspace.recovery_key is not None
        self.now.setVisible(known)
        if known:
            self._hint.setText(t("It can be shown until you lock the vault."))
        else:
            self._hint.setText(t("Do you have it? Then open the vault with it once, to be sure."))

    def on_now(self) -> None:
        """Show the key."""
        RecoverySheet(self._s, self.window()).open()

    def _later(self) -> None:
        self._put_off = True
        self.hide()
