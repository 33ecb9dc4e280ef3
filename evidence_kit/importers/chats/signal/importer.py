# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer of Signal's plaintext export."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.reading import Choices, MemberInfo
from evidence_kit.domain.record import Certainty
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chats.signal.files import Files
from evidence_kit.importers.chats.signal.items import Items, Read
from evidence_kit.importers.chats.signal.people import People
from evidence_kit.importers.contexts import contexts_of
from evidence_kit.importers.json_chats import (
    ChatFile,
    ChatSum,
    Thread,
    chat_files,
    text_in,
    with_flags,
)
from evidence_kit.importers.json_lines import JsonLine, json_lines
from evidence_kit.importers.package import list_members, member_content
from evidence_kit.importers.protocol import Item, Opened, Recognition, Request, Understood

_TEXTS = frozenset({"jsonl"})
_FIRST = re.compile(rb'\A(?:\xef\xbb\xbf)?\{[^\n]*"backupTimeMs"')
_VERSION = re.compile(rb'\A[^\n]*"version"\s*:')
_FRAMES = frozenset({"account", "recipient", "chat", "chatItem"})


class Signal:
    """Chats of one account of Signal."""

    name = "signal"
    version = 1

    def recognise(self, opened: Opened) -> Recognition | None:
        """Look for the first line that only these files have."""
        if not any(_is_export(file) for file in chat_files(opened, _TEXTS)):
            return None
        why = "chat_history" if opened.package is None else "zip_with_chat_history"
        return Recognition(kind=MediaKind.CHAT, certainty=Certainty.CERTAIN, why=why)

    def members(self, opened: Opened) -> tuple[MemberInfo, ...]:
        """List the members of the zip."""
        if opened.package is None:
            return ()
        found = (file.member for file in chat_files(opened, _TEXTS) if _is_export(file))
        request = Request(opened=opened, choices=Choices(), zone=None)
        return list_members(
            opened.package,
            frozenset(key for key in found if key),
            contexts_of(_items(request, judge=False)),
        )

    def digest(self, opened: Opened, key: str) -> Iterator[bytes]:
        """Yield the content of one member."""
        return member_content(opened.package, key)

    def read(self, request: Request) -> Understood:
        """Read the chats line by line."""
        return Understood(facts=(), items=_items(request))


def _is_export(file: ChatFile) -> bool:
    return bool(_FIRST.match(file.head) and _VERSION.match(file.head))


def _items(request: Request, *, judge: bool = True) -> Iterator[Item]:
    chats, package = ChatSum(), request.opened.package
    files = Files(package, frozenset(request.choices.withheld), judge=judge)
    for file in chat_files(request.opened, _TEXTS):
        if _is_export(file):
            if file.member is not None:
                chats.used.add(file.member)
            yield from _Reading(file, chats, files).items()
    yield from chats.close(package)


class _Reading:
    """One way through one export."""

    def __init__(self, file: ChatFile, chats: ChatSum, files: Files) -> None:
        self._file, self._chats = file, chats
        self._people = People()
        self._items = Items(self._people, files)
        self._others: Counter[str] = Counter()

    def items(self) -> Iterator[Item]:
        chats, member = self._chats, self._file.member
        at = 0
        try:
            for line in json_lines(chats.counted(self._file.chunks())):
                yield from self._line(line)
                at = line.end
                chats.lines_accounted += line.ended
        except NotUnderstood as damage:
            yield from chats.stopped(damage, member, at)
        for kind, count in sorted(self._others.items()):
            yield from chats.note("section_not_read", member, 0, 0, f"key={kind!r} count={count}")

    def _line(self, line: JsonLine) -> Iterator[Item]:
        chats, member = self._chats, self._file.member
        if line.start == 0:
            # Its values are keys of the account: no word of it goes further.
            for kind in ("keys_in_file", "timed_messages_left_out"):
                yield from chats.note(kind, member, line.start, line.end)
            return
        if line.damage:
            yield from chats.note(line.damage, member, line.start, line.end)
            return
        if line.value is None:
            return
        frame: dict[str, Any] = line.value if isinstance(line.value, dict) else {}
        kind = next((name for name in frame if name in _FRAMES), "")
        values = frame.get(kind)
        if isinstance(values, dict):
            yield from self._frame(kind, values, line)
        else:
            self._others[next(iter(frame), "")[:60]] += 1

    def _frame(self, kind: str, values: dict[str, Any], line: JsonLine) -> Iterator[Item]:
        match kind:
            case "account":
                self._people.add_account(values)
            case "recipient":
                self._people.add_recipient(values)
            case "chat":
                timer = self._people.add_chat(values)
                if timer is not None:
                    title = self._people.thread(text_in(values, "id") or "").title
                    detail = f"label={title[:200]!r} milliseconds={timer[:20]!r}"
                    yield from self._chats.note(
                        "chat_with_timer", self._file.member, line.start, line.end, detail
                    )
            case _:
                yield from self._item(values, line)

    def _item(self, item: dict[str, Any], line: JsonLine) -> Iterator[Item]:
        place = Locator(member=self._file.member, start=line.start, end=line.end)
        thread = self._people.thread(text_in(item, "chatId") or "")
        for read in self._items.read(item):
            yield from self._record(thread, read, place, line)

    def _record(self, thread: Thread, read: Read, place: Locator, line: JsonLine) -> Iterator[Item]:
        found = with_flags(read.found, line.flags)
        yield from self._chats.message(thread, found, place, line.raw)
        for kind, detail in read.remarks:
            yield from self._chats.notes.note(kind, place, detail)
        if "attachment_differs" in found.flags:
            yield from self._chats.notes.note("attachment_differs", place)
