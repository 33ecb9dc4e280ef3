# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the lines of a segment where they belong by their numbers, and names what is out of order.

Which lines are moved, put in, left out or replaced follows from numbers and places alone; whether a line
in its right place is the one that was written is for the chain to say (`log_chain`).
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from evidence_kit.verification.log_lines import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Lines by the number they belong to."""

    lines: dict[int, Line]
    """By number; also moved ones."""
    foreign: dict[int, Line]
    """Lines that stand where another number should, which is nowhere else."""
    deleted: tuple[range, ...]
    """Numbers that no line has, and no foreign line stands for."""
    moved: tuple[int, ...]
    """Numbers that stand elsewhere than they should, the first such place among them."""
    inserted: tuple[int, ...]
    """For each line too many, the number before which it stands."""

    @property
    def kept(self) -> bool:
        """Whether every line stands where it should."""
        return not (self.foreign or self.deleted or self.moved or self.inserted)


def put_in_order(found: Sequence[Line], first: int, end: int) -> Order:
    """Sort lines that should be the entries from `first` up to `end`, which is not among them."""
    if [line.seq for line in found] == list(range(first, first + len(found))) and (
        first + len(found) == end
    ):
        lines = {line.seq: line for line in found if line.seq is not None}
        return Order(lines=lines, foreign={}, deleted=(), moved=(), inserted=())
    return _Sorting(found, first, end).order()


class _Sorting:
    """The way there when something is out of order."""

    def __init__(self, found: Sequence[Line], first: int, end: int) -> None:
        self._found = found
        self._first, self._end = first, end
        self._lines: dict[int, Line] = {}
        self._foreign: dict[int, Line] = {}
        self._deleted: list[range] = []
        self._inserted: list[int] = []
        self._moved: list[int] = []

    def order(self) -> Order:
        kept = self._longest_run()
        for line in kept:
            self._lines[line.seq or 0] = line
        moved = self._take_moved()
        self._fill_gaps(kept, {line.place for line in moved})
        return Order(
            lines=self._lines,
            foreign=self._foreign,
            deleted=tuple(self._deleted),
            moved=self._moved_numbers(moved),
            inserted=tuple(self._inserted),
        )

    def _longest_run(self) -> list[Line]:
        """The most lines that stand in rising order: what was touched least (patience sorting)."""
        tails: list[int] = []
        ends: list[Line] = []
        before: dict[int, Line | None] = {}
        for line in self._found:
            if not self._belongs(line) or line.seq is None:
                continue
            at = bisect_left(tails, line.seq)
            if at < len(tails) and tails[at] == line.seq:
                continue  # of two that are the same, the first was there
            before[line.place] = ends[at - 1] if at else None
            tails[at : at + 1] = [line.seq]
            ends[at : at + 1] = [line]
        run: list[Line] = []
        step = ends[-1] if ends else None
        while step is not None:
            run.append(step)
            step = before[step.place]
        return run[::-1]

    def _belongs(self, line: Line) -> bool:
        seq = line.seq
        return line.entry is not None and seq is not None and self._first <= seq < self._end

    def _take_moved(self) -> list[Line]:
        moved = []
        for line in self._found:
            if self._belongs(line) and line.seq is not None and line.seq not in self._lines:
                self._lines[line.seq] = line
                moved.append(line)
        self._moved = sorted(line.seq for line in moved if line.seq is not None)
        return moved

    def _moved_numbers(self, moved: Sequence[Line]) -> tuple[int, ...]:
        if not moved:
            return ()
        stands = [
            line.seq
            for line in self._found
            if line.seq is not None and self._lines.get(line.seq) is line
        ]
        departs = next(
            right for right, seq in zip(sorted(stands), stands, strict=True) if right != seq
        )
        return tuple(sorted({departs, *(line.seq for line in moved if line.seq is not None)}))

    def _fill_gaps(self, kept: Sequence[Line], moved: set[int]) -> None:
        """Between two lines in order: pair what is missing with what is too many."""
        bounds = [(line.place, line.seq or 0) for line in kept]
        bounds.append((len(self._found), self._end))
        place, number = -1, self._first - 1
        for next_place, next_number in bounds:
            between = range(place + 1, next_place)
            others = [self._found[at] for at in between if at not in moved]
            self._fill(others, number + 1, next_number)
            place, number = next_place, next_number

    def _fill(self, others: Sequence[Line], start: int, stop: int) -> None:
        if not others and start == stop:
            return
        left = list(others)
        gone: list[range] = []
        for missing in self._missing(start, stop):
            pairs = min(len(left), len(missing))
            for number, line in zip(missing, left, strict=False):
                self._foreign[number] = line
            del left[:pairs]
            if missing[pairs:]:
                gone.append(missing[pairs:])
        self._deleted.extend(gone)
        self._inserted.extend([stop] * len(left))

    def _missing(self, start: int, stop: int) -> list[range]:
        """Numbers of a gap that no line has, as ranges: a gap may be of any size."""
        found: list[range] = []
        known = self._moved[bisect_left(self._moved, start) : bisect_left(self._moved, stop)]
        for number in [*known, stop]:
            if start < number:
                found.append(range(start, number))
            start = number + 1
        return found
