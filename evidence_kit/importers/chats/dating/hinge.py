# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer of Hinge's `matches.json`: what the owner of the account did and wrote."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis
from evidence_kit.domain.record import Certainty, RecordKind, SenderBasis
from evidence_kit.importers.chat_importer import ChatImporter, Source
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
from evidence_kit.importers.prose_dates import local_moment
from evidence_kit.importers.protocol import Item, Request

_PARTS = ("like", "match", "chats", "block", "we_met", "voice_notes")
_MATCHES = re.compile(
    rb'\A(?:\xef\xbb\xbf)?\s*\[\s*\{\s*"(?:like|match|chats|block|we_met|voice_notes)"\s*:\s*\[\s*\{\s*'
    rb'"(?:timestamp|body|block_type|like|match|did_meet_subject|type|url)"'
)
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?", re.ASCII)
_OWNER = "owner"
"""The file names nobody: all in it was done by the owner of the account."""


def _is_chat(file: ChatFile) -> bool:
    return _MATCHES.match(file.head) is not None


def _records(source: Source) -> Iterator[Item]:
    for file in source.files:
        if _is_chat(file):
            for kind in ("one_sided", "times_without_zone"):
                yield from source.chats.note(kind, file.member, 0, 0)
            with_ = (source.chats, source.request)
            yield from walk(source.chats, file, partial(_matches, file, with_))


def _matches(file: ChatFile, with_: tuple[ChatSum, Request], cursor: JsonBytes) -> Iterator[Item]:
    for number in cursor.places():
        thread = Thread(key=f"{file.member}#{number}", title=f"#{number + 1}")
        if cursor.peek() != b"{":
            yield from _record(file, with_, ("", cursor.value()), thread)
            continue
        for key in cursor.members():
            if key in _PARTS and cursor.peek() == b"[":
                for _ in cursor.places():
                    yield from _record(file, with_, (key, cursor.value()), thread)
            else:
                yield from _record(file, with_, (key, cursor.value()), thread)


def _record(
    file: ChatFile, with_: tuple[ChatSum, Request], part: tuple[str, Span], thread: Thread
) -> Iterator[Item]:
    chats, request = with_
    key, span = part
    value, flags = loaded(span)
    found = _found(key, value, request) if isinstance(value, dict) else unknown(value)
    yield from chats.digested(thread, with_flags(found, flags), place_of(file, span), span.sha256)


def _found(key: str, value: dict[str, Any], request: Request) -> Found:
    stated = text_in(value, "timestamp")
    moment = None if stated is None else _moment(stated, request)
    if key == "chats":
        return Found(
            sender=_OWNER,
            basis=SenderBasis.INFERRED,
            text=words_in(value, "body") or "",
            moment=moment,
        )
    told = [f"{name}: {held}" for name, held in value.items() if name != "timestamp"]
    return Found(
        kind=RecordKind.SYSTEM if key in _PARTS else RecordKind.UNKNOWN,
        sender=_OWNER,
        basis=SenderBasis.INFERRED,
        text="\n".join([key, *told]),
        moment=moment,
        flags=("composed_text",),
    )


def _moment(stated: str, request: Request) -> Moment:
    if _STAMP.fullmatch(stated):
        try:
            local = datetime.fromisoformat(stated).replace(microsecond=0)
        except ValueError:
            pass
        else:
            zone = (request.zone, request.choices.zone)
            return local_moment(stated, local, zone, Precision.SECOND)
    return Moment(
        text=stated,
        local=None,
        basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN,
        precision=Precision.UNKNOWN,
        flags=(MomentFlag.IMPOSSIBLE,),
    )


HINGE = ChatImporter(
    name="hinge",
    version=1,
    extensions=frozenset({"json"}),
    is_chat=_is_chat,
    records=_records,
    certainty=Certainty.LIKELY,
)
