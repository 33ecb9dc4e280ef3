# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts read by columns that a person pointed out: their choice, and nothing lost for it."""

import hashlib
import itertools
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.reading import Line, messages, notes, read_bytes
from evidence_kit.domain.columns import Columns, Shape
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.reading import Choices
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.files.text.looks import look_at
from evidence_kit.importers.files.text.rows import split_row
from evidence_kit.importers.files.text.written_times import take_apart
from evidence_kit.importers.protocol import Opened
from evidence_kit.importers.source import MemorySource
from evidence_kit.limits import ROW_LINES_MAX

ROWS = Columns(shape=Shape.ROWS, time=1, sender=2, text=3, separator=";", header=True)
OBJECTS = Columns(shape=Shape.OBJECTS, time=1, sender=2, text=3)
LINES = Columns(shape=Shape.PATTERN, pattern="[{time}] {sender}: {text}")


def read(data: str | bytes, columns: Columns, **choices: Any) -> list[Line]:
    raw = data.encode() if isinstance(data, str) else data
    lines = read_bytes(raw, "a.csv", Choices(columns=columns, **choices))
    for line in messages(lines):
        place = line["locator"]
        part = raw[place["start"] : place["end"]]
        assert line["raw_sha256"] == hashlib.sha256(part).hexdigest()
    assert lines[-1]["lines_total"] == lines[-1]["lines_accounted"]
    assert lines[-1]["records"] == len(messages(lines))
    return lines


def said(lines: list[Line]) -> list[tuple[str | None, str]]:
    return [(line["sender"], line["text"]) for line in messages(lines)]


def facts(lines: list[Line]) -> dict[str, tuple[str, str]]:
    return {fact["name"]: (fact["value"], fact["basis"]) for fact in lines[0]["facts"]}


def local(text: str, **choices: Any) -> tuple[str | None, str | None]:
    (line,) = messages(read(f"{text};a;b\n", ROWS_NO_HEADER, **choices))
    return line["moment"]["local"], line["moment"]["local_other"]


ROWS_NO_HEADER = Columns(shape=Shape.ROWS, time=1, sender=2, text=3, separator=";")


def test_the_reading_says_that_the_columns_are_the_persons_choice() -> None:
    lines = read("datum;wie;tekst;extra\n2026-04-03 14:05;Rico;hoi;x\n", ROWS)
    assert lines[0]["why"] == "columns_by_person"
    assert notes(lines) == ["columns_by_person", "header_row"]
    found = facts(lines)
    assert found["column_time"] == ("1 “datum”", "by_person")
    assert found["column_sender"] == ("2 “wie”", "by_person")
    assert found["column_text"] == ("3 “tekst”", "by_person")
    assert found["columns_unused"] == ("4 “extra”", "by_person")


def test_a_quoted_cell_may_run_over_lines() -> None:
    lines = read('t;w;x\n1;Rico;"een ""twee""\ndrie; vier"\n2;Sanne;vijf\n', ROWS)
    assert said(lines) == [("Rico", 'een "twee"\ndrie; vier'), ("Sanne", "vijf")]


def test_a_quote_that_is_never_closed_swallows_no_message() -> None:
    rows = "".join(f"2026-04-03 14:05;Rico;regel {n}\n" for n in range(2 * ROW_LINES_MAX))
    lines = read(f't;w;x\n1;Rico;"open\n{rows}2;Rico;"open\n{rows}', ROWS)
    assert said(lines)[-1] == ("Rico", f"regel {2 * ROW_LINES_MAX - 1}")
    assert len(messages(lines)) == 4 * ROW_LINES_MAX + 2
    assert notes(lines).count("quote_left_open") == 1  # said once: no quote is trusted behind it


def test_a_row_without_the_columns_is_shown_as_it_stands_and_never_left_out() -> None:
    lines = read("t;w;x\n1;Rico\n", ROWS)
    (line,) = messages(lines)
    assert (line["kind"], line["text"], line["flags"]) == (
        "unknown",
        "1;Rico",
        ["row_does_not_fit"],
    )


def test_a_row_without_a_sender_is_a_line_of_text_of_nobody() -> None:
    (line,) = messages(read("t;w;x\n2026-04-03 14:05; ;hoi\n", ROWS))
    assert (line["kind"], line["sender"], line["sender_basis"]) == ("text", None, "none")


def test_lines_of_json_have_their_fields_as_columns_in_the_order_they_appear() -> None:
    data = '{"at":1767225600,"who":{"name":"Rico"},"text":"hoi"}\n{"text":"dag","at":1767225660}\n'
    lines = read(data, OBJECTS)
    assert said(lines) == [("Rico", "hoi"), (None, "dag")]
    assert facts(lines)["column_sender"] == ("2 “who.name”", "by_person")
    assert messages(lines)[0]["moment"]["utc"] == "2026-01-01T00:00:00Z"


def test_a_damaged_line_of_json_is_a_record_with_its_words() -> None:
    lines = read('{"at":1,"who":"a","text":"b"}\n{"at":\n', OBJECTS)
    assert messages(lines)[1]["kind"] == "unknown"
    assert messages(lines)[1]["text"] == '{"at":'


def test_a_line_that_does_not_have_the_form_goes_on_with_the_one_before() -> None:
    data = "kop\n[03/04/26 14:05] Rico: hoi\nnog wat\n\nen meer\n\n[04/04/26 14:06] Sanne: a: b\n"
    lines = read(data, LINES)
    assert said(lines) == [(None, "kop"), ("Rico", "hoi\nnog wat\n\nen meer"), ("Sanne", "a: b")]


def test_a_form_may_part_a_date_and_a_time_by_the_sign_that_parts_the_places() -> None:
    columns = Columns(shape=Shape.PATTERN, pattern="{time} {sender}: {text}")
    (line,) = messages(read("2026-04-03 14:05 Rico: hoi\n", columns))
    assert (line["sender"], line["moment"]["local"]) == ("Rico", "2026-04-03T14:05:00")


def test_a_day_and_month_that_nothing_decides_are_kept_both_ways_until_the_person_says() -> None:
    assert local("03/04/2026 14:05") == ("2026-04-03T14:05:00", "2026-03-04T14:05:00")
    assert local("03/04/2026 14:05", day_first=False) == ("2026-03-04T14:05:00", None)


def test_a_number_over_twelve_decides_for_the_whole_file_whatever_was_chosen() -> None:
    data = "03/04/2026 14:05;a;b\n13/04/2026 14:05;a;b\n"
    lines = read(data, ROWS_NO_HEADER, day_first=False)
    assert messages(lines)[0]["moment"]["local"] == "2026-04-03T14:05:00"
    assert facts(lines)["day_order_reason"][0] == "component_over_12"


@pytest.mark.parametrize("back", [False, True])
def test_the_sequence_decides_also_when_the_newest_stands_first(back: bool) -> None:
    days = [(day, month) for month in (1, 2, 3, 4, 5) for day in (2, 5, 9, 11)]
    rows = [f"{day:02}-{month:02}-2026 10:00;a;b" for day, month in days]
    data = "\n".join(reversed(rows) if back else rows)
    assert facts(read(data, ROWS_NO_HEADER))["day_order"][0] == "day_first"
    assert facts(read(data, ROWS_NO_HEADER))["day_order_reason"][0] == "monotonicity"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-04-03T14:05:06.789+02:00", "2026-04-03T14:05:06.789000"),
        ("2026-04-03 14:05 UTC", "2026-04-03T14:05:00"),
        ("3 april 2026 om 14:05 uur", "2026-04-03T14:05:00"),
        ("Apr 3, 2026, 2:05 PM", "2026-04-03T14:05:00"),
        ("Fri, 03 Apr 2026 14:05:06 +0200", "2026-04-03T14:05:06"),
        ("vrijdag 3 mrt 2026", "2026-03-03T00:00:00"),
        ("14:05, 2026/04/03", "2026-04-03T14:05:00"),
        ("1775225106000", "2026-04-03T14:05:06.000"),
        ("2026-02-30 10:00", None),
        ("gisteren", None),
        ("2026-04-03 25:00", None),
    ],
)
def test_a_time_is_read_by_its_form_or_not_at_all(text: str, expected: str | None) -> None:
    assert local(text) == (expected, None)


def test_a_time_that_is_not_read_stands_as_it_is_written() -> None:
    (line,) = messages(read("gisteren;Rico;hoi\n", ROWS_NO_HEADER))
    assert line["moment"]["text"] == "gisteren"
    assert "time_not_read" in line["flags"]


def test_a_chosen_zone_counts_only_where_the_source_states_none() -> None:
    data = "2026-04-03 14:05;a;b\n2026-04-03 14:05+05:00;a;b\n2026-10-25 02:30;a;b\n"
    found = [m["moment"] for m in messages(read(data, ROWS_NO_HEADER, zone="Europe/Amsterdam"))]
    assert [m["utc"] for m in found] == ["2026-04-03T12:05:00Z", "2026-04-03T09:05:00Z", None]
    assert [m["basis"] for m in found] == ["user_chosen", "offset_in_source", "user_chosen"]
    assert found[2]["flags"] == ["fold"]


def test_columns_are_read_also_where_an_app_would_claim_the_file() -> None:
    lines = read("18-03-2022 14:56 - Rico: a\n18-03-2022 14:57 - Sanne: b\n", Columns(
        shape=Shape.PATTERN, pattern="{time} - {sender}: {text}"))  # fmt: skip
    assert lines[0]["importer"] == "text"
    assert said(lines) == [("Rico", "a"), ("Sanne", "b")]


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        (Columns(shape=Shape.ROWS, separator=";"), "no_text_column"),
        (Columns(shape=Shape.ROWS, separator=";", text=1, time=1), "column_twice"),
        (Columns(shape=Shape.ROWS, separator=";", text=0), "no_such_column"),
        (Columns(shape=Shape.ROWS, separator="x", text=1), "separator_unknown"),
        (Columns(shape=Shape.PATTERN, pattern="{time}"), "no_text_column"),
        (Columns(shape=Shape.PATTERN, pattern="Rico {text}"), "pattern_signs"),
        (Columns(shape=Shape.PATTERN, pattern="{sender}{text}"), "pattern_signs"),
        (Columns(shape=Shape.PATTERN, pattern="{text} {text}"), "column_twice"),
        (Columns(shape=Shape.PATTERN, pattern="{naam} {text}"), "pattern_signs"),
        (ROWS, ""),
        (LINES, ""),
        (Columns(shape=Shape.PATTERN, pattern="{} {text}"), ""),
    ],
)
def test_columns_that_do_not_do_are_named(columns: Columns, fault: str) -> None:
    assert columns.fault() == fault


def test_columns_that_do_not_do_are_not_read_by() -> None:
    lines = read_bytes(b"a;b\n", "a.csv", Choices(columns=Columns(shape=Shape.ROWS)))
    assert notes(lines) == ["read_stopped"]


CELLS = st.text(st.sampled_from('ab;,"\n\r\t é'), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_a_table_as_programs_write_it_gives_its_cells_back(rows: list[list[str]]) -> None:
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows]
    data = "".join(";".join(row) + "\r\n" for row in quoted)
    found = messages(read(data, ROWS_NO_HEADER))
    assert [line["text"] for line in found] == [row[2] for row in rows]


@given(
    st.lists(st.sampled_from(("a", ";", '"', "\n", "[", "] ", ": ", "é", "{", "}", '{"a":1}', " ")),
             max_size=40),
    st.sampled_from((ROWS, ROWS_NO_HEADER, OBJECTS, LINES)),
    st.sampled_from(("utf-8", "utf-16-le", "cp1252")),
)  # fmt: skip
def test_every_line_is_a_record_or_a_note(parts: list[str], columns: Columns, codec: str) -> None:
    text = "".join(parts)
    data = (("\ufeff" if codec == "utf-16-le" else "") + text).encode(codec)
    lines = read(data, columns)
    own = ("header_row", "empty_lines")
    places = [
        line["locator"] for line in lines if line["type"] == "message" or line.get("kind") in own
    ]
    spans = sorted(
        {(p["start"], p["end"]) for p in places if p is not None and p["end"] > p["start"]}
    )
    assert sum(end - start for start, end in spans) == len(data)
    assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))


@given(st.text(max_size=40), st.booleans())
def test_a_row_is_never_refused(text: str, quotes: bool) -> None:
    assert split_row(text, ";", quotes=quotes)


@given(st.text(max_size=70))
def test_any_text_is_a_time_or_none(text: str) -> None:
    take_apart(text)


def look(data: bytes, asked: Columns | None = None) -> Any:
    return look_at(Opened(MemorySource(data), from_text("a.csv")), asked)


def test_a_look_suggests_the_shape_and_shows_the_first_rows() -> None:
    found = look(b"datum;wie;tekst\n1,5;Rico;a\n2,5;Sanne;b, c\n")
    assert found.suggested == Columns(shape=Shape.ROWS, separator=";", header=True)
    assert found.names == ("datum", "wie", "tekst")
    assert found.rows == (("1,5", "Rico", "a"), ("2,5", "Sanne", "b, c"))


def test_a_look_knows_lines_of_json() -> None:
    found = look(b'{"at":1,"who":"a"}\n')
    assert found.suggested == Columns(shape=Shape.OBJECTS)
    assert (found.names, found.rows) == (("at", "who"), (("1", "a"),))


def test_a_look_at_plain_lines_suggests_nothing_and_shows_them() -> None:
    found = look(b"een regel\nnog een, met een komma\n")
    assert found.suggested is None
    assert found.lines == ("een regel", "nog een, met een komma")


def test_a_look_in_a_shape_that_was_asked_for_takes_that() -> None:
    found = look(b"a;b|c\n", Columns(shape=Shape.ROWS, separator="|"))
    assert found.rows == (("a;b", "c"),)


def test_a_look_at_what_is_no_text_is_refused() -> None:
    with pytest.raises(NotUnderstood):
        look(b"\0\1\2")


def test_hostile_lines_take_time_that_grows_with_the_file_alone() -> None:
    def taken(count: int) -> float:
        begin = time.perf_counter()
        read("x\n" * count + "[1] : " * count, LINES)
        return time.perf_counter() - begin

    taken(1_000)
    assert taken(40_000) < 30 * max(taken(5_000), 0.02)
