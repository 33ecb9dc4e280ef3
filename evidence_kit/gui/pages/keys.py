# SPDX-License-Identifier: GPL-3.0-or-later
"""What opens this vault, in words, and changing it."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from evidence_kit import wording
from evidence_kit.domain.views import KeySlotRow
from evidence_kit.gui import calls, said
from evidence_kit.gui.dialogs.passphrase_change import (
    AddPassphraseSheet,
    ChangePassphraseSheet,
    RemovePassphraseSheet,
)
from evidence_kit.gui.dialogs.recovery import RecoverySheet
from evidence_kit.gui.dialogs.recovery_replace import ReplaceRecoverySheet
from evidence_kit.gui.dialogs.try_recovery import TryRecoverySheet
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    button,
    clear,
    column,
    framed,
    icon_button,
    label,
    line,
    row,
    scrolled,
)
from evidence_kit.gui.widgets.note_box import card, note_box

_STACKED_BELOW = 860


class KeysPage(Page):
    """Passphrases at the left, the recovery key at the right."""

    name = PageName.KEYS
    nav = PageName.VAULT

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("Who can open this vault")
        self.back = Destination(page=PageName.VAULT)
        self.back_text = t("Back")
        self.rows: tuple[KeySlotRow, ...] = ()
        self.change_own = icon_button(s.look, "square-pen", t("Change the passphrase"))
        self.change_own.clicked.connect(lambda: ChangePassphraseSheet(s, self.window()).open())
        self.add = icon_button(s.look, "user-plus", t("Add a passphrase"))
        self.add.clicked.connect(lambda: AddPassphraseSheet(s, self.window()).open())
        self.replace = icon_button(s.look, "refresh-cw", t("Make a new recovery key"))
        self.replace.clicked.connect(lambda: ReplaceRecoverySheet(s, self.window()).open())
        self.attempt = icon_button(s.look, "key-round", t("Try your recovery key"))
        self.attempt.clicked.connect(lambda: TryRecoverySheet(s, self.window()).open())
        self.show_key = icon_button(s.look, "eye", t("Show it, print it, type it back"))
        self.show_key.clicked.connect(lambda: RecoverySheet(s, self.window()).open())
        self.removing: list[QPushButton] = []
        self._slots = QVBoxLayout()
        self._slots.setSpacing(12)
        self._recovery = QVBoxLayout()
        self._recovery.setSpacing(6)
        self._recovery.setContentsMargins(0, 0, 0, 0)
        left = framed(column(self._passphrases(), STRETCH, gap=14))
        right = framed(column(self._recovery_card(), self._advice(), STRETCH, gap=14))
        self._body = row((left, 11), (right, 9), gap=18)
        content = framed(column(self._body, STRETCH, margins=(24, 20, 24, 20), gap=14))
        content.setMaximumWidth(s.look.px(1180))
        self.setLayout(column(scrolled(row((content, 1))), gap=0))

    def arrived(self) -> None:
        """Read what opens the vault."""
        # Known only until the vault is locked, and until it was typed back.
        self.show_key.setVisible(self.s.workspace.recovery_key is not None)
        self.s.workspace.ask(self, calls.key_slots(), self._show)

    def reread(self) -> None:
        """Read it again."""
        self.arrived()

    def fold(self, narrow: bool) -> None:
        """One column when there is little room."""
        super().fold(narrow)
        stacked = self.width() < self.s.look.px(_STACKED_BELOW)
        self._body.setDirection(
            QHBoxLayout.Direction.TopToBottom if stacked else QHBoxLayout.Direction.LeftToRight
        )

    def _passphrases(self) -> QWidget:
        t = self.s.t
        return card(
            self.s,
            "key-round",
            t("Passphrases"),
            self._slots,
            line(),
            row(self.change_own, self.add, STRETCH),
            label(t("Each change is written in the custody log."), "small", wrap=True),
        )

    def _recovery_card(self) -> QWidget:
        t = self.s.t
        facts = framed(self._recovery)
        # Room for what is read later, so that the buttons do not jump.
        facts.setMinimumHeight(self.s.look.px(70))
        return card(
            self.s,
            "file-text",
            t("Recovery key"),
            label(t("With this key you open the vault without your passphrase."), wrap=True),
            facts,
            row(self.show_key, STRETCH),
            row(self.attempt, STRETCH),
            row(self.replace, STRETCH),
        )

    def _advice(self) -> QWidget:
        t = self.s.t
        return note_box(
            self.s,
            t("Did someone see your passphrase?"),
            t("Change it. Then make a new backup and remove the old ones."),
        )

    def _show(self, rows: tuple[KeySlotRow, ...]) -> None:
        self.rows = rows
        self.removing = []
        clear(self._slots)
        clear(self._recovery)
        passphrases = [each for each in rows if not each.recovery]
        for each in passphrases:
            self._slots.addWidget(self._slot(each, removable=len(passphrases) > 1))
        for each in rows:
            if each.recovery:
                self._recovery.addLayout(column(*self._about(each), gap=2))
        self._recovery.addWidget(self._on_paper())
        summary = self.s.workspace.summary
        writable = summary is not None and not summary.read_only
        for doing in (self.change_own, self.add, self.replace, *self.removing):
            doing.setEnabled(writable)

    def _slot(self, each: KeySlotRow, *, removable: bool) -> QWidget:
        t = self.s.t
        head: list[Item] = [(label(self._whose(each), "b", wrap=True), 1)]
        if each.in_use:
            head.append(label(t("In use now"), "okBadge"))
        words = column(row(*head), *self._about(each), gap=2)
        if not removable:
            return framed(words)
        remove = button(t("Take away"), name=t("Take away: {what}", what=self._whose(each)))
        remove.clicked.connect(lambda: self._remove(each))
        self.removing.append(remove)
        return framed(row((words, 1), remove, gap=12))

    def _about(self, each: KeySlotRow) -> list[Item]:
        t, words = self.s.t, self.s.words
        when = said.logged(self.s, each.changed, each.zone_minutes, short=True)
        first = t("Since {when}", when=when)
        role = wording.role(words, each.role)
        by = t("Made by: {role}", role=f"{each.actor} ({role})" if each.actor else role)
        parts: list[Item] = [label(first, "small", wrap=True), label(by, "small", wrap=True)]
        if not each.whole:
            parts.append(label(t("Damaged or missing. It may not open."), "warnText", wrap=True))
        return parts

    def _whose(self, each: KeySlotRow) -> str:
        return each.label or self.s.t("The first passphrase")

    def _on_paper(self) -> QWidget:
        t, summary = self.s.t, self.s.workspace.summary
        if summary is not None and summary.recovery_confirmed:
            return label(t("You typed part of it from paper."), "small", wrap=True)
        return label(t("Not yet typed from paper."), "warnText", wrap=True)

    def _remove(self, each: KeySlotRow) -> None:
        RemovePassphraseSheet(self.s, each, self._whose(each), self.window()).open()
