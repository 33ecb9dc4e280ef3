# SPDX-License-Identifier: GPL-3.0-or-later
"""How hard a passphrase is to guess, and making a good one.

zxcvbn is English-biased and praises Dutch everyday words; it is used to refuse, never to reassure.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from zxcvbn import zxcvbn

SCORE_NEEDED = 3
"""zxcvbn: "safely unguessable: moderate protection from offline slow-hash scenario"."""
LOOKED_AT = 72
"""zxcvbn refuses longer ones; the first 72 characters decide."""
SHORTEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PassphraseStrength:
    """What is known about a passphrase."""

    score: int
    """0 to 4."""
    guesses_log10: float
    refused: bool
    why: str
    """A code: empty, too_short, guessable or fine."""


def judge(passphrase: str) -> PassphraseStrength:
    """Judge a passphrase; takes a few milliseconds."""
    if not passphrase.strip():
        return PassphraseStrength(score=0, guesses_log10=0.0, refused=True, why="empty")
    found = zxcvbn(passphrase[:LOOKED_AT])
    score = int(found["score"])
    short = len(passphrase) < SHORTEST
    refused = short or score < SCORE_NEEDED
    why = "too_short" if short else "guessable" if refused else "fine"
    return PassphraseStrength(
        score=min(score, 1) if short else score,
        guesses_log10=float(found["guesses_log10"]),
        refused=refused,
        why=why,
    )


def generate(words: Sequence[str], count: int = 6) -> str:
    """Return a passphrase of words drawn evenly, with hyphens between."""
    return "-".join(secrets.choice(words) for _ in range(count))
