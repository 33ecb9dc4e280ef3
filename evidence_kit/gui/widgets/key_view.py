# SPDX-License-Identifier: GPL-3.0-or-later
"""A recovery key for hand and eye, and typing one group of it back.

What is shown carries no name of the program: the paper must not tell what it opens.
"""

import secrets

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import column, framed, label, row
from evidence_kit.gui.widgets.note_box import note_box

GROUP = 4
_COLUMNS = 5
_THE_SAME_IN_EVERY_KEY = 5
"""Groups at the beginning that prove nothing."""


def groups(key: str) -> tuple[str, ...]:
    """Split a key into groups of four, for hand and eye."""
    return tuple(key[i : i + GROUP] for i in range(0, len(key), GROUP))


def shown_key(s: Surroundings, key: str) -> QWidget:
    """Show a key in numbered groups."""
    grid = QGridLayout()
    grid.setContentsMargins(18, 16, 18, 16)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(10)
    for i, group in enumerate(groups(key)):
        words = column(label(str(i + 1), "small"), label(group, "key"), gap=0)
        grid.addLayout(words, i // _COLUMNS, i % _COLUMNS)
    frame = framed(grid, "card")
    frame.setAccessibleName(s.t("The key in groups of four"))
    return frame


def on_paper_note(s: Surroundings) -> QWidget:
    """Say how to keep a key."""
    t = s.t
    return note_box(
        s,
        t("Write it on paper by hand."),
        t("A shared printer keeps what it prints. A photo goes to the cloud."),
        t("You can also give the paper to someone you trust."),
    )


class GroupAnswer(QWidget):
    """Asks for one group of a key; which one is drawn anew each time."""

    entered = Signal()

    def __init__(self, s: Surroundings, key: str) -> None:
        super().__init__()
        self._s = s
        t, count = s.t, len(groups(key))
        drawn = secrets.randbelow(max(1, count - _THE_SAME_IN_EVERY_KEY - 1))
        self.position = _THE_SAME_IN_EVERY_KEY + drawn
        number = self.position + 1
        self.line = QLineEdit()
        self.line.setAccessibleName(t("Group {number} of your key", number=number))
        self.line.setMaxLength(GROUP + 2)
        self.line.setMaximumWidth(s.look.px(140))
        self.line.returnPressed.connect(self.entered)
        self.outcome = label("", "b", wrap=True)
        self.setLayout(
            column(
                label(t("Type group {number} from your paper:", number=number), "b", wrap=True),
                row(self.line, (self.outcome, 1), gap=12),
            )
        )

    @property
    def typed(self) -> str:
        """What was typed, as it stands in a key."""
        return self.line.text().strip().upper()

    def say_other(self) -> None:
        """Say that it was another group."""
        self.outcome.setText(self._s.t("That is another group. Look once more."))
        self.line.selectAll()
        self.line.setFocus()
