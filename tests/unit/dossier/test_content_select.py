# SPDX-License-Identifier: GPL-3.0-or-later
"""Which messages of a conversation are printed."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.dossier.chats import Stretch, select
from evidence_kit.dossier.numbering import stretch


def numbers(stretches: tuple[Stretch, ...], *, printed: bool) -> list[int]:
    return [
        n for item in stretches if item.printed is printed for n in range(item.first, item.last + 1)
    ]


@given(
    total=st.integers(0, 60),
    marked=st.frozensets(st.integers(1, 60), max_size=8),
    context=st.integers(0, 9),
)
def test_printed_and_left_out_are_all_once_and_in_order(
    total: int, marked: frozenset[int], context: int
) -> None:
    found = select(total, marked, context, 20)
    both = [n for item in found for n in range(item.first, item.last + 1)]
    assert both == list(range(1, total + 1))
    assert all(a.printed is not b.printed for a, b in itertools.pairwise(found))


@given(
    total=st.integers(1, 60),
    marked=st.frozensets(st.integers(1, 60), min_size=1, max_size=8),
    context=st.integers(0, 9),
)
def test_exactly_the_marked_and_what_stands_around_them_is_printed(
    total: int, marked: frozenset[int], context: int
) -> None:
    wanted = {
        n
        for n in range(1, total + 1)
        for mark in marked
        if mark <= total and abs(n - mark) <= context
    }
    assert set(numbers(select(total, marked, context, 500), printed=True)) == wanted


@pytest.mark.parametrize(("total", "printed"), [(500, 500), (501, 0)])
def test_without_marks_a_conversation_is_printed_whole_up_to_a_limit(
    total: int, printed: int
) -> None:
    assert len(numbers(select(total, frozenset(), 5, 500), printed=True)) == printed


@pytest.mark.parametrize(
    ("given_numbers", "shown"),
    [((), ""), ((3,), "3"), ((5, 3, 4, 9, 10, 12), "3–5, 9–10, 12"), ((2, 2), "2")],
)
def test_numbers_are_shown_in_short(given_numbers: tuple[int, ...], shown: str) -> None:
    assert stretch(given_numbers) == shown
