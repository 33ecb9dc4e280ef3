# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps to take one after the other: a number, a title, words, buttons."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import STRETCH, Item, column, framed, icon_label, label, row


def step(s: Surroundings, number: int, icon: str, title: str, *parts: Item) -> QFrame:
    """Make one step."""
    mark = label(str(number), "step")
    mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
    mark.setFixedSize(s.look.size(34))
    head = row(mark, (label(title, "h2", wrap=True), 1), icon_label(s.look, icon, "primary", 24))
    return framed(column(head, *parts, STRETCH, margins=(18, 16, 18, 16), gap=10), "card")
