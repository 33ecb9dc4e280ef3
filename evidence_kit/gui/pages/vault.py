# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps this vault: who can open it, time stamps, backups, checks."""

from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout

from evidence_kit import wording
from evidence_kit.domain.views import KeySlotRow, VaultSummary
from evidence_kit.gui import calls, said
from evidence_kit.gui.dialogs.remove_vault import RemoveVaultSheet
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    button,
    clear,
    column,
    framed,
    label,
    row,
    scrolled,
    tile,
)
from evidence_kit.gui.widgets.facts import fact

_TWO_COLUMNS_FROM = 720


class VaultPage(Page):
    """Four tiles, each with how it stands."""

    name = PageName.VAULT
    nav = PageName.VAULT

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("This vault")
        self.subtitle = t("Who can open it, and how it is kept.")
        self.tiles = self._made_tiles()
        self._columns = 2
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self._facts = QVBoxLayout()
        self.remove = button(t("Remove this whole vault"), "link")
        self.remove.clicked.connect(lambda: RemoveVaultSheet(s, self.window()).open())
        card = framed(column(self._facts, margins=(20, 16, 20, 16)), "card")
        content = framed(
            column(
                self._grid,
                card,
                row(self.remove, STRETCH),
                STRETCH,
                margins=(24, 20, 24, 20),
                gap=16,
            ),
        )
        self.setLayout(column(scrolled(content), gap=0))
        self._lay_tiles()

    def arrived(self) -> None:
        """See how things stand."""
        self.s.workspace.ask(self, calls.summary(), self._show_summary)
        self.s.workspace.ask(self, calls.key_slots(), self._count_keys)

    def reread(self) -> None:
        """See again."""
        self.arrived()

    def fold(self, narrow: bool) -> None:
        """One column when there is little room."""
        super().fold(narrow)
        columns = 1 if self.width() < self.s.look.px(_TWO_COLUMNS_FROM) else 2
        if columns != self._columns:
            self._columns = columns
            self._lay_tiles()

    def _hint(self, page: PageName, words: str) -> None:
        # The tile stays: made anew, it would hand the focus to what stands below.
        found = self.tiles[page]
        title = found.accessibleName().partition(". ")[0]
        found.setAccessibleName(f"{title}. {words}")
        for each in found.findChildren(QLabel):
            if each.property("look") == "sub":
                each.setText(words)

    def _count_keys(self, rows: tuple[KeySlotRow, ...]) -> None:
        t = self.s.t
        count = sum(not row.recovery for row in rows)
        words = t.n("{n} passphrase", "{n} passphrases", count)
        if any(row.recovery for row in rows):
            words += "  ·  " + t("1 recovery key")
        self._hint(PageName.KEYS, words)

    def _lay_tiles(self) -> None:
        for place, each in enumerate(self.tiles.values()):
            self._grid.addWidget(each, place // self._columns, place % self._columns)

    def _made_tiles(self) -> dict[PageName, QPushButton]:
        t = self.s.t
        made = {}
        for page, icon, title, hint in (
            (PageName.KEYS, "key-round", t("Who can open this vault"), t("Passphrases.")),
            (PageName.BACKUP, "hard-drive", t("Backup"), t("A second copy, elsewhere.")),
            (
                PageName.STAMP,
                "stamp",
                t("Time stamp from outside"),
                t("A service says when it existed."),
            ),
            (
                PageName.VAULT_CHECK,
                "circle-check",
                t("Check this vault"),
                t("See whether anything changed."),
            ),
        ):
            each = tile(self.s.look, icon, title, hint)
            each.clicked.connect(lambda _=False, page=page: self.go(page))
            made[page] = each
        return made

    def _show_summary(self, summary: VaultSummary) -> None:
        t, words = self.s.t, self.s.words
        clear(self._facts)
        self._facts.addWidget(label(t("Where it is"), "h2"))
        self._facts.addLayout(fact(t("Folder"), summary.path))
        self._facts.addLayout(
            fact(t("Lines in the custody log"), wording.number(words, summary.head.size))
        )
        if summary.last_backup is None:
            self._hint(PageName.BACKUP, t("There is none yet."))
            return
        zone = self.s.clock.read().zone_minutes
        when = said.logged(self.s, summary.last_backup, zone, short=True)
        self._hint(PageName.BACKUP, t("The last one: {when}", when=when))
