# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample case through real readers: all of it printed or counted, and nothing contradicts."""

from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.session import open_session
from evidence_kit import resources
from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.survey import Answered, Taken
from evidence_kit.dossier import make
from evidence_kit.review import annotations
from evidence_kit.service import taking_in
from evidence_kit.service.task import Task


@pytest.mark.slow
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_sample_case_becomes_a_dossier(tmp_path: Path, language: str) -> None:
    session = open_session(tmp_path, FixedClock())
    sample = resources.path("sample_case")
    survey = taking_in.survey(session, Task(), paths=(str(sample / "files"),))
    answers = tuple(
        Answered(key=item.key, answer=Answer.COPY) for item in survey.items if item.asks
    )
    items = taking_in.add(session, Task(), survey_id=survey.id, answers=answers).items
    assert {item.taken for item in items} == {Taken.SECURED}
    vault = session.vault
    rows = annotations.read_jsonl((sample / "annotations.jsonl").read_bytes(), vault)
    annotations.add_all(vault, rows)
    plan = make.plan_of(vault, language)
    made = make.make_dossier(vault, tmp_path / "uit.pdf", plan, reader=session.reader)
    read = sum(exhibit.reading.records for exhibit in vault.exhibits() if exhibit.reading)
    assert made.messages_printed + made.messages_left_out == read
    assert made.exhibits == len(items)
    assert {found.code for found in make.concerns(vault, plan)} == {"place_in_picture"}
    session.close()
