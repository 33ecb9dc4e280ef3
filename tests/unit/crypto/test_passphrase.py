# SPDX-License-Identifier: GPL-3.0-or-later
"""What is refused as a passphrase, and what is made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.crypto import passphrase as module
from evidence_kit.crypto.passphrase import PassphraseVerdict, generate, judge
from evidence_kit.crypto.secret import Secret

SIX = "lamp-fiets-zomer-klok-appel-brug"
WORDS = tuple(f"woord{i}" for i in range(2048))


@pytest.mark.parametrize(
    ("weak", "why"),
    [
        ("", PassphraseVerdict.EMPTY),
        (" \t\u00a0", PassphraseVerdict.EMPTY),
        ("welkom", PassphraseVerdict.TOO_SHORT),
        ("xK9$vQ2", PassphraseVerdict.TOO_SHORT),
        ("password123", PassphraseVerdict.GUESSABLE),
        ("aaaaaaaaaaaaaaaa", PassphraseVerdict.GUESSABLE),
        ("qwertyuiop123", PassphraseVerdict.GUESSABLE),
        ("abc" * 40, PassphraseVerdict.GUESSABLE),
        ("19-04-1987", PassphraseVerdict.GUESSABLE),
        (SIX + "\ud800", PassphraseVerdict.NOT_TEXT),
    ],
)
def test_weak_ones_are_refused_with_the_reason(weak: str, why: PassphraseVerdict) -> None:
    found = judge(weak)
    assert (found.refused, found.why) == (True, why)
    assert found.score < 3


@pytest.mark.parametrize(
    "dutch",
    [
        "welkom01",
        "Wachtwoord123",
        "geheim2024!",
        "Amsterdam2025",
        "ikhouvanjou",
        "Politie2024",
        "voetbal12",
        "zomer2026!",
        "aangifte2026",
        "mijnkluis123",
        "september2025",
    ],
)
def test_what_people_near_us_choose_first_is_refused(dutch: str) -> None:
    assert judge(dutch).refused


@pytest.mark.parametrize("good", [SIX, SIX * 20, "\U0001f511 mijn oma bakt blauwe taarten"])
def test_six_words_are_taken_and_long_ones_do_not_fail(good: str) -> None:
    found = judge(good)
    assert (found.refused, found.why) == (False, PassphraseVerdict.FINE)
    assert found.score >= 3
    assert found.guesses_log10 > 8


def test_what_a_neighbour_knows_makes_it_weaker() -> None:
    text = "sanderbrinkman2024"
    assert not judge(text).refused
    assert judge(text, known_words=["Sander", "Brinkman", "SanderBrinkman"]).refused


def test_a_secret_is_judged_as_its_text_is() -> None:
    assert judge(Secret.from_text(SIX)) == judge(SIX)
    assert judge(Secret.from_bytes(b"\xff\xfe")).why is PassphraseVerdict.NOT_TEXT


@given(st.text(max_size=200))
def test_any_text_is_judged(text: str) -> None:
    found = judge(text)
    assert 0 <= found.score <= 4
    assert found.refused is (found.why is not PassphraseVerdict.FINE)


@pytest.mark.parametrize(("text", "refused"), [(SIX, False), ("aaaaaaaaaa", True)])
def test_a_guesser_that_fails_stands_in_nobodys_way(
    text: str, refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object, **_kwargs: object) -> None:
        raise IndexError

    monkeypatch.setattr(module, "zxcvbn", fails)
    assert judge(text).refused is refused


def test_a_made_one_has_the_words_asked_for() -> None:
    made = generate(WORDS)
    assert len(made.split("-")) == 6
    assert set(made.split("-")) <= set(WORDS)
    assert len(generate(WORDS, 8).split("-")) == 8
    assert made != generate(WORDS)


@pytest.mark.parametrize(
    ("words", "count"), [(WORDS[:100], 6), (WORDS, 5), (("lamp",) * 5000, 6), ((), 6)]
)
def test_too_few_words_make_none(words: tuple[str, ...], count: int) -> None:
    with pytest.raises(ValueError, match="too few"):
        generate(words, count)
