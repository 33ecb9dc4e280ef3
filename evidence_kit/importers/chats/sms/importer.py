# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer of backups by "SMS Backup & Restore"."""

import binascii
import re
from collections import Counter
from collections.abc import Iterator

from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.reading import MemberInfo
from evidence_kit.domain.record import (
    Certainty,
    Conversation,
    Fact,
    FactBasis,
    Message,
    Summary,
)
from evidence_kit.domain.survey import MemberContext
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chats.sms.elements import Element, End, Part, Root, Stray, elements
from evidence_kit.importers.chats.sms.rows import Row, has_content, row
from evidence_kit.importers.chats.sms.tags import Tags
from evidence_kit.importers.chats.sms.texts import text_of
from evidence_kit.importers.media_kind import kind_of
from evidence_kit.importers.protocol import Item, Notes, Opened, Recognition, Request, Understood
from evidence_kit.limits import COPY_BLOCK, HEAD_BYTES

_ROOT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:\s++|<\?[^>]*+>|<!--(?:[^-]|-(?!->))*+-->)*+<(smses|calls)(?=[\s/>])[^<]*+(?=(<)?)"
)
_CALL = re.compile(rb"<call\s[^<]*\bnumber\s*=")
_FACTS = (
    ("count", "backup_count"),
    ("backup_set", "backup_set"),
    ("backup_date", "backup_date"),
    ("type", "backup_type"),
)
_LETTERS = re.compile(rb"[^A-Za-z0-9+/]")
_CONTEXT_SHOWN = 120
_NOTED = frozenset(
    {"time_in_seconds", "text_clipped", "lone_surrogate", "undecodable_bytes", "control_chars"}
)
_SNIFFED = 1024


class Sms:
    """Text messages, picture messages and calls of an Android phone."""

    name = "sms"
    version = 1

    def recognise(self, opened: Opened) -> Recognition | None:
        """Look at the first tag."""
        found = _ROOT.match(opened.head)
        if found is None:
            return None
        certainty = Certainty.CERTAIN
        if found[1] == b"calls" and not _CALL.search(opened.head):
            certainty = Certainty.LIKELY
        return Recognition(kind=MediaKind.CHAT, certainty=certainty, why="backup_root")

    def members(self, opened: Opened) -> tuple[MemberInfo, ...]:
        """List the files of picture messages with the range of their base64."""
        infos: list[MemberInfo] = []
        for element in elements(Tags(opened.chunks())):
            if not isinstance(element, Element) or not element.parts:
                continue
            read = row(element, frozenset())
            context = MemberContext(
                sender=read.sender, moment=read.moment, before="", after=read.text[:_CONTEXT_SHOWN]
            )
            infos += [_info(part, context) for part in element.parts if has_content(part)]
        return tuple(infos)

    def digest(self, opened: Opened, key: str) -> Iterator[bytes]:
        """Yield a file of a picture message."""
        for element in elements(Tags(opened.chunks())):
            if not isinstance(element, Element):
                continue
            for part in element.parts:
                if part.key == key and part.data is not None:
                    return _content(opened, part.data.start, part.data.length)
        raise NotUnderstood(reason="no_such_member", offset=0, detail="")

    def read(self, request: Request) -> Understood:
        """Read what the first tag states; the rest comes with the items."""
        opened = request.opened
        head = Tags(iter([opened.near.read_at(0, HEAD_BYTES)]))
        root = next((part for part in elements(head) if isinstance(part, Root)), None)
        facts: list[Fact] = []
        if root is not None:
            for key, name in _FACTS:
                value = text_of(root.values.get(key))
                if value is not None:
                    facts.append(Fact(name=name, value=value, basis=FactBasis.IN_FILE))
        stated = None if root is None else text_of(root.values.get("count"))
        reading = _Reading(request, stated)
        return Understood(facts=tuple(facts), items=reading.items())


class _Reading:
    """One way through a backup."""

    def __init__(self, request: Request, stated: str | None) -> None:
        self._tags = Tags(request.opened.chunks())
        self._size = request.opened.size
        self._withheld = frozenset(request.choices.withheld)
        self._stated = stated
        self._notes = Notes()
        self._kinds: Counter[str] = Counter()
        self._threads: dict[str, int] = {}
        self._counts: Counter[int] = Counter()
        self._pairs = 0
        self._complete = False

    def items(self) -> Iterator[Item]:
        """Yield every element as a record, what lies between as notes, then the sum."""
        try:
            for part in elements(self._tags):
                if isinstance(part, Element):
                    yield from self._element(part)
                elif isinstance(part, Stray):
                    yield from self._note("element_damaged", part.start, part.end)
                elif isinstance(part, End):
                    self._complete = True
            if not self._complete:
                yield from self._stopped("ends_early")
        except NotUnderstood as damage:
            self._complete = False
            yield from self._stopped(str(damage.fields["reason"]))
        self._tags.drain()  # what stands behind a stop belongs to its note
        yield from self._end()

    def _stopped(self, reason: str) -> Iterator[Item]:
        yield from self._note("read_stopped", self._tags.offset, self._size, f"reason={reason}")

    def _note(self, kind: str, start: int, end: int, detail: str = "") -> Iterator[Item]:
        yield from self._notes.note(kind, Locator(member=None, start=start, end=end), detail)

    def _element(self, element: Element) -> Iterator[Item]:
        read = row(element, self._withheld)
        self._pairs += read.pairs
        if read.address not in self._threads:
            self._threads[read.address] = len(self._threads) + 1
            yield Item(_conversation(read, len(self._threads)))
        number = self._threads[read.address]
        self._counts[number] += 1
        self._kinds[read.kind.value] += 1
        place = Locator(member=None, start=element.start, end=element.end)
        message = Message(
            conversation=number,
            n=self._counts[number],
            kind=read.kind,
            sender=read.sender,
            sender_basis=read.basis,
            text=read.text,
            moment=read.moment,
            attachments=read.attachments,
            locator=place,
            flags=read.flags,
        )
        yield Item(message, element.raw_sha256)
        for flag in read.flags:
            if flag in _NOTED:
                yield from self._notes.note(flag, place)
        if element.broken:
            yield from self._notes.note("element_damaged", place)
        if element.unread:
            yield from self._notes.note("parts_not_read", place, f"count={element.unread}")

    def _end(self) -> Iterator[Item]:
        records = self._kinds.total()
        if self._pairs:
            yield from self._notes.note("surrogate_pairs_joined", None, f"count={self._pairs}")
        if self._complete and self._stated is not None and self._stated != str(records):
            detail = f"stated={self._stated[:20]} read={records}"
            yield from self._notes.note("count_differs", None, detail)
        yield from self._notes.rest()
        yield Item(
            Summary(
                records=records,
                by_kind=tuple(sorted(self._kinds.items())),
                notes=self._notes.count,
                lines_total=self._tags.lines_total,
                lines_accounted=self._tags.lines_passed,
                conversations=len(self._threads),
                complete=self._complete,
            )
        )


def _conversation(read: Row, number: int) -> Conversation:
    people = tuple(part for part in read.address.split("~") if part)
    named = (read.contact,) if read.contact is not None else ()
    return Conversation(
        id=number, title=read.contact or read.address, participants=(*named, *people)
    )


def _info(part: Part, context: MemberContext) -> MemberInfo:
    if part.data is None:
        raise NotUnderstood(reason="no_such_member", offset=0, detail="")
    letters = part.data.raw[:_SNIFFED]
    return MemberInfo(
        key=part.key,
        path=from_text(part.key),
        exact=part.name.encode().hex(),
        size=part.data.length * 3 // 4,
        media=kind_of(part.name, _bytes_of(letters)),
        asks=True,
        modified=None,
        context=context,
        raw_offset=part.data.start,
        raw_length=part.data.length,
        encoding="base64",
    )


def _bytes_of(data: bytes) -> bytes:
    letters = _LETTERS.sub(b"", data)
    return binascii.a2b_base64(letters[: len(letters) // 4 * 4])


def _content(opened: Opened, start: int, length: int) -> Iterator[bytes]:
    """Yield base64 decoded, in constant memory and whatever its padding."""
    rest, at, end = b"", start, start + length
    while at < end:
        block = opened.source.read_at(at, min(COPY_BLOCK, end - at))
        if not block:
            raise NotUnderstood(reason="ends_early", offset=at, detail="")
        at += len(block)
        letters = rest + _LETTERS.sub(b"", block)
        whole = len(letters) // 4 * 4
        rest = letters[whole:]
        yield binascii.a2b_base64(letters[:whole])
    if len(rest) > 1:
        yield binascii.a2b_base64(rest + b"=" * (4 - len(rest)))
