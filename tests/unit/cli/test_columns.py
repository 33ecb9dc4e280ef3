# SPDX-License-Identifier: GPL-3.0-or-later
"""`columns`: show, read by, take back."""

from pathlib import Path

import pytest

from builders.command_line import Program

TABLE = "datum;wie;tekst\n03/04/2026 14:05;Rico;hoi\n04/04/2026 09:00;Sanne;stop\n"


@pytest.fixture
def key(key_file: str) -> tuple[str, str]:
    return ("--passphrase-file", key_file)


@pytest.fixture
def with_table(program: Program, vault: str, key: tuple[str, str], tmp_path: Path) -> str:
    path = tmp_path / "meldingen.csv"
    path.write_text(TABLE, encoding="utf-8")
    assert program("add", vault, str(path), *key).code == 0
    return vault


def test_without_a_choice_the_first_rows_are_shown_and_nothing_is_logged(
    program: Program, with_table: str, key: tuple[str, str]
) -> None:
    before = program("log", with_table, *key).out
    said = program("columns", with_table, "1", *key)
    assert "Column 2: wie" in said.out
    assert "Rico" in said.out
    assert program("log", with_table, *key).out == before
    (item,) = program("columns", with_table, "1", *key, "--json").items
    assert item["names"] == ["datum", "wie", "tekst"]
    assert item["suggested"]["separator"] == ";"


def test_a_text_is_read_by_the_columns_order_and_zone_that_are_given(
    program: Program, with_table: str, key: tuple[str, str]
) -> None:
    chosen = ("--time", "1", "--sender", "2", "--text", "3", "--order", "day")
    (item,) = program(
        "columns", with_table, "1", *chosen, "--zone", "Europe/Amsterdam", *key, "--json"
    ).items
    assert (item["records"], item["zone"], item["day_first"]) == (2, "Europe/Amsterdam", True)
    assert item["columns"]["header"] is True
    out = program("show", with_table, "1", *key).out
    assert "Columns as pointed out by the person" in out


def test_a_form_of_a_line_can_be_given_and_taken_back(
    program: Program, with_table: str, key: tuple[str, str]
) -> None:
    said = program("columns", with_table, "1", "--lines", "{time};{sender};{text}", *key)
    assert said.code == 0
    assert "Form of a line" in said.out
    (item,) = program("columns", with_table, "1", "--none", *key, "--json").items
    assert (item["columns"], item["records"]) == (None, 3)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--time", "1"),
        ("--text", "0"),
        ("--text", "x"),
        ("--lines", "Rico {text}"),
        ("--text", "3", "--zone", "Nergens/Land"),
        ("--none", "--text", "3"),
    ],
)
def test_a_choice_that_does_not_do_is_refused(
    program: Program, with_table: str, key: tuple[str, str], wrong: tuple[str, ...]
) -> None:
    said = program("columns", with_table, "1", *wrong, *key)
    assert said.code == 64
    assert said.err
