# SPDX-License-Identifier: GPL-3.0-or-later
"""Two lists of messages laid side by side: the same words, about the same time, in the same order.

Single lines prove nothing ("ok" is said a hundred times); runs do. Times may differ by a tolerance,
because one export is to the second and another to the minute.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

RUN_MIN = 5
"""Messages in a row that make two exports one conversation."""
RUN_MIN_MOST = 3
"""The same where nearly all messages of one of them have a partner."""
WORDS_MIN = 3
"""Different texts in such a run: five times "ok" is no run."""

Pair = tuple[int, int]
"""Positions of one message in both lists, from 0."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is compared of a message."""

    words: int
    """A hash of its text; files are all alike, since each export names them anew."""
    seconds: int
    """On the clock of the source."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What lies between two pairs: positions that have no partner."""

    first: range
    second: range


def aligned(first: Sequence[Spoken], second: Sequence[Spoken], tolerance: int) -> tuple[Pair, ...]:
    """Return the pairs of one message in both lists, in order; none where there is no run.

    Messages that have one possible partner only are the fixed points; between them each takes the
    nearest that is left.
    """
    known = _Known(second)
    partners = [known.like(one, tolerance) for one in first]
    fixed = [(i, found[0]) for i, found in enumerate(partners) if len(found) == 1]
    pairs: list[Pair] = []
    before = (-1, -1)
    for fixed_pair in (*_rising(fixed), (len(first), len(second))):
        pairs += _between(before, fixed_pair, partners)
        if fixed_pair[0] < len(first):
            pairs.append(fixed_pair)
        before = fixed_pair
    return _proven(pairs, first, shorter=min(len(first), len(second)))


def gaps(pairs: Sequence[Pair]) -> Iterator[Gap]:
    """Yield what stands without partner between the first pair and the last."""
    for (i, j), (k, m) in pairwise(pairs):
        if k - i > 1 or m - j > 1:
            yield Gap(range(i + 1, k), range(j + 1, m))


def longest_run(pairs: Sequence[Pair]) -> int:
    """Return how many pairs follow each other in both lists, at most."""
    return max((len(run) for run in runs(pairs)), default=0)


def runs(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    """Yield stretches of pairs without a gap."""
    run: list[Pair] = []
    for pair in pairs:
        if run and pair != (run[-1][0] + 1, run[-1][1] + 1):
            yield run
            run = []
        run.append(pair)
    if run:
        yield run


class _Known:
    """Where each text stands, by time."""

    def __init__(self, listed: Sequence[Spoken]) -> None:
        places: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for position, one in enumerate(listed):
            places[one.words].append((one.seconds, position))
        self._places = {words: sorted(found) for words, found in places.items()}

    def like(self, one: Spoken, tolerance: int) -> tuple[int, ...]:
        """Return the positions of the same text about the same time, in order."""
        found = self._places.get(one.words)
        if found is None:
            return ()
        start = bisect_left(found, (one.seconds - tolerance, -1))
        end = bisect_left(found, (one.seconds + tolerance + 1, -1))
        return tuple(sorted(position for _, position in found[start:end]))


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the longest selection in which both positions rise (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        before.append(ends[place - 1] if place else -1)
        if place == len(tails):
            tails.append(j)
            ends.append(index)
        else:
            tails[place] = j
            ends[place] = index
    chosen: list[Pair] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]


def _between(start: Pair, end: Pair, partners: Sequence[tuple[int, ...]]) -> Iterator[Pair]:
    """Give each message between two fixed points the nearest partner that is left."""
    reached = start[1]
    for i in range(start[0] + 1, end[0]):
        found = partners[i]
        place = bisect_right(found, reached)
        if len(found) > 1 and place < len(found) and found[place] < end[1]:
            reached = found[place]
            yield i, reached


def _proven(pairs: list[Pair], first: Sequence[Spoken], *, shorter: int) -> tuple[Pair, ...]:
    """Return the pairs if one run of them is long enough and says enough."""
    least = RUN_MIN_MOST if len(pairs) * 5 >= shorter * 4 else RUN_MIN
    for run in runs(pairs):
        if len(run) >= least and len({first[i].words for i, _ in run}) >= WORDS_MIN:
            return tuple(pairs)
    return ()
