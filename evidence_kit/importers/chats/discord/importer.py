# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer of Discord: DiscordChatExporter's JSON, and messages of the data package."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.reading import MemberInfo
from evidence_kit.domain.record import Certainty, RecordKind, SenderBasis
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chats.discord import exporter_rows, package_rows
from evidence_kit.importers.csv_rows import csv_rows
from evidence_kit.importers.json_chats import (
    WRAP_LENGTH,
    ChatFile,
    ChatSum,
    Found,
    Thread,
    chat_files,
    text_in,
    with_flags,
    wrapped,
)
from evidence_kit.importers.json_ranges import JsonPart, JsonRanges, load
from evidence_kit.importers.package import list_members, member_content
from evidence_kit.importers.protocol import Item, Opened, Recognition, Request, Understood

_TEXTS = frozenset({"json", "csv"})
_EXPORTER = re.compile(
    rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"guild"\s*:\s*\{.*?"channel"\s*:\s*\{', re.DOTALL
)
_PACKAGE = re.compile(rb'\A\s*\[\s*\{\s*"ID"\s*:.*?"Contents"\s*:', re.DOTALL)
_SAVED_TABLE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\"?AuthorID\"?,\"?Author\"?,\"?Date\"?,\"?Content\"?,"
)
_TABLE = re.compile(rb"\A(?:\xef\xbb\xbf)?ID,Timestamp,Contents,Attachments\r?\n")


class Discord:
    """Chats of Discord, whole ones and those of one side."""

    name = "discord"
    version = 3

    def recognise(self, opened: Opened) -> Recognition | None:
        """Look for the keys that only these files have."""
        if not any(_kind(file) for file in chat_files(opened, _TEXTS)):
            return None
        why = "chat_history" if opened.package is None else "zip_with_chat_history"
        return Recognition(kind=MediaKind.CHAT, certainty=Certainty.CERTAIN, why=why)

    def members(self, opened: Opened) -> tuple[MemberInfo, ...]:
        """List the members of the zip."""
        files = chat_files(opened, _TEXTS)
        return list_members(
            opened.package, frozenset(file.member for file in files if file.member and _kind(file))
        )

    def digest(self, opened: Opened, key: str) -> Iterator[bytes]:
        """Yield the content of one member."""
        return member_content(opened.package, key)

    def read(self, request: Request) -> Understood:
        """Read every chat of the source."""
        return Understood(facts=(), items=_Reading(request).items())


def _kind(file: ChatFile) -> str:
    for kind, pattern in _KNOWN:
        if pattern.match(file.head):
            return kind
    return ""


_KNOWN = (
    ("exporter", _EXPORTER),
    ("package", _PACKAGE),
    ("table", _TABLE),
    ("saved_table", _SAVED_TABLE),
)


class _Reading:
    """One way through a source."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._chats = ChatSum()
        package = request.opened.package
        self._withheld = frozenset(request.choices.withheld)
        self._files: dict[str, str] = {}
        for member in () if package is None else package.members:
            self._files.setdefault(member.name.text.rsplit("/", 1)[-1], member.key)

    def items(self) -> Iterator[Item]:
        chats = self._chats
        files = {file.member: file for file in chat_files(self._request.opened, _TEXTS)}
        for file in files.values():
            kind = _kind(file)
            if not kind:
                continue
            if file.member is not None:
                chats.used.add(file.member)
            if kind == "exporter":
                yield from self._exporter(file)
                continue
            if kind == "saved_table":
                thread = Thread(key=file.name, title=file.name)
                yield from self._table(file, thread, self._saved_row)
                continue
            beside = None
            if file.member is not None:
                beside = files.get(file.member.rpartition("/")[0] + "/channel.json")
            if beside is not None and beside.member is not None:
                chats.used.add(beside.member)
            yield from chats.note("one_sided", file.member, 0, 0)
            thread = package_rows.thread_of(file, beside)
            if kind == "package":
                yield from self._array(file, thread)
            else:
                yield from self._table(file, thread, package_rows.found_in)
        yield from chats.close(self._request.opened.package)

    def _exporter(self, file: ChatFile) -> Iterator[Item]:
        chats, values = self._chats, dict[str, Any]()
        ranges = JsonRanges(chats.counted(file.chunks()), frozenset({"messages"}))
        before = chats.records
        try:
            for part in ranges.parts():
                if part.element is None:
                    values[part.key] = load(part.raw).value
                    continue
                yield from self._element(file, part, exporter_rows.thread_of(values))
            yield from self._count(file, text_in(values, "messageCount"), chats.records - before)
        except NotUnderstood as damage:
            yield from self._stopped(file, ranges, damage, ranges.end)
        chats.lines_accounted += ranges.other_lines

    def _count(self, file: ChatFile, stated: str | None, read: int) -> Iterator[Item]:
        if stated is not None and stated != str(read):
            detail = f"stated={stated[:20]} read={read}"
            yield from self._chats.note("count_differs", file.member, 0, 0, detail)

    def _array(self, file: ChatFile, thread: Thread) -> Iterator[Item]:
        ranges = JsonRanges(wrapped(self._chats.counted(file.chunks())), frozenset({""}))
        try:
            for part in ranges.parts():
                moved = part._replace(start=part.start - WRAP_LENGTH, end=part.end - WRAP_LENGTH)
                if part.element is not None:
                    yield from self._element(file, moved, thread, of_owner=True)
        except NotUnderstood as damage:
            yield from self._stopped(file, ranges, damage, max(0, ranges.end - WRAP_LENGTH))
        self._chats.lines_accounted += ranges.other_lines

    def _stopped(
        self, file: ChatFile, ranges: JsonRanges, damage: NotUnderstood, at: int
    ) -> Iterator[Item]:
        yield from self._chats.stopped(damage, file.member, at)
        try:
            rest = ranges.remaining_lines()
        except NotUnderstood:
            rest = 0
        self._chats.lines_accounted += rest

    def _element(
        self, file: ChatFile, part: JsonPart, thread: Thread, *, of_owner: bool = False
    ) -> Iterator[Item]:
        self._chats.lines_accounted += part.raw.count(b"\n")
        value, flags = load(part.raw)
        if not isinstance(value, dict):
            found = Found(
                kind=RecordKind.UNKNOWN, sender=None, basis=SenderBasis.NONE,
                text=str(value), moment=None, flags=flags,
            )  # fmt: skip
        elif of_owner:
            found = package_rows.found_in(value)
        else:
            found = exporter_rows.found_in(value, self._files, self._withheld)
        yield from self._found(file, thread, found, (part.start, part.raw))

    def _found(
        self, file: ChatFile, thread: Thread, found: Found, at: tuple[int, bytes]
    ) -> Iterator[Item]:
        start, raw = at
        place = Locator(member=file.member, start=start, end=start + len(raw))
        yield from self._chats.message(thread, found, place, raw)
        if "id_time_differs" in found.flags:
            yield from self._chats.notes.note("id_time_differs", place)

    def _saved_row(self, values: dict[str, Any]) -> Found:
        zone = self._request.zone, self._request.choices.zone
        return exporter_rows.found_in_row(values, self._files, self._withheld, zone)

    def _table(
        self, file: ChatFile, thread: Thread, read: Callable[[dict[str, Any]], Found]
    ) -> Iterator[Item]:
        at = 0
        try:
            for row in csv_rows(self._chats.counted(file.chunks())):
                at = row.start + len(row.raw)
                self._chats.lines_accounted += row.raw.count(b"\n")
                if row.start:
                    found = with_flags(read(row.values), row.flags)
                    yield from self._found(file, thread, found, (row.start, row.raw))
        except NotUnderstood as damage:
            yield from self._chats.stopped(damage, file.member, at)
