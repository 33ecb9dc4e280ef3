# SPDX-License-Identifier: GPL-3.0-or-later
"""Units are the whole text, and keep together what belongs together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.dossier.text.breaking import is_space, units


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_units_joined_are_the_text(text: str) -> None:
    assert "".join(units(text)) == text


@pytest.mark.parametrize(
    "whole",
    [
        "500\u00a0euro",
        "e-mail",
        "+31-6-00000000",
        "👨\u200d👩\u200d👧\u200d👦",
        "🇳🇱",
        "👍🏽",
        "❤\ufe0f\u200d🔥",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "す。",
        "（中",
    ],
)
def test_these_are_never_broken(whole: str) -> None:
    assert whole in units(f"voor {whole} na")


def test_ideographs_break_between_each_other_and_never_before_a_full_stop() -> None:
    assert units("公開します。") == ["公", "開", "し", "ま", "す。"]


def test_flags_in_a_row_break_between_flags() -> None:
    assert units("🇳🇱🇧🇪") == ["🇳🇱", "🇧🇪"]


def test_a_slash_between_words_is_a_place_to_break() -> None:
    assert units("slachtoffer/melder 1/2") == ["slachtoffer/", "melder", " ", "1/2"]


def test_thai_keeps_vowels_with_their_consonants() -> None:
    assert units("เขียน") == ["เขี", "ย", "น"]


def test_white_space_is_told_apart_from_a_no_break_space() -> None:
    assert is_space("  ")
    assert not is_space("\u00a0")
