# SPDX-License-Identifier: GPL-3.0-or-later
"""A bar of controls in two halves: side by side, or one below the other where there is no room."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame

from evidence_kit.gui.widgets.build import row


class Bar(QFrame):
    """Asks for the width of its wider half only."""

    def __init__(self, first: QBoxLayout, second: QBoxLayout) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._first = first
        self._second = second
        self._both = row((first, 1), second, margins=(20, 8, 16, 8))
        self.setLayout(self._both)

    def minimumSizeHint(self) -> QSize:
        """Two lines need less width than one."""
        widest = max(self._first.minimumSize().width(), self._second.minimumSize().width())
        return QSize(widest + 36, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take one line or two."""
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Decide anew; called when controls came or went."""
        wanted = self._first.minimumSize().width() + self._second.minimumSize().width() + 44
        tight = wanted > self.width()
        self._both.setDirection(
            QBoxLayout.Direction.TopToBottom if tight else QBoxLayout.Direction.LeftToRight
        )
