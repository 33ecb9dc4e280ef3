# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines that can be ticked and put in order: by buttons, by Alt and arrow, by dragging."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import STRETCH, column, icon_button, row

_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line."""

    key: str
    words: str
    ticked: bool


class _List(QListWidget):
    """Moves a line with Alt and an arrow."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)


class OrderList(QWidget):
    """Says so whenever a tick or the order changed."""

    changed = Signal()

    def __init__(self, s: Surroundings, name: str, *, ordered: bool) -> None:
        super().__init__()
        t = s.t
        self._loading = False
        self.list = _List()
        self.list.setAccessibleName(name)
        self.list.setSpacing(1)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.itemChanged.connect(self._told)
        self.list.moved.connect(self.move_line)
        self.up = icon_button(s.look, "chevron-up", name=t("Move up"))
        self.up.clicked.connect(lambda: self.move_line(-1))
        self.down = icon_button(s.look, "chevron-down", name=t("Move down"))
        self.down.clicked.connect(lambda: self.move_line(1))
        layout = column((self.list, 1), gap=6)
        if ordered:
            self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
            self.list.model().rowsMoved.connect(self._told)
            layout.addLayout(row(STRETCH, self.up, self.down, gap=6))
        self.setLayout(layout)

    def load(self, lines: tuple[Line, ...]) -> None:
        """Show lines in their order."""
        self._loading = True
        self.list.clear()
        for line in lines:
            item = QListWidgetItem(line.words)
            item.setData(_KEY, line.key)
            item.setToolTip(line.words)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            state = Qt.CheckState.Checked if line.ticked else Qt.CheckState.Unchecked
            item.setCheckState(state)
            self.list.addItem(item)
        self._loading = False

    def keys_of(self, *, ticked: bool | None = None) -> tuple[str, ...]:
        """Return the keys in their order; of all lines, or of those ticked or not."""
        items = [self.list.item(place) for place in range(self.list.count())]
        return tuple(
            str(item.data(_KEY))
            for item in items
            if ticked is None or (item.checkState() is Qt.CheckState.Checked) is ticked
        )

    def move_line(self, step: int) -> None:
        """Move the current line up or down."""
        at = self.list.currentRow()
        to = at + step
        if at < 0 or not 0 <= to < self.list.count():
            return
        self._loading = True
        self.list.insertItem(to, self.list.takeItem(at))
        self.list.setCurrentRow(to)
        self._loading = False
        self._told()

    def _told(self) -> None:
        if not self._loading:
            self.changed.emit()
