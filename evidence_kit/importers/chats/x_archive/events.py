# SPDX-License-Identifier: GPL-3.0-or-later
"""One event of a conversation: a message with what was done to it, or a change in a group.

Source: the archive's own README.txt, section direct-messages.
"""

import html
from collections.abc import Iterator
from typing import Any

from evidence_kit.domain.moment import Moment
from evidence_kit.domain.record import Attachment, AttachmentStatus, RecordKind, SenderBasis
from evidence_kit.importers.epoch_times import moment_of_iso, moment_of_seconds
from evidence_kit.importers.json_chats import (
    Found,
    MemberNames,
    objects_in,
    text_in,
    words_in,
)

_SHOWN = 500


class Events:
    """Reads events; knows whose archive it is, and which files lie beside it."""

    def __init__(self, owner: tuple[str, str] | None, names: MemberNames) -> None:
        """`owner` is the number and the name of the account, where the archive says them."""
        self._owner, self._names = owner, names

    def read(self, event: dict[str, Any]) -> Iterator[Found]:
        """Yield earlier versions, the event itself, then reactions."""
        for kind, values in event.items():
            if not isinstance(values, dict):
                continue
            if kind in ("messageCreate", "welcomeMessageCreate"):
                yield from self._message(values)
            else:
                yield self._change(kind, values)

    def people(self, conversation: str) -> tuple[str, ...]:
        """Return who a conversation of two is between: its number holds both."""
        numbers = conversation.split("-")
        if len(numbers) != 2 or not all(map(str.isdecimal, numbers)):
            return ()
        return tuple(self._who(number)[0] or number for number in numbers)

    def _message(self, values: dict[str, Any]) -> Iterator[Found]:
        sender, basis = self._who(text_in(values, "senderId"))
        earlier = list(objects_in(values.get("editHistory")))
        for version in earlier:
            seconds = text_in(version, "createdAtSec")
            yield Found(
                kind=RecordKind.EDITED,
                sender=sender,
                basis=basis,
                text=html.unescape(words_in(version, "editedText") or ""),
                moment=None if seconds is None else moment_of_seconds(seconds),
                flags=("earlier_version",),
            )
        links = [
            link
            for one in objects_in(values.get("urls"))
            if (link := text_in(one, "expanded", "url")) is not None
        ]
        words = html.unescape(words_in(values, "text") or "")
        flags = [flag for flag, on in (("edited", earlier), ("share", links)) if on]
        yield Found(
            sender=sender,
            basis=basis,
            text="\n".join([words, *links]) if words or links else "",
            moment=_moment(values),
            attachments=tuple(self._media(values)),
            flags=tuple(flags),
        )
        for one in objects_in(values.get("reactions")):
            by, ground = self._who(text_in(one, "senderId"))
            yield Found(
                kind=RecordKind.REACTION,
                sender=by,
                basis=ground,
                text=text_in(one, "reactionKey") or "",
                moment=_moment(one),
            )

    def _change(self, kind: str, values: dict[str, Any]) -> Found:
        """Write a change in a group as it stands."""
        sender, basis = self._who(text_in(values, "initiatingUserId"))
        told = [kind]
        for key, value in values.items():
            if key not in ("createdAt", "initiatingUserId"):
                shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
                told.append(f"{key}: {shown[:_SHOWN]}")
        return Found(
            kind=RecordKind.SYSTEM,
            sender=sender,
            basis=basis,
            text="\n".join(told),
            moment=_moment(values),
            flags=("composed_text",),
        )

    def _who(self, number: str | None) -> tuple[str | None, SenderBasis]:
        if number is None:
            return None, SenderBasis.NONE
        if self._owner is not None and number == self._owner[0]:
            return self._owner[1], SenderBasis.OWNER_FLAG
        return number, SenderBasis.STATED

    def _media(self, values: dict[str, Any]) -> Iterator[Attachment]:
        urls = values.get("mediaUrls")
        number = text_in(values, "id") or ""
        for url in urls if isinstance(urls, list) else ():
            name = str(url).split("?", 1)[0].rsplit("/", 1)[-1]
            key = self._names.find(f"{number}-{name}")
            yield self._names.attachment(name, key, AttachmentStatus.REMOTE_ONLY)


def _moment(values: dict[str, Any]) -> Moment | None:
    stated = text_in(values, "createdAt")
    return None if stated is None else moment_of_iso(stated)
