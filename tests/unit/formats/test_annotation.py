# SPDX-License-Identifier: GPL-3.0-or-later
import json

import pytest

from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.ids import AnnotationId, ExhibitId, new_id
from evidence_kit.domain.locator import Locator, RecordRef
from evidence_kit.errors import Damaged, InputRefused
from evidence_kit.formats import annotation
from evidence_kit.formats.annotation import MessageLabel
from evidence_kit.formats.annotation_rules import RULES

EXHIBIT = ExhibitId("e" * 32)
TARGET = RecordRef(
    locator=Locator(member="_chat.txt", start=10, end=20), sha256="a" * 64, conversation=1, n=5
)
MARK = Annotation(
    id=AnnotationId("1" * 32),
    kind=AnnotationKind.MARK,
    exhibit=EXHIBIT,
    targets=(TARGET,),
    facts=(("why", ("asks_money",)),),
    words=(("text", "hij wil geld"),),
)


def made(kind: AnnotationKind, **fields: object) -> Annotation:
    return Annotation(id=AnnotationId(new_id()), kind=kind, **fields)  # type: ignore[arg-type]


def test_every_kind_has_its_rule() -> None:
    assert RULES.keys() == set(AnnotationKind)


def test_an_annotation_reads_back_from_log_and_text() -> None:
    words = annotation.sealed_words(MARK)
    body = annotation.body(MARK, {"id": "a" * 32, "sha256": "b" * 64})
    annotation.check(MARK)
    assert annotation.from_body(json.loads(json.dumps(body)), words) == MARK


def test_nothing_that_names_somebody_stands_in_the_log() -> None:
    text = json.dumps(annotation.body(MARK, None))
    assert "geld" not in text.replace("asks_money", "")
    assert "_chat.txt" not in text
    assert TARGET.sha256 not in text


def test_without_its_text_the_facts_remain() -> None:
    found = annotation.from_body(annotation.body(MARK, None), None)
    assert found.fact("why") == ("asks_money",)
    assert found.words == ()
    assert found.targets == ()


def test_a_row_that_was_shown_can_be_applied_again() -> None:
    row = annotation.from_jsonl(json.loads(annotation.to_jsonl(MARK)))
    assert (row.kind, row.exhibit, row.targets) == (MARK.kind, EXHIBIT, (TARGET,))
    assert (row.facts, row.words) == (MARK.facts, MARK.words)


def test_a_row_may_name_exhibit_and_messages_by_number() -> None:
    row = annotation.from_jsonl(
        {
            "type": "annotated",
            "kind": "mark",
            "exhibit": 3,
            "targets": [{"conversation": 1, "n": 5}],
            "facts": {"why": ["other"]},
        }
    )
    assert row.exhibit == 3
    assert row.targets == (MessageLabel(conversation=1, n=5),)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"type": "acquired"}, "unknown_type"),
        ({"type": "annotated", "kind": "verdict"}, "unknown_kind"),
        ({"type": "annotated", "kind": "note", "offence": "x"}, "unknown_field"),
        ({"type": "annotated", "kind": "note", "exhibit": True}, "field:exhibit"),
        ({"type": "annotated", "kind": "note", "exhibit": "3"}, "field:exhibit"),
        ({"type": "annotated", "kind": "note", "replaces": "3"}, "field:replaces"),
        ({"type": "annotated", "kind": "note", "targets": [{}]}, "fields:conversation,n"),
        ({"type": "annotated", "kind": "note", "words": {"text": 3}}, "field:text"),
        ({"type": "annotated", "kind": "note", "facts": {"a": 1.5}}, "field:a"),
    ],
)
def test_a_row_that_is_off_is_refused(row: dict[str, object], reason: str) -> None:
    with pytest.raises(InputRefused) as caught:
        annotation.from_jsonl(row)
    assert caught.value.fields["reason"] == reason


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (made(AnnotationKind.MARK, targets=(TARGET,)), "exhibit"),
        (made(AnnotationKind.MARK, exhibit=EXHIBIT), "targets"),
        (made(AnnotationKind.NOTE, facts=(("why", ("other",)),)), "unknown_fact"),
        (made(AnnotationKind.CASE, facts=(("wish", "revenge"),)), "fact"),
        (made(AnnotationKind.CASE, exhibit=EXHIBIT), "exhibit"),
        (made(AnnotationKind.INCIDENT, facts=(("when", "14-01-2026"),)), "fact"),
        (made(AnnotationKind.PLAN, facts=(("order", ("3",)),)), "fact"),
        (made(AnnotationKind.NOTE, words=(("verdict", "x"),)), "unknown_word"),
        (made(AnnotationKind.NOTE, words=(("text", ("a", "b")),)), "word"),
        (made(AnnotationKind.NOTE, words=(("text", "\ud800"),)), "word"),
        (made(AnnotationKind.NOTE, words=(("text", "a" * 200_001),)), "too_long"),
        (made(AnnotationKind.NOTE), "nothing_said"),
        (made(AnnotationKind.NOTE, retracted=True), "retracts_nothing"),
    ],
)
def test_what_a_kind_may_not_say_is_refused(wrong: Annotation, reason: str) -> None:
    with pytest.raises(InputRefused) as caught:
        annotation.check(wrong)
    assert caught.value.fields["reason"] == reason


@pytest.mark.parametrize(
    "right",
    [
        made(AnnotationKind.NOTE, words=(("text", "hallo"),)),
        made(AnnotationKind.INCIDENT, facts=(("when", "2026-01-14T21:06"),)),
        made(AnnotationKind.PROVENANCE, exhibit=EXHIBIT, facts=(("route", "unknown"),)),
        made(
            AnnotationKind.IDENTIFIER,
            facts=(("decision", "confirmed"), ("type", "phone")),
            words=(("normalised", "+31612345678"),),
        ),
        made(AnnotationKind.CASE, words=(("own_labels", ("Robin", "Robin 2")),)),
        made(AnnotationKind.PLAN, facts=(("context", 5), ("language", "nl"))),
        made(AnnotationKind.NOTE, replaces=AnnotationId("1" * 32), retracted=True),
    ],
)
def test_what_a_kind_may_say_is_taken(right: Annotation) -> None:
    annotation.check(right)


def test_a_body_of_an_unknown_kind_is_damaged() -> None:
    body = {**annotation.body(MARK, None), "kind": "verdict"}
    with pytest.raises(Damaged):
        annotation.from_body(body, None)
