# SPDX-License-Identifier: GPL-3.0-or-later
"""Another reading of the same original: what it left, moved, changed, lost and found."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.clock import FixedClock
from builders.session import add, open_session
from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.reading_change import ReadingChange
from evidence_kit.intake import comparing
from evidence_kit.intake.comparing import Comparing
from evidence_kit.service import taking_in, viewing
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task

CHAT = "".join(f"18-07-2022 14:{n:02} - Rico: bericht {n}\n" for n in range(30))


def line(start: int, text: str = "a", when: str = "2026-01-14T21:00:00") -> bytes:
    return json.dumps(
        {
            "type": "message", "conversation": 1, "n": start, "kind": "message", "sender": "Rico",
            "sender_basis": "stated", "text": text, "moment": {"local": when}, "attachments": [],
            "locator": {"member": "m", "start": start, "end": start + 1}, "flags": [],
        },
        separators=(",", ":"),
    ).encode()  # fmt: skip


def compared(old: list[bytes], new: list[bytes], step: int = 10_000) -> ReadingChange | None:
    found = Comparing(iter(old))
    data = b"".join(one + b"\n" for one in new)
    for at in range(0, len(data), step):
        found.feed(data[at : at + step])
    return found.result()


def change(**counts: int) -> ReadingChange:
    return replace(ReadingChange(kept=0, moved=0, changed=0, gone=0, new=0), **counts)


def test_each_outcome_is_told_apart() -> None:
    old = [line(1), line(2), line(3), line(4)]
    new = [line(1), line(2, when="2026-01-14T22:00:00"), line(3, text="b"), line(9)]
    assert compared(old, new) == change(kept=1, moved=1, changed=1, gone=1, new=1)


def test_two_records_of_one_place_are_two() -> None:
    both = [line(1, "a"), line(1, "b")]
    assert compared(both, both) == change(kept=2)
    assert compared(both, [line(1, "a")]) == change(kept=1, gone=1)


NUMBERS = st.lists(st.integers(0, 9), unique=True)


@given(NUMBERS, NUMBERS, st.integers(1, 99))
def test_every_record_is_counted_once_on_each_side(
    old: list[int], new: list[int], step: int
) -> None:
    found = compared([line(n) for n in old], [line(n) for n in new], step)
    assert found == change(
        kept=len({*old} & {*new}), gone=len({*old} - {*new}), new=len({*new} - {*old})
    )


def test_readings_without_anything_in_common_are_not_held_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(comparing, "COMPARED_APART_MAX", 10)
    assert compared([line(n) for n in range(20)], [line(n) for n in range(100, 120)]) is None


def test_lines_that_are_none_end_the_comparison_and_nothing_else() -> None:
    assert compared([line(1)], [b'{"type":"message"']) is None


@pytest.fixture
def session(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    with open_session(tmp_path, clock) as made:
        path = tmp_path / "WhatsApp-chat met Rico.txt"
        path.write_text(CHAT, encoding="utf-8")
        add(made, [path])
        yield made


def test_another_zone_moves_every_message(session: Session) -> None:
    found = session.vault.exhibit(1)
    assert found.reading is not None
    done = taking_in.set_zone(session, Task(), exhibit=found.id, zone="Europe/Amsterdam")
    assert done.reading == change(moved=30)
    reading = session.vault.exhibit(1).reading
    assert reading is not None
    assert reading.compared == done.reading
    *_, entry = session.vault.entries()
    assert entry.type is EntryType.INTERPRETED
    logged = entry.body["compared"]
    assert isinstance(logged, dict)
    assert (logged["with"], logged["moved"]) == (found.reading.interpretation, 30)


def test_the_same_reading_changes_nothing(session: Session) -> None:
    found = session.vault.exhibit(1)
    done = taking_in.read_anew(session, Task(), exhibit=found.id)
    assert done.reading == change(kept=30)
    facts = viewing.exhibit(session, Task(), id=found.id).facts
    assert ("compared", "kept=30 moved=0 changed=0 gone=0 new=0") in [
        (fact.name, fact.value) for fact in facts
    ]


def test_the_first_reading_is_compared_with_nothing(session: Session) -> None:
    reading = session.vault.exhibit(1).reading
    assert reading is not None
    assert reading.compared is None
