# SPDX-License-Identifier: GPL-3.0-or-later
"""The data package: channels of an account, and in each only what its owner wrote."""

import json
from typing import Any

from evidence_kit.domain.record import Attachment, AttachmentStatus, RecordKind, SenderBasis
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chats.discord.snowflakes import id_differs
from evidence_kit.importers.epoch_times import moment_of_iso
from evidence_kit.importers.json_chats import ChatFile, Found, Thread, text_in, words_in

OWNER = "ID"
"""The package names no sender; the label is the column that stands for the owner's message."""


def thread_of(file: ChatFile, channel: ChatFile | None) -> Thread:
    """Return the conversation that channel.json beside the messages names."""
    folder = file.name.rsplit("/", 1)[0]
    values = _object(channel)
    guild = values.get("guild")
    place = text_in(guild, "name") if isinstance(guild, dict) else None
    name = text_in(values, "name")
    people = values.get("recipients")
    participants = tuple(
        str(one)
        for one in (people if isinstance(people, list) else ())
        if isinstance(one, str | int)
    )
    title = " / ".join(part for part in (place, name) if part) or folder.rsplit("/", 1)[-1]
    return Thread(key=file.member or "", title=title, participants=participants)


def _object(channel: ChatFile | None) -> dict[str, Any]:
    if channel is None:
        return {}
    try:
        value = json.loads(b"".join(channel.chunks()))
    except (ValueError, RecursionError, NotUnderstood):
        return {}
    return value if isinstance(value, dict) else {}


def found_in(value: dict[str, Any]) -> Found:
    """Read one message of the owner."""
    stated = text_in(value, "Timestamp")
    flags: tuple[str, ...] = ()
    if stated is not None and id_differs(text_in(value, "ID"), stated):
        flags = ("id_time_differs",)
    return Found(
        kind=RecordKind.MESSAGE,
        sender=OWNER,
        basis=SenderBasis.OWNER_FLAG,
        text=words_in(value, "Contents") or "",
        moment=None if stated is None else moment_of_iso(stated),
        attachments=tuple(
            Attachment(name=name, status=AttachmentStatus.REMOTE_ONLY)
            for name in (text_in(value, "Attachments") or "").split()
        ),
        flags=flags,
    )
