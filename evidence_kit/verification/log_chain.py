# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells which entries of a segment were changed, by chain and signed root.

Each entry names the salted leaf of the one before it. So every leaf but the last of the log is stated
twice: as computed from the entry, and as named by the next one. Where these differ, one of two entries was
changed; the signed root says which. A leaf that only its neighbour names still lets the root be computed
when that entry is gone, so that one deleted line leaves the rest judged.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

from evidence_kit.crypto.merkle import Frontier
from evidence_kit.verification.log_lines import Line, LineReader, with_prev

_TRIES = 64
"""Ways of blaming that are tried against one root; six links broken at once have that many."""

_TRIED_LEAVES_MAX = 2_000_000
"""Leaves hashed in all while trying, so that a large segment costs no more than some seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One segment's entries as far as they could be put in order."""

    first: int
    end: int
    lines: Mapping[int, Line]
    foreign: Mapping[int, Line]
    """Lines in the place of an entry, with another number or none that can be read."""
    last_leaf: bytes | None
    """The leaf before the first one, as far as it is known."""
    next_prev: bytes | None
    """The leaf of the last one as the next segment names it."""
    next_is_sure: bool
    """Whether the entry that names it is itself confirmed by the one behind it."""
    root: str | None
    """Signed root at `end`; None when no head is to be believed."""


@dataclass(slots=True)
class Blame:
    """What was changed, as far as that can be told."""

    changed: set[int] = field(default_factory=set)
    """Certainly not what was written."""
    unclear: set[int] = field(default_factory=set)
    """Either these or a neighbour that is named."""
    frontier: Frontier | None = None
    """The tree after the segment, when every leaf of it is proven."""
    root_differs: bool = False
    """Whether no way of reading the lines gives the signed root."""
    unproven: set[int] = field(default_factory=set)
    """Entries that nothing is left to hold against."""
    strange: bool = False
    """Whether no line has any tie to this log."""
    leaves: dict[int, bytes] = field(default_factory=dict)
    """The leaves that are most likely right."""


def blame(stretch: Stretch, before: Frontier | None, reader: LineReader) -> Blame:
    """Find the entries that were changed.

    Args:
        stretch: the segment.
        before: the tree before it; None when that is not known.
        reader: makes leaves.
    """
    return _Judge(stretch, before, reader).judge()


class _Judge:
    def __init__(self, stretch: Stretch, before: Frontier | None, reader: LineReader) -> None:
        self._it = stretch
        self._before = before
        self._reader = reader
        self._computed = {seq: line.leaf for seq, line in stretch.lines.items() if line.leaf}
        self._stated = self._stated_leaves()
        self._broken = sorted(
            seq
            for seq, leaf in self._computed.items()
            if seq in self._stated and self._stated[seq] != leaf
        )
        self._last = stretch.end - 1
        self._alone = {seq for seq in self._computed if seq not in self._stated}
        self._base = {**self._stated, **self._computed}
        self._whole = len(self._base) == stretch.end - stretch.first
        self._result = Blame(changed=set(stretch.foreign))

    def judge(self) -> Blame:
        result = self._result
        result.changed |= {s for s, line in self._it.lines.items() if line.entry is None}
        result.strange = self._is_strange()
        provable = self._whole and self._before is not None and self._it.root is not None
        if not (provable and self._prove()):
            self._guess(provable=provable)
        return result

    def _stated_leaves(self) -> dict[int, bytes]:
        lines = {**self._it.foreign, **self._it.lines}
        stated = {
            seq - 1: line.prev
            for seq, line in lines.items()
            if line.prev is not None and seq > self._it.first
        }
        if self._it.next_prev is not None:
            stated[self._it.end - 1] = self._it.next_prev
        return stated

    def _is_strange(self) -> bool:
        if any(self._is_confirmed(seq) for seq in self._computed):
            return False
        first, before = self._it.lines.get(self._it.first), self._it.last_leaf
        if first is None or before is None:
            return bool(self._broken)
        return first.prev != before

    def _prove(self) -> bool:
        """Try ways of blaming until one gives the signed root."""
        tries = min(_TRIES, _TRIED_LEAVES_MAX // max(1, len(self._base)) + 1)
        for edited in islice(self._ways(), tries):
            leaves = {**self._base, **{seq: self._stated[seq] for seq in edited}}
            frontier = self._frontier(leaves)
            if frontier.root().hex() == self._it.root:
                kept = set(self._broken) - edited
                self._settle(edited | {seq + 1 for seq in kept}, leaves, frontier)
                return True
        return self._prove_last()

    def _prove_last(self) -> bool:
        """The last entry of a log: was it only told of another one before it?"""
        line = self._it.lines.get(self._last)
        before = self._computed.get(self._last - 1)
        if self._last in self._stated or line is None or before is None:
            return False
        if self._last - 1 not in self._broken:
            return False
        raw = with_prev(line, before)
        if raw is None:
            return False
        edited = set(self._broken) - {self._last - 1}
        leaves = {**self._base, **{seq: self._stated[seq] for seq in edited}}
        leaves[self._last] = self._reader.leaf_of(raw, self._last)
        frontier = self._frontier(leaves)
        if frontier.root().hex() != self._it.root:
            return False
        self._settle(edited | {self._last}, leaves, frontier)
        return True

    def _ways(self) -> Iterator[set[int]]:
        """Sets of broken links whose entry was changed; the others' next entry was."""
        if len(self._broken) > _TRIES.bit_length() - 1:
            yield set(self._broken)
            yield self._ends_of_runs()
            return
        for choice in product((True, False), repeat=len(self._broken)):
            yield {seq for seq, edited in zip(self._broken, choice, strict=True) if edited}

    def _settle(self, changed: set[int], leaves: dict[int, bytes], frontier: Frontier) -> None:
        self._result.changed |= {seq for seq in changed if seq in self._it.lines}
        self._result.leaves = leaves
        self._result.frontier = frontier

    def _guess(self, *, provable: bool) -> None:
        """Without a root that fits: an entry whose own leaf is confirmed speaks the truth."""
        result = self._result
        unsure = {seq for seq in self._base if not self._is_sure(seq)}
        doubtful = unsure & self._computed.keys()
        result.changed |= set(self._broken) - unsure
        if not provable:
            result.unclear |= doubtful - self._alone
            result.unproven = set(self._alone)
            if result.unclear:
                self._doubt_after_runs()
        elif len(unsure) == len(doubtful) == 1:
            result.changed |= doubtful
        else:
            result.unclear |= doubtful
            if self._alone == {self._last} and unsure == doubtful:
                result.changed |= self._alone
        result.root_differs = provable
        result.unclear -= result.changed
        result.leaves = {**self._base, **{seq: self._stated[seq] for seq in self._broken}}
        if self._it.root is None and self._before is not None and self._whole:
            self._keep_frontier()

    def _is_sure(self, seq: int) -> bool:
        """Whether the leaf of a number is known, whatever became of its entry."""
        return self._is_confirmed(seq) or (seq in self._stated and self._is_confirmed(seq + 1))

    def _is_confirmed(self, seq: int) -> bool:
        """Whether what an entry says of the one before it is proven by its own neighbour."""
        if seq == self._it.end:
            return self._it.next_is_sure
        leaf = self._computed.get(seq)
        return leaf is not None and self._stated.get(seq) == leaf

    def _doubt_after_runs(self) -> None:
        after = {run[-1] + 1 for run in runs(self._broken)}
        self._result.unclear |= after & self._alone
        self._result.unproven -= after

    def _keep_frontier(self) -> None:
        """No head to hold it against, but nothing speaks against it either."""
        result = self._result
        if not (result.changed or result.unclear or self._broken):
            result.frontier = self._frontier(self._base)

    def _ends_of_runs(self) -> set[int]:
        return {run[-1] for run in runs(self._broken)}

    def _frontier(self, leaves: Mapping[int, bytes]) -> Frontier:
        frontier = (self._before or Frontier()).copy()
        for seq in range(self._it.first, self._it.end):
            frontier.append(leaves[seq])
        return frontier


def runs(numbers: Sequence[int]) -> list[list[int]]:
    """Part rising numbers into stretches that follow each other."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return found
