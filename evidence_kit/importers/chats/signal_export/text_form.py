# SPDX-License-Identifier: GPL-3.0-or-later
"""`chat.md`, once `index.md`: a line of time and name for each message, then its words, a blank line.

What people typed is not marked off in this form: the words of a record stay as they stand, with the
quote, the reactions and the links to files that the program wrote among them.
"""

import re
from collections.abc import Iterator

from evidence_kit.domain.locator import Locator
from evidence_kit.domain.record import Attachment, RecordKind
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chats.signal_export.sources import (
    Media,
    folder_of,
    moment_of,
    sender_of,
    thread_of,
)
from evidence_kit.importers.json_chats import ChatFile, ChatSum, Found
from evidence_kit.importers.protocol import Item, Request
from evidence_kit.importers.text_lines import decode, lines
from evidence_kit.limits import RECORD_TEXT_MAX

_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?\[(\d{4}-\d\d-\d\d,? \d\d:\d\d(?::\d\d)?)\] ([^:\r\n]{1,200}):[ \r\n]"
)
_BLANK = frozenset({b"\n", b"\r\n"})
_DELETED = "(This message was deleted)"
_LINK = re.compile(r"!?\[([^\]\n]{0,400})\]\((\.\.?/(?:media|exported_stickers)/[^)\n]{1,400})\)")
_REACTIONS = re.compile(r"\n\(- ([^\n]{1,2000}) -\)")
_QUOTE = re.compile(r"\A\s*\n> ")
_ENDS = re.compile(rb"(?:  |\(This message was deleted\))\r?\n")
_TRIED = 40


def is_text_form(head: bytes) -> bool:
    """Know a text by what the program puts behind each message: two spaces and a blank line.

    WhatsApp writes the same line of time and name in some countries, and nothing behind a message.
    """
    if _HEAD.match(head) is None:
        return False
    texts = [text for text in head.splitlines(keepends=True)[:-1] if text.endswith(b"\n")]
    starts = [n for n, text in enumerate(texts) if _HEAD.match(text)][:_TRIED]
    if not starts:
        return False
    # Half of them is enough: people may have pasted such lines into their words.
    parted = 2 * sum(texts[n - 1] in _BLANK for n in starts[1:]) >= len(starts) - 1
    first = b"".join(texts[starts[0] : starts[1] if len(starts) > 1 else len(texts)])
    return parted and _ENDS.search(first) is not None


def count_heads(file: ChatFile) -> int:
    """Count the messages of a text that surely are; fewer when it cannot be read to its end."""
    count, before = 0, b"\n"
    try:
        for line in lines(file.chunks()):
            count += before in _BLANK and _HEAD.match(line) is not None
            before = line
    except NotUnderstood:
        pass
    return count


class TextForm:
    """One way through one text."""

    def __init__(self, file: ChatFile, chats: ChatSum, with_: tuple[Request, Media]) -> None:
        self._file, self._chats = file, chats
        self._request, self._media = with_
        self._thread = thread_of(file, "text")
        self._folder = folder_of(file)
        self._held: list[bytes] = []
        self._start = self._size = 0
        self._doubt = False
        """The line of time and name in hand may be words of the message before it."""

    def items(self) -> Iterator[Item]:
        """Yield each message; what stands before the first is a note."""
        chats, at, before = self._chats, 0, b"\n"
        try:
            for line in lines(chats.counted(self._file.chunks())):
                if _HEAD.match(line) is not None or self._size > RECORD_TEXT_MAX:
                    yield from self._record()
                    self._start, self._doubt = at, before not in _BLANK
                if not self._held and not self._size:
                    self._start = at
                self._held.append(line)
                self._size += len(line)
                at += len(line)
                before = line
                chats.lines_accounted += line.endswith(b"\n")
        except NotUnderstood as damage:
            yield from self._record()
            yield from chats.stopped(damage, self._file.member, at)
        yield from self._record()

    def _record(self) -> Iterator[Item]:
        raw, start = b"".join(self._held), self._start
        self._held, self._size = [], 0
        if not raw.strip():
            return
        place = Locator(member=self._file.member, start=start, end=start + len(raw))
        head = _HEAD.match(raw)
        if head is None:
            yield from self._chats.notes.note("text_between", place)
            return
        shown = decode(raw[head.end() - 1 :])
        text = shown.text.removeprefix(" ")
        # One line end is the message's own, one is printed behind each.
        for _ in range(2):
            text = text.removesuffix("\n").removesuffix("\r")
        reactions = _REACTIONS.search(text)
        flags = ["undecodable_bytes"] if shown.bad else []
        flags += ["possible_quoted_header"] if self._doubt else []
        flags += ["reply"] if _QUOTE.match(text) else []
        flags += ["reactions"] if reactions else []
        who = sender_of(decode(head[2]).text)
        found = Found(
            kind=RecordKind.DELETED if text.strip() == _DELETED else RecordKind.MESSAGE,
            sender=who[0],
            basis=who[1],
            text=text,
            moment=moment_of(head[1].decode("ascii"), self._request),
            attachments=tuple(self._attachments(text)),
            flags=tuple(flags),
        )
        yield from self._chats.message(self._thread, found, place, raw)
        if reactions is not None:
            detail = f"reactions={reactions[1][:400]!r}"
            yield from self._chats.notes.note("reactions", place, detail)

    def _attachments(self, text: str) -> Iterator[Attachment]:
        for link in _LINK.finditer(text):
            yield self._media.attachment(link[1] or link[2], link[2], self._folder)
