# SPDX-License-Identifier: GPL-3.0-or-later
"""What is copied out of the program: marked as private, and taken back after a short while."""

import secrets
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard

FORGET_AFTER_MS: Final = 30_000
"""Long enough to paste, short enough that it does not lie there when somebody else sits down."""

MARK: Final = "application/x-documents-copy"
"""Tells our own copy from a later one."""

_NO: Final = bytes(4)
PRIVATE: Final = (
    # Klipper; then Windows: its history, its cloud, programs that watch the clipboard.
    ("x-kde-passwordManagerHint", b"secret"),
    ('application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"', _NO),
    ('application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"', _NO),
    ('application/x-qt-windows-mime;value="CanUploadToCloudClipboard"', _NO),
)
"""Formats by which programs that keep what is copied know what to leave alone; they may not."""


class ClipboardGuard(QObject):
    """Sees every copy of this program, also those that Qt's own fields make."""

    def __init__(
        self,
        clipboard: QClipboard,
        parent: QObject | None = None,
        *,
        is_own: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._is_own = is_own or clipboard.ownsClipboard
        self._token = b""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FORGET_AFTER_MS)
        self._timer.timeout.connect(self.forget)
        clipboard.dataChanged.connect(self.on_changed)

    def on_changed(self) -> None:
        """Mark what was just copied here; leave alone what others copy."""
        text = self._clipboard.text()
        if text and self._is_own() and not self._clipboard.mimeData().hasFormat(MARK):
            self._token = secrets.token_hex(16).encode("ascii")
            self._clipboard.setMimeData(_private(text, self._token))
            self._timer.start()

    def forget(self) -> None:
        """Take back what was copied here, if nothing else was copied since."""
        self._timer.stop()
        if self._clipboard.text() and (self._is_own() or self._is_marked()):
            self._clipboard.clear()
        if self._clipboard.supportsSelection() and self._clipboard.ownsSelection():
            self._clipboard.clear(QClipboard.Mode.Selection)

    def _is_marked(self) -> bool:
        # A program that keeps copies may offer ours as its own.
        return bool(self._token) and self._clipboard.mimeData().data(MARK).data() == self._token


def _private(text: str, token: bytes) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    data.setData(MARK, token)
    for format_, value in PRIVATE:
        data.setData(format_, value)
    return data
