# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer: `chat_history.csv`, `messages.csv` and their archives, known by their header."""

from collections.abc import Iterator
from typing import Any

from evidence_kit.domain.locator import Locator
from evidence_kit.domain.record import SenderBasis
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chat_importer import ChatImporter, Source
from evidence_kit.importers.csv_rows import csv_rows, header_of
from evidence_kit.importers.epoch_times import moment_of_iso
from evidence_kit.importers.json_chats import (
    ChatFile,
    ChatSum,
    Found,
    Thread,
    text_in,
    with_flags,
    words_in,
)
from evidence_kit.importers.protocol import Item

_CHAT = frozenset({"message_id", "created_at", "username", "message", "channel_url"})
_MAIL = frozenset({"id", "thread_id", "date", "from", "to", "subject", "body"})
_STATISTICS = ("statistic", "value")
_ACCOUNT = "account name"


def _is_chat(file: ChatFile) -> bool:
    names = frozenset(header_of(file.head))
    return names >= _CHAT or names >= _MAIL


def _records(source: Source) -> Iterator[Item]:
    owner = _owner(source)
    for file in source.files:
        names = frozenset(header_of(file.head))
        if names >= _CHAT:
            yield from _table(file, source.chats, owner, chat=True)
        elif names >= _MAIL:
            yield from _table(file, source.chats, owner, chat=False)


def _owner(source: Source) -> str | None:
    """Return the name of the account, which stands in a table of its own."""
    for file in source.files:
        if header_of(file.head)[:2] != _STATISTICS:
            continue
        try:
            for row in csv_rows(iter([file.head])):
                if row.values.get("statistic") == _ACCOUNT:
                    if file.member is not None:
                        source.chats.used.add(file.member)
                    return text_in(row.values, "value")
        except NotUnderstood:
            continue
    return None


def _table(file: ChatFile, chats: ChatSum, owner: str | None, *, chat: bool) -> Iterator[Item]:
    at = 0
    try:
        for row in csv_rows(chats.counted(file.chunks())):
            at = row.start + len(row.raw)
            chats.lines_accounted += row.raw.count(b"\n")
            if row.start == 0 or not row.raw.strip():
                continue
            found, thread = (_said if chat else _written)(row.values, owner)
            place = Locator(member=file.member, start=row.start, end=at)
            yield from chats.message(thread, with_flags(found, row.flags), place, row.raw)
    except NotUnderstood as damage:
        yield from chats.stopped(damage, file.member, at)


def _said(values: dict[str, Any], owner: str | None) -> tuple[Found, Thread]:
    """Read a row of the chats."""
    channel = text_in(values, "channel_url") or ""
    title = text_in(values, "channel_name") or text_in(values, "subreddit") or channel
    flags = ["reply"] if text_in(values, "thread_parent_message_id") else []
    updated, created = text_in(values, "updated_at"), text_in(values, "created_at")
    if updated and updated != created:
        flags.append("edited")
    found = _found(values, (text_in(values, "username"), owner), created, flags)
    return found, Thread(key=channel, title=title)


def _written(values: dict[str, Any], owner: str | None) -> tuple[Found, Thread]:
    """Read a row of the private messages; a subject stands before the words."""
    sender, to = text_in(values, "from"), text_in(values, "to")
    found = _found(values, (sender, owner), text_in(values, "date"), [])
    people = tuple(name for name in (sender, to) if name)
    key = text_in(values, "thread_id") or " ".join(people)
    title = text_in(values, "subject") or key
    return found, Thread(key=f"message {key}", title=title, participants=people)


def _found(
    values: dict[str, Any], who: tuple[str | None, str | None], stated: str | None, flags: list[str]
) -> Found:
    sender, owner = who
    basis = SenderBasis.OWNER_FLAG if owner and sender == owner else SenderBasis.STATED
    words = [words_in(values, key) or "" for key in ("subject", "message", "body", "")]
    return Found(
        sender=sender or None,
        basis=basis if sender else SenderBasis.NONE,
        text="\n".join(part for part in words if part),
        moment=moment_of_iso(stated) if stated else None,
        flags=tuple(flags),
    )


REDDIT = ChatImporter(
    name="reddit",
    version=1,
    extensions=frozenset({"csv"}),
    is_chat=_is_chat,
    records=_records,
)
