# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns pointed out by the person: looked at, tried, read by, logged, and taken back."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.session import CHAT, add, open_session
from evidence_kit.domain.annotation import Why
from evidence_kit.domain.columns import Columns, Shape
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.make import build
from evidence_kit.errors import UsageFault
from evidence_kit.service import annotating, making, taking_in, viewing
from evidence_kit.service import columns as service
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task

TABLE = "datum;wie;tekst\n03/04/2026 14:05;Rico;ik wacht op je\n04/04/2026 09:00;Sanne;stop\n"
POINTED = Columns(shape=Shape.ROWS, time=1, sender=2, text=3, separator=";", header=True)


@pytest.fixture
def session(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    with open_session(tmp_path, clock) as made:
        yield made


@pytest.fixture
def table(session: Session, tmp_path: Path) -> ExhibitId:
    file = tmp_path / "meldingen.csv"
    file.write_text(TABLE, encoding="utf-8")
    (item,) = add(session, [file])
    assert item.exhibit is not None
    return item.exhibit


def found(session: Session, exhibit: ExhibitId) -> Exhibit:
    return session.vault.exhibit(exhibit)


def shown(session: Session, exhibit: ExhibitId) -> list[tuple[str | None, str]]:
    page = viewing.messages(session, Task(), exhibit=exhibit, conversation=1, start=1, count=10)
    return [(row.message.sender, row.message.text) for row in page.rows]


def test_a_look_and_a_try_log_nothing(session: Session, table: ExhibitId) -> None:
    before = session.vault.head()
    look = service.columns_look(session, Task(), exhibit=table)
    assert look.suggested == Columns(shape=Shape.ROWS, separator=";", header=True)
    assert look.names == ("datum", "wie", "tekst")
    tried = service.try_columns(session, Task(), exhibit=table, columns=POINTED)
    assert [message.sender for message in tried.messages] == ["Rico", "Sanne"]
    assert "ambiguous_date" in str(tried.messages[0].moment).lower()
    assert session.vault.head() == before


def test_a_try_shows_what_a_zone_and_an_order_would_make(
    session: Session, table: ExhibitId
) -> None:
    tried = service.try_columns(
        session, Task(), exhibit=table, columns=POINTED, zone="Europe/Amsterdam", day_first=True
    )
    moment = tried.messages[0].moment
    assert moment is not None
    assert moment.utc == "2026-04-03T12:05:00Z"


def test_pointed_out_columns_are_read_by_and_stand_in_the_log_as_numbers(
    session: Session, table: ExhibitId
) -> None:
    service.point_out_columns(session, Task(), exhibit=table, columns=POINTED)
    assert shown(session, table) == [("Rico", "ik wacht op je"), ("Sanne", "stop")]
    reading = found(session, table).reading
    assert reading is not None
    assert reading.columns == POINTED
    entry = tuple(session.vault.entries(0, None))[-1]
    assert entry.body["columns"] == {
        "shape": "rows", "time": 1, "sender": 2, "text": 3,
        "separator": ";", "header": True, "pattern": "",
    }  # fmt: skip


def test_the_choice_outlives_another_reading_and_the_vault_stays_sound(
    session: Session, table: ExhibitId
) -> None:
    service.point_out_columns(session, Task(), exhibit=table, columns=POINTED, day_first=True)
    taking_in.set_zone(session, Task(), exhibit=table, zone="Europe/Amsterdam")
    reading = found(session, table).reading
    assert reading is not None
    assert (reading.columns, reading.zone, reading.day_first) == (
        POINTED,
        "Europe/Amsterdam",
        True,
    )
    report = making.check(session, Task())
    assert report.outcome is Outcome.MATCHES


def test_reading_again_without_columns_shows_the_text_as_before(
    session: Session, table: ExhibitId
) -> None:
    before = shown(session, table)
    service.point_out_columns(session, Task(), exhibit=table, columns=POINTED)
    service.point_out_columns(session, Task(), exhibit=table, columns=None)
    assert shown(session, table) == before
    reading = found(session, table).reading
    assert reading is not None
    assert reading.columns is None
    assert "columns" not in tuple(session.vault.entries(0, None))[-1].body


def test_the_detail_says_who_pointed_out_the_columns(session: Session, table: ExhibitId) -> None:
    service.point_out_columns(session, Task(), exhibit=table, columns=POINTED)
    detail = viewing.exhibit(session, Task(), id=table)
    pointed = {fact.name: fact.value for fact in detail.facts if fact.basis.value == "by_person"}
    assert pointed["column_sender"] == "2 “wie”"
    assert "columns_by_person" in [note.kind for note in detail.notes]


def test_in_a_chat_of_a_known_app_no_columns_are_pointed_out(
    session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "chat.txt"
    file.write_text(CHAT, encoding="utf-8")
    (item,) = add(session, [file])
    assert item.exhibit is not None
    with pytest.raises(UsageFault) as caught:
        service.point_out_columns(session, Task(), exhibit=item.exhibit, columns=POINTED)
    assert caught.value.fields["reason"] == "columns_only_of_text"


def test_columns_that_do_not_do_are_refused_before_anything_is_read(
    session: Session, table: ExhibitId
) -> None:
    before = session.vault.head()
    with pytest.raises(UsageFault):
        service.point_out_columns(
            session, Task(), exhibit=table, columns=Columns(shape=Shape.ROWS, separator=";")
        )
    assert session.vault.head() == before


def texts_of(node: object) -> str:
    return "\n".join(each.text for each in paper.walk(node) if isinstance(each, paper.Run))


def test_the_dossier_says_that_the_columns_are_the_persons_word(
    session: Session, table: ExhibitId
) -> None:
    service.point_out_columns(session, Task(), exhibit=table, columns=POINTED)
    annotating.mark(session, Task(), exhibit=table, conversation=1, numbers=(1,), why=(Why.OTHER,))
    document, _ = build(session.vault, making.plan(session, Task(), language="nl"))
    facts = [each for each in paper.walk(document) if isinstance(each, paper.Fact)]
    (sender,) = [each for each in facts if each.label == "Kolom met de afzender"]
    assert (texts_of(sender.value), sender.source) == ("2 “wie”", paper.FactSource.REPORTER)
    assert "kolommen zoals de persoon ze heeft aangewezen" in texts_of(document)
    assert "ik wacht op je" in texts_of(document)


def test_a_line_of_nobody_is_not_given_a_sender_on_paper(
    session: Session, table: ExhibitId
) -> None:
    annotating.mark(session, Task(), exhibit=table, conversation=1, numbers=(2,), why=(Why.OTHER,))
    document, _ = build(session.vault, making.plan(session, Task(), language="nl"))
    chat_rows = [
        each
        for each in paper.walk(document)
        if isinstance(each, paper.MessageRow | paper.SystemRow)
    ]
    assert chat_rows
    assert all(isinstance(each, paper.SystemRow) for each in chat_rows)
    assert "Regel van de app" not in texts_of(chat_rows)


@pytest.mark.slow
def test_a_bag_with_pointed_out_columns_is_found_sound(
    session: Session, table: ExhibitId, tmp_path: Path
) -> None:
    service.point_out_columns(session, Task(), exhibit=table, columns=POINTED)
    plan = making.plan(session, Task(), language="nl")
    out = tmp_path / "bag"
    making.hand_over(session, Task(), folder=str(out), plan=plan)
    report = making.verify(session, Task(), path=str(out))
    assert report.outcome is Outcome.MATCHES
    checked = subprocess.run(
        [sys.executable, "verify_bag.py"], cwd=out, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
