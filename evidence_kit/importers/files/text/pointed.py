# SPDX-License-Identifier: GPL-3.0-or-later
"""A text read by columns that the person pointed out: who, when and what, as they say it stands there."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from evidence_kit.domain.columns import Columns, Shape
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.moment import Moment, MomentFlag, Precision
from evidence_kit.domain.reading import ByteSource
from evidence_kit.domain.record import Fact, FactBasis, RecordKind, SenderBasis
from evidence_kit.importers.files.text.date_order import MomentReader, Order, OrderEvidence
from evidence_kit.importers.files.text.encodings import Weighed, until_damage
from evidence_kit.importers.files.text.rows import Path, Row, fields_of, rows_of
from evidence_kit.importers.json_chats import ChatSum, Found, Thread
from evidence_kit.importers.protocol import Item, Request
from evidence_kit.importers.source import PartSource, blocks
from evidence_kit.limits import COLUMN_SENDERS_MAX, RECORD_TEXT_MAX

_CELL_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cells:
    """Where in a row the pointed-out cells stand, from 0."""

    time: int | None
    sender: int | None
    text: int

    @staticmethod
    def of(columns: Columns) -> "_Cells":
        if columns.shape is Shape.PATTERN:
            return _Cells(time=0, sender=1, text=2)
        time, sender = columns.time, columns.sender
        return _Cells(
            time=None if time is None else time - 1,
            sender=None if sender is None else sender - 1,
            text=(columns.text or 1) - 1,
        )

    def fit(self, cells: tuple[str, ...] | None) -> bool:
        return cells is not None and self.text < len(cells)

    def pick(self, cells: tuple[str, ...], place: int | None) -> str:
        return cells[place] if place is not None and place < len(cells) else ""


@dataclass(slots=True)
class _Evidence:
    """What the pass before reading gathers."""

    order: OrderEvidence = field(default_factory=OrderEvidence)
    senders: dict[str, None] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    width: int = 0


class _Held:
    """A row, and what stands behind it that belongs to it."""

    def __init__(self, row: Row, end: int) -> None:
        self.row, self.end, self.bad = row, end, row.bad
        self.more: list[str] = []
        self._empty = 0

    def add(self, row: Row) -> None:
        """Take what comes next; empty lines count only between others."""
        self.end, self.bad = row.end, self.bad + row.bad
        if row.shown.strip():
            self.more += [""] * self._empty + [row.shown]
            self._empty = 0
        else:
            self._empty += 1


class PointedOut:
    """Reads one file by the person's columns."""

    def __init__(self, request: Request, columns: Columns, weighed: Weighed) -> None:
        self._request, self._columns, self._weighed = request, columns, weighed
        self._opened = request.opened
        self._cells = _Cells.of(columns)
        self._paths: tuple[Path, ...] = ()
        if columns.shape is Shape.OBJECTS:
            self._paths = fields_of(self._opened.head)
        self._evidence = self._weigh()
        self._order: Order = self._evidence.order.decide(request.choices.day_first)
        self._moments = MomentReader(self._order, request.zone, request.choices.zone)
        self._chats = ChatSum()
        self._chats.lines_total = weighed.lines
        self._bad = 0

    def facts(self) -> tuple[Fact, ...]:
        """Say what was pointed out, and how the dates are read."""
        order = self._order.facts() if self._evidence.order.dates else ()
        return (*self._weighed.encoding.facts(), *self._pointed(), *order)

    def _pointed(self) -> Iterator[Fact]:
        columns = self._columns
        if columns.shape is Shape.PATTERN:
            yield _fact("column_pattern", columns.pattern)
            return
        chosen = (
            ("column_time", columns.time),
            ("column_sender", columns.sender),
            ("column_text", columns.text),
        )
        for name, number in chosen:
            if number is not None:
                yield _fact(name, self._named(number))
        used = {columns.time, columns.sender, columns.text}
        rest = [number for number in range(1, self._evidence.width + 1) if number not in used]
        if rest:
            yield _fact("columns_unused", ", ".join(self._named(number) for number in rest))

    def _named(self, number: int) -> str:
        names = self._evidence.names
        name = names[number - 1].strip()[:_CELL_SHOWN] if number <= len(names) else ""
        return f"{number} “{name}”" if name else str(number)

    def _rows(self, chunks: Iterator[bytes]) -> Iterator[Row]:
        return rows_of(chunks, self._weighed.encoding, self._columns, self._paths)

    def _weigh(self) -> _Evidence:
        found, first = _Evidence(), True
        found.names = tuple(".".join(path) for path in self._paths)
        found.width = len(self._paths)
        for row in self._rows(until_damage(self._opened.chunks())):
            if row.cells is None:
                continue
            found.width = max(found.width, len(row.cells))
            if first and self._is_header(row):
                found.names, first = row.cells, False
                continue
            if row.shown.strip():
                first = False
            found.order.add(self._cells.pick(row.cells, self._cells.time))
            if len(found.senders) < COLUMN_SENDERS_MAX:
                sender = self._cells.pick(row.cells, self._cells.sender).strip()
                if sender:
                    found.senders.setdefault(sender)
        return found

    def _is_header(self, row: Row) -> bool:
        return (
            self._columns.header and self._columns.shape is Shape.ROWS and bool(row.shown.strip())
        )

    def items(self, chunks: Callable[[], Iterator[bytes]]) -> Iterator[Item]:
        """Yield the records; the caller closes with `last`."""
        yield from self._chats.notes.note("columns_by_person")
        if self._weighed.encoding.reason == "guessed_western":
            yield from self._chats.notes.note("encoding_guessed")
        if len(self._evidence.senders) >= COLUMN_SENDERS_MAX:
            kept = f"kept={COLUMN_SENDERS_MAX}"
            yield from self._chats.notes.note("many_labels", None, kept)
        held: _Held | None = None
        for row in self._below_header(chunks()):
            if isinstance(row, Item):
                if held is not None:
                    yield from self._record(held)
                held = None
                yield row
            elif held is not None and self._continues(held, row):
                held.add(row)
            else:
                if held is not None:
                    yield from self._record(held)
                held = _Held(row, row.end)
        if held is not None:
            yield from self._record(held)

    def _below_header(self, chunks: Iterator[bytes]) -> Iterator[Item | Row]:
        """Yield the rows, and notes on those that are doubtful or hold the names of columns."""
        header = True
        for row in self._rows(chunks):
            self._bad += row.bad
            self._chats.lines_accounted += row.ends
            if row.note:
                yield from self._chats.note(row.note, None, row.start, row.end)
            if header and self._is_header(row):
                yield from self._chats.note("header_row", None, row.start, row.end)
            else:
                yield row
            header = header and not row.shown.strip()

    def last(self) -> Iterator[Item]:
        """Yield what is counted, and the sum."""
        if self._bad:
            yield from self._chats.notes.note("undecodable_bytes", None, f"count={self._bad}")
        yield from self._chats.close(None)

    @property
    def chats(self) -> ChatSum:
        """Numbers and counts."""
        return self._chats

    def _continues(self, held: "_Held", row: Row) -> bool:
        """Say whether a row belongs to the one before: it is empty, or a line of no form."""
        if row.shown.strip() and (row.cells is not None or held.row.cells is None):
            return False
        if row.shown.strip() and self._columns.shape is not Shape.PATTERN:
            return False
        return row.end - held.row.start <= RECORD_TEXT_MAX

    def _record(self, held: "_Held") -> Iterator[Item]:
        row = held.row
        if not row.shown.strip():
            yield from self._chats.note("empty_lines", None, row.start, held.end)
            return
        sha256 = row.sha256 if held.end == row.end else None
        thread = Thread(
            key="", title=self._opened.name.text, participants=tuple(self._evidence.senders)
        )
        found = self._found(row)
        if held.more:
            found = replace(found, text="\n".join((found.text, *held.more)))
        if held.bad:
            found = replace(found, flags=(*found.flags, "undecodable_bytes"))
        place = Locator(member=None, start=row.start, end=held.end)
        digest = sha256 or _digest(self._opened.near, row.start, held.end)
        yield from self._chats.digested(thread, found, place, digest)

    def _found(self, row: Row) -> Found:
        if row.cells is None or not self._cells.fit(row.cells):
            return Found(
                kind=RecordKind.UNKNOWN,
                sender=None,
                basis=SenderBasis.NONE,
                text=row.shown,
                moment=None,
                flags=("row_does_not_fit",),
            )
        sender = self._cells.pick(row.cells, self._cells.sender)
        moment = self._moments.moment(self._cells.pick(row.cells, self._cells.time))
        return Found(
            kind=RecordKind.MESSAGE if sender.strip() else RecordKind.TEXT,
            sender=sender if sender.strip() else None,
            basis=SenderBasis.STATED if sender.strip() else SenderBasis.NONE,
            text=row.cells[self._cells.text],
            moment=moment,
            flags=() if moment is None or _is_read(moment) else ("time_not_read",),
        )


def _is_read(moment: Moment) -> bool:
    return moment.precision is not Precision.UNKNOWN or MomentFlag.IMPOSSIBLE in moment.flags


def _fact(name: str, value: str) -> Fact:
    return Fact(name=name, value=value, basis=FactBasis.BY_PERSON)


def _digest(source: ByteSource, start: int, end: int) -> str:
    whole = hashlib.sha256()
    for block in blocks(PartSource(source, start, end - start)):
        whole.update(block)
    return whole.hexdigest()
