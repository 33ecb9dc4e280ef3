# SPDX-License-Identifier: GPL-3.0-or-later
"""Two lists of messages laid side by side."""

from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_kit.review.alignment import Spoken, aligned, gaps, longest_run

_TALK = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 90)), min_size=12, max_size=60)


def spoken(talk: list[tuple[int, int]]) -> list[Spoken]:
    """Messages with few different words, so that many are alike, at rising times."""
    clock, made = 0, []
    for words, pause in talk:
        clock += pause
        made.append(Spoken(words, clock))
    return made


@given(talk=_TALK, cut=st.integers(0, 5), tolerance=st.sampled_from([1, 60]))
def test_a_part_of_a_conversation_is_found_in_it(
    talk: list[tuple[int, int]], cut: int, tolerance: int
) -> None:
    whole = spoken(talk)
    if len({one.words for one in whole[cut:]}) < 3:
        return
    pairs = aligned(whole, whole[cut:], tolerance)
    assert all(whole[i] == whole[cut + j] or i != cut + j for i, j in pairs)
    assert pairs == tuple(sorted(pairs))
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)


@given(talk=_TALK, gone=st.sets(st.integers(0, 59), max_size=4))
@settings(max_examples=200)
def test_what_is_missing_in_one_is_what_stands_in_the_gaps(
    talk: list[tuple[int, int]], gone: set[int]
) -> None:
    # Every message has its own words here, so there is one right answer.
    whole = [Spoken(n, one.seconds) for n, one in enumerate(spoken(talk))]
    part = [one for n, one in enumerate(whole) if n not in gone]
    pairs = aligned(whole, part, 1)
    if not pairs:
        assert longest_run([(one.words, j) for j, one in enumerate(part)]) < 5
        return
    missing = {i for gap in gaps(pairs) for i in gap.first}
    assert missing == {n for n in gone if pairs[0][0] < n < pairs[-1][0]}
    assert not [j for gap in gaps(pairs) for j in gap.second]


def test_the_same_words_at_other_times_are_no_match() -> None:
    one = [Spoken(n, n * 100) for n in range(20)]
    assert aligned(one, [Spoken(n, n * 100 + 61) for n in range(20)], 60) == ()
    assert len(aligned(one, [Spoken(n, n * 100 + 60) for n in range(20)], 60)) == 20


def test_single_lines_prove_nothing() -> None:
    one = [Spoken(n, n * 100) for n in range(40)]
    other = [Spoken(n if n % 4 else 1000 + n, n * 100) for n in range(40)]
    assert aligned(one, other, 1) == (), "never more than three in a row"


def test_five_times_the_same_word_is_no_run() -> None:
    one = [Spoken(7, n * 10) for n in range(20)]
    assert aligned(one, one, 1) == ()


def test_a_short_chat_needs_three() -> None:
    one = [Spoken(n, n * 10) for n in range(4)]
    assert len(aligned(one, one[1:], 1)) == 3
    assert aligned(one, one[2:], 1) == ()


def test_the_same_word_twice_in_a_minute_takes_the_partner_in_order() -> None:
    one = [Spoken(1, 0), Spoken(9, 5), Spoken(9, 10), Spoken(2, 20), Spoken(3, 30), Spoken(4, 40)]
    assert aligned(one, one, 60) == tuple((n, n) for n in range(6))
