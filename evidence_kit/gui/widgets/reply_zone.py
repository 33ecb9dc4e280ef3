# SPDX-License-Identifier: GPL-3.0-or-later
"""Where one file is dropped that is not evidence but an answer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame

from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import column, icon_button, label, row


class ReplyZone(QFrame):
    """Takes one file, dropped or chosen."""

    dropped = Signal(str)
    choosing = Signal()

    def __init__(self, s: Surroundings, words: str, choose: str) -> None:
        super().__init__()
        self.setObjectName("drop")
        self.setAcceptDrops(True)
        self.choose = icon_button(s.look, "file", choose)
        self.choose.clicked.connect(self.choosing)
        self.setLayout(
            column(
                label(words, "sub", wrap=True),
                row(self.choose, None),
                margins=(14, 12, 14, 12),
                gap=8,
            )
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file is welcome."""
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._over(over=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """It went elsewhere."""
        self._over(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._over(over=False)
        self.dropped.emit(event.mimeData().urls()[0].toLocalFile())

    def _over(self, *, over: bool) -> None:
        self.setProperty("over", over)
        self.style().unpolish(self)
        self.style().polish(self)
