# SPDX-License-Identifier: GPL-3.0-or-later
"""Second reading of a chat whose records nearly all look alike: many at a time, straight to lines.

What is plainly said by a known sender, in the file's own layout and not before the record in front of
it, differs from others like it in number, sender, text, time and place only; its line is put together
from parts. Everything else goes the careful way (raw_records.py), record by record, and comes out as
it always does. A test compares the two for every sample.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from json.encoder import encode_basestring as in_json

from evidence_kit.domain.locator import Locator
from evidence_kit.domain.moment import Moment
from evidence_kit.domain.record import Attachment, Message, RecordKind, SenderBasis
from evidence_kit.formats import records
from evidence_kit.importers.chats.whatsapp.header import Header, parse, time_of_day
from evidence_kit.importers.chats.whatsapp.labels import LABEL_MAX
from evidence_kit.importers.chats.whatsapp.layouts import Layout
from evidence_kit.importers.chats.whatsapp.raw_records import Plan, RawRecord, raw_records
from evidence_kit.importers.protocol import Item, ReadyLines
from evidence_kit.importers.text_lines import split
from evidence_kit.limits import RECORD_TEXT_MAX

HELD_MAX = 4 << 20
"""Bytes of one record held in memory; a longer one is read with care, piece by piece."""
_SHORT = RECORD_TEXT_MAX - 1024
"""Bytes of text up to which a record, with its header and label, is surely kept whole."""
_STAMPS_KEPT = 1 << 17
_FORMS_KEPT = 1 << 14

_NUMBER, _START, _END = 918_273_645, 918_273_646, 918_273_647
_SENDER, _TEXT, _TIME, _LOCAL, _UTC, _FLAGS, _DIGEST = (
    f"@blank {name}@" for name in ("sender", "text", "time", "local", "utc", "flags", "digest")
)
_QUOTED = tuple(f'"{blank}"' for blank in (_SENDER, _TEXT, _FLAGS))
_BARE = (str(_NUMBER), str(_START), str(_END), _TIME, _LOCAL, _UTC, _DIGEST)
_PLAIN_KIND = f'"kind":"{RecordKind.MESSAGE.value}"'
_STATED = f'"sender_basis":"{SenderBasis.STATED.value}"'
_NO_FILES = '"attachments":[]'
_BLANKS = re.compile("|".join((*_QUOTED, *_BARE)))


Form = tuple[str, str, str, str, str, str, str, str, str, str, str, str]
"""The parts of a line that stay the same for one day, or for one hour in a chosen zone: up to number,
sender, text, time, local time, UTC (empty where no zone was chosen), start, end, flags, digest, the end
of the line; and the day in ISO 8601 with its T."""

Stamp = tuple[str, str]
"""A time of day as written, and as ISO 8601."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a text behind a label is, when it is not plainly spoken."""

    sender: str | None
    kind: RecordKind
    text: str
    files: tuple[Attachment, ...]
    flags: tuple[str, ...]


@dataclass(slots=True)
class Progressed:
    """How far writing is, shared with the careful way."""

    n: int = 0
    last: str = ""
    """Local time of the last record that has one."""
    lines: int = 0
    """Line ends accounted for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known of the chat before its second reading."""

    plan: Plan
    layout: Layout
    conversation: int
    member: str | None
    is_plain: Callable[[str], bool]
    """Whether a text is said by a person, as far as words go."""
    by_mark: bool
    """Whether a printable text, which has no mark of the app, is always spoken."""
    described: Callable[[str, str], Described]
    """Says what a text behind a known label is, when it is not plain."""
    kinds: Counter[str]
    """Records by kind, over all chats of the source."""
    flags_of: Callable[[str], tuple[str, ...]]
    careful: Callable[[RawRecord], Iterator[Item]]
    """Turns one record into its items, the usual way."""


class QuickReading:
    """Reads one text; `progressed` is kept up to date for the careful way and by it."""

    def __init__(self, setting: Setting, progressed: Progressed) -> None:
        self._setting = setting
        self._plan = plan = setting.plan
        self._layout = layout = setting.layout
        self._progressed = progressed
        self._before = b"\r\n" if plan.crlf_only else b"\n"
        label = rb"([^:\n]{1,%d}): " % (LABEL_MAX - len(": "))
        self._pattern = re.compile(re.escape(self._before) + layout.header + label)
        constant = (self._before, layout.opening, layout.join, layout.closing, b": ")
        self._fixed = sum(map(len, constant))
        self._forms: dict[tuple[bytes, str], Form | None] = {}
        self._stamps: dict[bytes, Stamp] = {}
        self._told = Counter(setting.kinds)
        self._speakers = {
            label.encode(): in_json(label)
            for label in plan.labels.known
            if label not in plan.labels.longer and label.isprintable()
        }

    def parts(self, chunks: Iterable[bytes]) -> Iterator[ReadyLines]:
        """Yield the messages and notes of a text, in order."""
        step = len(self._before)
        held, at = self._before, -step
        coming = iter(chunks)
        for chunk in coming:
            block = held + chunk
            rows = self._pattern.split(block)
            begun = len(rows[0])
            out = _Out()
            if len(rows) > 1:
                if begun:
                    self._carefully((block[step : begun + step],), at + step, out)
                self._block(block, at, rows, out)
                last = len(block) - sum(map(len, rows[-4:])) - self._fixed
                held, at = block[last:], at + last
            else:
                held = block
            if len(held) > HELD_MAX:
                self._carefully(chain((held[step:],), coming), at + step, out)
                held = self._before
            yield self._ready(out)
        if len(held) > step:
            out = _Out()
            self._carefully((held[step:],), at + step, out)
            yield self._ready(out)

    def _ready(self, out: "_Out") -> ReadyLines:
        kinds = Counter(self._setting.kinds)
        fresh = kinds - self._told
        self._told = kinds
        return ReadyLines("\n".join(out.lines).encode(), fresh, out.notes)

    def _block(  # noqa: PLR0915 -- the one loop that a million messages pass through
        self, block: bytes, at: int, rows: list[bytes], out: "_Out"
    ) -> None:
        """Write all records of a block but the last, which the next block may go on with."""
        fixed, step, in_zone = self._fixed, len(self._before), self._plan.moments.in_zone
        stamps, speakers, plain = self._stamps, self._speakers, self._setting.is_plain
        by_mark = self._setting.by_mark
        closer, sha256, write = self._closer, hashlib.sha256, out.lines.append
        at += step
        n, last, ends = self._progressed.n, self._progressed.last, 0
        end, said_plainly = len(rows[0]), 0
        form: Form | None = None
        a = b = c = d = e = f = g = h = i = j = k = today = ""
        day, hour = b"", ""
        for date, time, label, said in zip(
            rows[1:-4:4], rows[2:-4:4], rows[3:-4:4], rows[4:-4:4], strict=True
        ):
            start, end = end, end + fixed + len(date) + len(time) + len(label) + len(said)
            sender, stamp = speakers.get(label), stamps.get(time) or self._stamp(time)
            if sender is not None and stamp is not None:
                stamp_text, iso = stamp
                if date != day or (in_zone and iso[:2] != hour):
                    day, hour = date, iso[:2]
                    form = self._form(date, time, hour if in_zone else "")
                    if form is not None:
                        a, b, c, d, e, f, g, h, i, j, k, today = form
                local = today + iso
                text: str | None
                try:
                    text = said.decode()
                except UnicodeDecodeError:
                    text = None
                printable = text is not None and len(said) <= _SHORT and text.isprintable()
                if not printable:
                    text = closer(text, len(said))
                if text is not None and form is not None and local >= last:
                    last = local
                    n += 1
                    ends += 1 if printable else 1 + said.count(b"\n")
                    utc = f + iso[3:] if in_zone else ""
                    digest = sha256(block[start + step : end + step]).hexdigest()
                    if (by_mark and printable and text.strip()) or plain(text):
                        known_by = "" if printable else self._flags(text)
                        write(
                            f"{a}{n}{b}{sender}{c}{in_json(text)}{d}{stamp_text}{e}{iso}{utc}"
                            f"{g}{at + start}{h}{at + end}{i}{known_by}{j}{digest}{k}"
                        )
                        said_plainly += 1
                        continue
                    place = f"{at + start}{h}{at + end}"
                    write(self._described(form, n, (label.decode(), text, stamp), place, digest))
                    continue
            self._noted(n, last, ends, said_plainly)
            self._carefully((block[start + step : end + step],), at + start, out)
            n, last = self._progressed.n, self._progressed.last
            ends = said_plainly = 0
        self._noted(n, last, ends, said_plainly)

    def _noted(self, n: int, last: str, ends: int, said_plainly: int) -> None:
        """Bring up to date what is shared with the careful way."""
        self._progressed.n, self._progressed.last = n, last
        self._progressed.lines += ends
        self._setting.kinds[RecordKind.MESSAGE.value] += said_plainly

    def _described(
        self, form: Form, n: int, said: tuple[str, str, Stamp], place: str, digest: str
    ) -> str:
        """Return the line of a record whose text is, or may be, one of the app's own."""
        label, text, (stamp_text, iso) = said
        a, b, c, d, e, f, g, _, i, j, k, _ = form
        found = self._setting.described(label, text)
        self._setting.kinds[found.kind.value] += 1
        b = b.replace(_PLAIN_KIND, f'"kind":"{found.kind.value}"', 1)
        if found.sender is None:
            c = c.replace(_STATED, f'"sender_basis":"{SenderBasis.NONE.value}"', 1)
        if found.files:
            g = g.replace(_NO_FILES, f'"attachments":[{records.attachments(found.files)}]', 1)
        sender = "null" if found.sender is None else in_json(found.sender)
        flags = found.flags
        if not found.text.isprintable():
            flags += self._setting.flags_of(found.text)
        utc = f + iso[3:] if f else ""
        return (
            f"{a}{n}{b}{sender}{c}{in_json(found.text)}{d}{stamp_text}{e}{iso}{utc}{g}{place}"
            f"{i}{','.join(map(in_json, flags))}{j}{digest}{k}"
        )

    def _carefully(self, chunks: Iterable[bytes], at: int, out: "_Out") -> None:
        """Read records one by one; `at` is the place of the first byte."""
        for raw in raw_records(split(chunks, self._plan.encoding), self._plan, at):
            for item in self._setting.careful(raw):
                out.put(item)

    def _closer(self, text: str | None, size: int) -> str | None:
        """Look closer at a text that holds more than letters; None where that is not enough."""
        if text is None or size > _SHORT:
            return None
        if "\n" in text and any(map(self._plan.pattern.match, text.split("\n")[1:])):
            return None
        if text[-1:] == "\r" and not self._plan.crlf_only:
            return text[:-1]
        return text

    def _flags(self, text: str) -> str:
        return ",".join(map(in_json, self._setting.flags_of(text)))

    def _stamp(self, time: bytes) -> Stamp | None:
        """Read a time of day once."""
        text = time.decode()
        iso = time_of_day(text).iso
        if iso is None:
            return None
        if len(self._stamps) > _STAMPS_KEPT:
            self._stamps.clear()
        stamp = self._stamps[time] = text, iso
        return stamp

    def _form(self, date: bytes, time: bytes, hour: str) -> Form | None:
        """Make the parts of all lines of a day, or of an hour of it in a chosen zone."""
        key = date, hour
        if key not in self._forms:
            if len(self._forms) > _FORMS_KEPT:
                self._forms.clear()
            self._forms[key] = self._made(date, time)
        return self._forms[key]

    def _made(self, date: bytes, time: bytes) -> Form | None:
        layout, plan = self._layout, self._plan
        head = b"".join((layout.opening, date, layout.join, time, layout.closing)).decode()
        header = parse(head, plan.pattern)
        if header is None or header.shape not in plan.shapes:
            return None
        if any(flag.startswith("calendar_") for flag in header.date.flags):
            return None
        moment = plan.moments.moment(header)
        if moment.local is None or moment.local_other is not None:
            return None
        utc = self._utc_of_hour(header) if plan.moments.in_zone else None
        if plan.moments.in_zone and utc is None:
            return None
        day = moment.local[: len("2026-01-14T")]
        return _form_of(
            replace(
                moment,
                text=f"{(date + layout.join).decode()}{_TIME}",
                local=f"{day}{_LOCAL}",
                utc=None if utc is None else f"{utc}{_UTC}Z",
            ),
            self._setting,
            day,
        )

    def _utc_of_hour(self, header: Header) -> str | None:
        """Return date and hour in UTC when the whole hour lies alike in both, else None."""
        hour = (header.time.iso or "")[:2]
        first, last = (
            self._plan.moments.moment(header._replace(time=header.time._replace(iso=iso)))
            for iso in (f"{hour}:00:00", f"{hour}:59:59")
        )
        if first.utc is None or last.utc is None or first.flags != last.flags:
            return None
        begin, end = first.utc.split(":", 1), last.utc.split(":", 1)
        alike = begin[0] == end[0] and (begin[1], end[1]) == ("00:00Z", "59:59Z")
        return f"{begin[0]}:" if alike else None


@dataclass(slots=True)
class _Out:
    """Lines of one block."""

    lines: list[str] = field(default_factory=list)
    notes: int = 0

    def put(self, item: Item) -> None:
        record, raw_sha256 = item
        self.lines.append(records.to_line(record, raw_sha256).decode())
        self.notes += not isinstance(record, Message)


def _form_of(moment: Moment, setting: Setting, day: str) -> Form:
    """Take a line apart in which blanks stand for what differs."""
    blank = Message(
        conversation=setting.conversation,
        n=_NUMBER,
        kind=RecordKind.MESSAGE,
        sender=_SENDER,
        sender_basis=SenderBasis.STATED,
        text=_TEXT,
        moment=moment,
        locator=Locator(member=setting.member, start=_START, end=_END),
        flags=(_FLAGS,),
    )
    parts = _BLANKS.split(records.to_line(blank, _DIGEST).decode())
    if moment.utc is None:
        parts.insert(5, "")
    a, b, c, d, e, f, g, h, i, j, k = parts
    return a, b, c, d, e, f, g, h, i, j, k, day
