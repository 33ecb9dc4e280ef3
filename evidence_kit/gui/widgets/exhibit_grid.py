# SPDX-License-Identifier: GPL-3.0-or-later
"""Exhibits as cards. A picture is shown whole, never cropped, and nothing lies over it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from evidence_kit.domain.exhibit import ExhibitRow, Holding
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.question_row import MEDIA_ICONS

_WIDTH, _HEIGHT, _PICTURE = 186, 252, 168
_ROW, _PIXMAP, _COVERED = (Qt.ItemDataRole.UserRole + n for n in range(3))
Index = QModelIndex | QPersistentModelIndex


class _Card(QStyledItemDelegate):
    """Paints one card."""

    def __init__(self, s: Surroundings, grid: "ExhibitGrid") -> None:
        super().__init__(grid)
        self._s = s

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the size of every card."""
        return QSize(self._s.look.px(_WIDTH), self._s.look.px(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the frame, the picture or its icon, and two lines of words."""
        look, px = self._s.look, self._s.look.px
        row = index.data(_ROW)
        if not isinstance(row, ExhibitRow):
            return
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        area = QRectF(option.rect).adjusted(5, 5, -5, -5)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QPen(look.colour("primary" if chosen else "border"), 2 if chosen else 1))
        painter.setBrush(look.colour("soft" if chosen else "surface"))
        painter.drawRoundedRect(area, 12, 12)
        frame = QRectF(area.left() + 8, area.top() + 8, area.width() - 16, px(_PICTURE))
        self._paint_picture(painter, frame, index, row)
        words = frame.adjusted(2, frame.height() + 7, -2, px(26))
        self._paint_words(painter, words, row, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(-3, -3, 3, 3), 14, 14)
        painter.restore()

    def _paint_picture(
        self, painter: QPainter, frame: QRectF, index: Index, row: ExhibitRow
    ) -> None:
        look = self._s.look
        pixmap = index.data(_PIXMAP)
        if isinstance(pixmap, QPixmap):
            painter.fillRect(frame, look.colour("sunken"))
            size = pixmap.size().scaled(frame.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(0, 0, size.width(), size.height())
            place.moveCenter(frame.center().toPoint())
            painter.drawPixmap(place, pixmap)
            return
        held = row.exhibit.holding in (Holding.COPIED, Holding.WITH_HOLES)
        style = Qt.PenStyle.SolidLine if held else Qt.PenStyle.DashLine
        painter.setPen(QPen(look.colour("border" if held else "edge"), 1, style))
        painter.setBrush(look.colour("sunken"))
        painter.drawRoundedRect(frame, 8, 8)
        covered = bool(index.data(_COVERED))
        icon = look.pixmap("eye-off" if covered else MEDIA_ICONS[row.exhibit.media], "muted", 34)
        side = icon.width() / icon.devicePixelRatio()
        painter.drawPixmap(
            QRectF(frame.center().x() - side / 2, frame.center().y() - side / 2, side, side),
            icon,
            QRectF(icon.rect()),
        )

    def _paint_words(self, painter: QPainter, area: QRectF, row: ExhibitRow, index: Index) -> None:
        look, px = self._s.look, self._s.look.px
        bold, small = look.font(14, bold=True), look.font(13)
        painter.setFont(bold)
        painter.setPen(look.colour("text"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        line = QRectF(area.left(), area.top(), area.width(), px(20))
        mode = Qt.TextElideMode.ElideMiddle
        painter.drawText(
            line, flags, QFontMetrics(bold).elidedText(row.title, mode, int(line.width()))
        )
        painter.setFont(small)
        painter.setPen(look.colour("muted"))
        said = index.data(Qt.ItemDataRole.AccessibleTextRole)
        words = str(said).removeprefix(f"{row.title}, ")
        below = line.translated(0, px(21))
        shown = QFontMetrics(small).elidedText(
            words, Qt.TextElideMode.ElideRight, int(below.width())
        )
        painter.drawText(below, flags, shown)


class ExhibitGrid(QListView):
    """The cards, in rows as wide as the window."""

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setProperty("look", "grid")
        self.setAccessibleName(s.t("Files"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setGridSize(QSize(s.look.px(_WIDTH) + 6, s.look.px(_HEIGHT) + 6))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegate(_Card(s, self))
        self.setFrameShape(QListView.Shape.NoFrame)
