# SPDX-License-Identifier: GPL-3.0-or-later
"""The first page: help now, begin, go on, check. Nothing exists yet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from evidence_kit.gui.guide_texts import help_lines
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    button,
    column,
    framed,
    icon_label,
    label,
    row,
    scrolled,
    tile,
    top,
)
from evidence_kit.gui.widgets.help_card import help_card


class StartPage(Page):
    """Where do you want to begin?"""

    name = PageName.START

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = s.window_title
        self.urgent = button(t("I am being threatened now") + "  ", "urgent")
        self.urgent.setAccessibleName(t("I am being threatened now"))
        self.urgent.setIcon(s.look.icon("arrow-right", "on_primary"))
        self.urgent.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.urgent.clicked.connect(lambda: self.go(PageName.NOW))
        tiles = []
        for page, icon, title, hint in (
            (PageName.CREATE, "plus", t("Begin"), t("Make a vault and add your first file.")),
            (PageName.UNLOCK, "folder-open", t("Open"), t("Go on in a vault you already have.")),
            (
                PageName.CHECK,
                "circle-check",
                t("Check a hand-over folder"),
                t("For whoever received one. You need no vault."),
            ),
        ):
            each = tile(s.look, icon, title, hint)
            each.clicked.connect(lambda _=False, page=page: self.go(page))
            tiles.append(each)
        self.begin, self.open, self.check = tiles
        self.restore = button(t("Restore a backup"), "link")
        self.restore.clicked.connect(lambda: self.go(PageName.RESTORE))
        left = column(
            label(t("Where do you want to begin?"), "h0", wrap=True),
            label(t("You decide what you keep. You can stop at any time."), "sub", wrap=True),
            framed(self._urgent_row(), "urgent"),
            *tiles,
            row(self.restore, STRETCH),
            framed(self._safety(), "soft"),
            STRETCH,
            gap=12,
        )
        card = help_card(s, help_lines(t.lang), title=t("Who can you call?"), all_lines=False)
        self._left = framed(left)
        self._card = card
        self._body = row((self._left, 9), top(card), margins=(24, 24, 24, 20), gap=32)
        self._body.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._left.setMaximumWidth(s.look.px(760))
        self._card.setMaximumWidth(s.look.px(420))
        layout = column(scrolled(self._body), gap=0)
        self.setLayout(layout)

    def fold(self, narrow: bool) -> None:
        """Put the help lines below when there is little room."""
        super().fold(narrow)
        very_narrow = self.width() < self.s.look.px(880)
        direction = (
            QHBoxLayout.Direction.TopToBottom if very_narrow else QHBoxLayout.Direction.LeftToRight
        )
        self._body.setDirection(direction)
        edge = 24 if narrow else 48
        self._body.setContentsMargins(24, 14 if narrow else edge, 24, 16)
        self._card.setMinimumWidth(0 if very_narrow else self.s.look.px(350))
        self._card.setMaximumWidth(self.s.look.px(760 if very_narrow else 420))

    def _urgent_row(self) -> QHBoxLayout:
        t = self.s.t
        words = column(
            label(t("Is it happening now?"), "h2", wrap=True),
            label(t("What you can do and who you can call."), "sub", wrap=True),
            gap=3,
        )
        return row((words, 1), self.urgent, margins=(20, 14, 20, 14), gap=16)

    def _safety(self) -> QHBoxLayout:
        t = self.s.t
        more = button(t("Read about safety first"), "link")
        more.clicked.connect(lambda: self.go(PageName.SAFETY))
        words = column(
            label(
                t("<b>Can someone watch this computer?</b> Then use another one if you can."),
                markup=True,
                wrap=True,
            ),
            label(t("Hiding wipes no traces. A program that watches sees this too."), wrap=True),
            row(more, STRETCH),
            gap=3,
        )
        mark = icon_label(self.s.look, "info", "soft_text")
        return row(top(mark), (words, 1), margins=(16, 12, 16, 8), gap=12)
