# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything known about one message, each fact with its source."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from evidence_kit import wording
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.record import AttachmentStatus
from evidence_kit.domain.views import MarkRow, MessageRow
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    button,
    clear,
    column,
    framed,
    label,
    line,
    row,
    scrolled,
)
from evidence_kit.gui.widgets.facts import fact, fingerprint


class MessageDetail(QFrame):
    """The side pane of a conversation."""

    retract_asked = Signal(object)
    """A MarkRow to take back."""
    own_asked = Signal(str)
    """The label of a sender who the person says is themselves."""
    picture_asked = Signal(str)
    """The member to show."""

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._s = s
        self._inside = QVBoxLayout()
        self._inside.setContentsMargins(20, 16, 16, 14)
        self._inside.setSpacing(9)
        self.setLayout(column(scrolled(self._inside), gap=0))
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say what to do."""
        t = self._s.t
        self._put(
            label(t("No message chosen"), "h2", wrap=True),
            label(t("Click a message, or use the arrow keys."), "sub", wrap=True),
        )

    def show_message(self, row: MessageRow, exhibit: Exhibit | None) -> None:
        """Show one message of an exhibit."""
        t, words = self._s.t, self._s.words
        message = row.message
        number = wording.number(words, message.n)
        parts: list[Item] = [label(t("Message {number}", number=number), "h1"), line()]
        parts += [
            fact(
                t("Sender as in the file"),
                message.sender or t("No sender in the file"),
                t("Who that is stands apart, at Names and accounts."),
            ),
            *self._whose(row),
            line(),
            *self._times(row, exhibit),
            line(),
            *self._places(row, exhibit, number),
        ]
        if row.marks:
            parts += [line(), *(self._mark(mark) for mark in row.marks)]
        shown = [
            each
            for each in message.attachments
            if each.status is AttachmentStatus.PRESENT and each.member is not None
        ]
        for each in shown:
            show = button(t("Show {name}", name=each.name))
            show.clicked.connect(
                lambda _=False, member=each.member: self.picture_asked.emit(member)
            )
            parts += [line(), row_of(show)]
        parts += [line(), *self._prints(row, exhibit)]
        self._put(*parts)

    def _whose(self, row: MessageRow) -> list[Item]:
        t, sender = self._s.t, row.message.sender
        if sender is None:
            return []
        if row.own:
            return [label(t("You said: this is me."), "small", wrap=True)]
        mine = button(t("This is me"))
        mine.setAccessibleName(t("This is me: {sender}", sender=sender))
        mine.clicked.connect(lambda: self.own_asked.emit(sender))
        return [row_of(mine)]

    def _times(self, row: MessageRow, exhibit: Exhibit | None) -> list[Item]:
        t, words = self._s.t, self._s.words
        moment = row.message.moment
        member = row.message.locator.member or (exhibit.name.text if exhibit is not None else "")
        if moment is None:
            found: list[Item] = [fact(t("1. Sent"), t("No time in the file"))]
        else:
            source = t(
                "Source: {name}. {basis}.",
                name=member,
                basis=_sentence(wording.moment_basis(words, moment)),
            )
            found = [fact(t("1. Sent"), wording.moment(words, moment), source)]
        if exhibit is None:
            return found
        if exhibit.modified is not None:
            basis = _sentence(wording.moment_basis(words, exhibit.modified))
            when = wording.moment(words, exhibit.modified)
            found.append(
                fact(
                    t("2. File last changed"),
                    when,
                    t("Source: {name}. {basis}.", name=exhibit.name.text, basis=basis),
                )
            )
        added = wording.log_time(words, exhibit.added, exhibit.added_zone_minutes)
        found.append(
            fact(
                t("3. Added to the vault"), added, t("Source: clock of this computer. Not checked.")
            )
        )
        return found

    def _places(self, row: MessageRow, exhibit: Exhibit | None, number: str) -> list[Item]:
        t, words = self._s.t, self._s.words
        locator = row.message.locator
        place = t(
            "{member}, bytes {start} to {end}",
            member=locator.member or (exhibit.name.text if exhibit is not None else ""),
            start=wording.number(words, locator.start),
            end=wording.number(words, locator.end),
        )
        inside = t("in: {name}", name=exhibit.name.text) if exhibit is not None else ""
        return [
            fact(t("Place in the original"), place, inside),
            fact(
                t("Number {number}", number=number),
                t("Counted by this program"),
                t("The number does not stand in the file."),
            ),
        ]

    def _prints(self, row: MessageRow, exhibit: Exhibit | None) -> list[Item]:
        t = self._s.t
        found: list[Item] = [
            fingerprint(self._s, t("Fingerprint (SHA-256) of this message"), row.raw_sha256)
        ]
        if exhibit is not None:
            what = t("Fingerprint (SHA-256) of {name}", name=exhibit.name.text)
            found.append(fingerprint(self._s, what, exhibit.sha256.hex))
        return found

    def _mark(self, mark: MarkRow) -> QWidget:
        t, words = self._s.t, self._s.words
        why = "  ·  ".join(wording.why(words, each) for each in mark.why)
        by = t("Pointed out by: {role}", role=wording.role(words, mark.role))
        back = button(t("Take back"))
        back.setAccessibleName(t("Take back: {why}", why=why))
        back.clicked.connect(lambda: self.retract_asked.emit(mark))
        parts: list[Item] = [fact(t("Why I point this out"), why, by)]
        if mark.words:
            parts.append(label(f"“{mark.words}”", wrap=True))
        return framed(column(*parts, row(back, STRETCH), gap=6))

    def _put(self, *parts: Item) -> None:
        clear(self._inside)
        self._inside.addLayout(column(*parts, STRETCH, gap=9))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def row_of(widget: QWidget) -> QWidget:
    """Keep a button at the start of its line."""
    return framed(row(widget, STRETCH))
