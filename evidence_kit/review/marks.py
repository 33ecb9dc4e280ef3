# SPDX-License-Identifier: GPL-3.0-or-later
"""Which messages the person pointed out, found by place and bytes and not by number alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evidence_kit.domain.annotation import Annotation, AnnotationKind, Why
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.locator import Locator, RecordRef
from evidence_kit.domain.record import Message
from evidence_kit.domain.views import MarkRow

PlaceKey = tuple[ExhibitId, str | None, int, int, str | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointers:
    """Annotations by the place they point to."""

    marks: Mapping[PlaceKey, tuple[MarkRow, ...]]
    conversations: Mapping[PlaceKey, int]
    """The conversation a mark was made in."""
    others: Mapping[PlaceKey, tuple[Annotation, ...]]
    """Notes and translations."""
    labels: frozenset[str]
    """Sender labels that the person said are themselves."""

    def marks_of(
        self, exhibit: ExhibitId, message: Message, raw_sha256: str
    ) -> tuple[MarkRow, ...]:
        """Return the marks on a message."""
        return self.marks.get(place_of(exhibit, message.locator, raw_sha256), ())

    def others_of(
        self, exhibit: ExhibitId, message: Message, raw_sha256: str
    ) -> tuple[Annotation, ...]:
        """Return notes and translations on a message."""
        return self.others.get(place_of(exhibit, message.locator, raw_sha256), ())

    def marked_in(self, exhibit: ExhibitId, conversation: int) -> int:
        """Return how many messages of a conversation are pointed out."""
        return sum(
            1
            for place, made_in in self.conversations.items()
            if place[0] == exhibit and made_in == conversation
        )

    def marked_places(self, exhibit: ExhibitId) -> int:
        """Return how many messages of an exhibit are pointed out."""
        return sum(1 for place in self.marks if place[0] == exhibit)


def place_of(exhibit: ExhibitId, locator: Locator, raw_sha256: str) -> PlaceKey:
    """Return what identifies a record for good: its place in the original, and its bytes."""
    return (
        exhibit,
        locator.member,
        locator.start,
        locator.end,
        locator.pointer,
        raw_sha256,
    )


def pointers(annotations: Iterable[Annotation]) -> Pointers:
    """Sort annotations by the records they point to."""
    marks: dict[PlaceKey, tuple[MarkRow, ...]] = {}
    conversations: dict[PlaceKey, int] = {}
    others: dict[PlaceKey, tuple[Annotation, ...]] = {}
    labels: set[str] = set()
    for annotation in annotations:
        if annotation.kind in (AnnotationKind.CASE, AnnotationKind.PROVENANCE):
            labels |= set(own_labels(annotation))
        if annotation.exhibit is None:
            continue
        for target in annotation.targets:
            place = place_of(annotation.exhibit, target.locator, target.sha256)
            if annotation.kind is AnnotationKind.MARK:
                marks[place] = (*marks.get(place, ()), mark_row(annotation))
                conversations[place] = target.conversation
            elif annotation.kind in (AnnotationKind.NOTE, AnnotationKind.TRANSLATION):
                others[place] = (*others.get(place, ()), annotation)
    return Pointers(
        marks=marks, conversations=conversations, others=others, labels=frozenset(labels)
    )


def targets_in(
    annotations: Iterable[Annotation], exhibit: ExhibitId, conversation: int
) -> tuple[RecordRef, ...]:
    """Return the records of a conversation that marks point to, as the marks label them."""
    return tuple(
        target
        for annotation in annotations
        if annotation.kind is AnnotationKind.MARK and annotation.exhibit == exhibit
        for target in annotation.targets
        if target.conversation == conversation
    )


def mark_row(annotation: Annotation) -> MarkRow:
    """Return a mark as it stands on a message."""
    return MarkRow(
        annotation=annotation.id,
        why=reasons(annotation),
        words=annotation.word("text"),
        role=annotation.role,
        made=annotation.made,
    )


def reasons(annotation: Annotation) -> tuple[Why, ...]:
    """Return the reasons of a mark, in the order the person chose them."""
    known = {why.value: why for why in Why}
    value = annotation.fact("why")
    codes = value if isinstance(value, tuple) else (value,)
    return tuple(known[str(code)] for code in codes if str(code) in known)


def own_labels(annotation: Annotation) -> tuple[str, ...]:
    """Return the sender labels that an annotation says are the person's own."""
    value = dict(annotation.words).get("own_labels", ())
    return value if isinstance(value, tuple) else (value,)
