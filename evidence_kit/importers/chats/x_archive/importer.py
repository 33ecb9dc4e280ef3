# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer: `direct-messages.js` and its parts, read as data and never run."""

import re
from collections.abc import Iterator
from functools import partial

from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chat_importer import ChatImporter, Source
from evidence_kit.importers.chats.x_archive.events import Events
from evidence_kit.importers.json_bytes import JsonBytes, Span
from evidence_kit.importers.json_chats import (
    ChatFile,
    ChatSum,
    MemberNames,
    Thread,
    loaded,
    place_of,
    text_in,
    unknown,
    walk,
    with_flags,
)
from evidence_kit.importers.json_ranges import load
from evidence_kit.importers.protocol import Item

_CHATS = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s{0,99}window\.YTD\.(direct_messages?(?:_group)?)\.part(\d{1,4})\s{0,9}=\s{0,9}(?=\[)"
)
_ACCOUNT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s{0,99}window\.YTD\.account\.part0\s{0,9}=\s{0,9}(?=\[)"
)
_PARTIAL = re.compile(rb'"isPartialArchive"\s{0,9}:\s{0,9}true')
_MISSING_NAMED = 100


def _is_chat(file: ChatFile) -> bool:
    return _CHATS.match(file.head) is not None


def _records(source: Source) -> Iterator[Item]:
    chats = source.chats
    names = MemberNames(source.request.opened.package, source.request.choices.withheld)
    events = Events(_owner(source.files, chats), names)
    parts: dict[bytes, set[int]] = {}
    for file in source.files:
        found = _CHATS.match(file.head)
        if found is None:
            continue
        parts.setdefault(found[1], set()).add(int(found[2]))
        yield from chats.note("numbers_for_people", file.member, 0, 0)
        reading = partial(_conversations, file, (chats, events))
        yield from walk(chats, file, reading, len(found[0]))
    for numbers in parts.values():
        for missing in sorted(set(range(max(numbers))) - numbers)[:_MISSING_NAMED]:
            yield from chats.note("missing_part", None, 0, 0, f"numbers={missing}")
    if any(_PARTIAL.search(file.head) for file in source.files):
        yield from chats.note("partial_archive", None, 0, 0)


def _owner(files: tuple[ChatFile, ...], chats: ChatSum) -> tuple[str, str] | None:
    for file in files:
        found = _ACCOUNT.match(file.head)
        if found is None:
            continue
        try:
            said = load(file.head[found.end() :]).value
            account = said[0]["account"]
            number = text_in(account, "accountId")
        except (NotUnderstood, ValueError, LookupError, TypeError, AttributeError):
            continue
        if file.member is not None:
            chats.used.add(file.member)
        if number is not None:
            return number, text_in(account, "username") or number
    return None


def _conversations(
    file: ChatFile, with_: tuple[ChatSum, Events], cursor: JsonBytes
) -> Iterator[Item]:
    for number in cursor.places():
        if cursor.peek() != b"{":
            yield from _no_message(file, with_[0], cursor)
            continue
        for key in cursor.members():
            if key == "dmConversation" and cursor.peek() == b"{":
                yield from _conversation(file, with_, cursor, number)
            else:
                yield from _no_message(file, with_[0], cursor)


def _conversation(
    file: ChatFile, with_: tuple[ChatSum, Events], cursor: JsonBytes, number: int
) -> Iterator[Item]:
    chats, events = with_
    thread = Thread(key=f"{file.member}#{number}", title=f"#{number + 1}")
    for key in cursor.members():
        if key == "messages" and cursor.peek() == b"[":
            for _ in cursor.places():
                yield from _event(file, with_, cursor.value(), thread)
        elif key == "conversationId":
            stated = str(loaded(cursor.value()).value)
            thread = Thread(key=stated, title=stated, participants=events.people(stated))
        else:
            yield from _no_message(file, chats, cursor)


def _event(
    file: ChatFile, with_: tuple[ChatSum, Events], span: Span, thread: Thread
) -> Iterator[Item]:
    chats, events = with_
    value, flags = loaded(span)
    found = list(events.read(value)) if isinstance(value, dict) else []
    if not found:
        found = [unknown(value)]
    for one in found:
        yield from chats.digested(thread, with_flags(one, flags), place_of(file, span), span.sha256)


def _no_message(file: ChatFile, chats: ChatSum, cursor: JsonBytes) -> Iterator[Item]:
    span = cursor.value()
    yield from chats.note("other_data", file.member, span.start, span.end)


X_ARCHIVE = ChatImporter(
    name="x",
    version=1,
    extensions=frozenset({"js"}),
    is_chat=_is_chat,
    records=_records,
)
