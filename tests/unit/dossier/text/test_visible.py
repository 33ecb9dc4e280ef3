# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing invisible gets through, and what shapes letters is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.dossier.text.visible import visible

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("\u202egnp.exe", "[U+202E]gnp.exe"),
        ("a\u200bb", "a[U+200B]b"),
        ("\u2068naam\u2069", "[U+2068]naam[U+2069]"),
        ("\x00\x1b", "[U+0000][U+001B]"),
        ("\ud83d", "[U+D83D]"),
        ("\ue000", "[U+E000]"),
        ("\ufffd", "[U+FFFD]"),
        ("a\u200db", "a[U+200D]b"),
        ("een\u00adtwee", "een[U+00AD]twee"),
        ("oud\rmac", "oud[U+000D]mac"),
        ("a\ufe0f", "a[U+FE0F]"),
        ("\U000e0041", "[U+E0041]"),
    ],
)
def test_an_invisible_character_prints_as_its_code_point(hidden: str, shown: str) -> None:
    assert visible(hidden) == shown


@pytest.mark.parametrize(
    "text",
    [FAMILY, ENGLAND, "❤\ufe0f", "#\ufe0f\u20e3", "می\u200cخواهم", "क्\u200dष", "een\ttwee\ndrie"],
)
def test_joiners_and_selectors_stay_where_they_shape(text: str) -> None:
    assert visible(text) == text


def test_windows_line_ends_are_line_ends() -> None:
    assert visible("een\u202e\r\ntwee") == "een[U+202E]\ntwee"


@given(st.text(st.characters(), max_size=40))
def test_making_visible_twice_changes_nothing_more(text: str) -> None:
    assert visible(visible(text)) == visible(text)
