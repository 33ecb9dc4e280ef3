# SPDX-License-Identifier: GPL-3.0-or-later
"""A sheet over a page: a title, quick hide, what it is about, and its buttons."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    button,
    column,
    framed,
    label,
    row,
    scrolled,
)
from evidence_kit.gui.widgets.frame import hide_button


class Sheet(QDialog):
    """Base of all sheets. Opened, never run: the window goes on beneath."""

    def __init__(self, s: Surroundings, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.s = s
        self.setModal(True)
        # The same neutral words as the window: a task bar shows them.
        self.setWindowTitle(s.window_title)
        self.setAccessibleName(title)
        self._title = title
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def fill(self, *items: Item, buttons: tuple[QPushButton, ...], width: int = 560) -> None:
        """Lay the sheet out; the last button is the one that does it."""
        hide = hide_button(self.s)
        hide.clicked.connect(self.s.hide)
        head = row((label(self._title, "h1", wrap=True), 1), hide, margins=(22, 12, 16, 12))
        body = column(*items, STRETCH, margins=(22, 18, 22, 18), gap=12)
        below = row(STRETCH, *buttons, margins=(22, 10, 22, 12), gap=8)
        self._layout.addWidget(framed(head, "top"))
        content = framed(body)
        self._layout.addWidget(scrolled(content), 1)
        self._layout.addWidget(framed(below, "barBelow"))
        wanted = content.sizeHint().height() + 150
        parent = self.parentWidget()
        room = parent.window().height() - 20 if parent is not None else 700
        room_wide = parent.window().width() - 20 if parent is not None else 1000
        self.resize(min(self.s.look.px(width), room_wide), min(wanted, room))
        if buttons:
            buttons[-1].setDefault(True)

    def closing_button(self, text: str) -> QPushButton:
        """Make a button that closes the sheet and does nothing."""
        found = button(text)
        found.clicked.connect(self.reject)
        return found

    def doing_button(self, text: str, do: Callable[[], None]) -> QPushButton:
        """Make the button that does what the sheet is about."""
        found = button(text, "primary")
        found.clicked.connect(do)
        return found


class Asked(Sheet):
    """One question with one way to go on."""

    def __init__(
        self,
        s: Surroundings,
        title: str,
        sentences: tuple[str, ...],
        yes: str,
        parent: QWidget | None,
    ) -> None:
        super().__init__(s, title, parent)
        no = self.closing_button(s.t("Leave it so"))
        self.yes = self.doing_button(yes, self.accept)
        self.fill(*(label(each, wrap=True) for each in sentences), buttons=(self.yes, no))
