# SPDX-License-Identifier: GPL-3.0-or-later
"""The person's own words and marks."""

from collections.abc import Mapping

from evidence_kit.domain.annotation import Annotation, Why
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.ids import AnnotationId, ExhibitId
from evidence_kit.review import annotations as reviewing
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task


def mark(  # noqa: PLR0913 -- one keyword a field of the request
    session: Session,
    task: Task,
    /,
    *,
    exhibit: ExhibitId,
    conversation: int,
    numbers: tuple[int, ...],
    why: tuple[Why, ...] = (),
    words: str = "",
) -> ChangeSet:
    """Point out messages of a conversation, with the reason.

    Raises:
        UnknownMessage: a number is not in the conversation; nothing is marked.
    """
    del task
    return reviewing.add_marks(session.vault, exhibit, conversation, numbers, why, words)


def mark_all(
    session: Session,
    task: Task,
    /,
    *,
    exhibit: ExhibitId,
    messages: Mapping[int, tuple[int, ...]],
    why: tuple[Why, ...] = (),
    words: str = "",
) -> ChangeSet:
    """Point out messages of several conversations: all of them or none.

    Raises:
        UnknownMessage: a number is not in its conversation; nothing is marked.
    """
    del task
    return reviewing.add_all_marks(session.vault, exhibit, messages, why, words)


def annotate(session: Session, task: Task, /, *, annotation: Annotation) -> ChangeSet:
    """Add an annotation, or a revision of one (`replaces`)."""
    del task
    return reviewing.add(session.vault, annotation)


def retract(session: Session, task: Task, /, *, annotation: AnnotationId) -> ChangeSet:
    """Take an annotation back; the log keeps that it was there."""
    del task
    return reviewing.retract(session.vault, annotation)


def apply(session: Session, task: Task, /, *, lines: bytes) -> ChangeSet:
    """Add annotations given as JSON lines (docs/formats/annotation.md); all or none.

    Raises:
        InputRefused: a line is not one; fields.line says which.
    """
    del task
    found = reviewing.read_jsonl(lines, session.vault)
    return reviewing.add_all(session.vault, found)


def annotations_jsonl(
    session: Session, task: Task, /, *, exhibit: ExhibitId | None = None
) -> tuple[str, ...]:
    """Return the annotations (of one exhibit) as the JSON lines `apply` takes."""
    del task
    return tuple(
        reviewing.to_jsonl(annotation).decode("utf-8")
        for annotation in session.vault.annotations()
        if exhibit is None or annotation.exhibit == exhibit
    )
