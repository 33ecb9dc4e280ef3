# SPDX-License-Identifier: GPL-3.0-or-later
"""The recovery key, to be written by hand; and typing one group of it back.

What is shown carries no name of the program: the paper must not tell what it opens.
"""

import secrets

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.sheet import Sheet
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import column, framed, icon_label, label, row, top

GROUP = 4
_COLUMNS = 5


def groups(key: str) -> tuple[str, ...]:
    """Split a key into groups of four, for hand and eye."""
    return tuple(key[i : i + GROUP] for i in range(0, len(key), GROUP))


class RecoverySheet(Sheet):
    """Shows the key when it is still known, and checks one group of it."""

    def __init__(self, s: Surroundings, parent: QWidget) -> None:
        t = s.t
        super().__init__(s, t("Recovery key"), parent)
        key = s.workspace.recovery_key or ""
        count = len(groups(key))
        # Not the first groups: they are the same in every key.
        self.position = 5 + secrets.randbelow(max(1, count - 6))
        self.answer = QLineEdit()
        self.answer.setAccessibleName(t("Group {number} of your key", number=self.position + 1))
        self.answer.setMaxLength(GROUP + 2)
        self.answer.setMaximumWidth(s.look.px(140))
        self.outcome = label("", "b", wrap=True)
        later = self.closing_button(t("Later"))
        check = self.doing_button(t("Check"), self.on_check)
        self.fill(
            label(t("With this key you open the vault without your passphrase."), wrap=True),
            self._shown(key),
            self._warning(),
            label(
                t("Type group {number} from your paper:", number=self.position + 1), "b", wrap=True
            ),
            row(self.answer, (self.outcome, 1), gap=12),
            buttons=(later, check),
            width=640,
        )

    def _shown(self, key: str) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(18, 16, 18, 16)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        for i, group in enumerate(groups(key)):
            words = column(label(str(i + 1), "small"), label(group, "key"), gap=0)
            grid.addLayout(words, i // _COLUMNS, i % _COLUMNS)
        frame = framed(grid, "card")
        frame.setAccessibleName(self.s.t("The key in groups of four"))
        return frame

    def _warning(self) -> QWidget:
        t = self.s.t
        words = column(
            label(t("Write it on paper by hand."), "b", wrap=True),
            label(
                t("A shared printer keeps what it prints. A photo goes to the cloud."), wrap=True
            ),
            label(t("You can also give the paper to someone you trust."), wrap=True),
            gap=2,
        )
        mark = icon_label(self.s.look, "info", "soft_text")
        return framed(row(top(mark), (words, 1), margins=(16, 12, 16, 12), gap=12), "soft")

    def on_check(self) -> None:
        """Compare the group."""
        typed = self.answer.text().strip().upper()
        self.s.workspace.ask(self, calls.confirm_recovery(typed, self.position), self._compared)

    def _compared(self, same: bool) -> None:
        if same:
            self.s.workspace.confirmed_recovery()
            self.accept()
        else:
            self.outcome.setText(self.s.t("That is another group. Look once more."))
            self.answer.selectAll()
            self.answer.setFocus()
