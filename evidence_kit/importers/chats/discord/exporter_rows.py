# SPDX-License-Identifier: GPL-3.0-or-later
"""Elements of DiscordChatExporter's JSON."""

import re
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from evidence_kit.domain.record import Attachment, AttachmentStatus, RecordKind, SenderBasis
from evidence_kit.importers.chats.discord.snowflakes import id_differs
from evidence_kit.importers.epoch_times import moment_of_iso
from evidence_kit.importers.json_chats import Found, Thread, text_in, words_in
from evidence_kit.importers.prose_dates import prose_moment

_ISO = re.compile(r"\d{4}-\d\d-\d\dT")
_SPOKEN = frozenset({"Default", "Reply", "ThreadStarterMessage", "ChatInputCommand", ""})
_KINDS = {"Call": RecordKind.CALL}


def thread_of(values: dict[str, Any]) -> Thread:
    """Return the conversation that the values in front of the messages name."""
    guild = values.get("guild")
    channel = values.get("channel")
    place = text_in(guild, "name") if isinstance(guild, dict) else None
    channel = channel if isinstance(channel, dict) else {}
    name = text_in(channel, "name")
    title = " / ".join(part for part in (place, text_in(channel, "category"), name) if part)
    return Thread(key=text_in(channel, "id") or title, title=title)


def found_in(value: dict[str, Any], files: dict[str, str], withheld: frozenset[str]) -> Found:
    """Read one message."""
    author = value.get("author")
    sender = _label(author) if isinstance(author, dict) else None
    kind = text_in(value, "type") or ""
    stated = text_in(value, "timestamp")
    spoken = kind in _SPOKEN
    words = words_in(value, "content") or ("" if spoken else kind)
    flags = tuple(_flags(value))
    if stated is not None and id_differs(text_in(value, "id"), stated):
        flags = (*flags, "id_time_differs")
    return Found(
        kind=RecordKind.MESSAGE if spoken else _KINDS.get(kind, RecordKind.SYSTEM),
        sender=sender,
        basis=SenderBasis.NONE if sender is None else SenderBasis.STATED,
        text="\n".join(part for part in (words, *_embedded(value)) if part),
        moment=None if stated is None else moment_of_iso(stated),
        attachments=tuple(_attachments(value, files, withheld)),
        flags=flags,
    )


def found_in_row(
    value: dict[str, Any],
    files: dict[str, str],
    withheld: frozenset[str],
    zone: tuple[tzinfo | None, str | None],
) -> Found:
    """Read one row of the program's CSV."""
    sender, stated = text_in(value, "Author"), text_in(value, "Date") or ""
    iso = _ISO.match(stated) is not None
    urls = [{"url": url.strip()} for url in (text_in(value, "Attachments") or "").split(",")]
    words = words_in(value, "Content") or ""
    return Found(
        sender=sender or None,
        basis=SenderBasis.STATED if sender else SenderBasis.NONE,
        text=words,
        moment=moment_of_iso(stated) if iso else prose_moment(stated, *zone),
        attachments=tuple(
            _attachments({"attachments": [one for one in urls if one["url"]]}, files, withheld)
        ),
        flags=("has_reactions",) if text_in(value, "Reactions") else (),
    )


def _label(author: dict[str, Any]) -> str | None:
    """Return the account's name, which is more stable than the name shown in one server."""
    name, number = text_in(author, "name"), text_in(author, "discriminator")
    if name is None or number in (None, "0", "0000"):
        return name
    return f"{name}#{number}"


def _flags(value: dict[str, Any]) -> Iterator[str]:
    if value.get("timestampEdited"):
        yield "edited"
    if value.get("isPinned") is True:
        yield "pinned"
    if value.get("reactions"):
        yield "has_reactions"
    if value.get("type") == "Reply" or value.get("reference"):
        yield "reply"
    if value.get("forwardedMessage"):
        yield "forwarded"


def _embedded(value: dict[str, Any]) -> Iterator[str]:
    """Yield the words that stand in a forwarded message or in the cards below one."""
    forwarded = value.get("forwardedMessage")
    cards = value.get("embeds")
    for held in (forwarded, *(cards if isinstance(cards, list) else ())):
        if isinstance(held, dict):
            for key in ("content", "title", "description", "url"):
                words = words_in(held, key)
                if words:
                    yield words


def _attachments(
    value: dict[str, Any], files: dict[str, str], withheld: frozenset[str]
) -> Iterator[Attachment]:
    held = [*_list(value, "attachments"), *_list(value, "stickers")]
    for one in held:
        url = text_in(one, "url", "sourceUrl") or ""
        name = text_in(one, "fileName", "name") or url
        if url.startswith(("http://", "https://")):
            yield Attachment(name=name, status=AttachmentStatus.REMOTE_ONLY)
            continue
        key = files.get(url.replace("\\", "/").rsplit("/", 1)[-1])
        status = AttachmentStatus.MISSING
        if key is not None:
            status = AttachmentStatus.WITHHELD if key in withheld else AttachmentStatus.PRESENT
        yield Attachment(name=name, status=status, member=key)


def _list(value: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    held = value.get(key)
    for one in held if isinstance(held, list) else ():
        if isinstance(one, dict):
            yield one
