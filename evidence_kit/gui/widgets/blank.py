# SPDX-License-Identifier: GPL-3.0-or-later
"""What is shown when everything is hidden: nothing, and a way to go on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import STRETCH, button, centred, column, label


class Blank(QWidget):
    """An empty page of a program that could be any."""

    go_on_asked = Signal()

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("page")
        self._s = s
        t = s.t
        self._words = label(t("No document is open."), "sub")
        self.go_on = button(t("Open"))
        self.go_on.clicked.connect(self.go_on_asked)
        self.setLayout(column(STRETCH, centred(self._words), centred(self.go_on), STRETCH, gap=14))

    def wait(self, *, waiting: bool) -> None:
        """Refuse to go on until running work is done and the vault is locked."""
        t = self._s.t
        self.go_on.setEnabled(not waiting)
        self._words.setText(t("One moment.") if waiting else t("No document is open."))
