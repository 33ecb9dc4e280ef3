# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies that the vault remembers: where, from when, and what they may still hold."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from evidence_kit.domain.backup import BackupRow
from evidence_kit.gui import said
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import (
    Item,
    button,
    clear,
    column,
    framed,
    icon_label,
    label,
    row,
    top,
)


class CopyList(QFrame):
    """One card a copy, with what can be done to it."""

    renewed = Signal(str)
    """A place whose copy is to be brought up to date."""
    compared = Signal(str)

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._s = s
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(10)

    def show_rows(self, rows: tuple[BackupRow, ...]) -> None:
        """Show what is remembered."""
        clear(self._inside)
        for each in rows:
            self._inside.addWidget(self._card(each))

    def _card(self, each: BackupRow) -> QWidget:
        t, place = self._s.t, each.place
        renew = button(t("Bring up to date"), name=t("Bring up to date: {place}", place=place))
        renew.clicked.connect(lambda: self.renewed.emit(place))
        compare = button(t("Compare"), name=t("Compare: {place}", place=place))
        compare.clicked.connect(lambda: self.compared.emit(place))
        mark = top(icon_label(self._s.look, "hard-drive", "primary", 22))
        words = column(*self._words(each), None, gap=3)
        doing = column(renew, compare, None)
        inside = row(mark, (words, 1), doing, margins=(18, 14, 18, 14), gap=14)
        return framed(inside, "card")

    def _words(self, each: BackupRow) -> list[Item]:
        t = self._s.t
        parts: list[Item] = [label(each.place, "b", wrap=True)]
        if each.time is None:
            parts.append(label(t("Begun, never finished."), "warnText", wrap=True))
        else:
            when = said.logged(self._s, each.time, _zone_minutes(self._s), short=True)
            parts.append(label(t("Complete on: {when}", when=when), "sub", wrap=True))
        if each.holds_removed:
            numbers = ", ".join(str(number) for number in each.holds_removed)
            words = t.n(
                "It still holds what you took out: file {numbers}.",
                "It still holds what you took out: files {numbers}.",
                len(each.holds_removed),
                numbers=numbers,
            )
            advice = t("Bring it up to date, then it goes there too.")
            parts += [label(words, "warnText", wrap=True), label(advice, "small", wrap=True)]
        return parts


def _zone_minutes(s: Surroundings) -> int:
    return s.clock.read().zone_minutes
