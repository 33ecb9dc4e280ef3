# SPDX-License-Identifier: GPL-3.0-or-later
"""All conversations, to choose one from."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from evidence_kit import wording
from evidence_kit.domain.views import ConversationRow
from evidence_kit.gui import calls, said
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    button,
    clear,
    column,
    framed,
    row,
    scrolled,
    tile,
)
from evidence_kit.gui.widgets.empty import empty


class ConversationsPage(Page):
    """One large button a conversation."""

    name = PageName.CONVERSATIONS
    nav = PageName.CONVERSATIONS

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        self.title = s.t("Conversations")
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        content = framed(column(self._list, STRETCH, margins=(24, 20, 24, 20)))
        self.setLayout(column(scrolled(content), gap=0))

    def arrived(self) -> None:
        """Read the list."""
        self.s.workspace.ask(self, calls.conversations(), self._show)

    def reread(self) -> None:
        """Read the list again."""
        self.arrived()

    def _show(self, rows: tuple[ConversationRow, ...]) -> None:
        t = self.s.t
        clear(self._list)
        self.head(t("Conversations"), t.n("{n} conversation", "{n} conversations", len(rows)))
        if len(rows) > 1:
            self._list.addLayout(row(STRETCH, self._twice()))
        for each in rows:
            self._list.addWidget(self._tile(each))
        if not rows:
            self._list.addWidget(self._nothing())

    def _twice(self) -> QPushButton:
        found = button(self.s.t("Exported twice? Compare"), "link")
        found.clicked.connect(lambda: self.go(PageName.OVERLAPS))
        return found

    def _tile(self, each: ConversationRow) -> QPushButton:
        found = tile(self.s.look, "messages-square", each.title, conversation_words(self.s, each))
        target = Destination(
            page=PageName.CONVERSATION, exhibit=each.exhibit, conversation=each.conversation
        )
        found.clicked.connect(lambda: self.went.emit(target))
        return found

    def _nothing(self) -> QWidget:
        t = self.s.t
        return empty(
            self.s,
            "messages-square",
            t("No conversations yet"),
            t("Add an exported chat. Help tells how to make one on your phone."),
            (t("Add files"), lambda: self.go(PageName.ADD)),
        )


def conversation_words(s: Surroundings, row: ConversationRow) -> str:
    """Say how long a conversation is, and from when to when."""
    t = s.t
    shown = wording.number(s.words, row.messages)
    parts = [t.n("{shown} message", "{shown} messages", row.messages, shown=shown)]
    first, last = said.read(row.first), said.read(row.last)
    if first is not None and last is not None:
        parts.append(wording.period(s.words, first.date(), last.date()))
    if row.marked:
        marked = wording.number(s.words, row.marked)
        parts.append(t.n("{shown} pointed out", "{shown} pointed out", row.marked, shown=marked))
    return "  ·  ".join(parts)
