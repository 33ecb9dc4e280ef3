# SPDX-License-Identifier: GPL-3.0-or-later
import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.json_ranges import JsonPart, JsonRanges, load
from evidence_kit.limits import JSON_ELEMENT_MAX

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def parts(data: bytes, size: int = 1 << 20) -> list[JsonPart]:
    return list(JsonRanges(pieces(data, size), frozenset({"messages"})).parts())


@given(
    st.dictionaries(st.text(max_size=3), VALUES, max_size=3),
    st.lists(VALUES, max_size=5),
    st.integers(1, 40),
    st.sampled_from((None, 1)),
    st.booleans(),
)
def test_each_part_is_found_at_its_bytes_however_they_arrive(
    head: dict[str, object], elements: list[object], size: int, indent: int | None, plain: bool
) -> None:
    whole = {**head, "messages": elements}
    text = json.dumps(whole, indent=indent, ensure_ascii=plain)
    data = text.encode("utf-8", "surrogatepass")
    ranges = JsonRanges(pieces(data, size), frozenset({"messages"}))
    found = list(ranges.parts())
    assert [load(p.raw).value for p in found if p.element is not None] == elements
    assert {p.key: load(p.raw).value for p in found if p.element is None} == {
        key: value for key, value in head.items() if key != "messages"
    }
    assert all(data[p.start : p.end] == p.raw for p in found)
    inside = sum(p.raw.count(b"\n") for p in found if p.element is not None)
    assert inside + ranges.other_lines == data.count(b"\n")
    assert ranges.end == len(data)


@given(st.binary(max_size=80), st.integers(1, 20))
def test_any_bytes_are_understood_or_refused(data: bytes, size: int) -> None:
    try:
        parts(b'{"messages":[' + data, size)
    except NotUnderstood:
        return


def test_what_stands_before_damage_is_given() -> None:
    walk = JsonRanges(pieces(b'{"messages":[{"a":1},{"b":', 4), frozenset({"messages"})).parts()
    assert next(walk).raw == b'{"a":1}'
    with pytest.raises(NotUnderstood):
        next(walk)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "ends_early"),
        (b"[]", "json_damaged"),
        (b"{} x", "json_trailing"),
        (b'{"a" 1}', "json_damaged"),
        (b'{"a":' + b"[" * 200_000, "json_too_deep"),
        (b'{"a":"' + b"x" * (JSON_ELEMENT_MAX * 2 + 10), "too_large"),
    ],
    ids=["empty", "array", "trailing", "no-colon", "deep", "large"],
)
def test_what_is_no_object_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        parts(data)
    assert caught.value.fields["reason"] == reason


def test_a_byte_order_mark_shifts_nothing() -> None:
    data = b'\xef\xbb\xbf{"messages":[7]}'
    assert [(p.start, p.end) for p in parts(data)] == [(16, 17)]


def test_half_a_surrogate_pair_is_kept() -> None:
    assert load(rb'"x\ud800y"').value == "x\ud800y"


def test_a_name_given_twice_and_bytes_that_are_no_text_are_flagged() -> None:
    assert load(b'{"a":1,"a":2}') == ({"a": 2}, ("duplicate_key",))
    assert load(b'"\xff"') == ("\ufffd", ("undecodable_bytes",))


def test_a_number_of_absurd_length_is_kept_as_its_digits() -> None:
    assert load(b"9" * 5000).value == "9" * 5000
