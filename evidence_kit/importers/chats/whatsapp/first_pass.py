# SPDX-License-Identifier: GPL-3.0-or-later
"""The first reading of a chat text: what all its lines together prove, before any is decided."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from evidence_kit.importers.chats.whatsapp import header as grammar
from evidence_kit.importers.chats.whatsapp.bodies import Classifier
from evidence_kit.importers.chats.whatsapp.dates import OrderEvidence
from evidence_kit.importers.chats.whatsapp.header import Header, Shape
from evidence_kit.importers.chats.whatsapp.labels import LabelCount, LabelEvidence, label_end
from evidence_kit.importers.chats.whatsapp.strings import strings
from evidence_kit.importers.text_lines import decoded

_OTHER_SHAPE_SHARE = 0.1
_OTHER_SHAPE_FROM = 20
_APP_MARKS = ("\u200e", "\u200f")


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
    continued_after_crlf: int = 0
    continued_after_lf: int = 0
    marks: int = 0
    """Bodies that begin with the app's direction mark."""

    def read(self, lines: Iterable[bytes]) -> None:
        """Look at every line once."""
        watcher = _Watcher(self)
        crlf, whole, first = True, True, True
        for raw in lines:
            if whole:
                watcher.line(decoded(raw, self.encoding), after_crlf=crlf or first)
                first = first and not watcher.seen
            if self.encoding == "utf-8":
                whole, crlf = raw.endswith(b"\n"), raw.endswith(b"\r\n")
            else:
                text_end = raw[-4:].replace(b"\0", b"")
                whole, crlf = text_end.endswith(b"\n"), text_end.endswith(b"\r\n")

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


class _Watcher:
    def __init__(self, counts: FirstPass) -> None:
        self._counts = counts
        self._classifier = Classifier(strings(), bracket=False, marks_seen=True)
        self._last: tuple[Header, Group] | None = None
        self._key = GroupKey(None, after_crlf=False)
        self._group = Group()
        self.seen = False

    def line(self, text: str, *, after_crlf: bool) -> None:
        found = grammar.parse(text, self._counts.pattern)
        if found is None:
            self._continuation(text, after_crlf=after_crlf)
            return
        self.seen = True
        if found.shape is not self._key.shape or after_crlf != self._key.after_crlf:
            self._key = GroupKey(found.shape, after_crlf)
            self._group = self._counts.groups.setdefault(self._key, Group())
        group = self._group
        group.order.add(found)
        self._last = found, group
        if text.find("-", found.body_at) >= 0:
            group.order.add_media_name(found, text)
        self._label(text[found.body_at :], group.labels, bracket=found.shape.bracket)

    def _continuation(self, text: str, *, after_crlf: bool) -> None:
        if self._last is None:
            return
        # Lines that the app itself adds, such as the options of a poll, say nothing here.
        if text[:1] not in _APP_MARKS:
            self._counts.continued_after_crlf += after_crlf
            self._counts.continued_after_lf += not after_crlf
        if "-" in text:
            found, group = self._last
            group.order.add_media_name(found, text)

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
