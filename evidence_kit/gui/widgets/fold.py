# SPDX-License-Identifier: GPL-3.0-or-later
"""A part and its side pane: beside each other where there is room, else one at a time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget


class Fold(QWidget):
    """Shows both, or one of the two."""

    turned = Signal()
    """The pane was folded, unfolded, shown or hidden."""

    def __init__(self, main: QWidget, side: QWidget, *, side_width: int) -> None:
        super().__init__()
        self.main = main
        self.side = side
        self._side_width = side_width
        self._folded = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(main, 1)
        layout.addWidget(side)
        side.setFixedWidth(side_width)

    @property
    def folded(self) -> bool:
        """Whether only one of the two is shown."""
        return self._folded

    @property
    def side_shown(self) -> bool:
        """Whether the side pane can be seen."""
        return not self.side.isHidden()

    def fold(self, folded: bool) -> None:
        """Take the room away or give it back."""
        if folded == self._folded:
            return
        self._folded = folded
        if folded:
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(16777215)  # QWIDGETSIZE_MAX
        else:
            self.side.setFixedWidth(self._side_width)
        self.side.setVisible(not folded)
        self.main.setVisible(True)
        self.turned.emit()

    def turn(self) -> None:
        """Show the other of the two, when folded."""
        if self._folded:
            show_side = not self.side_shown
            self.main.setVisible(not show_side)
            self.side.setVisible(show_side)
            self.turned.emit()
