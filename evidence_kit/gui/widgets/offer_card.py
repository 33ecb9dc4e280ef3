# SPDX-License-Identifier: GPL-3.0-or-later
"""One calm offer: what it is about, ways to go on, and a way to leave it."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QPushButton

from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import STRETCH, button, column, icon_label, label, row, top

Way = tuple[str, Callable[[], None]]
_BESIDE = 2
"""More buttons than this stand below the words."""


class OfferCard(QFrame):
    """Hidden until it is of use."""

    def __init__(
        self, s: Surroundings, icon: str, words: tuple[str, str], ways: tuple[Way, ...]
    ) -> None:
        super().__init__()
        self.setObjectName("soft")
        self.buttons = tuple(_way(*way) for way in ways)
        said = column(label(words[0], "b", wrap=True), label(words[1], wrap=True), gap=2)
        beside = self.buttons if len(ways) <= _BESIDE else ()
        if not beside:
            said.addSpacing(6)
            said.addLayout(row(*self.buttons, STRETCH))
        mark = top(icon_label(s.look, icon, "soft_text"))
        self.setLayout(row(mark, (said, 1), *beside, margins=(16, 12, 16, 12), gap=12))
        # Shown once it stands on a page: alone it would be a window of its own.
        self.hide()


def _way(words: str, go: Callable[[], None]) -> QPushButton:
    found = button(words)
    found.clicked.connect(lambda _=False: go())
    return found
