# SPDX-License-Identifier: GPL-3.0-or-later
"""A page with nothing on it yet, that helps."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    button,
    centred,
    column,
    framed,
    icon_label,
    label,
)


def empty(
    s: Surroundings,
    icon: str,
    title: str,
    hint: str,
    action: tuple[str, Callable[[], None]] | None = None,
) -> QWidget:
    """Say what will stand here, and offer the next step."""
    words = label(hint, "sub", wrap=True)
    words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    parts: list[Item] = [
        20,
        centred(icon_label(s.look, icon, "muted", 40)),
        centred(label(title, "h2")),
        words,
    ]
    if action is not None:
        do = button(action[0], "primary")
        do.clicked.connect(lambda _=False, go=action[1]: go())
        parts.append(centred(do))
    return framed(column(*parts, 20, STRETCH, margins=(24, 16, 24, 16), gap=10), "card")
