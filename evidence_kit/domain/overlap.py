# SPDX-License-Identifier: GPL-3.0-or-later
"""One conversation in two exports: what stands in both, and where they differ.

Nothing is merged. Which export was made first is not known from them; `first` and `second` are the
order in which they were taken in.
"""

from dataclasses import dataclass
from enum import Enum

from evidence_kit.domain.ids import ExhibitId


class DifferenceKind(Enum):
    """How two exports of one conversation differ at a place."""

    ONLY_IN_FIRST = "only_in_first"
    ONLY_IN_SECOND = "only_in_second"
    TEXT = "text"
    """Both have a message of this sender and time, with other words."""
    DELETED_IN_FIRST = "deleted_in_first"
    """The first has the app's line about a deleted message where the second has words."""
    DELETED_IN_SECOND = "deleted_in_second"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place; a number is None where that export has no message there."""

    kind: DifferenceKind
    first: int | None
    """Number of the message in the first export."""
    second: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapSide:
    """The stretch of one export that the other one has too."""

    exhibit: ExhibitId
    exhibit_number: int
    conversation: int
    title: str
    start: int
    """Number of the first message that stands in both."""
    end: int
    """Number of the last message that stands in both."""
    before: int
    """Messages of this export before the stretch."""
    after: int
    """Messages of this export behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two exports of what is taken to be one conversation, and on what that rests."""

    first: OverlapSide
    second: OverlapSide
    matched: int
    """Messages that stand in both: the same words within the tolerance, in the same order."""
    longest_run: int
    """Most of them in a row."""
    tolerance: int
    """Seconds by which the times of one message may differ: exports to the minute need 60."""
    differences: tuple[Difference, ...]
    """In the order of the conversation; at most OVERLAP_DIFFERENCES_MAX."""
    differences_total: int
    app_lines: int
    """Lines of the app itself that stand in one of them only; each phone has its own."""
    renamed: tuple[tuple[str, str, int], ...]
    """(label in the first, label in the second, times) where a sender is called otherwise."""
