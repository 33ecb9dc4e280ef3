# SPDX-License-Identifier: GPL-3.0-or-later
"""Gathers the places where identifiers stand into one row for each identifier."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from evidence_kit.domain.annotation import Annotation
from evidence_kit.domain.identifier import (
    Checksum,
    Decision,
    IdentifierRow,
    IdentifierType,
    Occurrence,
    Use,
)
from evidence_kit.domain.moment import Moment
from evidence_kit.limits import OCCURRENCES_SHOWN
from evidence_kit.review.identifier_search import Found, identifiers_in

Key = tuple[IdentifierType, str]


@dataclass(slots=True)
class _Gathered:
    """What is known of one identifier so far."""

    checksum: Checksum
    as_written: dict[str, None] = field(default_factory=dict)
    by: dict[str, None] = field(default_factory=dict)
    uses: dict[Use, int] = field(default_factory=lambda: dict.fromkeys(Use, 0))
    occurrences: list[Occurrence] = field(default_factory=list)
    first: Moment | None = None
    last: Moment | None = None

    def add(self, place: Occurrence) -> None:
        self.as_written[place.as_written] = None
        self.uses[place.use] += 1
        if place.use is Use.MENTIONED and place.by is not None:
            self.by[place.by] = None
        if len(self.occurrences) < OCCURRENCES_SHOWN:
            self.occurrences.append(place)
        if place.moment is not None and place.moment.local is not None:
            if self.first is None or place.moment.local < (self.first.local or ""):
                self.first = place.moment
            if self.last is None or place.moment.local > (self.last.local or ""):
                self.last = place.moment


class IdentifierGatherer:
    """Takes texts with their places, one by one, and gives the rows at the end."""

    def __init__(self) -> None:
        self._gathered: dict[Key, _Gathered] = {}
        self._labels: dict[str, tuple[Found, ...]] = {}

    def text(self, untrusted_text: str, place: Occurrence) -> None:
        """Look for identifiers in a text; `place` is copied for each, with what is written."""
        for found in identifiers_in(untrusted_text):
            self._add(found, place)

    def label(self, place: Occurrence) -> None:
        """Look at the sender label of a record: `place.by`."""
        if place.by is None:
            return
        found = self._labels.get(place.by)
        if found is None:
            found = self._labels[place.by] = identifiers_in(place.by)
        for item in found:
            self._add(item, place)

    def _add(self, found: Found, place: Occurrence) -> None:
        key = (found.type, found.normalised)
        gathered = self._gathered.get(key)
        if gathered is None:
            gathered = self._gathered[key] = _Gathered(checksum=found.checksum)
        gathered.add(replace(place, as_written=found.as_written))

    def rows(self, decisions: Iterable[Annotation] = ()) -> tuple[IdentifierRow, ...]:
        """Return the rows: by type, the most frequent first; with the person's decisions."""
        rows = {key: _row(key, gathered) for key, gathered in self._gathered.items()}
        for annotation in decisions:
            decided = _decided(rows, annotation)
            if decided is not None:
                rows[(decided.type, decided.normalised)] = decided
        order = list(IdentifierType)
        return tuple(
            sorted(
                rows.values(), key=lambda row: (order.index(row.type), -row.count, row.normalised)
            )
        )


def _row(key: Key, gathered: _Gathered) -> IdentifierRow:
    return IdentifierRow(
        type=key[0],
        normalised=key[1],
        as_written=tuple(gathered.as_written),
        checksum=gathered.checksum,
        count=sum(gathered.uses.values()),
        occurrences=tuple(gathered.occurrences),
        as_sender=gathered.uses[Use.AS_SENDER],
        mentioned=gathered.uses[Use.MENTIONED],
        in_header=gathered.uses[Use.IN_HEADER],
        by=tuple(gathered.by),
        first=gathered.first,
        last=gathered.last,
    )


def _decided(rows: dict[Key, IdentifierRow], annotation: Annotation) -> IdentifierRow | None:
    """Return the row an annotation speaks of, with the person's decision; None if unreadable."""
    types = {kind.value: kind for kind in IdentifierType}
    decisions = {decision.value: decision for decision in Decision}
    kind = types.get(str(annotation.fact("type")))
    value = annotation.word("normalised")
    if kind is None or not value:
        return None
    written = dict(annotation.words).get("as_written", (value,))
    row = rows.get((kind, value)) or IdentifierRow(
        type=kind,
        normalised=value,
        as_written=written if isinstance(written, tuple) else (written,),
        checksum=_checksum(kind, value),
        count=0,
        occurrences=(),
    )
    return replace(
        row,
        decision=decisions.get(str(annotation.fact("decision")), Decision.OPEN),
        whose=str(annotation.fact("whose") or "unknown"),
        note=annotation.word("text"),
    )


def _checksum(kind: IdentifierType, value: str) -> Checksum:
    """Return the verdict on a value that the person typed in."""
    same = [found for found in identifiers_in(value) if found.type is kind]
    return same[0].checksum if same else Checksum.HAS_NONE
