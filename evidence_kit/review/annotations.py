# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds, replaces and takes back what the person says; reads and writes it as rows."""

import json
from collections.abc import Iterable, Iterator, Mapping

from evidence_kit.domain.annotation import Annotation, AnnotationKind, Why
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.ids import AnnotationId, ExhibitId, new_id
from evidence_kit.domain.locator import RecordRef
from evidence_kit.errors import Damaged, InputRefused, UnknownMessage
from evidence_kit.formats import annotation as annotation_format
from evidence_kit.formats.annotation import AnnotationLine, MessageLabel
from evidence_kit.review.records import is_readable
from evidence_kit.vault.vault import Vault


def add_marks(
    vault: Vault,
    exhibit_id: ExhibitId | int,
    conversation: int,
    numbers: Iterable[int],
    why: tuple[Why, ...],
    words: str = "",
) -> ChangeSet:
    """Point out messages of a conversation, all in one annotation; see `add_all_marks`."""
    return add_all_marks(vault, exhibit_id, {conversation: numbers}, why, words)


def add_all_marks(
    vault: Vault,
    exhibit_id: ExhibitId | int,
    messages: Mapping[int, Iterable[int]],
    why: tuple[Why, ...],
    words: str = "",
) -> ChangeSet:
    """Point out messages, one annotation a conversation: all of them or none.

    Args:
        vault: Holds the exhibit.
        exhibit_id: Its id or number.
        messages: Numbers of messages by conversation.
        why: What the messages do.
        words: The person's own.

    Raises:
        UnknownExhibit: no exhibit has this number or id.
        UnknownMessage: a number does not exist.
    """
    exhibit = vault.exhibit(exhibit_id)
    marks = [
        Annotation(
            id=AnnotationId(new_id()),
            kind=AnnotationKind.MARK,
            exhibit=exhibit.id,
            targets=tuple(record_ref(vault, exhibit, within, n) for n in sorted(set(numbers))),
            facts=(("why", tuple(reason.value for reason in why)),),
            words=(("text", words),) if words else (),
        )
        for within, numbers in messages.items()
    ]
    return add_all(vault, marks)


def add(vault: Vault, annotation: Annotation) -> ChangeSet:
    """Store one annotation.

    Raises:
        InputRefused: it says what its kind cannot say.
    """
    return add_all(vault, (annotation,))


def add_all(vault: Vault, annotations: Iterable[Annotation]) -> ChangeSet:
    """Store annotations together: all of them or none. Retractions are stored as such.

    Raises:
        InputRefused: one says what its kind cannot say.
    """
    with vault.batch() as batch:
        for annotation in annotations:
            if annotation.retracted and annotation.replaces is not None:
                batch.retract(annotation.replaces)
            else:
                batch.annotate(annotation)
        return batch.commit()


def retract(vault: Vault, annotation_id: AnnotationId) -> ChangeSet:
    """Take an annotation back; the log keeps that it was there."""
    with vault.batch() as batch:
        batch.retract(annotation_id)
        return batch.commit()


def record_ref(vault: Vault, exhibit: Exhibit, conversation: int, n: int) -> RecordRef:
    """Return what points to a message for good.

    Raises:
        UnknownMessage: there is no such message.
    """
    found = vault.messages(exhibit, conversation, n, 1) if is_readable(exhibit) else ()
    if not found:
        raise UnknownMessage(exhibit=exhibit.number, message=f"{conversation}:{n}")
    message, raw_sha256 = found[0]
    return RecordRef(
        locator=message.locator, sha256=raw_sha256, conversation=conversation, n=message.n
    )


def read_jsonl(untrusted: bytes, vault: Vault) -> tuple[Annotation, ...]:
    """Read the rows of an `apply` file; exhibits and messages are looked up in the vault.

    Raises:
        InputRefused: reason is a code, name is "line 3".
        UnknownExhibit, UnknownMessage: a row points to what is not there.
    """
    return tuple(_annotations(untrusted, vault))


def to_jsonl(annotation: Annotation) -> bytes:
    """Return the row of an annotation as `apply` takes it, without line end."""
    return annotation_format.to_jsonl(annotation)


def _annotations(untrusted: bytes, vault: Vault) -> Iterator[Annotation]:
    for number, line in enumerate(untrusted.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            row = annotation_format.from_jsonl(_object(line))
        except (Damaged, InputRefused) as error:
            reason = error.fields.get("reason") or error.fields.get("why")
            raise InputRefused(
                reason=reason, name=f"line {number}", field=error.fields.get("name")
            ) from error
        yield _looked_up(row, vault)


def _object(untrusted_line: bytes) -> dict[str, object]:
    # Written by people and programs: any JSON object will do, not only our canonical form.
    try:
        value = json.loads(untrusted_line)
    except (ValueError, RecursionError) as error:
        raise InputRefused(reason="not_json", name="") from error
    if not isinstance(value, dict):
        raise InputRefused(reason="not_an_object", name="")
    return value


def _looked_up(row: AnnotationLine, vault: Vault) -> Annotation:
    exhibit = None if row.exhibit is None else vault.exhibit(row.exhibit)
    return Annotation(
        id=AnnotationId(new_id()),
        kind=row.kind,
        exhibit=None if exhibit is None else exhibit.id,
        targets=tuple(_target(vault, exhibit, target) for target in row.targets),
        facts=row.facts,
        words=row.words,
        replaces=row.replaces,
        retracted=row.retracted,
    )


def _target(vault: Vault, exhibit: Exhibit | None, target: RecordRef | MessageLabel) -> RecordRef:
    if isinstance(target, RecordRef):
        return target
    if exhibit is None:
        raise InputRefused(reason="exhibit", name=f"{target.conversation}:{target.n}")
    return record_ref(vault, exhibit, target.conversation, target.n)
