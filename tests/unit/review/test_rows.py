# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of exhibits, chats, chronology and log out of a real vault."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from builders.dossier_case import (
    OTHER,
    OWN,
    Case,
    annotation,
    chat_records,
    make_case,
    message,
    read_again,
)
from evidence_kit.domain.annotation import AnnotationKind, Why
from evidence_kit.domain.exhibit import Holding
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.moment import Precision
from evidence_kit.domain.record import Message, Summary
from evidence_kit.errors import InputRefused, UnknownExhibit, UnknownMessage
from evidence_kit.review import annotations
from evidence_kit.review.custody import log_rows
from evidence_kit.review.exhibits import exhibit_detail, exhibit_rows
from evidence_kit.review.timeline import timeline
from evidence_kit.review.transcripts import (
    conversation_rows,
    marked_numbers,
    message_page,
    transcript,
)

FIRST_LINE = Locator(member="_chat.txt", start=0, end=20)


@pytest.fixture
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    made = make_case(tmp_path_factory.mktemp("case") / "vault")
    yield made
    made.vault.close()


def test_the_list_counts_messages_marks_and_pictures(case: Case) -> None:
    rows = exhibit_rows(case.vault)
    assert [row.exhibit.number for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row.messages for row in rows] == [60, 0, 0, 0, 0, 0]
    assert [row.marks for row in rows] == [5, 0, 0, 0, 0, 0]
    assert [row.pictures for row in rows] == [0, 1, 1, 0, 0, 0]
    assert rows[0].title == "WhatsApp-chat - Rico"


def test_a_removed_exhibit_keeps_its_row(case: Case) -> None:
    row = exhibit_rows(case.vault)[5]
    assert row.exhibit.holding is Holding.REMOVED
    assert row.title == ""


def test_a_detail_holds_facts_notes_members_and_children(case: Case) -> None:
    detail = exhibit_detail(case.vault, case.chat.id)
    assert detail.notes_total == 2
    assert [note.kind for note in detail.notes] == ["undecodable_bytes", "unreferenced_file"]
    assert [child.number for child in detail.children] == [case.withheld.number]
    assert [member.name for member in detail.members] == ["IMG-20260115-WA0003.jpg"]
    assert {fact.name for fact in exhibit_detail(case.vault, 3).facts} >= {"place", "taken"}


def test_an_unknown_exhibit_is_refused(case: Case) -> None:
    with pytest.raises(UnknownExhibit):
        exhibit_detail(case.vault, 99)
    with pytest.raises(UnknownExhibit):
        message_page(case.vault, ExhibitId("0" * 32), 1, 1, 5)


def test_a_page_has_the_messages_asked_for_with_what_stands_on_them(case: Case) -> None:
    page = message_page(case.vault, case.chat.id, 1, 2, 3)
    assert (page.total, page.start) == (60, 2)
    assert [row.message.n for row in page.rows] == [2, 3, 4]
    assert [row.own for row in page.rows] == [True, False, False]
    assert page.rows[0].marks[0].words == "derde keer"
    assert page.rows[0].notes[0].kind == "undecodable_bytes"
    assert page.rows[2].marks[0].why == (Why.KNOWS_WHERE_I_AM,)


def test_an_unknown_conversation_is_refused(case: Case) -> None:
    with pytest.raises(UnknownMessage):
        message_page(case.vault, case.chat.id, 2, 1, 5)


def test_a_transcript_is_every_message_in_order(case: Case) -> None:
    found = list(transcript(case.vault, case.chat, 1))
    assert [row.message.n for row in found] == list(range(1, 61))
    (chat,) = conversation_rows(case.vault)
    assert (chat.messages, chat.marked, chat.participants) == (60, 5, (OWN, OTHER))


def test_a_mark_on_a_message_that_is_not_there_is_refused(case: Case) -> None:
    size = case.vault.head().size
    with pytest.raises(UnknownMessage):
        annotations.add_marks(case.vault, case.chat.id, 1, (3, 61), (Why.ASKS_MONEY,))
    assert case.vault.head().size == size


def test_a_mark_stays_on_its_message_when_a_new_reading_numbers_it_otherwise(case: Case) -> None:
    head, conversation, *rest = chat_records(60)
    # A better reading finds one line more, right at the beginning.
    extra = replace(message(1), text="een regel meer", locator=FIRST_LINE)
    later = [replace(one, n=one.n + 1) if isinstance(one, Message) else one for one in rest]
    summary = later.pop()
    assert isinstance(summary, Summary)
    known = {one.locator: digest for one, digest in case.vault.messages(case.chat, 1, 1, 100)}
    found = (head, conversation, extra, *later, replace(summary, records=61))
    chat = read_again(case.vault, case.chat, found, known)
    assert marked_numbers(case.vault, chat, 1) == {3, 5, 7, 8, 41}
    assert message_page(case.vault, chat.id, 1, 5, 1).rows[0].marks[0].why == (
        Why.KNOWS_WHERE_I_AM,
    )


def test_a_retracted_mark_is_gone_now_and_stays_in_an_earlier_state(case: Case) -> None:
    size = case.vault.head().size
    mark = next(
        item
        for item in case.vault.annotations()
        if item.kind is AnnotationKind.MARK and item.targets[0].n == 4
    )
    annotations.retract(case.vault, mark.id)
    assert 4 not in marked_numbers(case.vault, case.chat, 1)
    assert 4 in marked_numbers(case.vault, case.chat, 1, size)


def test_rows_of_annotations_come_back_as_they_were_given(case: Case) -> None:
    shown = b"\n".join(
        annotations.to_jsonl(item)
        for item in case.vault.annotations()
        if item.kind is AnnotationKind.INCIDENT
    )
    (read,) = annotations.read_jsonl(shown, case.vault)
    assert read.word("title") == "Een nieuw account volgt mij en negen vriendinnen."
    annotations.add_all(case.vault, (read,))
    assert sum(1 for row in timeline(case.vault) if row.what == "incident") == 2


def test_a_row_may_name_exhibit_and_message_by_number(case: Case) -> None:
    line = (
        b'{"type": "annotated", "kind": "mark", "exhibit": 1, '
        b'"targets": [{"conversation": 1, "n": 3}], "facts": {"why": ["asks_money"]}}'
    )
    annotations.add_all(case.vault, annotations.read_jsonl(line + b"\n\n", case.vault))
    assert 3 in marked_numbers(case.vault, case.chat, 1)


@pytest.mark.parametrize(
    "line",
    [
        b"[]",
        b"{",
        b'{"type": "annotated", "kind": "verdict"}',
        b'{"type": "annotated", "kind": "note", "facts": {}, "tekst": 1}',
        b"[" * 3000,
    ],
)
def test_a_row_that_is_none_is_refused_with_its_line(case: Case, line: bytes) -> None:
    with pytest.raises(InputRefused) as caught:
        annotations.read_jsonl(b"\n" + line, case.vault)
    assert caught.value.fields["name"] == "line 2"


def test_all_rows_are_stored_or_none(case: Case) -> None:
    size = case.vault.head().size
    good = annotation(AnnotationKind.NOTE, text="goed")
    bad = annotation(AnnotationKind.NOTE, tekst="fout")
    with pytest.raises(InputRefused):
        annotations.add_all(case.vault, (good, bad))
    assert case.vault.head().size == size


def test_the_chronology_is_in_order_of_the_sources_own_clocks(case: Case) -> None:
    rows = timeline(case.vault)
    clocks = [row.moment.local or "" for row in rows]
    assert clocks == sorted(clocks)
    assert [row.what for row in rows if not row.is_quote] == [
        "first_message",
        "incident",
        "taken",
        "name_time",
        "last_message",
        "header.date",
    ]


def test_an_event_of_the_person_needs_no_exhibit(case: Case) -> None:
    (row,) = [row for row in timeline(case.vault) if row.what == "incident"]
    assert row.exhibit is None
    assert row.moment.precision is Precision.DAY


def test_the_log_is_told_in_order_with_numbers_of_exhibits(case: Case) -> None:
    rows = log_rows(case.vault, 0, 3)
    assert [row.type for row in rows] == ["created", "acquired", "interpreted"]
    assert [row.exhibit_number for row in rows] == [None, 1, 1]
    assert dict(rows[2].facts)["records"] == "60"
    assert all(len(row.leaf) == 64 and row.role == "client" for row in rows)


def test_the_log_can_be_read_in_pages(case: Case) -> None:
    assert log_rows(case.vault)[5:7] == log_rows(case.vault, 5, 2)
