# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns the elements of one chat's messages into messages and notes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from evidence_kit.domain.locator import Locator
from evidence_kit.domain.moment import Moment, MomentFlag
from evidence_kit.domain.record import Message, RecordKind, SenderBasis
from evidence_kit.importers.chats.telegram.attachments import MemberPaths
from evidence_kit.importers.chats.telegram.contents import Content, content_of
from evidence_kit.importers.chats.telegram.first_pass import sender_of
from evidence_kit.importers.chats.telegram.layout import Found
from evidence_kit.importers.chats.telegram.moments import Clock
from evidence_kit.importers.chats.telegram.tally import ExportSource, Tally
from evidence_kit.importers.chats.telegram.values import Value, value_of
from evidence_kit.importers.protocol import Item
from evidence_kit.importers.text_lines import decode
from evidence_kit.limits import RECORD_TEXT_MAX

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class ChatReader:
    """Reads the messages of one chat in order."""

    def __init__(
        self,
        conversation: int,
        source: ExportSource,
        tally: Tally,
        paths: MemberPaths,
        clock: Clock,
    ) -> None:
        self._conversation = conversation
        self._source = source
        self._tally = tally
        self._paths = paths
        self._clock = clock
        self._n = 0
        self._last = ""

    def items(self, found: Found) -> Iterator[Item]:
        """Yield the message and what a reader must know about it."""
        span = found.span
        if span is None:
            return
        place = Locator(
            member=self._source.member, start=span.start, end=span.end, pointer=found.pointer
        )
        value = value_of(span)
        remarks = _remarks(value)
        if isinstance(value.data, dict):
            record: dict[str, Any] = value.data
            content = content_of(record)
        else:
            record = {}
            content = Content(kind=RecordKind.UNKNOWN, texts=[decode(span.data).text])
            remarks.append(("record_unreadable", f"bytes={span.end - span.start}"))
        text, clipped = _fitting("\n".join(content.texts))
        if clipped or span.clipped:
            remarks.append(("text_clipped", f"bytes={span.end - span.start}"))
        remarks += content.remarks
        flags = (*content.flags, *_text_flags(text), *(code for code, _ in remarks))
        yield Item(self._message(record, content.kind, text, place, flags), span.sha256)
        for code, detail in remarks:
            yield from self._tally.notes.note(code, place, detail)

    def _message(
        self,
        record: dict[str, Any],
        kind: RecordKind,
        text: str,
        place: Locator,
        flags: tuple[str, ...],
    ) -> Message:
        self._n += 1
        self._tally.kinds[kind.value] += 1
        sender, _ = sender_of(record)
        return Message(
            conversation=self._conversation,
            n=self._n,
            kind=kind,
            sender=sender,
            sender_basis=SenderBasis.NONE if sender is None else SenderBasis.STATED,
            text=text,
            moment=self._placed_in_time(record),
            attachments=self._paths.attachments(record, self._source.folder),
            locator=place,
            flags=tuple(dict.fromkeys(flags)),
        )

    def _placed_in_time(self, record: dict[str, Any]) -> Moment | None:
        moment = self._clock.moment(record.get("date"), record.get("date_unixtime"))
        now = None if moment is None else moment.utc or moment.local
        if moment is None or now is None:
            return moment
        if now < self._last:
            moment = replace(moment, flags=(*moment.flags, MomentFlag.NON_MONOTONIC))
        self._last = now
        return moment


def _remarks(value: Value) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if value.repaired:
        found.append(("json_repaired", f"characters={value.repaired}"))
    if value.bad:
        found.append(("undecodable_bytes", f"characters={value.bad}"))
    if value.lone:
        found.append(("lone_surrogate", ""))
    return found


def _fitting(text: str) -> tuple[str, bool]:
    raw = text.encode()
    if len(raw) <= RECORD_TEXT_MAX:
        return text, False
    return raw[:RECORD_TEXT_MAX].decode("utf-8", "ignore"), True


def _text_flags(text: str) -> Iterator[str]:
    if _CONTROL.search(text) is not None:
        yield "control_chars"
    if _BIDI.search(text) is not None:
        yield "bidi_marks"
