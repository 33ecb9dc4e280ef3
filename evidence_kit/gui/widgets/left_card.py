# SPDX-License-Identifier: GPL-3.0-or-later
"""A calm offer: files that a lock or a crash left to be taken in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from evidence_kit.domain.survey import Unfinished
from evidence_kit.gui import calls
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import button, column, icon_label, label, row, top


class LeftCard(QFrame):
    """Shows itself only while something was left."""

    taken_up = Signal()
    """The person wants to go on with them."""

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("soft")
        self._s = s
        t = s.t
        self._words = label("", "b", wrap=True)
        self.go_on = button(t("Go on"))
        self.go_on.clicked.connect(self.taken_up)
        self.leave = button(t("Not any more"))
        self.leave.clicked.connect(self._leave)
        words = column(
            self._words,
            label(t("The program did nothing with them."), wrap=True),
            gap=2,
        )
        mark = icon_label(s.look, "info", "soft_text")
        self.setLayout(
            row(top(mark), (words, 1), self.leave, self.go_on, margins=(16, 12, 16, 12), gap=12)
        )
        # Shown by refresh(), once it stands on a page: alone it would be a window of its own.
        self.hide()

    def refresh(self) -> None:
        """Ask whether something was left."""
        self._s.workspace.ask(self, calls.unfinished(), self._show)

    def _show(self, left: Unfinished | None) -> None:
        self.setVisible(left is not None)
        if left is not None:
            self._words.setText(
                self._s.t.n(
                    "Last time {n} file was not taken in yet.",
                    "Last time {n} files were not taken in yet.",
                    left.files,
                )
            )

    def _leave(self) -> None:
        self.hide()
        self._s.workspace.ask(self, calls.leave_it(), lambda _none: None)
