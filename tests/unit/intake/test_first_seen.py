# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking at the beginning of a chat while the rest of it is read."""

from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.session import open_session
from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.survey import Answered
from evidence_kit.domain.views import FirstMessages
from evidence_kit.intake import first_seen
from evidence_kit.limits import FIRST_MESSAGES_MAX
from evidence_kit.service import taking_in, viewing
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task

COUNT = 30_000


def chat(path: Path, count: int = COUNT) -> Path:
    lines = (
        f"18-03-2022 {n // 3600 % 24:02}:{n // 60 % 60:02} - Rico: bericht {n}\n"
        for n in range(count)
    )
    path.write_text("".join(lines), encoding="utf-8")
    return path


def seen_while_reading(session: Session, path: Path, after: int = 0) -> list[FirstMessages]:
    """What could be looked at after each block of lines, the last one left out."""
    seen: list[FirstMessages] = []
    feed = session.first_seen.feed

    def watched(block: bytes) -> None:
        feed(block)
        found = viewing.first_messages(session, Task(), after=after)
        if found is not None and b'"type":"summary"' not in block:
            seen.append(found)

    session.first_seen.feed = watched  # type: ignore[method-assign] # looks, and passes on
    survey = taking_in.survey(session, Task(), paths=(str(path),))
    answers = tuple(Answered(key=item.key, answer=Answer.COPY) for item in survey.items)
    taking_in.add(session, Task(), survey_id=survey.id, answers=answers)
    return seen


def test_the_first_messages_are_there_before_the_last_are_read(
    tmp_path: Path, clock: FixedClock
) -> None:
    with open_session(tmp_path, clock) as session:
        seen = seen_while_reading(session, chat(tmp_path / "WhatsApp-chat met Rico.txt"))
        last = seen[-1]
        assert len(last.rows) == FIRST_MESSAGES_MAX
        assert last.rows[0].message.text == "bericht 0"
        assert last.name.text == "WhatsApp-chat met Rico.txt"
        page = viewing.messages(
            session, Task(), exhibit=last.exhibit, conversation=1, start=1, count=10
        )
        assert page.total == COUNT
        assert [row.message for row in page.rows] == [row.message for row in last.rows[:10]]


def test_what_is_known_is_not_told_again(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_seen, "FIRST_MESSAGES_MAX", 120)
    with open_session(tmp_path, clock) as session:
        path = chat(tmp_path / "WhatsApp-chat met Rico.txt", 9000)
        last = seen_while_reading(session, path, after=100)[-1]
        assert [row.message.n for row in last.rows] == list(range(101, 121))


def test_it_is_forgotten_when_the_reading_ends(tmp_path: Path, clock: FixedClock) -> None:
    with open_session(tmp_path, clock) as session:
        seen_while_reading(session, chat(tmp_path / "WhatsApp-chat met Rico.txt", 200))
        assert viewing.first_messages(session, Task()) is None


def test_lines_that_are_none_end_the_looking_and_nothing_else(
    clock: FixedClock, tmp_path: Path
) -> None:
    with open_session(tmp_path, clock) as session:
        seen_while_reading(session, chat(tmp_path / "WhatsApp-chat met Rico.txt", 3))
        exhibit = session.vault.exhibit(1)
    seen = first_seen.FirstSeen()
    with seen.reading(exhibit):
        seen.feed(b'{"type":"nonsense"}\n')
        seen.feed(b"x" * 10)
        found = seen.after(0)
        assert found is not None
        assert found.rows == ()
