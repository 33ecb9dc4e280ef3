# SPDX-License-Identifier: GPL-3.0-or-later
"""What is refused as a passphrase."""

import pytest

from evidence_kit.crypto.passphrase import generate, judge


@pytest.mark.parametrize("weak", ["", "   ", "welkom", "password123", "aaaaaaaaaaaaaaaa", "Tr0ub4"])
def test_weak_ones_are_refused(weak: str) -> None:
    assert judge(weak).refused


def test_six_words_are_taken_and_long_ones_do_not_fail() -> None:
    assert not judge("lamp-fiets-zomer-klok-appel-brug").refused
    assert not judge("lamp-fiets-zomer-klok-appel-brug " * 20).refused


def test_a_made_one_has_the_words_asked_for() -> None:
    words = ("lamp", "fiets", "zomer")
    assert len(generate(words).split("-")) == 6
    assert set(generate(words).split("-")) <= set(words)
