# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer: `message_ID.csv` and `group_message_ID.csv`, with `contacts.csv` beside them."""

import re
from collections.abc import Iterator
from typing import Any

from evidence_kit.domain.locator import Locator
from evidence_kit.domain.record import Attachment, RecordKind, SenderBasis
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chat_importer import ChatImporter, Source
from evidence_kit.importers.csv_rows import csv_rows, header_of
from evidence_kit.importers.epoch_times import moment_of_milliseconds
from evidence_kit.importers.json_chats import (
    ChatFile,
    ChatSum,
    Found,
    MemberNames,
    Thread,
    text_in,
    with_flags,
    words_in,
)
from evidence_kit.importers.protocol import Item

_MESSAGES = frozenset({"uid", "isoutbox", "posted_at", "type", "body"})
_CONTACTS = frozenset({"identity", "publickey"})
_NAMED = re.compile(r"(?:^|/)(group_)?message_([^/]{1,60}?)(?:-\d{1,9})?\.csv$", re.IGNORECASE)
_KINDS = {
    "LOCATION": RecordKind.LOCATION,
    "BALLOT": RecordKind.POLL,
    "CONTACT": RecordKind.CONTACT,
    "VOIP_STATUS": RecordKind.CALL,
    "GROUP_CALL_STATUS": RecordKind.CALL,
    "STATUS": RecordKind.SYSTEM,
    "GROUP_STATUS": RecordKind.SYSTEM,
    "FORWARD_SECURITY_STATUS": RecordKind.SYSTEM,
}
_WITH_FILE = frozenset({"IMAGE", "VIDEO", "VOICEMESSAGE", "FILE"})
_OWNER = "isoutbox"
"""The table names its owner by this column only."""


def _is_chat(file: ChatFile) -> bool:
    return frozenset(header_of(file.head)) >= _MESSAGES


def _records(source: Source) -> Iterator[Item]:
    names = MemberNames(source.request.opened.package, source.request.choices.withheld)
    contacts = dict(_contacts(source))
    for file in source.files:
        if _is_chat(file):
            yield from _table(file, source.chats, (names, contacts))


def _contacts(source: Source) -> Iterator[tuple[str, str]]:
    """Yield how the owner calls each identity."""
    for file in source.files:
        if not frozenset(header_of(file.head)) >= _CONTACTS:
            continue
        if file.member is not None:
            source.chats.used.add(file.member)
        try:
            for row in csv_rows(file.chunks()):
                identity = text_in(row.values, "identity")
                parts = [text_in(row.values, key) for key in ("firstname", "lastname")]
                name = " ".join(part for part in parts if part)
                name = name or text_in(row.values, "nick_name", "nickname") or ""
                if identity and name:
                    yield identity, f"{name} ({identity})"
        except NotUnderstood:
            continue


def _table(
    file: ChatFile, chats: ChatSum, with_: tuple[MemberNames, dict[str, str]]
) -> Iterator[Item]:
    names, contacts = with_
    named = _NAMED.search(file.name)
    whom = named[2] if named else file.name
    group = bool(named and named[1])
    title = whom if group else contacts.get(whom, whom)
    thread = Thread(key=file.member or "", title=title, participants=() if group else (title,))
    at = 0
    try:
        for row in csv_rows(chats.counted(file.chunks())):
            at = row.start + len(row.raw)
            chats.lines_accounted += row.raw.count(b"\n")
            if row.start == 0 or not row.raw.strip():
                continue
            sender = text_in(row.values, "identity") if group else whom
            found = _found(row.values, contacts.get(sender or "", sender), names)
            place = Locator(member=file.member, start=row.start, end=at)
            yield from chats.message(thread, with_flags(found, row.flags), place, row.raw)
    except NotUnderstood as damage:
        yield from chats.stopped(damage, file.member, at)


def _found(values: dict[str, Any], other: str | None, names: MemberNames) -> Found:
    sort = (text_in(values, "type") or "").upper()
    out = text_in(values, "isoutbox") in ("1", "true")
    kind = _KINDS.get(sort, RecordKind.MESSAGE if sort in {"", "TEXT", *_WITH_FILE} else None)
    if text_in(values, "isstatusmessage") in ("1", "true") and kind is not RecordKind.CALL:
        kind = RecordKind.SYSTEM
    flags = [] if kind is not None else ["unsupported"]
    words = words_in(values, "caption" if sort in _WITH_FILE else "body") or ""
    if sort not in {"", "TEXT", *_WITH_FILE}:
        words = "\n".join(part for part in (sort, words) if part)
        flags.append("composed_text")
    stated = text_in(values, "posted_at", "created_at")
    gone = text_in(values, "deleted_at", "deletedAt")
    if text_in(values, "edited_at", "editedAt"):
        flags.append("edited")
    owner = (_OWNER, SenderBasis.OWNER_FLAG)
    who = owner if out else (other, SenderBasis.STATED if other else SenderBasis.NONE)
    return Found(
        kind=RecordKind.DELETED if gone else kind or RecordKind.UNKNOWN,
        sender=who[0],
        basis=who[1],
        text=words,
        moment=moment_of_milliseconds(stated) if stated else None,
        attachments=tuple(_files(values, sort, names)),
        flags=tuple(flags),
    )


def _files(values: dict[str, Any], sort: str, names: MemberNames) -> Iterator[Attachment]:
    if sort not in _WITH_FILE:
        return
    uid = text_in(values, "uid") or ""
    wanted = (f"message_media_{uid}", f"group_message_media_{uid}")
    key = names.find(
        *wanted, *(f"{name}.{end}" for name in wanted for end in ("jpg", "mp4", "m4a"))
    )
    yield names.attachment(sort.lower(), key)


THREEMA = ChatImporter(
    name="threema",
    version=1,
    extensions=frozenset({"csv"}),
    is_chat=_is_chat,
    records=_records,
)
