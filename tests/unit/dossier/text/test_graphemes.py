# SPDX-License-Identifier: GPL-3.0-or-later
"""UAX #29 against Unicode's own cases, and against hostile piles of marks."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.dossier.text.graphemes import CLUSTER_MAX, graphemes

TEST_FILE = Path("/usr/share/unicode/auxiliary/GraphemeBreakTest.txt")  # Debian: unicode-data


@given(st.text(max_size=60))
def test_clusters_joined_are_the_text(text: str) -> None:
    assert "".join(graphemes(text)) == text


@pytest.mark.parametrize(
    "cluster",
    [
        "👨\u200d👩\u200d👧\u200d👦",
        "🇳🇱",
        "👍🏽",
        "क्ष",
        "e\u0301",
        "각",
        "\r\n",
        "한",
        "กำ",
        "#\ufe0f\u20e3",
    ],
)
def test_these_are_one_character_to_a_reader(cluster: str) -> None:
    assert graphemes(cluster) == [cluster]


def test_three_flags_are_three_clusters() -> None:
    assert graphemes("🇳🇱🇧🇪🇩🇪") == ["🇳🇱", "🇧🇪", "🇩🇪"]


def test_a_pile_of_marks_is_cut_into_clusters_that_a_font_can_hold() -> None:
    pile = "a" + "\u0336\u0301" * 100_000
    clusters = graphemes(pile)
    assert max(len(cluster) for cluster in clusters) == CLUSTER_MAX
    assert "".join(clusters) == pile


@pytest.mark.skipif(not TEST_FILE.exists(), reason="unicode-data is not installed")
def test_unicodes_cases_pass() -> None:
    cases = 0
    for line in TEST_FILE.read_text().splitlines():
        case = line.split("#")[0].strip()
        if not case:
            continue
        wanted = [
            "".join(chr(int(point, 16)) for point in cluster.split("×") if point.strip())
            for cluster in case.strip("÷ ").split("÷")
        ]
        if "\ud800" in case:
            continue
        assert graphemes("".join(wanted)) == wanted, line
        cases += 1
    assert cases > 500
