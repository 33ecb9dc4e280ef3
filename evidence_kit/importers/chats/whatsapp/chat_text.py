# SPDX-License-Identifier: GPL-3.0-or-later
"""One chat text, read twice: first for what it proves as a whole, then record by record."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from evidence_kit.domain.locator import Locator
from evidence_kit.domain.moment import Moment, MomentFlag
from evidence_kit.domain.record import (
    Attachment,
    Conversation,
    Fact,
    FactBasis,
    Message,
    RecordKind,
    SenderBasis,
)
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chats.whatsapp.attachments import MemberNames
from evidence_kit.importers.chats.whatsapp.bodies import Body, Classifier
from evidence_kit.importers.chats.whatsapp.dates import Decision, MomentReader, Order, decide
from evidence_kit.importers.chats.whatsapp.first_pass import FirstPass
from evidence_kit.importers.chats.whatsapp.header import HEADER, LONG_HEADER, Shape, parse
from evidence_kit.importers.chats.whatsapp.labels import Labels, resolve
from evidence_kit.importers.chats.whatsapp.quick_reading import (
    Described,
    Progressed,
    QuickReading,
    Setting,
)
from evidence_kit.importers.chats.whatsapp.raw_records import (
    Plan,
    RawRecord,
    raw_records,
    without_pasted_runs,
)
from evidence_kit.importers.chats.whatsapp.strings import strings
from evidence_kit.importers.protocol import Item, Notes, ReadyLines, Request
from evidence_kit.importers.text_lines import decode, encoding_of, split

_APP_MARKS = "\u200e\u200f"
_APP_SIGNS = tuple(_APP_MARKS)
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURE_ORDERS = frozenset({Order.DAY_FIRST, Order.MONTH_FIRST, Order.YEAR_FIRST})
_EXPORT_CAPS = (10_000, 40_000)
_CAP_SLACK = 10
_FIRST_LINES = 20
_QUOTED_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSource:
    """Where a chat text comes from."""

    chunks: Callable[[], Iterator[bytes]]
    """Its bytes, as often as asked for."""
    member: str | None
    title: str | None
    """From the name of its file or package; None when that says nothing."""


@dataclass(slots=True)
class Tally:
    """What the summary adds up, over all chat texts of a source."""

    notes: Notes = field(default_factory=Notes)
    kinds: Counter[str] = field(default_factory=Counter)
    """By the kind's value: an enum is slow to look up."""
    lines_total: int = 0
    lines_accounted: int = 0
    conversations: int = 0
    complete: bool = True


def looks_like_chat(head: bytes) -> tuple[int, bool]:
    """Return how many of the first lines are headers, and whether the first line is one."""
    encoding = encoding_of(head)
    found, first, seen = 0, False, 0
    for raw in split([head], encoding):
        text = decode(raw, encoding).text
        if not text.strip():
            continue
        is_header = parse(text) is not None or parse(text, LONG_HEADER) is not None
        first = first or (seen == 0 and is_header)
        found += is_header
        seen += 1
        if seen >= _FIRST_LINES:
            break
    return found, first


class ChatText:
    """One chat text after its first reading."""

    def __init__(self, source: ChatSource, request: Request) -> None:
        self._source = source
        self._damage: NotUnderstood | None = None
        self._lines_total = 0
        encoding = encoding_of(next(source.chunks(), b""))
        first = self._first_pass(HEADER, encoding)
        if not first.groups:
            first = self._first_pass(LONG_HEADER, encoding)
        shapes = first.shapes()
        crlf_only = first.line_ends_tell()
        whole = first.merged(shapes, crlf_only=crlf_only)
        self._evidence = whole.labels
        self.decision = decide(whole.order, request.choices.day_first)
        self.labels: Labels = resolve(whole.labels, source.title)
        self._shapes = shapes
        self._marks = first.marks
        self._plan = Plan(
            pattern=first.pattern,
            encoding=encoding,
            shapes=frozenset(shapes),
            crlf_only=crlf_only,
            labels=self.labels,
            moments=MomentReader(self.decision, request.zone, request.choices.zone),
        )
        goes_back = whole.order.goes_back(self.decision.order)
        in_order = not first.overall.goes_back(self.decision.order)
        alike = len(shapes) == 1 and in_order and self.decision.order in _SURE_ORDERS
        self._quick = first.layouts.get(shapes[0]) if alike and encoding == "utf-8" else None
        if goes_back:
            # Who is named in pasted text only is no participant.
            heard = {raw.label for raw in self.records()}
            self.labels = self.labels.only(heard)

    def _first_pass(self, pattern: re.Pattern[str], encoding: str) -> FirstPass:
        first = FirstPass(pattern=pattern, encoding=encoding)
        if encoding == "utf-8":
            first.read_blocks(self._counted())
        else:
            first.read(self._lines(encoding))
        return first

    def _lines(self, encoding: str) -> Iterator[bytes]:
        """Yield lines, and count them apart from those who put them together."""
        if encoding == "utf-8":
            return split(self._counted(), encoding)
        return self._counted_wide(encoding)

    def _counted(self) -> Iterator[bytes]:
        self._lines_total = 0
        last = b"\n"
        for chunk in self._undamaged():
            self._lines_total += chunk.count(b"\n")
            last = chunk[-1:]
            yield chunk
        self._lines_total += last != b"\n"

    def _counted_wide(self, encoding: str) -> Iterator[bytes]:
        self._lines_total = 0
        last = b"\n"
        for raw in split(self._undamaged(), encoding):
            last = raw[-2:].strip(b"\0")
            self._lines_total += last == b"\n"
            yield raw
        self._lines_total += last != b"\n"

    def _undamaged(self) -> Iterator[bytes]:
        """Yield bytes; where they end badly, keep why and end there."""
        try:
            yield from self._source.chunks()
        except NotUnderstood as damage:
            self._damage = damage

    @property
    def title(self) -> str:
        """Name of the chat, by file name, else by the app's own line, else by who speaks."""
        return self._source.title or self.labels.chat or ", ".join(self.labels.participants)

    def facts(self, *, alone: bool) -> Iterator[Fact]:
        """Return how the text was understood, with its name unless it is the only one."""
        of = "" if alone else f" ({self._source.member})"
        for name, value in (
            ("day_order", self.decision.order.value),
            ("day_order_reason", self.decision.reason),
            ("layout", _layout(self._shapes)),
        ):
            yield Fact(name=name, value=f"{value}{of}", basis=FactBasis.COMPUTED)

    def records(self) -> Iterator[RawRecord]:
        """Yield raw records, pasted pieces put back."""
        found = raw_records(self._lines(self._plan.encoding), self._plan)
        return without_pasted_runs(found, self.labels)

    def items(self, tally: Tally, names: MemberNames) -> Iterator[Item]:
        """Yield the conversation, its messages and its notes; add to the tally."""
        yield from self._begun(tally)
        writer = _Writer(self, tally, names)
        for raw in self.records():
            yield from writer.items(raw)
        yield from self._ended(tally, writer)

    def lines(self, tally: Tally, names: MemberNames) -> Iterator[Item | ReadyLines]:
        """Do the same where items are wanted as lines: most records need no object of their own."""
        if self._quick is None:
            yield from self.items(tally, names)
            return
        yield from self._begun(tally)
        writer = _Writer(self, tally, names)
        setting = Setting(
            plan=self._plan,
            layout=self._quick,
            conversation=tally.conversations,
            member=self._source.member,
            is_plain=writer.classifier.is_plain,
            by_mark=writer.classifier.needs_mark,
            described=writer.described,
            flags_of=_text_flags,
            kinds=tally.kinds,
            careful=writer.items,
        )
        yield from QuickReading(setting, writer.progressed).parts(self._counted())
        yield from self._ended(tally, writer)

    def _begun(self, tally: Tally) -> Iterator[Item]:
        tally.conversations += 1
        yield Item(
            Conversation(
                id=tally.conversations,
                title=self.title,
                participants=self.labels.participants,
            )
        )
        yield from self._notes_before(tally)

    def _ended(self, tally: Tally, writer: "_Writer") -> Iterator[Item]:
        tally.lines_accounted += writer.progressed.lines
        tally.lines_total += self._lines_total
        yield from writer.notes_after()
        if self._damage is not None:
            tally.complete = False
            fields = self._damage.fields
            yield from tally.notes.note(
                "read_stopped",
                Locator(member=self._source.member, start=writer.end, end=writer.end),
                f"reason={fields['reason']}",
            )

    def _notes_before(self, tally: Tally) -> Iterator[Item]:
        place = Locator(member=self._source.member, start=0, end=0)
        for kind, detail in _order_notes(self.decision):
            yield from tally.notes.note(kind, place, detail)
        if len(self._shapes) > 1:
            yield from tally.notes.note("mixed_layouts", place, f"layouts={len(self._shapes)}")
        for taken, left, times in self.labels.weighed:
            yield from tally.notes.note(
                "label_with_colon", place, f"taken={taken!r} left={left!r} times={times}"
            )
        if self._evidence.overflow:
            yield from tally.notes.note("many_labels", place, f"kept={len(self._evidence.counts)}")

    @property
    def member(self) -> str | None:
        """The member it stands in."""
        return self._source.member

    def classifier(self) -> Classifier:
        """Return what tells the app's texts from people's, for this file."""
        return Classifier(strings(), bracket=self._shapes[0].bracket, marks_seen=self._marks > 0)


def _order_notes(decision: Decision) -> Iterator[tuple[str, str]]:
    facts = f"order={decision.order.value} reason={decision.reason} {decision.figures}"
    if decision.order is Order.UNDECIDED:
        yield "ambiguous_date", f"{facts} shown_first={decision.suggestion.value}"
    elif decision.order is Order.MIXED or decision.reason in ("monotonicity", "chosen_by_person"):
        yield "day_order", facts


def _layout(shapes: tuple[Shape, ...]) -> str:
    """Name the platform whose layout this is: brackets are the iPhone's."""
    return "ios" if shapes and shapes[0].bracket else "android"


class _Writer:
    """Turns raw records of one chat into messages and notes."""

    def __init__(self, chat: ChatText, tally: Tally, names: MemberNames) -> None:
        self._chat = chat
        self._tally = tally
        self._names = names
        self.classifier = chat.classifier()
        self.progressed = Progressed()
        self._known = chat.labels.known
        self._bracket = chat._shapes[0].bracket  # noqa: SLF001 - the other half of this module
        self._back = 0
        self._first_back: Locator | None = None
        self.end = 0

    def items(self, raw: RawRecord) -> Iterator[Item]:
        """Yield a record's message, and what must be noted about it."""
        self.progressed.lines += raw.lines
        item = self._item(raw)
        if item is not None:
            yield item
        if raw.remarkable:
            yield from self._notes_on(raw)

    def described(self, label: str, text: str) -> Described:
        """Say what a text behind a known label is."""
        sender, body = self._attributed(label, text, text)
        if text.startswith(_APP_SIGNS):
            text = text.lstrip(_APP_MARKS)
        return Described(sender, body.kind, text, self._attachments(body), body.flags)

    def _item(self, raw: RawRecord) -> Item | None:
        """Return a record's message; None for lines before the first record."""
        place = Locator(member=self._chat.member, start=raw.start, end=raw.end)
        self.end = raw.end
        if raw.header is None:
            return None
        return Item(self._message(raw, place), raw.sha256())

    def _message(self, raw: RawRecord, place: Locator) -> Message:
        whole = raw.body
        text = whole[raw.text_at :]
        sender, body = self._attributed(raw.label, text, whole)
        if sender is None and not self._bracket:
            text = whole
        if text.startswith(_APP_SIGNS):
            text = text.lstrip(_APP_MARKS)
        self.progressed.n += 1
        self._tally.kinds[body.kind._value_] += 1
        flags = body.flags + raw.flags if raw.flags else body.flags
        if not text.isprintable():
            flags += _text_flags(text)
        if raw.header is not None and raw.header.date.flags:
            flags += _date_flags(raw.header.date.flags)
        return Message(
            conversation=self._tally.conversations,
            n=self.progressed.n,
            kind=body.kind,
            sender=sender,
            sender_basis=SenderBasis.NONE if sender is None else SenderBasis.STATED,
            text=text,
            moment=self._placed_in_time(raw, place),
            attachments=self._attachments(body) if body.files else (),
            locator=place,
            flags=flags,
        )

    def _attributed(self, label: str | None, text: str, body: str) -> tuple[str | None, Body]:
        if label is None:
            return None, self.classifier.unspoken(body)
        if not self._bracket:
            if label not in self._known and self.classifier.is_system(body):
                return None, Body(RecordKind.SYSTEM)
            return label, self.classifier.classify(text)
        found = self.classifier.classify(text)
        by_app = text.startswith(_APP_SIGNS)
        if found.kind is not RecordKind.MESSAGE or found.files or not by_app:
            return label, found
        return self._by_app(label, text)

    def _by_app(self, label: str, text: str) -> tuple[str | None, Body]:
        """Attribute a line of an iPhone that the app marked as its own."""
        if self.classifier.is_system(text):
            return None, Body(RecordKind.SYSTEM)
        if label == self._chat.labels.chat:
            return None, Body(RecordKind.SYSTEM, (), ("by_label",))
        return label, Body(RecordKind.UNKNOWN, (), ("unknown_app_text",))

    def _attachments(self, body: Body) -> tuple[Attachment, ...]:
        return tuple(self._names.attachment(named) for named in body.files)

    def _placed_in_time(self, raw: RawRecord, place: Locator) -> Moment | None:
        moment = raw.moment
        local = None if moment is None else moment.local
        if moment is None or local is None:
            return moment
        if local < self.progressed.last and moment.local_other is None:
            moment = replace(moment, flags=(*moment.flags, MomentFlag.NON_MONOTONIC))
            self._back += 1
            self._first_back = self._first_back or place
        self.progressed.last = local
        return moment

    def _notes_on(self, raw: RawRecord) -> Iterator[Item]:
        """Yield what a reader must know about one record."""
        notes = self._tally.notes
        place = Locator(member=self._chat.member, start=raw.start, end=raw.end)
        if raw.header is None:
            detail = f"lines={raw.lines} text={raw.body[:_QUOTED_SHOWN]!r}"
            yield from notes.note("before_first_record", place, detail)
        if raw.bad is not None:
            start, end, count = raw.bad
            yield from notes.note(
                "undecodable_bytes", replace(place, start=start, end=end), f"characters={count}"
            )
        if raw.clipped:
            yield from notes.note("text_clipped", place, f"bytes={raw.end - raw.start}")
        for flag in raw.flags:
            yield from notes.note(flag, place)
        moment = raw.moment
        if moment is not None and moment.local is None:
            yield from notes.note("impossible_date", place, moment.text)

    def notes_after(self) -> Iterator[Item]:
        """Yield what only the whole chat shows."""
        notes, count = self._tally.notes, self.progressed.n
        if self._back:
            yield from notes.note("non_monotonic", self._first_back, f"records={self._back}")
        for cap in _EXPORT_CAPS:
            if abs(count - cap) <= _CAP_SLACK:
                yield from notes.note("probably_truncated", None, f"records={count} cap={cap}")


def _text_flags(text: str) -> tuple[str, ...]:
    found: list[str] = []
    if _CONTROL.search(text) is not None:
        found.append("control_chars")
    if not _BIDI.isdisjoint(text):
        found.append("bidi_marks")
    return tuple(found)


def _date_flags(flags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(flag for flag in flags if flag.startswith("calendar_"))
