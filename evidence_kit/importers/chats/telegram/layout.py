# SPDX-License-Identifier: GPL-3.0-or-later
"""The outline of result.json: where chats and their messages stand, for one chat or an account."""

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from evidence_kit.importers.json_bytes import JsonBytes, Span

_LISTS = frozenset({"chats", "left_chats"})


class Part(Enum):
    """What a value of the file is."""

    CHAT = "chat"
    """A chat begins; its value is passed member by member."""
    FIELD = "field"
    """A member of a chat, or of the file, other than its messages."""
    RECORD = "record"
    """An element of a chat's messages."""
    OTHER = "other"
    """Data of the account that belong to no chat."""


class Found(NamedTuple):
    """One value."""

    part: Part
    chat: str
    """JSON pointer of the chat it belongs to; empty for the file itself."""
    pointer: str
    key: str
    span: Span | None


def outline(cursor: JsonBytes) -> Iterator[Found]:
    """Yield all values of a file in order.

    Raises:
        NotUnderstood: the bytes end early, or are no JSON from some place on.
    """
    for key in cursor.members():
        pointer = f"/{_escaped(key)}"
        if key == "messages" and cursor.peek() == b"[":
            yield Found(Part.CHAT, "", "", "", None)
            yield from _records(cursor, "")
        elif key in _LISTS and cursor.peek() == b"{":
            yield from _chats(cursor, pointer)
        else:
            yield Found(Part.FIELD, "", pointer, key, cursor.value())


def _chats(cursor: JsonBytes, pointer: str) -> Iterator[Found]:
    for key in cursor.members():
        inner = f"{pointer}/{_escaped(key)}"
        if key != "list" or cursor.peek() != b"[":
            yield Found(Part.OTHER, "", inner, key, cursor.value())
            continue
        for number in cursor.places():
            yield from _chat(cursor, f"{inner}/{number}")


def _chat(cursor: JsonBytes, chat: str) -> Iterator[Found]:
    if cursor.peek() != b"{":
        yield Found(Part.OTHER, "", chat, "", cursor.value())
        return
    yield Found(Part.CHAT, chat, chat, "", None)
    for key in cursor.members():
        if key == "messages" and cursor.peek() == b"[":
            yield from _records(cursor, chat)
        else:
            yield Found(Part.FIELD, chat, f"{chat}/{_escaped(key)}", key, cursor.value())


def _records(cursor: JsonBytes, chat: str) -> Iterator[Found]:
    for number in cursor.places():
        yield Found(Part.RECORD, chat, f"{chat}/messages/{number}", "", cursor.value())


def _escaped(key: str) -> str:
    """Write a key as part of a pointer (RFC 6901 section 3), in valid Unicode."""
    valid = key.encode("utf-8", "replace").decode()
    return valid.replace("~", "~0").replace("/", "~1")
