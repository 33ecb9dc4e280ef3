# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer: `messages.json` of the export, by itself or in a zip with its media."""

import json
import re
from collections.abc import Iterator
from functools import partial

from evidence_kit.importers.chat_importer import ChatImporter, Source
from evidence_kit.importers.chats.skype.messages import Rows, hidden_links
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
    words_in,
)
from evidence_kit.importers.protocol import Item

_CHATS = re.compile(
    rb'\A(?:\xef\xbb\xbf)?\s*\{(?=[^\[]{0,2000}"userId"\s*:)(?=[^\[]{0,2000}"exportDate"\s*:)'
    rb'[^\[]{0,2000}"conversations"\s*:\s*\['
)
_USER = re.compile(rb'"userId"\s*:\s*"([^"\\]{1,200})"')


def _is_chat(file: ChatFile) -> bool:
    return _CHATS.match(file.head) is not None


def _records(source: Source) -> Iterator[Item]:
    names = MemberNames(source.request.opened.package, source.request.choices.withheld)
    for file in source.files:
        if not _is_chat(file):
            continue
        user = _USER.search(file.head)
        owner = "" if user is None else user[1].decode("utf-8", "replace")
        rows = Rows(owner, names)
        yield from walk(source.chats, file, partial(_export, file, (source.chats, rows)))


def _export(file: ChatFile, with_: tuple[ChatSum, Rows], cursor: JsonBytes) -> Iterator[Item]:
    for key in cursor.members():
        if key == "conversations" and cursor.peek() == b"[":
            for number in cursor.places():
                yield from _conversation(file, with_, cursor, number)
        else:
            cursor.value()  # whose export it is, and of which day


def _conversation(
    file: ChatFile, with_: tuple[ChatSum, Rows], cursor: JsonBytes, number: int
) -> Iterator[Item]:
    chats, _ = with_
    if cursor.peek() != b"{":
        span = cursor.value()
        yield from chats.note("other_data", file.member, span.start, span.end)
        return
    thread = Thread(key=f"{file.member}#{number}", title=f"#{number + 1}")
    for key in cursor.members():
        if key == "MessageList" and cursor.peek() == b"[":
            for _ in cursor.places():
                yield from _record(file, with_, cursor.value(), thread)
        else:
            thread = _named(thread, key, loaded(cursor.value()).value)


def _named(thread: Thread, key: str, value: object) -> Thread:
    """Take what a conversation says of itself; its name counts before its number."""
    people = thread.participants
    match key:
        case "id" if isinstance(value, str):
            return Thread(key=value, title=value, participants=people)
        case "displayName" if isinstance(value, str) and value:
            return Thread(key=thread.key, title=value, participants=people)
        case "threadProperties" if isinstance(value, dict):
            return Thread(key=thread.key, title=thread.title, participants=_members(value))
        case _:
            return thread


def _members(values: dict[str, object]) -> tuple[str, ...]:
    """The list of members is a text that holds JSON."""
    stated = text_in(values, "members")
    try:
        found = json.loads(stated or "")
    except (ValueError, RecursionError):
        return ()
    return tuple(str(one) for one in found) if isinstance(found, list) else ()


def _record(
    file: ChatFile, with_: tuple[ChatSum, Rows], span: Span, thread: Thread
) -> Iterator[Item]:
    chats, rows = with_
    value, flags = loaded(span)
    place = place_of(file, span)
    if not isinstance(value, dict):
        yield from chats.digested(thread, with_flags(unknown(value), flags), place, span.sha256)
        return
    hidden = list(hidden_links(words_in(value, "content") or ""))
    for number, found in enumerate(rows.read(value)):
        more = ("hidden_link", *flags) if hidden and not number else flags
        yield from chats.digested(thread, with_flags(found, more), place, span.sha256)
    for words, target in hidden:
        yield from chats.notes.note("hidden_link", place, f"text={words!r} target={target!r}")


SKYPE = ChatImporter(
    name="skype",
    version=1,
    extensions=frozenset({"json"}),
    is_chat=_is_chat,
    records=_records,
)
