# SPDX-License-Identifier: GPL-3.0-or-later
"""Typing a passphrase, shown or not, and how strong it is in words."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import column, icon_button, label, row


class PassphraseField(QWidget):
    """A line for a secret, with a button that shows it."""

    edited = Signal()
    entered = Signal()

    def __init__(self, s: Surroundings, name: str) -> None:
        super().__init__()
        self._s = s
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.textChanged.connect(self.edited)
        self.line.returnPressed.connect(self.entered)
        self._eye = icon_button(s.look, "eye", name=s.t("Show what is typed"))
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self.show_typed)
        self.setLayout(column(label(name, "b"), row((self.line, 1), self._eye, gap=6), gap=4))

    @property
    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def show_typed(self, shown: bool) -> None:
        """Show or cover what is typed."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        self._eye.setIcon(self._s.look.icon("eye-off" if shown else "eye"))

    def put(self, text: str) -> None:
        """Fill in a text and show it."""
        self.line.setText(text)
        self._eye.setChecked(True)

    def forget(self) -> None:
        """Empty the line."""
        self.line.clear()


def strength_words(s: Surroundings, score: int, *, refused: bool) -> str:
    """Say how strong a passphrase is."""
    t = s.t
    if refused:
        return t("Too easy to guess. Make it longer, with more words.")
    words = (
        t("Too easy to guess."),
        t("Easy to guess."),
        t("Could be stronger."),
        t("Good."),
        t("Strong."),
    )
    return words[max(0, min(score, 4))]
