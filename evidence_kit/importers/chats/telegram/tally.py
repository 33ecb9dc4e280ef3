# SPDX-License-Identifier: GPL-3.0-or-later
"""Where an export comes from, and what is added up while it is read."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from evidence_kit.importers.protocol import Notes


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSource:
    """Where a result.json comes from."""

    chunks: Callable[[], Iterator[bytes]]
    """Its bytes, as often as asked for."""
    member: str | None
    folder: str
    """The folder it stands in, with its slash; paths in it count from there."""


@dataclass(slots=True)
class Tally:
    """What the summary adds up, over all files of a source."""

    notes: Notes = field(default_factory=Notes)
    kinds: Counter[str] = field(default_factory=Counter)
    lines_total: int = 0
    lines_accounted: int = 0
    conversations: int = 0
    complete: bool = True
