# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides which log entries travel as text and which as a leaf alone.

Shown: how the vault began, jumps of the clock, time stamps, and what was done with the exhibits that
travel. Closed:
notes, plans, what was taken back, other exhibits, and earlier dossiers and hand-overs: to whom else
somebody spoke is theirs to tell.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.custody import EntryType, LogEntry
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.plan import PartKind, Plan
from evidence_kit.formats import bag_leaves
from evidence_kit.formats.bag_leaves import LeafLine
from evidence_kit.handover.stamps import travels
from evidence_kit.vault.vault import Vault

_ALWAYS = frozenset(
    {EntryType.CREATED, EntryType.CLOCK_STEP, EntryType.RECOVERED, EntryType.MIGRATED}
)
_OF_EXHIBIT = frozenset(
    {
        EntryType.ACQUIRED,
        EntryType.REGISTERED,
        EntryType.INTERPRETED,
        EntryType.REDACTED,
        EntryType.REMOVED,
    }
)
_NEVER = frozenset({AnnotationKind.NOTE, AnnotationKind.PLAN})
_PRINTED_IN: Mapping[AnnotationKind, PartKind] = {
    AnnotationKind.ACCOUNT: PartKind.ACCOUNT,
    AnnotationKind.INCIDENT: PartKind.CHRONOLOGY,
    AnnotationKind.IDENTIFIER: PartKind.IDENTIFIERS,
    AnnotationKind.CASE: PartKind.COVER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What may be read in the log of one bag."""

    exhibits: frozenset[str]
    """Ids of the exhibits that travel."""
    annotations: frozenset[int]
    """Log entries of the annotations that are printed."""

    def shows(self, entry: LogEntry) -> bool:
        """Say whether an entry travels as text."""
        if entry.type in _ALWAYS or travels(entry, self.exhibits):
            return True
        if entry.type in _OF_EXHIBIT:
            return entry.body.get("exhibit") in self.exhibits
        return entry.type is EntryType.ANNOTATED and entry.seq in self.annotations


def disclosure_of(
    exhibits: tuple[Exhibit, ...], annotations: tuple[Annotation, ...], plan: Plan
) -> Disclosure:
    """Decide for the exhibits that travel and the annotations that stand."""
    ids = frozenset(str(exhibit.id) for exhibit in exhibits)
    printed = frozenset(one.entry for one in annotations if _is_printed(one, ids, plan))
    return Disclosure(exhibits=ids, annotations=printed)


def _is_printed(annotation: Annotation, exhibits: frozenset[str], plan: Plan) -> bool:
    if annotation.kind in _NEVER or annotation.retracted:
        return False
    if annotation.kind is AnnotationKind.MARK and not plan.show_marks:
        return False
    part = _PRINTED_IN.get(annotation.kind)
    if part is not None and part not in plan.parts:
        return False
    return annotation.exhibit is None or annotation.exhibit in exhibits


def log_lines(vault: Vault, size: int, disclosure: Disclosure) -> Iterator[LeafLine]:
    """Yield the first `size` entries of the log as they travel."""
    expected = 0
    leaves = vault.leaves(size)
    for entry in vault.entries(0, size):
        while expected < entry.seq:
            yield bag_leaves.closed(expected, leaves[expected])
            expected += 1
        if disclosure.shows(entry):
            yield bag_leaves.shown(entry.seq, entry.line, entry.salt)
        else:
            yield bag_leaves.closed(entry.seq, entry.leaf)
        expected = entry.seq + 1
    while expected < size:
        yield bag_leaves.closed(expected, leaves[expected])
        expected += 1
