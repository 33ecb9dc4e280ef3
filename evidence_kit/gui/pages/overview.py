# SPDX-License-Identifier: GPL-3.0-or-later
"""What is here, and what may be of use next. Never a score."""

from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from evidence_kit import wording
from evidence_kit.domain.exhibit import ExhibitRow
from evidence_kit.domain.views import ConversationRow
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.choose import choose_files, choose_folder
from evidence_kit.gui.dialogs.recovery_card import RecoveryCard
from evidence_kit.gui.dialogs.reminders import Reminders
from evidence_kit.gui.guide_texts import guides
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    button,
    clear,
    column,
    framed,
    icon_label,
    label,
    row,
    scrolled,
    tile,
    top,
)
from evidence_kit.gui.widgets.drop_zone import DropZone
from evidence_kit.gui.widgets.left_card import LeftCard

_GUIDES_SHOWN = 3


class OverviewPage(Page):
    """The first page of an open vault."""

    name = PageName.OVERVIEW
    nav = PageName.OVERVIEW

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("Overview")
        self.subtitle = t("You decide what you keep. You can stop at any time.")
        self.recovery = RecoveryCard(s)
        self.left = LeftCard(s)
        self.left.taken_up.connect(
            lambda: self.went.emit(Destination(page=PageName.ADD, takes_up=True))
        )
        self.reminders = Reminders(s)
        self.reminders.went.connect(self.go)
        self._findings = QVBoxLayout()
        self.drop = DropZone(s)
        self.drop.files_asked.connect(lambda: choose_files(s, self, t("Choose files"), self._add))
        self.drop.folder_asked.connect(
            lambda: choose_folder(s, self, t("Choose a folder"), self._add)
        )
        self._tiles: dict[PageName, QPushButton] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self._useful = self._useful_card()
        content = framed(
            column(
                self.recovery,
                self.left,
                self._findings,
                self.reminders,
                self._grid,
                self.drop,
                self._useful,
                STRETCH,
                margins=(24, 20, 24, 20),
                gap=16,
            )
        )
        self.setLayout(column(scrolled(content), gap=0))
        self._lay_tiles("", "")

    def arrived(self) -> None:
        """Count what is here."""
        self.recovery.refresh()
        self.reminders.refresh(self.s.settings)
        self.left.refresh()
        self._show_findings()
        self.s.workspace.ask(self, calls.exhibits(), self._count_files)

    def reread(self) -> None:
        """Count again."""
        self.arrived()

    def _add(self, paths: tuple[str, ...]) -> None:
        self.went.emit(Destination(page=PageName.ADD, paths=paths))

    def _lay_tiles(self, files: str, chats: str) -> None:
        t = self.s.t
        clear(self._grid)
        self._tiles = {}
        for place, (page, icon, title, hint) in enumerate(
            (
                (PageName.FILES, "layout-grid", t("Files"), files),
                (PageName.CONVERSATIONS, "messages-square", t("Conversations"), chats),
                (PageName.TIMELINE, "calendar-clock", t("Timeline"), t("What happened when.")),
                (PageName.DOSSIER, "file-text", t("Make dossier"), t("Only when you want to.")),
            )
        ):
            each = tile(self.s.look, icon, title, hint)
            each.clicked.connect(lambda _=False, page=page: self.go(page))
            self._grid.addWidget(each, place // 2, place % 2)
            self._tiles[page] = each

    def _count_files(self, rows: tuple[ExhibitRow, ...]) -> None:
        t = self.s.t
        self._files = t.n("{n} file", "{n} files", len(rows))
        self.s.workspace.ask(self, calls.conversations(), self._count_conversations)

    def _count_conversations(self, rows: tuple[ConversationRow, ...]) -> None:
        t, words = self.s.t, self.s.words
        messages = sum(row.messages for row in rows)
        marked = sum(row.marked for row in rows)
        shown = wording.number(words, messages)
        chats = t.n("{shown} message", "{shown} messages", messages, shown=shown)
        if marked:
            number = wording.number(words, marked)
            chats += "  ·  " + t.n(
                "{shown} pointed out", "{shown} pointed out", marked, shown=number
            )
        self._lay_tiles(self._files, chats)

    def _show_findings(self) -> None:
        clear(self._findings)
        summary = self.s.workspace.summary
        if summary is None or not summary.findings:
            return
        lines: list[Item] = [
            label(wording.opening(self.s.words, code), wrap=True) for code in summary.findings
        ]
        mark = top(icon_label(self.s.look, "info", "warn_text"))
        inside = row(mark, (column(*lines, gap=3), 1), margins=(16, 12, 16, 12), gap=12)
        self._findings.addWidget(framed(inside, "warn"))

    def _useful_card(self) -> QWidget:
        t = self.s.t
        texts = guides(t.lang, "guides")
        parts: list[Item] = [label(t("What may be of use"), "h2")]
        for guide in texts.parts[:_GUIDES_SHOWN]:
            words = column(label(guide.title, "b"), label(guide.lines[0], "sub", wrap=True), gap=1)
            parts.append(row(top(icon_label(self.s.look, "info", "muted", 18)), (words, 1), gap=10))
        more = button(t("More advice"))
        more.clicked.connect(lambda: self.go(PageName.HELP))
        term = texts.parts[-1]
        parts += [
            row(
                top(icon_label(self.s.look, "clock", "muted", 18)),
                (column(label(term.title, "b"), label(term.lines[0], "sub", wrap=True), gap=1), 1),
                gap=10,
            ),
            row(more, STRETCH),
        ]
        return framed(column(*parts, margins=(20, 16, 20, 16), gap=11), "card")
