# SPDX-License-Identifier: GPL-3.0-or-later
"""Text from outside, shown on a terminal."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.cli.safe_text import printable, valid

_ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ("plain", "plain"),
        (
            "caf\u00e9 \u0645\u0631\u062d\u0628\u0627 \U0001f600",
            "caf\u00e9 \u0645\u0631\u062d\u0628\u0627 \U0001f600",
        ),
        ("two\nlines", "two\u240alines"),
        ("\x1b]0;title\x07", "\u241b]0;title\u2407"),
        ("invoice\u202efdp.exe", "invoice\ufffdfdp.exe"),
        ("name\udcff.jpg", "name\ufffd.jpg"),
        ("\x9b31m", "\ufffd31m"),
    ],
)
def test_a_terminal_is_given_nothing_to_obey(found: str, shown: str) -> None:
    assert printable(found) == shown


@given(_ANY_TEXT)
def test_every_text_becomes_one_line_of_utf8(text: str) -> None:
    shown = printable(text)
    shown.encode("utf-8")
    assert len(shown.splitlines()) <= 1
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in shown)


@given(st.recursive(_ANY_TEXT | st.integers() | st.none() | st.booleans(), st.lists))
def test_every_value_becomes_json_in_utf8(value: object) -> None:
    text = json.dumps(valid(value), ensure_ascii=False)
    json.loads(text.encode("utf-8"))
