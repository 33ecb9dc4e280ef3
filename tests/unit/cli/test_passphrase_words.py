# SPDX-License-Identifier: GPL-3.0-or-later
"""The words that passphrases are drawn from."""

import itertools
import re

import pytest

from evidence_kit import resources
from evidence_kit.crypto.passphrase import judge
from evidence_kit.i18n import LANGUAGES

_WORD = re.compile(r"[a-z]{3,8}\Z")
_BITS_PER_WORD = 10


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> list[str]:
    return resources.read_text("texts", request.param, "passphrase_words.txt").splitlines()


def test_six_words_give_sixty_bits_at_least(words: list[str]) -> None:
    assert len(words) >= 2**_BITS_PER_WORD


def test_each_word_is_short_plain_and_there_once(words: list[str]) -> None:
    assert [word for word in words if not _WORD.match(word)] == []
    assert words == sorted(set(words))


def test_no_word_begins_another(words: list[str]) -> None:
    neighbours = itertools.pairwise(words)
    assert [(first, second) for first, second in neighbours if second.startswith(first)] == []


def test_four_letters_tell_every_word_apart(words: list[str]) -> None:
    assert len({word[:4] for word in words}) == len(words)


def test_six_words_are_never_refused(words: list[str]) -> None:
    shortest = sorted(words, key=lambda word: (len(word), word))[:6]
    assert not judge("-".join(shortest)).refused
