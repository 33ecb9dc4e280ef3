# SPDX-License-Identifier: GPL-3.0-or-later
"""What importers of JSON chats share: the texts of a source, their elements, and the sum."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.moment import Moment
from evidence_kit.domain.record import (
    Attachment,
    AttachmentStatus,
    Conversation,
    Message,
    RecordKind,
    SenderBasis,
    Summary,
)
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.json_bytes import JsonBytes, Span
from evidence_kit.importers.json_ranges import JsonPart, JsonRanges, Loaded, load
from evidence_kit.importers.media_kind import extension_of
from evidence_kit.importers.package import Package, chunks
from evidence_kit.importers.protocol import Item, Notes, Opened
from evidence_kit.limits import CHAT_TEXTS_MAX, HEAD_BYTES, RECORD_TEXT_MAX

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WRAP = b'{"":'
_NOTED = frozenset({"undecodable_bytes", "duplicate_key", "text_clipped", "lone_surrogate"})


class AnyKey(frozenset[str]):
    """Says of every array of the outermost object that it is asked for."""

    __slots__ = ()

    def __contains__(self, key: object) -> bool:
        """Take any key."""
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatFile:
    """One text that may hold chats: the source itself or a member."""

    member: str | None
    name: str
    head: bytes
    chunks: Callable[[], Iterator[bytes]]


def chat_files(opened: Opened, extensions: frozenset[str]) -> Iterator[ChatFile]:
    """Yield the texts of a source; in a zip those with one of the extensions."""
    if opened.package is None:
        yield ChatFile(member=None, name=opened.name.text, head=opened.head, chunks=opened.chunks)
        return
    found = 0
    for member in opened.package.members:
        if extension_of(member.name.text) not in extensions or found >= CHAT_TEXTS_MAX:
            continue
        found += 1
        read = partial(chunks, member)
        yield ChatFile(member=member.key, name=member.name.text, head=_head(read), chunks=read)


def _head(read: Callable[[], Iterator[bytes]]) -> bytes:
    head = b""
    try:
        for piece in read():
            head += piece
            if len(head) >= HEAD_BYTES:
                break
    except NotUnderstood:
        pass
    return head[:HEAD_BYTES]


def inner_parts(part: JsonPart, arrays: frozenset[str]) -> Iterator[JsonPart]:
    """Walk over a value that is itself an object; places are those of the whole text."""
    for found in JsonRanges(iter([part.raw]), arrays).parts():
        yield found._replace(start=found.start + part.start, end=found.end + part.start)


def wrapped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Put an object around a text that is an array by itself, for JsonRanges."""
    yield _WRAP
    yield from pieces
    yield b"}"


WRAP_LENGTH = len(_WRAP)
"""What places found in `wrapped` bytes are too far."""


def cursor_of(file: ChatFile, prefix: int = 0) -> JsonBytes:
    """Return a cursor over a text, behind its first bytes."""
    return JsonBytes(_without(file.chunks(), prefix), prefix)


def walk(
    chats: "ChatSum",
    file: ChatFile,
    take: Callable[[JsonBytes], Iterator[Item]],
    prefix: int = 0,
) -> Iterator[Item]:
    """Go through a JSON text with a cursor; where it ends badly, say so.

    Args:
        chats: gets the lines that the cursor passed.
        file: the text.
        take: passes the outermost value, and makes records and notes of what is in it.
        prefix: bytes in front of it that are no JSON.
    """
    cursor = cursor_of(file, prefix)
    damage: NotUnderstood | None = None
    try:
        yield from take(cursor)
        if cursor.peek():
            damage = NotUnderstood(reason="bytes_after", offset=cursor.position, detail="")
    except NotUnderstood as found:
        damage = found
    at = cursor.position
    cursor.drain()
    damage = cursor.damage or damage
    if damage is not None:
        yield from chats.stopped(damage, file.member, at)
    lines = file.head[:prefix].count(b"\n")
    chats.lines_total += cursor.lines_total + lines
    chats.lines_accounted += cursor.lines_accounted + lines


def _without(pieces: Iterator[bytes], prefix: int) -> Iterator[bytes]:
    """Leave out the first bytes."""
    left = prefix
    for piece in pieces:
        if left < len(piece):
            yield piece[left:]
        left = max(0, left - len(piece))


class MemberNames:
    """The files of a package by the last part of their path."""

    def __init__(self, package: Package | None, withheld: Iterable[str]) -> None:
        self._withheld = frozenset(withheld)
        self._keys: dict[str, str] = {}
        self._by_stem: dict[str, list[str]] = {}
        for member in () if package is None else package.members:
            if not member.is_folder:
                name = member.name.text.rsplit("/", 1)[-1]
                self._keys.setdefault(name, member.key)
                self._by_stem.setdefault(name.split(".", 1)[0], []).append(member.key)

    def find(self, *names: str) -> str | None:
        """Return the key of the first of these names that is there."""
        return next((self._keys[name] for name in names if name in self._keys), None)

    def of_stem(self, stem: str) -> tuple[str, ...]:
        """Return the keys of names of which this stands in front of the first dot."""
        return tuple(self._by_stem.get(stem, ()))

    def attachment(
        self, name: str, key: str | None, absent: AttachmentStatus = AttachmentStatus.MISSING
    ) -> Attachment:
        """Return an attachment, by what became of its file."""
        if key is None:
            return Attachment(name=from_text(name).text, status=absent)
        status = AttachmentStatus.PRESENT
        if key in self._withheld:
            status = AttachmentStatus.WITHHELD
        return Attachment(name=from_text(name).text, status=status, member=key)


def objects_in(value: object) -> Iterator[dict[str, Any]]:
    """Yield the objects of an array; nothing where there is none."""
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict):
            yield one


def loaded(span: Span) -> Loaded:
    """Return the value of a span; what cannot be read stands as its own text.

    Flags: as `json_ranges.load`; text_clipped where it is too large to hold.
    """
    if span.clipped:
        return Loaded(span.data[:RECORD_TEXT_MAX].decode("utf-8", "replace"), ("text_clipped",))
    try:
        return load(span.data)
    except (NotUnderstood, ValueError):
        return Loaded(span.data.decode("utf-8", "replace"), ("record_unreadable",))


def place_of(file: ChatFile, span: Span) -> Locator:
    """Return where a value stands."""
    return Locator(member=file.member, start=span.start, end=span.end)


def text_in(values: dict[str, Any], *keys: str) -> str | None:
    """Return the first of these values that is a text or a number, as valid Unicode."""
    found = words_in(values, *keys)
    return None if found is None else from_text(found).text


def words_in(values: dict[str, Any], *keys: str) -> str | None:
    """Return the same as it stands, half characters too; for the text of a record."""
    for key in keys:
        value = values.get(key)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return str(value)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one element says."""

    kind: RecordKind = RecordKind.MESSAGE
    sender: str | None
    basis: SenderBasis
    text: str
    moment: Moment | None
    attachments: tuple[Attachment, ...] = ()
    flags: tuple[str, ...] = ()


def unknown(value: object) -> Found:
    """Return a record for what has the place of a message and is none, as it stands."""
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Found(
        kind=RecordKind.UNKNOWN,
        sender=None,
        basis=SenderBasis.NONE,
        text=words,
        moment=None,
        flags=("unsupported",),
    )


def with_flags(found: Found, flags: tuple[str, ...]) -> Found:
    """Return the same with more flags."""
    return replace(found, flags=(*found.flags, *flags)) if flags else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A conversation as an export names it."""

    key: str
    title: str
    participants: tuple[str, ...] = ()


class ChatSum:
    """Numbers conversations and messages, counts, and makes the summary."""

    def __init__(self) -> None:
        self.notes = Notes()
        self.used: set[str] = set()
        """Members that a record names or that were read."""
        self.complete = True
        self.lines_total = self.lines_accounted = 0
        self._kinds: Counter[str] = Counter()
        self._threads: dict[str, int] = {}
        self._counts: Counter[int] = Counter()
        self._last = b""

    def counted(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Pass bytes on and count their lines."""
        last = b""
        for piece in pieces:
            self.lines_total += piece.count(b"\n")
            last = piece[-1:] or last
            yield piece
        # The last line may lack its end; it then belongs to what closes the text.
        rest = last not in (b"", b"\n")
        self.lines_total += rest
        self.lines_accounted += rest

    def note(
        self, kind: str, member: str | None, start: int, end: int, detail: str = ""
    ) -> Iterator[Item]:
        """Yield a note about a stretch of a text."""
        yield from self.notes.note(kind, Locator(member=member, start=start, end=end), detail)

    def stopped(self, damage: NotUnderstood, member: str | None, at: int) -> Iterator[Item]:
        """Yield the note that says where reading ended."""
        self.complete = False
        yield from self.note("read_stopped", member, at, at, f"reason={damage.fields['reason']}")

    def message(self, thread: Thread, found: Found, place: Locator, raw: bytes) -> Iterator[Item]:
        """Yield a record, behind its conversation when that is new."""
        yield from self.digested(thread, found, place, hashlib.sha256(raw).hexdigest())

    def digested(self, thread: Thread, found: Found, place: Locator, sha256: str) -> Iterator[Item]:
        """Yield a record of whose bytes the digest is known."""
        if thread.key not in self._threads:
            self._threads[thread.key] = len(self._threads) + 1
            yield Item(
                Conversation(
                    id=self._threads[thread.key],
                    title=from_text(thread.title).text,
                    participants=tuple(from_text(name).text for name in thread.participants),
                )
            )
        if found.sender is not None:
            # A name may come from a key, in which half a character can stand too.
            found = replace(found, sender=from_text(found.sender).text)
        number = self._threads[thread.key]
        self._counts[number] += 1
        self._kinds[found.kind.value] += 1
        text, flags = _fitting(found.text, found.flags)
        if not text and not found.attachments:
            flags = (*flags, "empty")
        self.used |= {held.member for held in found.attachments if held.member is not None}
        made = Message(
            conversation=number,
            n=self._counts[number],
            kind=found.kind,
            sender=found.sender,
            sender_basis=found.basis,
            text=text,
            moment=found.moment,
            attachments=found.attachments,
            locator=place,
            flags=flags,
        )
        yield Item(made, sha256)
        for flag in flags:
            if flag in _NOTED:
                yield from self.notes.note(flag, place)

    @property
    def records(self) -> int:
        """Records so far."""
        return self._kinds.total()

    def close(self, package: Package | None) -> Iterator[Item]:
        """Yield what lies beside the chats, and the sum."""
        if package is not None:
            for finding in package.findings:
                place = None if finding.key is None else Locator(member=finding.key, start=0, end=0)
                yield from self.notes.note(finding.code, place)
            for member in package.members:
                if not member.is_folder and member.key not in self.used:
                    size = max(0, member.entry.size)
                    yield from self.note(
                        "unreferenced_file", member.key, 0, size, f"bytes={member.entry.size}"
                    )
        yield from self.notes.rest()
        yield Item(
            Summary(
                records=self.records,
                by_kind=tuple(sorted(self._kinds.items())),
                notes=self.notes.count,
                lines_total=self.lines_total,
                lines_accounted=self.lines_accounted,
                conversations=len(self._threads),
                complete=self.complete,
            )
        )


def _fitting(text: str, flags: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    shown = from_text(text)
    if shown.raw_hex is not None:
        flags = (*flags, "lone_surrogate")
    if _CONTROL.search(shown.text) is not None:
        flags = (*flags, "control_chars")
    data = shown.text.encode()
    if len(data) <= RECORD_TEXT_MAX:
        return shown.text, flags
    return data[:RECORD_TEXT_MAX].decode("utf-8", "ignore"), (*flags, "text_clipped")
