# SPDX-License-Identifier: GPL-3.0-or-later
"""One fact with its source, and a fingerprint that can be copied."""

from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout

from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    column,
    copyable,
    framed,
    icon_button,
    label,
    row,
)


def fact(what: str, value: str, source: str = "", *, look: str = "") -> QVBoxLayout:
    """Show what, its value, and where the value comes from."""
    parts: list[Item] = [label(what, "sect", wrap=True), copyable(value, look)]
    if source:
        parts.append(label(source, "small", wrap=True))
    return column(*parts, gap=1)


def fingerprint(s: Surroundings, what: str, digest: str, *, note: str = "") -> QFrame:
    """Show a SHA-256 in groups, with a button that copies it without them."""
    groups = [digest[i : i + 8] for i in range(0, len(digest), 8)]
    lines = "\n".join(" ".join(groups[i : i + 4]) for i in range(0, len(groups), 4))
    copy = icon_button(s.look, "copy", s.t("Copy"), name=s.t("Copy: {what}", what=what))
    copy.clicked.connect(lambda: QApplication.clipboard().setText(digest))
    return framed(column(fact(what, lines, note, look="mono"), row(copy, STRETCH), gap=8))
