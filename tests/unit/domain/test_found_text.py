# SPDX-License-Identifier: GPL-3.0-or-later
"""What is flagged in a text from outside."""

import unicodedata

from evidence_kit.domain.found_text import TextFlag, from_text

TURNING = frozenset({0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)})


def test_controls_and_marks_of_direction_are_flagged_and_nothing_else() -> None:
    for number in (*range(0xD800), *range(0xE000, 0x11000)):
        sign = chr(number)
        control = unicodedata.category(sign) == "Cc" and sign not in "\t\n\r"
        expected = {
            *((TextFlag.CONTROL,) if control else ()),
            *((TextFlag.BIDI_MARKS,) if number in TURNING else ()),
        }
        assert set(from_text(sign).flags) == expected, hex(number)


def test_half_a_character_is_shown_and_kept() -> None:
    found = from_text("a\ud800b")
    assert (found.text, found.flags) == ("a\ufffdb", (TextFlag.LONE_SURROGATE,))
    assert found.raw_hex == "61eda08062"
