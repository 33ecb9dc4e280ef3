# SPDX-License-Identifier: GPL-3.0-or-later
"""Annotations as stored, and as rows for `apply` and `show` (docs/formats/annotation.md).

Facts (ids, codes, dates) stand in the log entry. Words and targets stand in its sealed text: a target
names a member and carries the digest of a record that may be as short as "ok".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.ids import AnnotationId, ExhibitId, is_id
from evidence_kit.domain.locator import Locator, RecordRef
from evidence_kit.errors import Damaged, InputRefused
from evidence_kit.formats import canonical_json
from evidence_kit.formats.annotation_rules import Fact, Word, check
from evidence_kit.formats.fields import Fields

__all__ = [
    "AnnotationLine",
    "MessageLabel",
    "body",
    "check",
    "from_body",
    "from_jsonl",
    "sealed_words",
    "to_jsonl",
]

_ITEM = "annotation"
_LINE_NAMES = frozenset(
    {"type", "kind", "exhibit", "targets", "facts", "words", "replaces", "retracted"}
)
_SHOWN_NAMES = frozenset({"annotation", "entry", "made", "role"})
_BIG = 1 << 53


def body(annotation: Annotation, text: dict[str, object] | None) -> dict[str, object]:
    """Return the body of the log entry; `text` points to the sealed text, if there is any."""
    return {
        "annotation": annotation.id,
        "kind": annotation.kind.value,
        "exhibit": annotation.exhibit,
        "facts": {name: _plain(value) for name, value in annotation.facts},
        "replaces": annotation.replaces,
        "retracted": annotation.retracted,
        "text": text,
    }


def sealed_words(annotation: Annotation) -> dict[str, object] | None:
    """Return the words of the sealed text, or None when there is nothing to seal."""
    if not annotation.words and not annotation.targets:
        return None
    return {
        "words": {name: _plain(value) for name, value in annotation.words},
        "targets": [_target_to_json(target) for target in annotation.targets],
    }


def from_body(untrusted: Mapping[str, object], words: Mapping[str, object] | None) -> Annotation:
    """Read an annotation back; without words when its text was removed.

    Raises:
        Damaged: it is not one.
    """
    fields = Fields(untrusted, _ITEM)
    text = Fields(words or {"words": {}, "targets": []}, _ITEM)
    exhibit = fields.hexadecimal_or_none("exhibit", 32)
    replaces = fields.hexadecimal_or_none("replaces", 32)
    try:
        kind = AnnotationKind(fields.text("kind"))
    except ValueError as error:
        raise Damaged(item=_ITEM, why="annotation_kind") from error
    return Annotation(
        id=AnnotationId(fields.hexadecimal("annotation", 32)),
        kind=kind,
        exhibit=None if exhibit is None else ExhibitId(exhibit),
        targets=tuple(_target(target) for target in text.each("targets")),
        facts=_facts(fields.raw("facts")),
        words=_words(text.raw("words")),
        replaces=None if replaces is None else AnnotationId(replaces),
        retracted=fields.flag("retracted"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLabel:
    """A message named by its number; to be looked up before it is stored."""

    conversation: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationLine:
    """One row of an `apply` file, as written."""

    kind: AnnotationKind
    exhibit: int | ExhibitId | None
    targets: tuple[RecordRef | MessageLabel, ...]
    facts: tuple[tuple[str, Fact], ...]
    words: tuple[tuple[str, Word], ...]
    replaces: AnnotationId | None
    retracted: bool


def to_jsonl(annotation: Annotation) -> bytes:
    """Return the row of an annotation, without line end; `from_jsonl` takes it."""
    value = {
        "type": "annotated",
        "annotation": annotation.id,
        "kind": annotation.kind.value,
        "exhibit": annotation.exhibit,
        "targets": [_target_to_json(target) for target in annotation.targets],
        "facts": {name: _plain(value) for name, value in annotation.facts},
        "words": {name: _plain(value) for name, value in annotation.words},
        "replaces": annotation.replaces,
        "retracted": annotation.retracted,
        "entry": annotation.entry,
        "made": annotation.made,
        "role": annotation.role,
    }
    return canonical_json.encode(value)


def from_jsonl(untrusted_row: Mapping[str, object]) -> AnnotationLine:
    """Read one row of an `apply` file, already parsed as JSON.

    What only `show` knows (annotation, entry, made, role) is ignored.

    Raises:
        InputRefused: reason is a code, name the field.
    """
    for name in untrusted_row.keys() - _LINE_NAMES - _SHOWN_NAMES:
        raise InputRefused(reason="unknown_field", name=name[:80])
    if untrusted_row.get("type") != "annotated":
        raise InputRefused(reason="unknown_type", name="type")
    try:
        kind = AnnotationKind(untrusted_row.get("kind"))
    except ValueError as error:
        raise InputRefused(reason="unknown_kind", name="kind") from error
    fields = Fields({"targets": [], "facts": {}, "words": {}, **untrusted_row}, _ITEM)
    try:
        return AnnotationLine(
            kind=kind,
            exhibit=_exhibit(untrusted_row.get("exhibit")),
            targets=tuple(_target_or_label(target) for target in fields.each("targets")),
            facts=_facts(fields.raw("facts")),
            words=_words(fields.raw("words")),
            replaces=_replaces(untrusted_row.get("replaces")),
            retracted="retracted" in untrusted_row and fields.flag("retracted"),
        )
    except Damaged as error:
        raise InputRefused(reason=str(error.fields["why"]), name=_ITEM) from error


def _exhibit(untrusted: object) -> int | ExhibitId | None:
    if untrusted is None:
        return None
    if isinstance(untrusted, int) and not isinstance(untrusted, bool) and 0 < untrusted < _BIG:
        return untrusted
    if isinstance(untrusted, str) and is_id(untrusted):
        return ExhibitId(untrusted)
    raise InputRefused(reason="field:exhibit", name="exhibit")


def _replaces(untrusted: object) -> AnnotationId | None:
    if untrusted is None:
        return None
    if isinstance(untrusted, str) and is_id(untrusted):
        return AnnotationId(untrusted)
    raise InputRefused(reason="field:replaces", name="replaces")


def _target_or_label(fields: Fields) -> RecordRef | MessageLabel:
    if fields.has("sha256"):
        return _target(fields)
    fields.only(frozenset({"conversation", "n"}))
    return MessageLabel(conversation=fields.number("conversation"), n=fields.number("n"))


def _target_to_json(target: RecordRef) -> dict[str, object]:
    return {
        "locator": {
            "member": target.locator.member,
            "start": target.locator.start,
            "end": target.locator.end,
            "pointer": target.locator.pointer,
        },
        "sha256": target.sha256,
        "conversation": target.conversation,
        "n": target.n,
    }


def _target(fields: Fields) -> RecordRef:
    fields.only(frozenset({"locator", "sha256", "conversation", "n"}))
    place = fields.fields("locator")
    place.only(frozenset({"member", "start", "end", "pointer"}))
    return RecordRef(
        locator=Locator(
            member=place.text_or_none("member"),
            start=place.number("start"),
            end=place.number("end"),
            pointer=place.text_or_none("pointer"),
        ),
        sha256=fields.hexadecimal("sha256", 64),
        conversation=fields.number("conversation"),
        n=fields.number("n"),
    )


def _facts(untrusted: Mapping[str, object]) -> tuple[tuple[str, Fact], ...]:
    found: list[tuple[str, Fact]] = []
    for name, value in sorted(untrusted.items()):
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            found.append((name, value))
        else:
            found.append((name, _texts(value, name)))
    return tuple(found)


def _words(untrusted: Mapping[str, object]) -> tuple[tuple[str, Word], ...]:
    return tuple(
        (name, value if isinstance(value, str) else _texts(value, name))
        for name, value in sorted(untrusted.items())
    )


def _texts(untrusted: object, name: str) -> tuple[str, ...]:
    if not isinstance(untrusted, Sequence) or isinstance(untrusted, str | bytes):
        raise Damaged(item=_ITEM, why=f"field:{name[:80]}")
    if not all(isinstance(part, str) for part in untrusted):
        raise Damaged(item=_ITEM, why=f"field:{name[:80]}")
    return tuple(untrusted)


def _plain(value: Fact) -> object:
    return list(value) if isinstance(value, tuple) else value
