# SPDX-License-Identifier: GPL-3.0-or-later
"""A file that was noted without a copy: words and facts, never a picture."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evidence_kit import wording
from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.exhibit import Holding
from evidence_kit.domain.views import ExhibitDetail, LogRow
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.remove import RemoveSheet
from evidence_kit.gui.dialogs.words import WordsSheet
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    button,
    centred,
    clear,
    column,
    framed,
    icon_button,
    icon_label,
    label,
    row,
    scrolled,
    top,
)
from evidence_kit.gui.widgets.facts import fact, fingerprint
from evidence_kit.gui.widgets.question_row import MEDIA_ICONS

_LOG_LOOKED_AT = 400


class RegisteredPage(Page):
    """Not copied: where it stands, what was noted, in whose words."""

    name = PageName.REGISTERED
    nav = PageName.FILES

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        self.back = Destination(page=PageName.FILES)
        self.back_text = s.t("Back to the files")
        self.detail: ExhibitDetail | None = None
        self.parent_detail: ExhibitDetail | None = None
        self._log: tuple[LogRow, ...] = ()
        self._left = QVBoxLayout()
        self._right = QVBoxLayout()
        self._body = row((self._left, 10), (self._right, 13), margins=(24, 18, 24, 16), gap=18)
        self.setLayout(column(scrolled(self._body), gap=0))

    def arrived(self) -> None:
        """Read what was noted."""
        if self.destination.exhibit is not None:
            self.s.workspace.ask(self, calls.exhibit(self.destination.exhibit), self._show)

    def reread(self) -> None:
        """Read it again."""
        self.arrived()

    def fold(self, narrow: bool) -> None:
        """One column when there is little room."""
        super().fold(narrow)
        stacked = self.width() < self.s.look.px(860)
        self._body.setDirection(
            QHBoxLayout.Direction.TopToBottom if stacked else QHBoxLayout.Direction.LeftToRight
        )

    def _show(self, detail: ExhibitDetail) -> None:
        t, words = self.s.t, self.s.words
        self.detail = detail
        exhibit = detail.exhibit
        kind = wording.holding(words, exhibit.holding).capitalize()
        self.head(detail.title, f"{kind}  ·  {t('number {number}', number=exhibit.number)}")
        summary = self.s.workspace.summary
        start = max(0, (summary.head.size if summary is not None else 0) - _LOG_LOOKED_AT)
        self.s.workspace.ask(self, calls.log(start, _LOG_LOOKED_AT * 2), self._take_log)
        self.parent_detail = None
        if exhibit.parent is not None:
            self.s.workspace.ask(self, calls.exhibit(exhibit.parent), self._take_parent)
        self._lay()

    def _take_log(self, rows: tuple[LogRow, ...]) -> None:
        if self.detail is not None:
            number = self.detail.exhibit.number
            self._log = tuple(row for row in rows if row.exhibit_number == number)
            self._lay()

    def _take_parent(self, parent: ExhibitDetail) -> None:
        self.parent_detail = parent
        self._lay()

    def _to_conversation(self) -> None:
        """Go to the place in the conversation, found by the name the export gave."""
        if self.parent_detail is None or self.detail is None:
            return
        chat = self.parent_detail.conversations[0]
        member = self.detail.exhibit.member
        name = member.text.rsplit("/", 1)[-1] if member is not None else ""

        def go(numbers: tuple[int, ...]) -> None:
            self.went.emit(
                Destination(
                    page=PageName.CONVERSATION,
                    exhibit=chat.exhibit,
                    conversation=chat.conversation,
                    n=numbers[0] if numbers else None,
                )
            )

        self.s.workspace.ask(self, calls.find(chat.exhibit, chat.conversation, name), go)

    def _lay(self) -> None:
        clear(self._left)
        clear(self._right)
        if self.detail is None:
            return
        left = column(
            self._nothing_here(self.detail), self._words_card(self.detail), STRETCH, gap=14
        )
        right = column(
            self._where(self.detail),
            self._noted(self.detail),
            self._log_card(),
            self._advice(),
            self._doing(),
            STRETCH,
            gap=14,
        )
        self._left.addLayout(left)
        self._right.addLayout(right)

    def _nothing_here(self, detail: ExhibitDetail) -> QWidget:
        t = self.s.t
        removed = detail.exhibit.holding is Holding.REMOVED
        title = t("Removed on request") if removed else t("Not copied")
        first = label(t("There is no picture here. The program did not open it."), "sub", wrap=True)
        second = label(t("Leave it where it is on your device."), "sub", wrap=True)
        for each in (first, second):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        icon = icon_label(self.s.look, MEDIA_ICONS[detail.exhibit.media], "muted", 44)
        found = framed(
            column(
                STRETCH,
                centred(icon),
                centred(label(title, "h1")),
                first,
                second,
                STRETCH,
                margins=(20, 16, 20, 16),
                gap=8,
            ),
            "covered",
        )
        found.setMinimumHeight(self.s.look.px(230))
        return found

    def _described(self) -> Annotation | None:
        if self.detail is None:
            return None
        found = [
            each
            for each in self.detail.annotations
            if each.kind is AnnotationKind.DESCRIPTION and not each.targets
        ]
        return found[-1] if found else None

    def _words_card(self, detail: ExhibitDetail) -> QWidget:
        t, words = self.s.t, self.s.words
        change = icon_button(self.s.look, "square-pen", t("Change the words"))
        change.clicked.connect(
            lambda: WordsSheet(self.s, detail.exhibit, self._described(), self.window()).open()
        )
        said = self._described()
        parts: list[Item] = [row((label(t("In words"), "h2"), 1), change)]
        if said is None:
            parts.append(
                label(t("Nothing is written here yet. You may leave it so."), "sub", wrap=True)
            )
        else:
            by = t(
                "Written by: {role}. Not checked by the program.",
                role=wording.role(words, said.role) if said.role else t("not stated"),
            )
            parts += [label(f"“{said.word('text')}”", wrap=True), label(by, "small", wrap=True)]
        return framed(column(*parts, margins=(18, 14, 18, 14), gap=8), "card")

    def _where(self, detail: ExhibitDetail) -> QWidget:
        t, exhibit = self.s.t, detail.exhibit
        facts: list[Item] = []
        if exhibit.folder:
            facts.append(
                fact(t("Folder"), exhibit.folder, t("Source: this computer, when it was noted."))
            )
        if exhibit.member is not None:
            facts.append(
                fact(t("In the export as"), exhibit.member.text, t("Source: from the file."))
            )
        if self.parent_detail is not None:
            without = t("Source: from the file. In the vault it stands without this one.")
            facts.append(fact(t("Also in"), self.parent_detail.exhibit.name.text, without))
            if self.parent_detail.conversations:
                go = icon_button(
                    self.s.look, "messages-square", t("To this place in the conversation")
                )
                go.clicked.connect(self._to_conversation)
                facts.append(row(go, STRETCH))
        if not facts:
            facts.append(label(t("Not known."), "sub"))
        head = row(
            icon_label(self.s.look, "smartphone", "text", 18),
            label(t("Where is it?"), "h2"),
            STRETCH,
        )
        return framed(column(head, *facts, margins=(20, 14, 20, 14), gap=10), "card")

    def _noted(self, detail: ExhibitDetail) -> QWidget:
        t, words, exhibit = self.s.t, self.s.words, detail.exhibit
        first = row(
            (_kept_up(fact(t("Name"), exhibit.name.text, t("Source: from the file."))), 1),
            (
                _kept_up(
                    fact(t("Size"), wording.size(words, exhibit.size), t("Source: from the file."))
                ),
                1,
            ),
            gap=24,
        )
        noted = fact(
            t("Noted"),
            wording.log_time(words, exhibit.added, exhibit.added_zone_minutes),
            t("Source: clock of this computer. Not checked."),
        )
        second = row((_kept_up(noted), 1), gap=24)
        if exhibit.modified is not None:
            when = fact(
                t("File last changed"),
                wording.moment(words, exhibit.modified),
                t("Source: {basis}.", basis=wording.moment_basis(words, exhibit.modified)),
            )
            second.insertLayout(0, _kept_up(when), 1)
        note = t("A number made from the file. The picture cannot be made from it.")
        head = row(
            icon_label(self.s.look, "hash", "text", 18), label(t("What was noted?"), "h2"), STRETCH
        )
        print_ = fingerprint(
            self.s, t("Fingerprint (SHA-256) of this file"), exhibit.sha256.hex, note=note
        )
        return framed(column(head, first, second, print_, margins=(20, 14, 20, 14), gap=12), "card")

    def _log_card(self) -> QWidget:
        t, words = self.s.t, self.s.words
        parts: list[Item] = [label(t("Custody log"), "h2")]
        for each in self._log:
            when = label(wording.log_time(words, each.utc, each.zone_minutes), "small", wrap=True)
            what = f"{wording.log_type(words, each.type)} ({wording.role(words, each.role)})"
            parts.append(row((when, 1), (label(what, wrap=True), 1), gap=14))
        if not self._log:
            parts.append(label(t("One moment ..."), "small"))
        return framed(column(*parts, margins=(20, 14, 20, 14), gap=7), "card")

    def _advice(self) -> QWidget:
        t = self.s.t
        words = column(
            label(t("Leave it where it is. Do not send it around."), "b", wrap=True),
            label(
                t("The police can help you. Take It Down works on the device itself."), wrap=True
            ),
            gap=2,
        )
        mark = top(icon_label(self.s.look, "info", "soft_text", 18))
        return framed(row(mark, (words, 1), margins=(16, 11, 16, 11), gap=10), "soft")

    def _doing(self) -> QHBoxLayout:
        t = self.s.t
        remove = button(t("Take out of the vault"))
        remove.clicked.connect(self._remove)
        again = icon_button(self.s.look, "undo", t("Choose again"))
        again.clicked.connect(lambda: self.go(PageName.ADD))
        hint = label(t("To keep a copy after all: add the file once more."), "small", wrap=True)
        return row((hint, 1), remove, again)

    def _remove(self) -> None:
        if self.detail is not None:
            RemoveSheet(self.s, self.detail.exhibit, self.window()).open()


def _kept_up(layout: QVBoxLayout) -> QVBoxLayout:
    return column(layout, STRETCH, gap=0)
