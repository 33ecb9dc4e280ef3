# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.errors import Damaged
from evidence_kit.formats import canonical_json

keys = st.text(alphabet=st.characters(max_codepoint=127), max_size=8)
texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
integers = st.integers(-canonical_json.INTEGER_MAX, canonical_json.INTEGER_MAX)
values = st.recursive(
    st.none() | st.booleans() | integers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_the_bytes_are_those_of_rfc_8785(value: object) -> None:
    assert canonical_json.encode(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(values)
def test_what_was_written_reads_back(value: object) -> None:
    assert canonical_json.decode(canonical_json.encode(value), "test") == value


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), 1 << 53, "\ud800", {"sleutel\u00e9": 1}, {1: 2}, {"a": ["\udfff"]}]
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical_json.encode(value)


@pytest.mark.parametrize("value", [b"bytes", object(), {1, 2}])
def test_what_is_no_json_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json.encode(value)


@pytest.mark.parametrize(
    "line",
    [
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1} ',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":NaN}',
        b'{"a":"\\u0041"}',
        b'"\\ud800"',
        b"",
        b"[1,]",
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_any_other_form_of_a_value_is_refused(line: bytes) -> None:
    with pytest.raises(Damaged):
        canonical_json.decode(line, "test")
