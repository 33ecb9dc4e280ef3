# SPDX-License-Identifier: GPL-3.0-or-later
"""What a mutation changed, so that views know what to read again."""

from dataclasses import dataclass

from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.reading_change import ReadingChange


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSet:
    """Returned by every mutation."""

    log_size: int
    """Entries after the change."""
    exhibits: tuple[ExhibitId, ...] = ()
    """Exhibits added, changed or removed."""
    annotations: bool = False
    plan: bool = False
    reading: ReadingChange | None = None
    """What another reading of a file changed; None where there was none, or they are too different."""
