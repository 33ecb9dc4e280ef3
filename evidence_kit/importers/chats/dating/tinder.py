# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer of Tinder's `data.json`: only what the owner of the account wrote."""

import html
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from evidence_kit.domain.record import SenderBasis
from evidence_kit.importers.chat_importer import ChatImporter, Source
from evidence_kit.importers.epoch_times import moment_of_iso
from evidence_kit.importers.json_bytes import JsonBytes, Span
from evidence_kit.importers.json_chats import (
    ChatFile,
    ChatSum,
    Found,
    Thread,
    loaded,
    place_of,
    text_in,
    unknown,
    walk,
    with_flags,
    words_in,
)
from evidence_kit.importers.prose_dates import prose_moment
from evidence_kit.importers.protocol import Item

_MESSAGES = re.compile(rb'"Messages"\s*:\s*\[\s*(?:\]|\{\s*"match_id"\s*:)')
_USAGE = (b'"app_opens"', b'"swipes_likes"')
_OWNER = "You"
_ISO = re.compile(r"\d{4}-\d\d-\d\dT")


def _is_chat(file: ChatFile) -> bool:
    begins = file.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    return begins and (
        _MESSAGES.search(file.head) is not None or all(key in file.head for key in _USAGE)
    )


def _records(source: Source) -> Iterator[Item]:
    for file in source.files:
        if _is_chat(file):
            yield from source.chats.note("one_sided", file.member, 0, 0)
            yield from walk(source.chats, file, partial(_data, file, source.chats))


def _data(file: ChatFile, chats: ChatSum, cursor: JsonBytes) -> Iterator[Item]:
    for key in cursor.members():
        if key == "Messages" and cursor.peek() == b"[":
            for number in cursor.places():
                yield from _match(file, chats, cursor, number)
        else:
            yield from _other(file, chats, cursor, key)


def _match(file: ChatFile, chats: ChatSum, cursor: JsonBytes, number: int) -> Iterator[Item]:
    if cursor.peek() != b"{":
        yield from _other(file, chats, cursor, "Messages")
        return
    thread = Thread(key=f"{file.member}#{number}", title=f"#{number + 1}")
    for key in cursor.members():
        if key == "messages" and cursor.peek() == b"[":
            for _ in cursor.places():
                yield from _message(file, chats, cursor.value(), thread)
        elif key == "match_id":
            stated = str(loaded(cursor.value()).value)
            thread = Thread(key=thread.key, title=stated)
        else:
            yield from _other(file, chats, cursor, key)


def _other(file: ChatFile, chats: ChatSum, cursor: JsonBytes, key: str) -> Iterator[Item]:
    span = cursor.value()
    detail = f"key={key[:60]!r}"
    yield from chats.note("section_not_read", file.member, span.start, span.end, detail)


def _message(file: ChatFile, chats: ChatSum, span: Span, thread: Thread) -> Iterator[Item]:
    value, flags = loaded(span)
    found = _found(value) if isinstance(value, dict) else unknown(value)
    yield from chats.digested(thread, with_flags(found, flags), place_of(file, span), span.sha256)


def _found(value: dict[str, Any]) -> Found:
    sender, stated = text_in(value, "from"), text_in(value, "sent_date")
    moment = None
    if stated is not None:
        # Written as RFC 1123 has it, with GMT; newer ones as ISO 8601.
        iso = _ISO.match(stated) is not None
        moment = moment_of_iso(stated) if iso else prose_moment(stated, None, None)
    own = sender == _OWNER
    basis = SenderBasis.OWNER_FLAG if own else SenderBasis.STATED
    return Found(
        sender=sender,
        basis=SenderBasis.NONE if sender is None else basis,
        text=html.unescape(words_in(value, "message") or ""),
        moment=moment,
    )


TINDER = ChatImporter(
    name="tinder",
    version=1,
    extensions=frozenset({"json"}),
    is_chat=_is_chat,
    records=_records,
)
