# SPDX-License-Identifier: GPL-3.0-or-later
"""One line above every page while the vault can only be read, with what one can do."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from evidence_kit import wording
from evidence_kit.errors import VaultReadOnly
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import button, column, icon_label, label, row, top

_OLDER = "older_format"
_NO_DAMAGE = (_OLDER, "medium_read_only", "not_a_folder")
"""What keeps a vault from being written to, and is no damage; each has its own sentence."""


class VaultState(QFrame):
    """Hidden while all is well."""

    check_asked = Signal()
    renew_asked = Signal()

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("warn")
        self._s = s
        self.happened = label("", "b", wrap=True)
        self.can_do = label("", wrap=True)
        self.check = button(s.t("What can I do?"))
        self.check.clicked.connect(self.check_asked)
        self.renew = button(s.t("Bring it to the newest format"))
        self.renew.clicked.connect(self.renew_asked)
        words = column(self.happened, self.can_do, gap=2)
        mark = top(icon_label(s.look, "info", "warn_text"))
        self.setLayout(
            row(mark, (words, 1), self.renew, self.check, margins=(20, 8, 16, 8), gap=12)
        )
        self.hide()

    def refresh(self, *, compact: bool) -> None:
        """Say how the open vault stands; in one line where there is little room."""
        summary = self._s.workspace.summary
        if summary is None or not summary.read_only:
            self.hide()
            return
        codes = {code.partition(":")[0] for code in summary.findings}
        harmless = next((code for code in _NO_DAMAGE if code in codes), None)
        if harmless is not None:
            happened, can_do = wording.opening(self._s.words, harmless), ""
        else:
            happened, can_do = wording.error(self._s.words, VaultReadOnly())
        self.renew.setVisible(harmless == _OLDER)
        self.check.setVisible(harmless is None)
        self.happened.setText(happened)
        self.can_do.setText(can_do)
        self.can_do.setVisible(bool(can_do) and not compact)
        self.show()
