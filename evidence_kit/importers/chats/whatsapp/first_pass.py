# SPDX-License-Identifier: GPL-3.0-or-later
"""The first reading of a chat text: what all its lines together prove, before any is decided."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from evidence_kit.importers.chats.whatsapp import header as grammar
from evidence_kit.importers.chats.whatsapp.bodies import Classifier
from evidence_kit.importers.chats.whatsapp.dates import OrderEvidence
from evidence_kit.importers.chats.whatsapp.header import Header, Shape
from evidence_kit.importers.chats.whatsapp.labels import (
    COLON_SEARCH,
    LABEL_MAX,
    LabelCount,
    LabelEvidence,
    label_end,
)
from evidence_kit.importers.chats.whatsapp.layouts import Layout, layout_of
from evidence_kit.importers.chats.whatsapp.strings import strings
from evidence_kit.importers.text_lines import decoded, split
from evidence_kit.limits import LINE_PIECE

_OTHER_SHAPE_SHARE = 0.1
_OTHER_SHAPE_FROM = 20
_APP_MARKS = ("\u200e", "\u200f")
_MARK_BEGINS = b"\xe2"
"""First byte of both marks, and of much else, in UTF-8."""
_NO_HEADER = re.compile(rb"[^\x80-\xff\d\[]{12}|[^\x80-\xff\d\[]*\Z")
"""Lines that begin no record in any layout: no digit stands where a date or time would."""
_SECOND_COLON = 4 * COLON_SEARCH + 2
"""Bytes in which a longer label could end: a character has four at most."""


class GroupKey(NamedTuple):
    """Headers that look alike and stand behind the same kind of line end."""

    shape: Shape | None
    """None before the first header."""
    after_crlf: bool


@dataclass(slots=True)
class Group:
    """What is known of one group of headers."""

    order: OrderEvidence = field(default_factory=OrderEvidence)
    labels: LabelEvidence = field(default_factory=LabelEvidence)


@dataclass(slots=True)
class FirstPass:
    """Counts over one chat text."""

    pattern: re.Pattern[str]
    encoding: str = "utf-8"
    groups: dict[GroupKey, Group] = field(default_factory=dict)
    overall: OrderEvidence = field(default_factory=OrderEvidence)
    """Over all headers, of whatever group."""
    layouts: dict[Shape, Layout] = field(default_factory=dict)
    """Of each shape that has a plain one."""
    continued_after_crlf: int = 0
    continued_after_lf: int = 0
    marks: int = 0
    """Bodies that begin with the app's direction mark."""

    def read(self, lines: Iterable[bytes]) -> None:
        """Look at every line once."""
        walk = _Walk(self)
        for raw in lines:
            walk.line(raw)

    def read_blocks(self, chunks: Iterable[bytes]) -> None:
        """Do the same with the bytes of a UTF-8 text: lines alike are counted many at a time."""
        walk = _Walk(self)
        coming = iter(chunks)
        held = b""
        for chunk in coming:
            block = held + chunk
            end = block.rfind(b"\n") + 1
            block, held = block[:end], block[end:]
            walk.block(block)
            if len(held) > LINE_PIECE:
                held = b"".join((held, next(coming, b"")))
                for raw in split(chain((held,), coming), self.encoding):
                    walk.line(raw)
                return
        for raw in split((held,), self.encoding):
            walk.line(raw)

    def shapes(self) -> tuple[Shape, ...]:
        """Return the shapes of headers that begin records, the dominant one first.

        One phone writes one shape. A few headers of another one are quoted text; many mean that
        two exports were put together.
        """
        counted: Counter[Shape] = Counter()
        for key, group in self.groups.items():
            if key.shape is not None:
                counted[key.shape] += group.order.headers
        total = sum(counted.values())
        ranked = counted.most_common()
        return tuple(
            shape
            for place, (shape, count) in enumerate(ranked)
            if place == 0
            or (count >= _OTHER_SHAPE_FROM and count >= total * _OTHER_SHAPE_SHARE)
            or (self.line_ends_tell() and GroupKey(shape, after_crlf=True) in self.groups)
        )

    def line_ends_tell(self) -> bool:
        """Say whether CRLF marks the end of a record, as the iPhone app writes it.

        Then a header behind a bare LF was pasted into a message by a person, and any header
        behind CRLF begins a record, whatever its shape.
        """
        ends = Counter[bool]()
        for key, group in self.groups.items():
            ends[key.after_crlf] += group.order.headers
        # The first header counts as one behind CRLF.
        return self.continued_after_crlf == 0 and ends[True] > max(1, ends[False])

    def merged(self, shapes: tuple[Shape, ...], *, crlf_only: bool) -> Group:
        """Put together what the headers prove that begin records."""
        whole = Group()
        for key, group in self.groups.items():
            if key.shape in shapes and (key.after_crlf or not crlf_only):
                _add_counts(whole.order, group.order)
                whole.labels.merge(group.labels)
        return whole


def _add_counts(total: OrderEvidence, part: OrderEvidence) -> None:
    for name in (
        "headers",
        "days",
        "first_over",
        "second_over",
        "decided_by_form",
        "month_named",
        "back_by_form",
        "differs",
        "media_day_first",
        "media_month_first",
        "back_day_first",
        "back_month_first",
        "half_day",
    ):
        setattr(total, name, getattr(total, name) + getattr(part, name))
    total.separators.update(part.separators)


class _Walk:
    """Goes over the lines of a text and knows what came before each."""

    def __init__(self, counts: FirstPass) -> None:
        self._counts = counts
        self._watcher = _Watcher(counts)
        self._wide = counts.encoding != "utf-8"
        self._encoding = counts.encoding
        self._crlf = self._whole = self._first = True
        self._rows: re.Pattern[bytes] | None = None
        self._layout: Layout | None = None

    def line(self, raw: bytes) -> None:
        """Look at one physical line, or a piece of one."""
        if self._whole:
            text = decoded(raw, self._encoding)
            shape = self._watcher.line(text, after_crlf=self._crlf or self._first)
            self._first = self._first and not self._watcher.seen
            if shape is not None and shape not in self._counts.layouts:
                self._learn(shape, raw)
        end = raw[-4:].replace(b"\0", b"") if self._wide else raw
        self._whole, self._crlf = end.endswith(b"\n"), end.endswith(b"\r\n")

    def block(self, block: bytes) -> None:
        """Look at many whole lines."""
        if self._rows is None:
            for raw in split((block,), self._encoding):
                self.line(raw)
        elif block:
            self._alike(self._rows.findall(b"\n" + block[:-1]))

    def _learn(self, shape: Shape, raw: bytes) -> None:
        layout = layout_of(raw)
        if layout is None:
            return
        self._counts.layouts[shape] = layout
        if self._layout is None:
            self._layout = layout
            self._rows = re.compile(rb"\n(?:" + self._layout.header + rb"([^\n]*)|([^\n]*))")

    def _alike(self, rows: list[tuple[bytes, bytes, bytes, bytes]]) -> None:
        """Count headers of one day whose labels are known; everything else line by line.

        What a line can prove besides (another day, a second colon, a file name, the app's mark)
        is looked for first, and leaves it to `line`.
        """
        known: dict[bytes, LabelCount] = {}
        group: Group | None = None
        day, after_crlf = b"", False
        for date, time, body, other in rows:
            end = body.find(b": ", 0, LABEL_MAX)
            if date == day and self._crlf == after_crlf and group is not None and end > 0:
                count = known.get(body[:end])
                if (
                    count is not None
                    and b"-" not in body
                    and body[end + 2 : end + 3] != _MARK_BEGINS
                    and body.find(b": ", end + 2, end + _SECOND_COLON) < 0
                ):
                    group.order.headers += 1
                    count.spoken += 1
                    self._crlf = body.endswith(b"\r")
                    continue
            if not date and _NO_HEADER.match(other) and b"-" not in other:
                self._watcher.continued(after_crlf=self._crlf)
                self._crlf = other.endswith(b"\r")
                continue
            after_crlf = self._crlf
            self._careful(date, time, body, other)
            if not date:
                continue
            day = date
            if group is not self._watcher.group:
                group = self._watcher.group
                known = {}
            if end > 0:
                count = group.labels.counts.get(decoded(body[:end]))
                if count is not None:
                    known[body[:end]] = count

    def _careful(self, date: bytes, time: bytes, body: bytes, other: bytes) -> None:
        """Put a line together again and look at it."""
        whole = other
        if date and self._layout is not None:
            layout = self._layout
            whole = b"".join((layout.opening, date, layout.join, time, layout.closing, body))
        for raw in split((whole + b"\n",), self._encoding):
            self.line(raw)


class _Watcher:
    def __init__(self, counts: FirstPass) -> None:
        self._counts = counts
        self._classifier = Classifier(strings(), bracket=False, marks_seen=True)
        self._last: tuple[Header, Group] | None = None
        self._key = GroupKey(None, after_crlf=False)
        self.group = Group()
        """Of the last header."""
        self.seen = False

    def line(self, text: str, *, after_crlf: bool) -> Shape | None:
        """Weigh a line; return its shape if it is a header."""
        found = grammar.parse(text, self._counts.pattern)
        if found is None:
            self._continuation(text, after_crlf=after_crlf)
            return None
        self.seen = True
        if found.shape is not self._key.shape or after_crlf != self._key.after_crlf:
            self._key = GroupKey(found.shape, after_crlf)
            self.group = self._counts.groups.setdefault(self._key, Group())
        group = self.group
        group.order.add(found)
        self._counts.overall.add(found)
        self._last = found, group
        if text.find("-", found.body_at) >= 0:
            group.order.add_media_name(found, text)
        self._label(text[found.body_at :], group.labels, bracket=found.shape.bracket)
        return found.shape

    def _continuation(self, text: str, *, after_crlf: bool) -> None:
        if self._last is None:
            return
        # Lines that the app itself adds, such as the options of a poll, say nothing here.
        if text[:1] not in _APP_MARKS:
            self.continued(after_crlf=after_crlf)
        if "-" in text:
            found, group = self._last
            group.order.add_media_name(found, text)

    def continued(self, *, after_crlf: bool) -> None:
        """Count a line that goes on with a record."""
        self._counts.continued_after_crlf += after_crlf
        self._counts.continued_after_lf += not after_crlf

    def _label(self, body: str, labels: LabelEvidence, *, bracket: bool) -> None:
        end = label_end(body)
        if end < 0:
            return
        name = body[:end]
        count = labels.counts.get(name)
        rest = body[end + 2 :]
        marked = rest.startswith(_APP_MARKS)
        if count is None:
            if not bracket and self._classifier.is_system(body):
                return
            if not labels.room():
                return
            count = labels.counts[name] = LabelCount()
        if marked and bracket:
            self._marked(name, rest, count, labels)
        else:
            count.spoken += 1
            labels.add_longer(body, end)

    def _marked(self, name: str, rest: str, count: LabelCount, labels: LabelEvidence) -> None:
        self._counts.marks += 1
        count.marked += 1
        if count.spoken or count.voiced:
            return
        if self._classifier.names_a_speaker(rest):
            count.voiced += 1
        elif self._classifier.is_system(rest):
            count.app_lines += 1
            if labels.opening is None and len(labels.counts) == 1:
                labels.opening = name.lstrip("\u200e\u200f")
