# SPDX-License-Identifier: GPL-3.0-or-later
"""One conversation: read once for its head, then message by message."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from evidence_kit.domain.locator import Locator
from evidence_kit.domain.record import Attachment, Conversation, Message, SenderBasis
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chats.meta.attachments import MemberPaths
from evidence_kit.importers.chats.meta.messages import Read, read_message, read_reaction
from evidence_kit.importers.chats.meta.texts import Reader
from evidence_kit.importers.chats.meta.threads import File, Thread
from evidence_kit.importers.json_ranges import JsonPart, JsonRanges, load
from evidence_kit.importers.protocol import Item, Notes
from evidence_kit.limits import RECORD_TEXT_MAX

_MESSAGES = frozenset({"messages"})
_REACTIONS = frozenset({"reactions"})
_VALUE_SHOWN = 120
_DETAIL_SHOWN = 1500


@dataclass(slots=True)
class Tally:
    """What the summary adds up, over all files of a source."""

    notes: Notes = field(default_factory=Notes)
    kinds: Counter[str] = field(default_factory=Counter)
    lines_total: int = 0
    lines_accounted: int = 0
    conversations: int = 0
    complete: bool = True


class _Counted:
    """The bytes of one file in order, with their line ends counted apart from the walk."""

    def __init__(self, file: File) -> None:
        self._file = file
        self.damage: NotUnderstood | None = None
        self.line_ends = 0
        self.size = 0
        self.last = b""

    def chunks(self) -> Iterator[bytes]:
        """Yield bytes; where they end badly, keep why and end there."""
        try:
            for piece in self._file.chunks():
                self.line_ends += piece.count(b"\n")
                self.size += len(piece)
                self.last = piece[-1:] or self.last
                yield piece
        except NotUnderstood as damage:
            self.damage = damage


@dataclass(slots=True)
class _Head:
    title: str = ""
    participants: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    repaired: bool = False


class Chat:
    """One thread of a download."""

    def __init__(self, thread: Thread, tally: Tally, paths: MemberPaths) -> None:
        self._thread = thread
        self._tally = tally
        self._paths = paths
        self._n = 0

    def items(self) -> Iterator[Item]:
        """Yield the conversation, its messages in the order of the source, and its notes."""
        head = self._head()
        tally = self._tally
        tally.conversations += 1
        yield Item(
            Conversation(
                id=tally.conversations,
                title=head.title,
                participants=tuple(head.participants),
            )
        )
        place = Locator(member=self._thread.files[0].member, start=0, end=0)
        if head.repaired:
            yield from tally.notes.note("mojibake_repaired", place)
        if head.other:
            detail = " ".join(dict.fromkeys(head.other))[:_DETAIL_SHOWN]
            yield from tally.notes.note("thread_fields", place, detail)
        if self._thread.gaps:
            numbers = ",".join(str(n) for n in self._thread.gaps)
            yield from tally.notes.note("missing_part", place, f"numbers={numbers}")
        for file in self._thread.files:
            yield from self._file_items(file)

    def _head(self) -> _Head:
        """Read what stands beside the messages; in Meta's files some of it comes after them."""
        head = _Head()
        for file in self._thread.files:
            reader = Reader(repairs=file.form.repairs)
            try:
                for part in JsonRanges(_Counted(file).chunks(), _MESSAGES).parts():
                    if part.element is None:
                        _add_to_head(head, part, file, reader)
            except NotUnderstood:
                pass  # said when the messages are read
            head.repaired = head.repaired or "mojibake_repaired" in reader.flags
        return head

    def _file_items(self, file: File) -> Iterator[Item]:
        counted = _Counted(file)
        ranges = JsonRanges(counted.chunks(), _MESSAGES)
        lines = 0
        damage: NotUnderstood | None = None
        stopped: int | None = None
        try:
            for part in ranges.parts():
                if part.element is not None:
                    lines += part.raw.count(b"\n")
                    stopped = part.start
                    yield from self._message_items(part, file)
                    stopped = None
        except NotUnderstood as found:
            damage = found
        stopped = ranges.end if stopped is None else stopped
        lines += ranges.other_lines + ranges.remaining_lines()
        damage = counted.damage or damage
        if damage is not None:
            self._tally.complete = False
            yield from self._tally.notes.note(
                "read_stopped",
                Locator(member=file.member, start=min(stopped, counted.size), end=counted.size),
                f"reason={damage.fields['reason']}",
            )
        unfinished = bool(counted.size) and counted.last != b"\n"
        self._tally.lines_total += counted.line_ends + unfinished
        self._tally.lines_accounted += lines + unfinished

    def _message_items(self, part: JsonPart, file: File) -> Iterator[Item]:
        beside = file.member or ""

        def resolve(uri: str, reader: Reader) -> Attachment:
            return self._paths.attachment(uri, beside, reader)

        place = Locator(
            member=file.member,
            start=part.start,
            end=part.end,
            pointer=f"/messages/{part.element}",
        )
        loaded = load(part.raw)
        read = read_message(loaded.value, file.form, resolve)
        flags = (*read.flags, *(flag for flag in loaded.flags if flag not in read.flags))
        yield from self._record(read._replace(flags=flags), place, part.raw)
        if isinstance(loaded.value, dict) and loaded.value.get("reactions"):
            yield from self._reactions(part, place, file)

    def _reactions(self, part: JsonPart, place: Locator, file: File) -> Iterator[Item]:
        """Yield each reaction at its own bytes within the message that it stands in."""
        for inner in JsonRanges(iter((part.raw,)), _REACTIONS).parts():
            if inner.element is not None:
                within = replace(
                    place,
                    start=part.start + inner.start,
                    end=part.start + inner.end,
                    pointer=f"{place.pointer}/reactions/{inner.element}",
                )
                read = read_reaction(load(inner.raw).value, file.form)
                yield from self._record(read, within, inner.raw)

    def _record(self, read: Read, place: Locator, raw: bytes) -> Iterator[Item]:
        text, remarks = read.text, read.remarks
        size = len(text.encode())
        if size > RECORD_TEXT_MAX:
            remarks += (("text_clipped", f"bytes={size}"),)
            text = text.encode()[:RECORD_TEXT_MAX].decode("utf-8", "ignore")
        self._n += 1
        self._tally.kinds[read.kind.value] += 1
        message = Message(
            conversation=self._tally.conversations,
            n=self._n,
            kind=read.kind,
            sender=read.sender,
            sender_basis=SenderBasis.NONE if read.sender is None else SenderBasis.STATED,
            text=text,
            moment=read.moment,
            attachments=read.attachments,
            locator=place,
            flags=tuple(dict.fromkeys(read.flags)),
        )
        yield Item(message, hashlib.sha256(raw).hexdigest())
        for kind, detail in remarks:
            yield from self._tally.notes.note(kind, place, detail)


def _add_to_head(head: _Head, part: JsonPart, file: File, reader: Reader) -> None:
    value = load(part.raw).value
    if part.key == file.form.title:
        head.title = head.title or reader.text(value)
    elif part.key == "participants" and isinstance(value, list):
        for one in value:
            label = reader.text(_name(one))
            if label and label not in head.participants:
                head.participants.append(label)
    else:
        shown = part.raw[:_VALUE_SHOWN].decode("utf-8", "replace")
        head.other.append(f"{reader.text(part.key)}={shown}")


def _name(participant: Any) -> Any:
    return participant.get("name") if isinstance(participant, dict) else participant
