# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversations that were exported more than once, found by runs of the same messages.

Both exports stay as they are; what only one of them has is listed. That a message is gone in the
other can matter, and can have many innocent reasons: the list says where, not why.
"""

from calendar import timegm
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.moment import Moment, Precision, ZoneBasis
from evidence_kit.domain.overlap import Difference, DifferenceKind, Overlap, OverlapSide
from evidence_kit.domain.progress import CancelToken, Progress, Report, silent
from evidence_kit.domain.record import Message, RecordKind
from evidence_kit.limits import OVERLAP_DIFFERENCES_MAX, OVERLAP_MESSAGES_MAX
from evidence_kit.review.alignment import Pair, Spoken, aligned, gaps, longest_run
from evidence_kit.review.records import is_readable, numbered
from evidence_kit.vault.vault import StoredConversation, Vault

_IN_UTC = (ZoneBasis.UTC_IN_SOURCE, ZoneBasis.OFFSET_IN_SOURCE)
_A_FILE = hash("a file")
_MINUTE, _SECOND, _DAY = 60, 1, 86_400
_LOOK_UP_EVERY = 1024

_Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Place:
    """One conversation of one exhibit."""

    exhibit: Exhibit
    stored: StoredConversation
    alone: bool
    """Whether it is the only one of its export."""

    @property
    def key(self) -> _Key:
        """Exhibit and conversation."""
        return self.exhibit.id, self.stored.conversation.id


@dataclass(slots=True)
class _Heard:
    """What is compared of a conversation, message by message."""

    spoken: list[Spoken]
    senders: list[str | None]
    kinds: list[RecordKind]
    precise: bool
    """Whether all times are to the second."""


def overlaps(
    vault: Vault,
    at: int | None = None,
    *,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> tuple[Overlap, ...]:
    """Return every two exports of one conversation, as of log size `at`.

    Conversations of more than OVERLAP_MESSAGES_MAX messages are not compared.

    Raises:
        Cancelled: the person stopped.
    """
    stop = cancel or CancelToken()
    candidates = list(_candidates(vault, at))
    found: list[Overlap] = []
    held: dict[_Key, _Heard] = {}
    for done, pair in enumerate(candidates):
        stop.check()
        name = pair[0].stored.conversation.title
        report(Progress(stage="compare", done=done, total=len(candidates), unit="items", name=name))
        held = {place.key: held[place.key] for place in pair if place.key in held}
        for place in pair:
            if place.key not in held:
                held[place.key] = _heard(vault, place, stop)
        overlap = _compared(pair, (held[pair[0].key], held[pair[1].key]))
        if overlap is not None:
            found.append(overlap)
    return tuple(found)


def _candidates(vault: Vault, at: int | None) -> Iterator[tuple[_Place, _Place]]:
    places: list[_Place] = []
    for exhibit in vault.exhibits(at):
        if not is_readable(exhibit):
            continue
        stored = vault.conversations(exhibit)
        places += [
            _Place(exhibit, one, alone=len(stored) == 1)
            for one in stored
            if 0 < one.messages <= OVERLAP_MESSAGES_MAX
        ]
    for first, second in combinations(places, 2):
        if _may_be_one(first, second):
            yield first, second


def _may_be_one(first: _Place, second: _Place) -> bool:
    """Say whether it is worth reading both.

    Names differ between exports: a contact is renamed, a group too. So a chat that is its export's
    only one is compared with every other such chat of the same days.
    """
    if first.exhibit.id == second.exhibit.id or _importer(first) != _importer(second):
        return False
    if not _same_days(first.stored, second.stored):
        return False
    one, other = first.stored.conversation, second.stored.conversation
    return (
        (first.alone and second.alone)
        or one.title == other.title
        or not set(one.participants).isdisjoint(other.participants)
    )


def _importer(place: _Place) -> str:
    reading = place.exhibit.reading
    return "" if reading is None else reading.importer


def _same_days(first: StoredConversation, second: StoredConversation) -> bool:
    spans = []
    for stored in (first, second):
        ends = [_seconds(m) for m in (stored.first, stored.last) if m is not None]
        known = [end for end in ends if end is not None]
        if not known:
            return False
        spans.append((min(known) - _DAY, max(known) + _DAY))
    return spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]


def _heard(vault: Vault, place: _Place, stop: CancelToken) -> _Heard:
    conversation = place.stored.conversation.id
    heard = _Heard(spoken=[], senders=[], kinds=[], precise=True)
    last = 0
    for message, _ in numbered(vault, place.exhibit, conversation, place.stored.messages):
        if message.n % _LOOK_UP_EVERY == 0:
            stop.check()
        moment = message.moment
        seconds = None if moment is None else _seconds(moment)
        last = last if seconds is None else seconds
        if moment is not None and moment.precision is Precision.MINUTE:
            heard.precise = False
        heard.spoken.append(Spoken(_words(message), last))
        heard.senders.append(message.sender)
        heard.kinds.append(message.kind)
    return heard


def _words(message: Message) -> int:
    return _A_FILE if message.attachments else hash(message.text)


def _seconds(moment: Moment) -> int | None:
    text = moment.utc if moment.basis in _IN_UTC and moment.utc is not None else moment.local
    return None if text is None else timegm(datetime.fromisoformat(text).timetuple())


def _compared(places: tuple[_Place, _Place], heard: tuple[_Heard, _Heard]) -> Overlap | None:
    one, other = heard
    tolerance = _SECOND if one.precise and other.precise else _MINUTE
    pairs = aligned(one.spoken, other.spoken, tolerance)
    if not pairs:
        return None
    names = Counter((one.senders[i], other.senders[j]) for i, j in pairs)
    differences, app_lines = _differences(pairs, heard, tolerance, _other_name(names))
    (start, start_other), (end, end_other) = pairs[0], pairs[-1]
    return Overlap(
        first=_side(places[0], start, end),
        second=_side(places[1], start_other, end_other),
        matched=len(pairs),
        longest_run=longest_run(pairs),
        tolerance=tolerance,
        differences=tuple(differences[:OVERLAP_DIFFERENCES_MAX]),
        differences_total=len(differences),
        app_lines=app_lines,
        renamed=tuple(
            (name, called, times)
            for (name, called), times in sorted(names.items(), key=lambda named: -named[1])
            if name is not None and called is not None and name != called
        ),
    )


def _other_name(names: Counter[tuple[str | None, str | None]]) -> dict[str | None, str | None]:
    """Return what a sender of the first export is called in the second, most often."""
    return {name: called for (name, called), _ in reversed(names.most_common())}


def _side(place: _Place, start: int, end: int) -> OverlapSide:
    return OverlapSide(
        exhibit=place.exhibit.id,
        exhibit_number=place.exhibit.number,
        conversation=place.stored.conversation.id,
        title=place.stored.conversation.title,
        start=start + 1,
        end=end + 1,
        before=start,
        after=place.stored.messages - end - 1,
    )


def _differences(
    pairs: tuple[Pair, ...],
    heard: tuple[_Heard, _Heard],
    tolerance: int,
    names: dict[str | None, str | None],
) -> tuple[list[Difference], int]:
    """Return what differs between the first and the last pair, and how many lines are the app's."""
    found: list[Difference] = []
    app_lines = 0
    for gap in gaps(pairs):
        spoken = tuple(
            [at for at in positions if side.kinds[at] is not RecordKind.SYSTEM]
            for positions, side in zip((gap.first, gap.second), heard, strict=True)
        )
        app_lines += len(gap.first) + len(gap.second) - len(spoken[0]) - len(spoken[1])
        found += _in_gap(spoken[0], deque(spoken[1]), heard, tolerance, names)
    return found, app_lines


def _in_gap(
    mine: list[int],
    theirs: deque[int],
    heard: tuple[_Heard, _Heard],
    tolerance: int,
    names: dict[str | None, str | None],
) -> Iterator[Difference]:
    """Yield what differs in one gap; a message of the same sender and time was changed."""
    one, other = heard
    for i in mine:
        seconds = one.spoken[i].seconds
        called = names.get(one.senders[i], one.senders[i])
        while theirs and other.spoken[theirs[0]].seconds < seconds - tolerance:
            yield _only_in_second(theirs.popleft())
        counterpart = _of_sender(called, theirs, other, seconds + tolerance)
        if counterpart is None:
            yield Difference(kind=DifferenceKind.ONLY_IN_FIRST, first=i + 1, second=None)
            continue
        while theirs[0] != counterpart:
            yield _only_in_second(theirs.popleft())
        theirs.popleft()
        kind = _changed(one.kinds[i], other.kinds[counterpart])
        yield Difference(kind=kind, first=i + 1, second=counterpart + 1)
    yield from map(_only_in_second, theirs)


def _of_sender(
    sender: str | None, positions: Iterable[int], heard: _Heard, latest: int
) -> int | None:
    """Return the first message of a sender that is not later."""
    for position in positions:
        if heard.spoken[position].seconds > latest:
            return None
        if heard.senders[position] == sender:
            return position
    return None


def _only_in_second(position: int) -> Difference:
    return Difference(kind=DifferenceKind.ONLY_IN_SECOND, first=None, second=position + 1)


def _changed(first: RecordKind, second: RecordKind) -> DifferenceKind:
    if first is RecordKind.DELETED and second is not RecordKind.DELETED:
        return DifferenceKind.DELETED_IN_FIRST
    if second is RecordKind.DELETED and first is not RecordKind.DELETED:
        return DifferenceKind.DELETED_IN_SECOND
    return DifferenceKind.TEXT
