# SPDX-License-Identifier: GPL-3.0-or-later
"""In the reader process: what each request does."""

import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from evidence_kit.domain.columns import Columns, ColumnsLook
from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.found_text import FoundText
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.reading import (
    ByteSource,
    Choices,
    MemberDigest,
    MemberInfo,
    MemberSurvey,
)
from evidence_kit.domain.record import (
    Conversation,
    Fact,
    FactBasis,
    Message,
    Note,
    Record,
    SourceHead,
    Summary,
)
from evidence_kit.errors import NotUnderstood
from evidence_kit.formats import records
from evidence_kit.importers import registry
from evidence_kit.importers.files.text.looks import look_at
from evidence_kit.importers.protocol import Item, Opened, ReadyLines, Request, Understood
from evidence_kit.importers.source import MemorySource
from evidence_kit.importers.zip_directory import LOCAL_MAGIC
from evidence_kit.limits import PICTURE_BYTES_MAX, RECORD_BLOCK

OnLines = Callable[[bytes], None]


def recognise(source: ByteSource, name: FoundText) -> SourceHead:
    """Say which importer knows a file; its digest is not known here."""
    opened = Opened(source, name)
    return _head(opened, registry.recognise(opened), "", source.size)


def _head(opened: Opened, found: registry.Recognised, sha256: str, size: int) -> SourceHead:
    return SourceHead(
        name=opened.name.text,
        sha256=sha256,
        size=size,
        importer=found.importer.name,
        importer_version=found.importer.version,
        certainty=found.recognition.certainty,
        why=found.recognition.why,
    )


def look_at_columns(source: ByteSource, name: FoundText, asked: Columns | None) -> ColumnsLook:
    """Take the first rows of a text apart, for a person to point out the columns.

    Raises:
        NotUnderstood: it is no text.
    """
    return look_at(Opened(source, name), asked)


def survey(source: ByteSource, name: FoundText) -> MemberSurvey:
    """List the members of a container and what is doubtful about it."""
    opened = Opened(source, name)
    found = registry.recognise(opened)
    findings: tuple[str, ...] = ()
    if opened.package is not None:
        findings = opened.package.codes()
    elif opened.head.startswith(LOCAL_MAGIC):
        findings = ("zip_damaged",)
    return MemberSurvey(
        kind=found.recognition.kind,
        importer=found.importer.name,
        certainty=found.recognition.certainty,
        members=_asked_where_possible(found.importer.members(opened)),
        findings=findings,
    )


def _asked_where_possible(members: tuple[MemberInfo, ...]) -> tuple[MemberInfo, ...]:
    """Ask for each byte once: for the members of a zip within, or for that zip as a whole.

    A member of a zip that is itself deflated cannot be left out by itself.
    """
    archives = [info.key for info in members if info.media is MediaKind.ARCHIVE]
    if not archives:
        return members
    within: dict[str, list[MemberInfo]] = {key: [] for key in archives}
    for info in members:
        for key in archives:
            if info.key.startswith(f"{key}/"):
                within[key].append(info)
    return tuple(replace(info, asks=_asks(info, within.get(info.key, []))) for info in members)


def _asks(info: MemberInfo, inside: list[MemberInfo]) -> bool:
    if info.raw_offset is None:
        return False
    if not inside:
        return info.asks
    return any(member.asks and member.raw_offset is None for member in inside)


def unpack(source: ByteSource, name: FoundText, member: str) -> Iterator[bytes]:
    """Yield the content of one member, unpacked or decoded, piece by piece.

    Raises:
        NotUnderstood: it cannot be unpacked.
    """
    opened = Opened(source, name)
    return registry.recognise(opened).importer.digest(opened, member)


def digest_members(
    source: ByteSource, name: FoundText, members: Iterable[str]
) -> Iterator[MemberDigest | None]:
    """Hash the contents of members, unpacked or decoded; None for what cannot be unpacked.

    The container is opened once: an export can hold a hundred thousand members.
    """
    opened = Opened(source, name)
    importer = registry.recognise(opened).importer
    for member in members:
        whole, size = hashlib.sha256(), 0
        try:
            for piece in importer.digest(opened, member):
                whole.update(piece)
                size += len(piece)
        except NotUnderstood:
            yield None
        else:
            yield MemberDigest(sha256=whole.hexdigest(), size=size)


def member_source(source: ByteSource, name: FoundText, member: str | None) -> ByteSource:
    """Return a member's content as bytes by range; the file itself when none is named."""
    if member is None:
        return source
    opened = Opened(source, name)
    held = bytearray()
    for piece in registry.recognise(opened).importer.digest(opened, member):
        held += piece
        if len(held) > PICTURE_BYTES_MAX:
            raise NotUnderstood(reason="too_large", offset=0, detail="")
    return MemorySource(bytes(held))


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be interpreted."""

    source: ByteSource
    name: FoundText
    sha256: str
    size: int
    choices: Choices
    zone_data: bytes
    """The chosen zone as TZif (RFC 9636); empty when none was chosen."""


def interpret(task: Task, on_lines: OnLines) -> Summary:
    """Read a file to record lines, in blocks of whole lines.

    What was read before damage stays; a note says where reading stopped.
    """
    opened = Opened(task.source, task.name)
    pointed_out = task.choices.columns is not None
    found = registry.by_columns(opened) if pointed_out else registry.recognise(opened)
    zone = None
    if task.choices.zone is not None and task.zone_data:
        zone = ZoneInfo.from_file(io.BytesIO(task.zone_data), key=task.choices.zone)
    request = Request(opened=opened, choices=task.choices, zone=zone)
    out = _Lines(on_lines)
    head = _head(opened, found, task.sha256, task.size)
    try:
        understood = found.importer.read(request)
    except NotUnderstood as damage:
        understood = Understood(facts=(), items=iter(_stopped(damage)))
    out.put(replace(head, facts=(*understood.facts, *_others(found))), None)
    summary = out.put_all(understood.items)
    out.flush()
    return summary


def _others(found: registry.Recognised) -> Iterator[Fact]:
    if found.also:
        value = " ".join(found.also)
        yield Fact(name="other_importers", value=value, basis=FactBasis.COMPUTED)


def _stopped(damage: NotUnderstood) -> Iterator[Item]:
    at = int(damage.fields["offset"] or 0)
    place = Locator(member=None, start=at, end=at)
    yield Item(Note(kind="read_stopped", locator=place, detail=f"reason={damage.fields['reason']}"))


@dataclass(slots=True)
class _Lines:
    """Gathers lines to blocks and counts what passes."""

    on_lines: OnLines
    held: list[bytes] = field(default_factory=list)
    size: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    notes: int = 0
    conversations: int = 0

    def put(self, record: Record, raw_sha256: str | None) -> None:
        line = records.to_line(record, raw_sha256)
        self.held.append(line)
        self.size += len(line) + 1
        if self.size >= RECORD_BLOCK:
            self.flush()

    def flush(self) -> None:
        if self.held:
            self.held.append(b"")
            self.on_lines(b"\n".join(self.held))
            self.held, self.size = [], 0

    def put_ready(self, ready: ReadyLines) -> None:
        """Put lines that are written already."""
        self.kinds.update(ready.kinds)
        self.notes += ready.notes
        if ready.lines:
            self.held.append(ready.lines)
            self.size += len(ready.lines) + 1
        if self.size >= RECORD_BLOCK:
            self.flush()

    def put_all(self, items: Iterator[Item | ReadyLines]) -> Summary:
        """Put all; a summary stands last in any case."""
        summary: Summary | None = None
        try:
            for item in items:
                if isinstance(item, ReadyLines):
                    self.put_ready(item)
                    continue
                record, raw_sha256 = item
                self._count(record)
                self.put(record, raw_sha256)
                if isinstance(record, Summary):
                    summary = record
        except NotUnderstood as damage:
            for record, _ in _stopped(damage):
                self._count(record)
                self.put(record, None)
        if summary is None:
            summary = Summary(
                records=self.kinds.total(),
                by_kind=tuple(sorted(self.kinds.items())),
                notes=self.notes,
                lines_total=0,
                lines_accounted=0,
                conversations=self.conversations,
                complete=False,
            )
            self.put(summary, None)
        return summary

    def _count(self, record: Record) -> None:
        if isinstance(record, Message):
            self.kinds[record.kind._value_] += 1
        elif isinstance(record, Note):
            self.notes += 1
        elif isinstance(record, Conversation):
            self.conversations += 1
