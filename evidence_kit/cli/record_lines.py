# SPDX-License-Identifier: GPL-3.0-or-later
"""Records as lines for people, as they come out of the reader process."""

from evidence_kit import wording
from evidence_kit.cli.console import Console
from evidence_kit.domain.record import (
    Conversation,
    Message,
    Note,
    Record,
    RecordKind,
    SourceHead,
    Summary,
)
from evidence_kit.formats import records
from evidence_kit.i18n import Texts


class RecordLines:
    """Takes blocks of complete record lines and prints them; holds one block at a time."""

    def __init__(self, console: Console, w: Texts, t: Texts) -> None:
        self._console = console
        self._w = w
        self._t = t

    def feed(self, block: bytes) -> None:
        """Print the records of a block."""
        for line in block.split(b"\n"):
            if line:
                for text in self._lines(records.from_line(line)):
                    self._console.line(text)

    def _lines(self, record: Record) -> tuple[str, ...]:
        match record:
            case SourceHead():
                return self._head(record)
            case Conversation():
                title = self._t(
                    "Conversation {number}: {title}", number=record.id, title=record.title
                )
                return ("", title, "")
            case Message():
                return self._message(record)
            case Note():
                return (f"       * {wording.note(self._w, record)}",)
            case Summary():
                return ("", *self._summary(record))

    def _head(self, head: SourceHead) -> tuple[str, ...]:
        facts = (wording.fact(self._w, fact) for fact in head.facts)
        return (
            head.name,
            f"  SHA-256: {head.sha256}",
            f"  {wording.size(self._w, head.size)}",
            *(f"  {name}: {value}" for name, value in facts),
        )

    def _message(self, message: Message) -> tuple[str, ...]:
        when = "" if message.moment is None else wording.moment(self._w, message.moment)
        first, *rest = message.text.split("\n")
        if message.kind is RecordKind.TEXT and message.moment is None:
            return (f"{message.n:>5}  {first}", *(f"       {more}" for more in rest))
        sender = message.sender or wording.name(self._w, message.kind)
        lines = [f"{message.n:>5}  {when}  {sender}: {first}", *(f"       {more}" for more in rest)]
        lines += [
            f"       [{attachment.name}: {wording.name(self._w, attachment.status)}]"
            for attachment in message.attachments
        ]
        return tuple(lines)

    def _summary(self, summary: Summary) -> tuple[str, ...]:
        t = self._t
        lines = [
            t.n("{n} record", "{n} records", summary.records),
            t.n("{n} remark of the reader", "{n} remarks of the reader", summary.notes),
        ]
        if summary.lines_total:
            lines.append(
                t(
                    "{accounted} of {total} lines accounted for",
                    accounted=summary.lines_accounted,
                    total=summary.lines_total,
                )
            )
        if not summary.complete:
            lines.append(t("Reading stopped before the end."))
        return tuple(lines)
