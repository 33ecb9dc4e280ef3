# SPDX-License-Identifier: GPL-3.0-or-later
"""A calm remark on a soft ground, with an icon before it."""

from PySide6.QtWidgets import QFrame

from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import Item, column, framed, icon_label, label, row, top

_INKS = {"soft": "soft_text", "warn": "warn_text"}


def note_box(
    s: Surroundings, first: str, *more: str, icon: str = "info", ground: str = "soft"
) -> QFrame:
    """Say one thing, and what belongs to it; with more than one sentence the first stands out."""
    lines: list[Item] = [label(first, "b" if more else "", wrap=True)]
    lines += [label(each, wrap=True) for each in more]
    mark = top(icon_label(s.look, icon, _INKS[ground]))
    inside = row(mark, (column(*lines, gap=2), 1), margins=(16, 12, 16, 12), gap=12)
    return framed(inside, ground)


def card(s: Surroundings, icon: str, title: str, *parts: Item) -> QFrame:
    """Put parts on a ground of their own, under a title."""
    head = row(icon_label(s.look, icon, "text", 18), (label(title, "h2", wrap=True), 1), gap=10)
    return framed(column(head, *parts, margins=(20, 16, 20, 16), gap=10), "card")
