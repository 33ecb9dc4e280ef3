# SPDX-License-Identifier: GPL-3.0-or-later
"""UAX #9 against Unicode's own cases."""

from pathlib import Path

import pytest

from evidence_kit.dossier.text.bidi import resolve, visual_order
from evidence_kit.dossier.text.bidi_brackets import OPENING

UNICODE_DATA = Path("/usr/share/unicode")  # Debian package unicode-data
needs_unicode_data = pytest.mark.skipif(
    not (UNICODE_DATA / "BidiCharacterTest.txt").exists(),
    reason="the Debian package unicode-data is not installed",
)


def test_a_left_to_right_line_keeps_its_order() -> None:
    levels, base = resolve("abc 123")
    assert base == 0
    assert visual_order(levels) == [0, 1, 2, 3, 4, 5, 6]


def test_an_amount_in_an_arabic_threat_reads_from_left_to_right() -> None:
    text = "ادفع 500 الآن"
    levels, base = resolve(text)
    shown = "".join(text[i] for i in visual_order(levels))
    assert base == 1
    assert "500" in shown
    assert shown.startswith(text[-1])


def test_brackets_around_hebrew_follow_the_paragraph() -> None:
    levels, _base = resolve("a (שלום) b")
    assert levels[2] == 0
    assert levels[7] == 0


@needs_unicode_data
def test_the_bracket_table_is_unicodes() -> None:
    pairs = {}
    for line in (UNICODE_DATA / "BidiBrackets.txt").read_text().splitlines():
        fields = [field.strip() for field in line.split("#")[0].split(";")]
        if len(fields) == 3 and fields[2] == "o":
            pairs[chr(int(fields[0], 16))] = chr(int(fields[1], 16))
    assert pairs == OPENING


@needs_unicode_data
@pytest.mark.slow
def test_every_case_of_bidi_character_test_passes() -> None:
    cases = 0
    for line in (UNICODE_DATA / "BidiCharacterTest.txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        points, direction, wanted_base, wanted_levels, wanted_order = line.split(";")
        text = "".join(chr(int(point, 16)) for point in points.split())
        base = {"0": 0, "1": 1, "2": None}[direction]
        levels, got_base = resolve(text, base)
        shown = [i for i, level in enumerate(wanted_levels.split()) if level != "x"]
        order = [shown[i] for i in visual_order([levels[i] for i in shown])]
        assert got_base == int(wanted_base), line
        assert [str(levels[i]) for i in shown] == [
            level for level in wanted_levels.split() if level != "x"
        ], line
        assert order == [int(i) for i in wanted_order.split()], line
        cases += 1
    assert cases > 90_000
