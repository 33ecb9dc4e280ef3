# SPDX-License-Identifier: GPL-3.0-or-later
"""`data.json`: a JSON object a line for each message."""

import re
from collections.abc import Iterator
from typing import Any

from evidence_kit.domain.locator import Locator
from evidence_kit.domain.record import Attachment, RecordKind, SenderBasis
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chats.signal_export.sources import (
    Media,
    folder_of,
    moment_of,
    sender_of,
    thread_of,
)
from evidence_kit.importers.json_chats import (
    ChatFile,
    ChatSum,
    Found,
    text_in,
    unknown,
    with_flags,
    words_in,
)
from evidence_kit.importers.json_lines import JsonLine, json_lines
from evidence_kit.importers.protocol import Item, Request

_FIRST = re.compile(
    rb'\A(?:\xef\xbb\xbf)?\{"date": ?"\d{4}-\d\d-\d\dT[\d:.]{5,20}", ?'
    rb'"sender": ?(?:null|"(?:[^"\\\n]|\\.){0,400}"), ?"body": ?"'
)
_QUOTED = 500


def is_json_form(head: bytes) -> bool:
    """Know the first line by the order of its names, which only this program writes."""
    return _FIRST.match(head) is not None


class JsonForm:
    """One way through one `data.json`."""

    def __init__(self, file: ChatFile, chats: ChatSum, with_: tuple[Request, Media]) -> None:
        self._file, self._chats = file, chats
        self._request, self._media = with_
        self._thread = thread_of(file, "data")
        self._folder = folder_of(file)

    def items(self) -> Iterator[Item]:
        """Yield each message, its earlier versions in front of it, its reactions behind it."""
        chats, at = self._chats, 0
        try:
            for line in json_lines(chats.counted(self._file.chunks())):
                yield from self._line(line)
                at = line.end
                chats.lines_accounted += line.ended
        except NotUnderstood as damage:
            yield from chats.stopped(damage, self._file.member, at)

    def _line(self, line: JsonLine) -> Iterator[Item]:
        place = Locator(member=self._file.member, start=line.start, end=line.end)
        if line.damage:
            yield from self._chats.notes.note(line.damage, place)
            return
        if line.value is None and not line.raw.strip():
            return
        if not isinstance(line.value, dict):
            yield from self._chats.message(self._thread, unknown(line.value), place, line.raw)
            return
        for found in self._found(line.value):
            shown = with_flags(found, line.flags)
            yield from self._chats.message(self._thread, shown, place, line.raw)
        quote = text_in(line.value, "quote")
        if quote:
            yield from self._chats.notes.note("reply", place, f"text={quote.strip()[:_QUOTED]!r}")

    def _found(self, values: dict[str, Any]) -> Iterator[Found]:
        earlier = [one for one in _array(values, "edits") if isinstance(one, dict)]
        for one in earlier:
            whole = {"sender": values.get("sender"), **one}
            yield self._one(whole, RecordKind.EDITED, ("earlier_version",))
        yield self._one(values, _kind(values), ("edited",) if earlier else ())
        for one in _array(values, "reactions"):
            yield _reaction(one)

    def _one(self, values: dict[str, Any], kind: RecordKind, flags: tuple[str, ...]) -> Found:
        who = sender_of(text_in(values, "sender"))
        stated = text_in(values, "date")
        words = [words_in(values, "body") or ""]
        sticker = values.get("sticker")
        if sticker:
            # Beside its sign a sticker holds a key, which goes no further.
            sign = sticker if isinstance(sticker, str) else ""
            words.append(words_in(sticker, "emoji") or "" if isinstance(sticker, dict) else sign)
            flags = (*flags, "sticker")
        return Found(
            kind=kind,
            sender=who[0],
            basis=who[1],
            text="\n".join(word for word in words if word.strip()),
            moment=None if stated is None else moment_of(stated, self._request),
            attachments=tuple(self._attachments(values)),
            flags=(*flags, "reply") if values.get("quote") else flags,
        )

    def _attachments(self, values: dict[str, Any]) -> Iterator[Attachment]:
        for one in _array(values, "attachments"):
            if isinstance(one, dict):
                path = text_in(one, "path") or ""
                name = text_in(one, "name") or path
                yield self._media.attachment(name, path, self._folder)


def _kind(values: dict[str, Any]) -> RecordKind:
    if values.get("deleted") is True:
        return RecordKind.DELETED
    return RecordKind.CALL if values.get("call") is True else RecordKind.MESSAGE


def _reaction(one: object) -> Found:
    """Read a pair of name and sign, or an object of both."""
    if isinstance(one, list):
        one = dict(zip(("name", "emoji"), one, strict=False))
    if not isinstance(one, dict):
        return unknown(one)
    sender = text_in(one, "name")
    return Found(
        kind=RecordKind.REACTION,
        sender=sender,
        basis=SenderBasis.NONE if sender is None else SenderBasis.STATED,
        text=words_in(one, "emoji") or "",
        moment=None,
    )


def _array(values: dict[str, Any], key: str) -> list[Any]:
    found = values.get(key)
    return found if isinstance(found, list) else []
