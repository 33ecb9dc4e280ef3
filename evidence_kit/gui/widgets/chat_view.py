# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of messages: smooth for a million of them.

Its state is an anchor: the message at the top and how far it is scrolled out. Only what can be
seen is laid out, so the cost does not grow with the conversation. The scroll bar counts messages,
not pixels. (Lists of Qt with rows of different heights took minutes to open at this size.)
"""

from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from evidence_kit.domain.views import MessageRow
from evidence_kit.gui import said
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.bubble import Bubbles, Laid

_UNIT = 64
"""Steps of the scroll bar per message: smooth, and 2^31 / 64 is 33 million messages."""


class Rows(Protocol):
    """Where the messages come from (models.messages.MessageStore)."""

    @property
    def edition(self) -> int:
        """Grows whenever rows may have changed."""
        ...

    @property
    def filtered(self) -> bool:
        """Whether messages may be left out."""
        ...

    def __len__(self) -> int: ...
    def number(self, index: int) -> int:
        """Return the number of the message at a place."""
        ...

    def index(self, number: int) -> int:
        """Return the place of a message."""
        ...

    def row(self, index: int) -> MessageRow | None:
        """Return the message at a place, or None while it is on its way."""
        ...


class ChatView(QAbstractScrollArea):
    """Shows messages, and lets one or a stretch of them be chosen."""

    chosen = Signal(int, int)
    """Places of the first and last chosen message."""
    mark_asked = Signal()

    def __init__(self, s: Surroundings, rows: Rows) -> None:
        super().__init__()
        self.s = s
        self.rows = rows
        self.bubbles = Bubbles(s)
        self.visible: list[tuple[int, float, float]] = []
        """Place, top and height of each message that can be seen."""
        self.current = -1
        self.anchor = -1
        self._top = 0
        self._out = 0.0
        self._found = ""
        self._target = -1
        self._own_move = False
        self.setObjectName("chat")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setAccessibleName(s.t("Messages"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.setViewportMargins(s.look.px(14), 0, s.look.px(4), 0)
        bar = self.verticalScrollBar()
        bar.setSingleStep(_UNIT)
        bar.setPageStep(8 * _UNIT)
        bar.valueChanged.connect(self._bar_moved)
        self.restart()

    def restart(self) -> None:
        """Begin at the top of what there is now."""
        self.current = self.anchor = self._target = -1
        self._top, self._out = 0, 0.0
        bar = self.verticalScrollBar()
        self._own_move = True
        bar.setRange(0, max(0, len(self.rows) - 1) * _UNIT)
        bar.setValue(0)
        self._own_move = False
        self.viewport().update()

    def grew(self) -> None:
        """Messages were put behind those that were here: stay where we are."""
        bar = self.verticalScrollBar()
        self._own_move = True
        bar.setRange(0, max(0, len(self.rows) - 1) * _UNIT)
        self._own_move = False
        self.viewport().update()

    def show_found(self, text: str) -> None:
        """Mark a text wherever it can be seen."""
        self._found = text
        self.viewport().update()

    def go_to(self, index: int) -> None:
        """Bring a message to the upper part of the view."""
        if len(self.rows):
            self._target = self._top = max(0, min(len(self.rows) - 1, index))
            self._out = 0.0
            self._scroll(-self.viewport().height() / 4)
            self._clamp()

    def settle(self) -> None:
        """Messages arrived: their heights were guessed until now."""
        if self._target >= 0:
            target = self._target
            self.go_to(target)
            near = range(max(0, target - 12), min(len(self.rows), target + 12))
            if all(self.rows.row(index) is not None for index in near):
                self._target = -1
        self.viewport().update()

    def choose(self, index: int, *, extend: bool = False) -> None:
        """Choose a message, or all from the first chosen one to it."""
        if not len(self.rows):
            return
        self.current = max(0, min(len(self.rows) - 1, index))
        if not extend or self.anchor < 0:
            self.anchor = self.current
        self._show(self.current)
        self.chosen.emit(*self.span)
        self.viewport().update()

    @property
    def span(self) -> tuple[int, int]:
        """Places of the first and last chosen message; -1 when there is none."""
        return min(self.anchor, self.current), max(self.anchor, self.current)

    def words(self, index: int) -> str:
        """Return a message as one line of text, for copying and for screen readers."""
        row = self.rows.row(index)
        if row is None:
            return self.s.t("One moment ...")
        message = row.message
        sender = message.sender or self.s.t("No sender in the file")
        when = said.clock_of(self.s, message.moment)
        day = said.day_of(self.s, message.moment)
        return f"{message.n}. {day}, {when}. {sender}: {message.text}"

    # -- places

    def _laid(self, index: int) -> Laid | None:
        row = self.rows.row(index)
        if row is None:
            return None
        before = self.rows.row(index - 1) if index > 0 else None
        skipped = 0
        if self.rows.filtered and index > 0:
            skipped = self.rows.number(index) - self.rows.number(index - 1) - 1
        return self.bubbles.lay(row, before, self.viewport().width(), self.rows.edition, skipped)

    def _height(self, index: int) -> float:
        laid = self._laid(index)
        return self.bubbles.waiting_height if laid is None else laid.height

    def _bar_moved(self, value: int) -> None:
        if self._own_move or not len(self.rows):
            return
        self._target = -1
        self._top = min(value // _UNIT, len(self.rows) - 1)
        self._out = (value % _UNIT) / _UNIT * self._height(self._top)
        self._clamp()
        self.viewport().update()

    def _scroll(self, pixels: float) -> None:
        out, index = self._out + pixels, self._top
        while out < 0 and index > 0:
            index -= 1
            out += self._height(index)
        out = max(0.0, out)
        while index < len(self.rows) - 1 and out >= self._height(index):
            out -= self._height(index)
            index += 1
        self._top, self._out = index, out
        self._own_move = True
        share = out / max(1.0, self._height(index))
        self.verticalScrollBar().setValue(int(index * _UNIT + share * _UNIT))
        self._own_move = False
        self.viewport().update()

    def _clamp(self) -> None:
        # Never past the end: walk up from the last message until the view is full.
        room, y, index = self.viewport().height(), -self._out, self._top
        while index < len(self.rows) and y < room:
            y += self._height(index)
            index += 1
        if y < room and index == len(self.rows):
            self._scroll(y - room)

    def _show(self, index: int) -> None:
        room = self.viewport().height()
        whole = {i for i, y, height in self.visible if y >= 0 and y + height <= room}
        if index in whole:
            return
        if self.visible and index == self.visible[-1][0]:
            _, y, height = self.visible[-1]
            self.scroll_by(y + height - room)
        elif self.visible and index == self.visible[0][0]:
            self.scroll_by(self.visible[0][1])
        elif self.visible and index == self.visible[-1][0] + 1:
            self.scroll_by(self._height(index))
        elif self.visible and index == self.visible[0][0] - 1:
            self.scroll_by(-self._height(index))
        else:
            self.go_to(index)

    def scroll_by(self, pixels: float) -> None:
        """Scroll by pixels, down when positive."""
        self._target = -1
        if len(self.rows):
            self._scroll(pixels)
            if pixels > 0:
                self._clamp()

    def index_at(self, y: float) -> int:
        """Return the place of the message at a height of the viewport; -1 for none."""
        for index, top, height in self.visible:
            if top <= y < top + height:
                return index
        return -1

    # -- Qt asks

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what can be seen."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, room = self.viewport().width(), self.viewport().height()
        painter.fillRect(0, 0, width, room, self.s.look.colour("bg"))
        y, index = -self._out, self._top
        first, last = self.span
        self.visible = []
        while y < room and index < len(self.rows):
            laid = self._laid(index)
            if laid is None:
                self.bubbles.paint_waiting(painter, y, width)
                height = self.bubbles.waiting_height
            else:
                chosen = first <= index <= last and self.current >= 0
                self.bubbles.paint(painter, laid, y, width, chosen=chosen, found=self._found)
                height = laid.height
            self.visible.append((index, y, height))
            if index == self.current and self.hasFocus():
                painter.setPen(QPen(self.s.look.colour("focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(2, int(y) + 1, width - 4, int(height) - 3, 8, 8)
            y += height
            index += 1
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll as far as the wheel says."""
        self.scroll_by(-(event.pixelDelta().y() or event.angleDelta().y() * 0.6))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and choose by keyboard; Shift extends."""
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        start = self.current if self.current >= 0 else self._top
        page = max(1, len(self.visible) - 2)
        targets = {
            Qt.Key.Key_Down: start + (1 if self.current >= 0 else 0),
            Qt.Key.Key_Up: start - (1 if self.current >= 0 else 0),
            Qt.Key.Key_PageDown: start + page,
            Qt.Key.Key_PageUp: start - page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self.rows) - 1,
        }
        key = Qt.Key(event.key())
        if key in targets:
            self.choose(targets[key], extend=extend)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current >= 0:
            self.mark_asked.emit()
        elif key is Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the chosen messages on the clipboard, as text."""
        first, last = self.span
        if first >= 0:
            lines = [self.words(index) for index in range(first, min(last, first + 999) + 1)]
            QApplication.clipboard().setText("\n".join(lines))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is clicked; Shift extends."""
        index = self.index_at(event.position().y())
        if index >= 0 and event.button() is Qt.MouseButton.LeftButton:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.choose(index, extend=extend)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose a stretch by dragging."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            y = event.position().y()
            if y < 0 or y > self.viewport().height():
                self.scroll_by(24 if y > 0 else -24)
            index = self.index_at(min(max(y, 0), self.viewport().height() - 1))
            if index >= 0 and index != self.current:
                self.choose(index, extend=True)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """No menu: what can be done stands in the bar below."""
        event.accept()

    def focusInEvent(self, event: QEvent) -> None:
        """Show where the keyboard stands."""
        self.viewport().update()
        event.accept()

    def focusOutEvent(self, event: QEvent) -> None:
        """Show that the keyboard is elsewhere."""
        self.viewport().update()
        event.accept()

    def place_of(self, index: int) -> tuple[QPoint, int] | None:
        """Return where a message is on the screen and how high it is; None if out of view."""
        for each, y, height in self.visible:
            if each == index:
                return self.viewport().mapToGlobal(QPoint(0, int(y))), int(height)
        return None
