# SPDX-License-Identifier: GPL-3.0-or-later
"""Short names for laying things out: rows, columns, labels, buttons, cards."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from evidence_kit.gui.theme.look import Look

STRETCH = None
Item = QWidget | QLayout | int | tuple[QWidget | QLayout, int] | None
"""A part, a gap in pixels, a part with its share of the room, or STRETCH."""
Margins = tuple[int, int, int, int]
TOP = Qt.AlignmentFlag.AlignTop
MIDDLE = Qt.AlignmentFlag.AlignHCenter


def column(*items: Item, margins: Margins = (0, 0, 0, 0), gap: int = 8) -> QVBoxLayout:
    """Stack parts from top to bottom."""
    layout = QVBoxLayout()
    _fill(layout, items, margins, gap)
    return layout


def row(*items: Item, margins: Margins = (0, 0, 0, 0), gap: int = 8) -> QHBoxLayout:
    """Set parts side by side, in reading direction."""
    layout = QHBoxLayout()
    _fill(layout, items, margins, gap)
    return layout


def top(item: QWidget) -> QVBoxLayout:
    """Keep a part at the top of its row."""
    return column(item, STRETCH, gap=0)


def centred(item: QWidget) -> QHBoxLayout:
    """Keep a part in the middle of its row."""
    return row(STRETCH, item, STRETCH, gap=0)


def framed(layout: QLayout, name: str = "clear", width: int = 0) -> QFrame:
    """Put a layout on a ground; `name` is the style sheet's word for it."""
    frame = QFrame()
    frame.setObjectName(name)
    frame.setLayout(layout)
    if width:
        frame.setFixedWidth(width)
    return frame


def line() -> QFrame:
    """Draw a quiet line."""
    frame = QFrame()
    frame.setObjectName("line")
    frame.setFixedHeight(1)
    return frame


def scrolled(content: QLayout | QWidget) -> QScrollArea:
    """Let a part scroll up and down, never sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inner = framed(content) if isinstance(content, QLayout) else content
    area.setWidget(inner)
    area.viewport().setAutoFillBackground(False)
    inner.setAutoFillBackground(False)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def label(text: str, look: str = "", *, wrap: bool = False, markup: bool = False) -> QLabel:
    """Show words of the program, or, as plain text, words from outside."""
    found = QLabel(text)
    found.setProperty("look", look)
    found.setTextFormat(Qt.TextFormat.RichText if markup else Qt.TextFormat.PlainText)
    if wrap:
        found.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        found.setSizePolicy(policy)
    return found


def copyable(text: str, look: str = "") -> QLabel:
    """Show words that can be selected and copied."""
    found = label(text, look, wrap=True)
    found.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return found


def icon_label(look: Look, name: str, colour: str = "muted", size: int = 20) -> QLabel:
    """Show an icon that says nothing by itself."""
    found = QLabel()
    found.setPixmap(look.pixmap(name, colour, size))
    found.setFixedSize(look.size(size))
    return found


def button(text: str, kind: str = "", *, name: str = "") -> QPushButton:
    """Make a button; `name` is what a screen reader says when there is no text."""
    found = QPushButton(text)
    found.setProperty("kind", kind)
    found.setAccessibleName(name or text)
    found.setToolTip(name)
    found.setAutoDefault(False)
    return found


def icon_button(
    look: Look, icon: str, text: str = "", kind: str = "", *, name: str = "", colour: str = "text"
) -> QPushButton:
    """Make a button with an icon before its text, or an icon alone."""
    found = button(f"  {text}" if text else "", kind or ("" if text else "icon"), name=name or text)
    found.setIcon(look.icon(icon, colour))
    found.setIconSize(look.size(18))
    if text:
        found.setToolTip("")
    return found


def tile(look: Look, icon: str, title: str, hint: str) -> QPushButton:
    """Make a large button of two lines."""
    found = button("", "tile", name=f"{title}. {hint}")
    found.setToolTip("")
    words = column(STRETCH, label(title, "h2"), label(hint, "sub", wrap=True), STRETCH, gap=2)
    inside = row(
        icon_label(look, icon, "primary", 24),
        (words, 1),
        icon_label(look, "chevron-right"),
        margins=(18, 13, 16, 13),
        gap=16,
    )
    found.setLayout(inside)
    for inner in found.findChildren(QLabel):
        inner.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    found.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    found.setMinimumHeight(look.px(66))
    return found


def choice(text: str, kind: str = "chip", *, checked: bool = False) -> QPushButton:
    """Make a button that stays down."""
    found = button(text, kind)
    found.setCheckable(True)
    found.setChecked(checked)
    return found


def big_icons(buttons: Sequence[QAbstractButton], side: int) -> None:
    """Give buttons icons of one size."""
    for each in buttons:
        each.setIconSize(QSize(side, side))


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def _fill(layout: QBoxLayout, items: Sequence[Item], margins: Margins, gap: int) -> None:
    layout.setContentsMargins(*margins)
    layout.setSpacing(gap)
    for item in items:
        match item:
            case None:
                layout.addStretch(1)
            case int():
                layout.addSpacing(item)
            case (QLayout() as inner, share):
                layout.addLayout(inner, share)
            case (QWidget() as inner, share):
                layout.addWidget(inner, share)
            case QLayout():
                layout.addLayout(item)
            case QWidget():
                layout.addWidget(item)
