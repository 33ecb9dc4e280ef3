# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree refuses what could not be printed honestly."""

import pytest

from evidence_kit.dossier.document import (
    ChronologyRow,
    Column,
    DataTable,
    GapRow,
    Mark,
    Row,
    Run,
    Voice,
    evidence,
    program,
    walk,
)


def test_a_dot_on_the_line_of_time_needs_a_word() -> None:
    with pytest.raises(ValueError, match="word"):
        ChronologyRow(date="1 mei 2026", time="", what=(), where=(), filled=True, status="")


def test_a_mark_needs_a_word() -> None:
    with pytest.raises(ValueError, match="word"):
        Mark(words=("",))


def test_a_gap_leaves_out_at_least_one_message() -> None:
    with pytest.raises(ValueError, match="at least one"):
        GapRow(words="0 berichten", left_out=0)


def test_a_row_has_as_many_cells_as_there_are_columns() -> None:
    with pytest.raises(ValueError, match="columns"):
        DataTable(columns=(Column(title="Nr."),), rows=(Row(cells=((), ())),))


def test_walk_finds_every_run_in_reading_order() -> None:
    table = DataTable(
        columns=(Column(title="Nr."), Column(title="Waarde")),
        rows=(Row(cells=(program("1"), evidence("+31 6 00 00 00 00"))),),
    )
    runs = [node for node in walk(table) if isinstance(node, Run)]
    assert [(run.text, run.voice) for run in runs] == [
        ("1", Voice.PROGRAM),
        ("+31 6 00 00 00 00", Voice.EVIDENCE),
    ]
