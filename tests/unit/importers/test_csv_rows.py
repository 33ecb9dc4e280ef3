# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a table: what was written is read, and every byte is in a row."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.importers import csv_rows as module
from evidence_kit.importers.csv_rows import csv_rows, header_of

CELLS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00\ufeff"), max_size=8
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5), st.integers(1, 30))
def test_what_was_written_is_read(rows: list[tuple[str, str, str]], step: int) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([("a", "b", "c"), *rows])
    data = out.getvalue().encode()
    found = list(csv_rows(data[at : at + step] for at in range(0, len(data), step)))
    assert [tuple(row.values.values()) for row in found[1:]] == rows
    assert b"".join(row.raw for row in found) == data
    assert header_of(data) == ("a", "b", "c")


@given(st.binary(max_size=200))
def test_all_bytes_are_in_rows(data: bytes) -> None:
    found = list(csv_rows([data]))
    assert b"".join(row.raw for row in found) == data
    assert [row.start for row in found] == [
        sum(len(before.raw) for before in found[:number]) for number in range(len(found))
    ]


def test_a_cell_without_a_name_is_kept() -> None:
    _, row = csv_rows([b"a,b\n1,2,3,4\n"])
    assert row.values == {"a": "1", "b": "2", "": "3,4"}


def test_a_quote_that_is_left_open_does_not_take_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LINE_PIECE", 20)
    found = list(csv_rows([b"a,b\n" + b'"x\n' + b"1,2\n" * 20]))
    assert found[1].flags == ("quote_open",)
    assert found[-1].values == {"a": "1", "b": "2"}


def test_an_open_quote_takes_work_that_grows_with_the_bytes() -> None:
    found = list(csv_rows([b'a,b\n"' + b"\n" * 400_000]))
    assert len(found) == 2
