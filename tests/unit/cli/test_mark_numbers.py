# SPDX-License-Identifier: GPL-3.0-or-later
"""How messages are named on the command line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.cli.verbs.mark import messages
from evidence_kit.errors import InputRefused, LimitReached


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (["12"], {1: (12,)}),
        (["3-5"], {1: (3, 4, 5)}),
        (["2:7"], {2: (7,)}),
        (["2:7-8", "1"], {2: (7, 8), 1: (1,)}),
        (["5", "4-5", "1:5"], {1: (4, 5)}),
    ],
)
def test_numbers_and_stretches_are_read(said: list[str], meant: dict[int, tuple[int, ...]]) -> None:
    assert messages(said) == meant


@pytest.mark.parametrize(
    "said", ["", "0", "-1", "5-4", "1:", ":1", "1-", "a", "1 2", "\u0661", "1:2:3"]
)
def test_what_is_no_number_is_refused(said: str) -> None:
    with pytest.raises(InputRefused):
        messages([said])


def test_a_stretch_has_a_largest_length() -> None:
    with pytest.raises(LimitReached):
        messages(["1-999999999"])


@given(st.text())
def test_no_text_does_worse_than_being_refused(text: str) -> None:
    try:
        found = messages([text])
    except (InputRefused, LimitReached):
        return
    assert all(number > 0 for numbers in found.values() for number in numbers)
