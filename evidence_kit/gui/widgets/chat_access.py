# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the list of messages readable by screen readers: each message in view is a list item."""

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QRect, QSize
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from evidence_kit.gui.widgets.chat_view import ChatView

_ITEMS_KEPT = 400


class _Item(QAccessibleInterface):
    """One message."""

    def __init__(self, view: ChatView, index: int) -> None:
        super().__init__()
        self._view = view
        self._index = index

    def isValid(self) -> bool:
        return shiboken6.isValid(self._view) and self._index < len(self._view.rows)

    def object(self) -> Any:  # Any: Qt takes None here, its stub does not say so
        return None

    def window(self) -> Any:  # Any: as above
        return self._view.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._view)

    def child(self, _index: int) -> Any:  # Any: as above
        return None

    def childAt(self, _x: int, _y: int) -> Any:  # Any: as above
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def relations(self, _match: Any = None) -> list[Any]:  # Any: pairs that are never there
        return []

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        first, last = self._view.span
        state.focusable = state.selectable = 1
        if self._view.current >= 0 and first <= self._index <= last:
            state.selected = 1
        if self._index == self._view.current:
            state.focused = 1
        return state

    def text(self, kind: QAccessible.Text) -> str:
        return self._view.words(self._index) if kind is QAccessible.Text.Name else ""

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        return

    def rect(self) -> QRect:
        place = self._view.place_of(self._index)
        if place is None:
            return QRect()
        return QRect(place[0], QSize(self._view.viewport().width(), place[1]))


class _List(QAccessibleWidget):
    """The list; its children are the messages in view."""

    def __init__(self, view: ChatView) -> None:
        super().__init__(view, QAccessible.Role.List, view.accessibleName())
        self._view = view
        self._items: dict[int, _Item] = {}

    def childCount(self) -> int:
        return len(self._view.visible)

    def child(self, place: int) -> Any:  # Any: Qt takes None here, its stub does not say so
        if not 0 <= place < len(self._view.visible):
            return None
        index = self._view.visible[place][0]
        if index not in self._items:
            if len(self._items) > _ITEMS_KEPT:
                self._forget()
            item = _Item(self._view, index)
            QAccessible.registerAccessibleInterface(item)
            self._items[index] = item
        return self._items[index]

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def _forget(self) -> None:
        seen = {index for index, _, _ in self._view.visible}
        for index in [each for each in self._items if each not in seen]:
            item = self._items.pop(index)
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(item))


def chat_factory() -> Callable[[str, QObject], QAccessibleInterface | None]:
    """Return the factory to install; it keeps the interfaces alive that it makes."""
    kept: dict[int, _List] = {}

    def make(_key: str, thing: QObject) -> QAccessibleInterface | None:
        if not isinstance(thing, ChatView):
            return None
        key = id(thing)
        if key not in kept:
            kept[key] = _List(thing)
            thing.destroyed.connect(lambda: kept.pop(key, None))
        return kept[key]

    return make
