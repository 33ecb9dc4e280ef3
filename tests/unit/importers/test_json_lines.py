# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines of JSON: every byte is in a line, whatever it holds."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.importers import json_lines as module
from evidence_kit.importers.json_lines import json_lines

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(VALUES, max_size=6), st.integers(1, 40))
def test_what_was_written_is_read(values: list[Any], step: int) -> None:
    data = "".join(f"{json.dumps(value)}\n" for value in values).encode()
    chunks = [data[at : at + step] for at in range(0, len(data), step)]
    found = list(json_lines(chunks))
    assert [line.value for line in found] == values
    assert [data[line.start : line.end] for line in found] == [line.raw for line in found]


@given(st.binary(max_size=200))
def test_the_lines_are_all_the_bytes(data: bytes) -> None:
    found = list(json_lines([data]))
    assert sum(line.length for line in found) == len(data)
    assert b"".join(line.raw for line in found) == data


@pytest.mark.parametrize(
    ("raw", "damage"),
    [(b'{"a":\n', "element_damaged"), (b"[" * 100_000 + b"\n", "json_too_deep"), (b" \r\n", "")],
)
def test_a_line_without_a_value_says_why(raw: bytes, damage: str) -> None:
    first, second = json_lines([raw, b'{"b":1}'])
    assert (first.value, first.damage) == (None, damage)
    assert second.value == {"b": 1}


def test_a_line_too_long_to_hold_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "JSON_ELEMENT_MAX", 10)
    first, second = json_lines([b'"' + b"x" * 40 + b'"\n"y"\n'])
    assert (first.raw, first.length, first.damage) == (b"", 43, "line_too_long")
    assert second.value == "y"
    assert second.start == 43


def test_a_mark_at_the_beginning_is_no_damage() -> None:
    (line,) = json_lines([b"\xef\xbb\xbf{}"])
    assert (line.value, line.damage, line.length) == ({}, "", 5)
