# SPDX-License-Identifier: GPL-3.0-or-later
"""Second reading, first half: physical lines put together to records, every byte in one."""

import hashlib
import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from evidence_kit.importers.chats.whatsapp import header as grammar
from evidence_kit.importers.chats.whatsapp.dates import MomentReader
from evidence_kit.importers.chats.whatsapp.header import Header, Shape
from evidence_kit.importers.chats.whatsapp.labels import Labels
from evidence_kit.importers.text_lines import decode
from evidence_kit.limits import QUOTED_RUN_MAX, RECORD_TEXT_MAX

if TYPE_CHECKING:
    from evidence_kit.domain.moment import Moment

_LINE_ENDS = b"\n\0"
"""Last bytes of a line: UTF-16 little-endian ends it with a zero."""
_LONG_BACK = timedelta(days=1)


class RawRecord:
    """One record as it stands in the bytes; `header` is None for lines before the first one."""

    # Defaults of the class, because nearly every record keeps them.
    label: str | None = None
    text_at: int = 0
    """Where in the body the text behind the label begins."""
    moment: "Moment | None" = None
    flags: tuple[str, ...] = ()
    remarkable: bool = False
    """Whether there is something to note about it."""
    bad: tuple[int, int, int] | None = None
    """First and last byte that did not decode, and how many characters."""
    clipped: bool = False
    _more: tuple[list[bytes], list[str]] | None = None
    """Bytes and texts of the lines behind the first."""
    _hash: "hashlib._Hash | None" = None

    def __init__(self, start: int, raw: bytes, text: str, header: Header | None) -> None:
        self.header = header
        self.start = start
        self.end = start + len(raw)
        self.lines = 1 if raw[-1] in _LINE_ENDS else 0
        """Line ends inside it."""
        self._raw = raw
        self._text = text
        if header is None:
            self.remarkable = True

    def extend(self, raw: bytes, text: str) -> None:
        """Add a physical line, or a piece of one."""
        self.end += len(raw)
        self.lines += raw[-1] in _LINE_ENDS
        if self._hash is not None:
            self._hash.update(raw)
            return
        if self._more is None:
            self._more = [], []
        self._more[0].append(raw)
        if self.end - self.start > RECORD_TEXT_MAX:
            # From here on only the hash and the length are kept: constant memory.
            self.clipped = self.remarkable = True
            self._hash = hashlib.sha256(self._raw)
            self._hash.update(b"".join(self._more[0]))
            self._raw = b""
            self._more = [], self._more[1]
        else:
            self._more[1].append(text)

    def swallow(self, other: "RawRecord") -> None:
        """Take over a record that proves to be text of this one."""
        self.extend(other._raw, other._text)  # noqa: SLF001 - same class
        for raw, text in zip(*(other._more or ((), ())), strict=True):  # noqa: SLF001
            self.extend(raw, text)
        if other.bad is not None:
            self.spoil(other.bad)
        self.mark("quoted_header")

    def spoil(self, place: tuple[int, int, int]) -> None:
        """Note bytes that did not decode."""
        if self.bad is not None:
            place = (self.bad[0], place[1], self.bad[2] + place[2])
        self.bad = place
        self.remarkable = True

    @property
    def body(self) -> str:
        """Text behind the header, without the line end that closes the record."""
        text = self._text if self._more is None else self._text + "".join(self._more[1])
        at = 0 if self.header is None else self.header.body_at
        if self.clipped:
            return text[at:]
        if text.endswith("\r\n"):
            return text[at:-2] if len(text) - 2 > at else ""
        return text[at:-1] if text.endswith("\n") else text[at:]

    def mark(self, flag: str) -> None:
        """Put a flag on it."""
        if flag not in self.flags:
            self.flags = (*self.flags, flag)
        self.remarkable = True

    def sha256(self) -> str:
        """SHA-256 of all bytes of the record."""
        if self._hash is not None:
            return self._hash.hexdigest()
        digest = hashlib.sha256(self._raw)
        if self._more is not None:
            digest.update(b"".join(self._more[0]))
        return digest.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the first reading decided about one chat text."""

    pattern: re.Pattern[str]
    encoding: str
    shapes: frozenset[Shape]
    crlf_only: bool
    """Whether only a header behind CRLF begins a record."""
    labels: Labels
    moments: MomentReader

    def begun(self, record: RawRecord, text: str, header: Header) -> RawRecord:
        """Fill in what the first line of a record says."""
        record.label, record.text_at = self.labels.split(text[header.body_at :])
        record.moment = moment = self.moments.moment(header)
        if moment.local is None:
            record.remarkable = True
        return record


def raw_records(lines: Iterable[bytes], plan: Plan, at: int = 0) -> Iterator[RawRecord]:
    """Yield records in source order; together they hold every byte.

    Args:
        lines: Physical lines, the first of which begins a record or the text.
        plan: What was decided about the text.
        at: Place of the first byte in the text.
    """
    current: RawRecord | None = None
    whole, crlf = True, True
    offset = at
    encoding, pattern, parse = plan.encoding, plan.pattern, grammar.parse
    shapes, begun = plan.shapes, plan.begun
    ends = "\r\n".encode(encoding) if plan.crlf_only else b""
    bad: tuple[int, int, int] | None
    for raw in lines:
        try:
            text, bad = raw.decode(encoding), None
        except UnicodeDecodeError as error:
            text, bad = _damaged(raw, encoding, offset, error.start)
        found = parse(text, pattern) if whole else None
        if found is not None and crlf and found.shape in shapes:
            if current is not None:
                yield current
            current = begun(RawRecord(offset, raw, text, found), text, found)
        elif current is None:
            current = RawRecord(offset, raw, text, None)
        else:
            current.extend(raw, text)
            if found is not None and current.header is not None:
                current.mark("quoted_header")
        if bad is not None:
            current.spoil(bad)
        offset += len(raw)
        whole = raw[-1] in _LINE_ENDS
        crlf = current.header is None or raw.endswith(ends)
    if current is not None:
        current.lines += not whole
        yield current


def _damaged(
    raw: bytes, encoding: str, at: int, first_bad: int
) -> tuple[str, tuple[int, int, int]]:
    shown = decode(raw, encoding)
    return shown.text, (at + first_bad, at + _last_bad(raw, encoding), shown.bad)


def _last_bad(raw: bytes, encoding: str) -> int:
    """Return one past the last byte that does not decode."""
    if encoding != "utf-8":
        return len(raw)
    spread = raw.decode("utf-8", "surrogateescape")
    last = max(place for place, c in enumerate(spread) if "\ud800" <= c <= "\udfff")
    return len(spread[: last + 1].encode("utf-8", "surrogateescape"))


def without_pasted_runs(records: Iterable[RawRecord], labels: Labels) -> Iterator[RawRecord]:
    """Put pasted pieces of chat back into the message they stand in.

    Where line ends tell nothing, a run counts as pasted only if it follows something a person
    said, the clock goes back by more than a day and comes back to where it was, and nobody in
    the run is heard elsewhere in the file.
    Otherwise its records stay records and carry the flag possible_quoted_header.
    """
    pending: RawRecord | None = None
    run: list[RawRecord] = []
    last = ""
    for record in records:
        moment = record.moment
        now = "" if moment is None or moment.local is None else moment.local
        if not run and now >= last:  # nearly every record
            if pending is not None:
                yield pending
            pending, last = record, now
            continue
        if run and (_continues(pending, record) or len(run) >= QUOTED_RUN_MAX):
            pending = yield from _closed(pending, run, labels, returned=_continues(pending, record))
            run = []
        if run or (_is_spoken(pending) and _goes_back(pending, record)):
            run.append(record)
            continue
        if pending is not None:
            yield pending
        pending, last = record, now
    if run:
        pending = yield from _closed(pending, run, labels, returned=False)
    if pending is not None:
        yield pending


def _closed(
    pending: RawRecord | None, run: list[RawRecord], labels: Labels, *, returned: bool
) -> Generator[RawRecord, None, RawRecord]:
    """Decide on a run; yield what is settled and return the record that is still open."""
    if returned and pending is not None and not pending.clipped:
        heard: dict[str | None, int] = {}
        for record in run:
            heard[record.label] = heard.get(record.label, 0) + 1
        if all(labels.counts.get(label or "", 0) <= times for label, times in heard.items()):
            for record in run:
                pending.swallow(record)
            return pending
        for record in run:
            record.mark("possible_quoted_header")
    if pending is not None:
        yield pending
    yield from run[:-1]
    return run[-1]


def _is_spoken(record: RawRecord | None) -> bool:
    """Say whether a person could have pasted something into it; the app's lines stand alone."""
    if record is None or record.label is None or record.clipped:
        return False
    return not record.body.startswith(("\u200e", "\u200f"), record.text_at)


def _goes_back(pending: RawRecord | None, record: RawRecord) -> bool:
    before, now = _clock(pending), _clock(record)
    return before is not None and now is not None and before - now > _LONG_BACK


def _continues(pending: RawRecord | None, record: RawRecord) -> bool:
    before, now = _clock(pending), _clock(record)
    return before is not None and now is not None and now >= before


def _clock(record: RawRecord | None) -> datetime | None:
    if record is None or record.moment is None or record.moment.local is None:
        return None
    return datetime.fromisoformat(record.moment.local)
