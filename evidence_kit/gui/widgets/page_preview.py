# SPDX-License-Identifier: GPL-3.0-or-later
"""A page of the real dossier, as large as there is room; never cropped."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from evidence_kit.gui.surroundings import Surroundings

_SHAPE = 1.4142
"""Height of A4 for one of its width."""
_EDGE = 12


class PagePreview(QWidget):
    """Asks for the width it can show."""

    width_wanted = Signal()

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self._s = s
        self._pixmap: QPixmap | None = None
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(160, 200))
        self.setAccessibleName(s.t("Page of the dossier"))

    @property
    def pixels(self) -> int:
        """Width of a page in pixels of the screen."""
        room = min(self.width() - 2 * _EDGE, (self.height() - 2 * _EDGE) / _SHAPE)
        return max(120, int(room * self.devicePixelRatioF()))

    def show_page(self, pixmap: QPixmap) -> None:
        """Show a page."""
        self._pixmap = pixmap
        self.update()

    def say(self, words: str) -> None:
        """Say why there is no page."""
        self._pixmap = None
        self._words = words
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page with an edge, or the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        look = self._s.look
        if self._pixmap is None:
            painter.setPen(look.colour("muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()), int(flags), self._words)
            return
        size = self._pixmap.size().scaled(
            self.width() - 2 * _EDGE, self.height() - 2 * _EDGE, Qt.AspectRatioMode.KeepAspectRatio
        )
        place = QRectF((self.width() - size.width()) / 2, _EDGE, size.width(), size.height())
        painter.drawPixmap(place, self._pixmap, QRectF(self._pixmap.rect()))
        painter.setPen(QPen(look.colour("edge"), 1))
        painter.drawRect(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a page of another size."""
        super().resizeEvent(event)
        self.width_wanted.emit()
