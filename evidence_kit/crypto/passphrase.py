# SPDX-License-Identifier: GPL-3.0-or-later
"""How hard a passphrase is to guess, and making a good one.

zxcvbn knows English best and praises Dutch everyday words, so those stand here too; it is used to
refuse, never to reassure. A generated passphrase of six words is the better offer.
"""

import math
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from zxcvbn import zxcvbn

from evidence_kit.crypto.secret import Secret

SCORE_NEEDED = 3
"""zxcvbn: "safely unguessable: moderate protection from offline slow-hash scenario"."""
LOOKED_AT = 72
"""zxcvbn refuses longer ones; the first 72 characters decide."""
SHORTEST = 8
"""Characters. Fewer can be tried one by one, whatever they are."""
GENERATED_BITS_NEEDED = 60
"""With scrypt at 2^18 a guess costs a second: 2^60 of them take a million computers 36,000 years."""

# What people near us choose first: the words of this program, everyday Dutch, and what a year or a
# name is put after. Words of six letters or so, with a number, would otherwise score 3 or 4.
_EVERYDAY = (
    "wachtwoord welkom geheim toegang inloggen sleutel kluis bewijsstuk aangifte politie "
    "dossier evidence evidencekit mijnkluis veilig privacy computer laptop telefoon internet "
    "januari februari maart april mei juni juli augustus september oktober november december "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag lente zomer herfst winter "
    "nederland belgie vlaanderen amsterdam rotterdam utrecht eindhoven groningen antwerpen gent "
    "brussel oranje voetbal ajax feyenoord liefje lieverd schatje ikhouvanjou ikhaatje mama papa "
    "hond poes kat hallo doei qwerty azerty lekker kaas fiets bloem zonnetje vlinder engel"
)


class PassphraseVerdict(StrEnum):
    """Why a passphrase is taken or refused."""

    FINE = "fine"
    EMPTY = "empty"
    TOO_SHORT = "too_short"
    GUESSABLE = "guessable"
    NOT_TEXT = "not_text"
    """It holds half a character (a lone surrogate), which cannot be typed again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassphraseStrength:
    """What is known about a passphrase."""

    score: int
    """0 to 4."""
    guesses_log10: float
    refused: bool
    why: PassphraseVerdict


def judge(passphrase: Secret | str, known_words: Sequence[str] = ()) -> PassphraseStrength:
    """Judge a passphrase; takes a few milliseconds.

    Args:
        passphrase: as typed.
        known_words: what an attacker beside this person knows: the vault's name, the person's own.
    """
    try:
        secret = passphrase if isinstance(passphrase, Secret) else Secret.from_text(passphrase)
        text = unicodedata.normalize("NFC", secret.reveal().decode("utf-8"))
    except ValueError:
        return _refused(PassphraseVerdict.NOT_TEXT)
    if not text.strip():
        return _refused(PassphraseVerdict.EMPTY)
    score, guesses_log10 = _estimate(text, known_words)
    if len(text) < SHORTEST:
        return _refused(PassphraseVerdict.TOO_SHORT, min(score, 1), guesses_log10)
    if score < SCORE_NEEDED:
        return _refused(PassphraseVerdict.GUESSABLE, score, guesses_log10)
    return PassphraseStrength(
        score=score, guesses_log10=guesses_log10, refused=False, why=PassphraseVerdict.FINE
    )


def generate(words: Sequence[str], count: int = 6) -> str:
    """Return a passphrase of words drawn evenly, with hyphens between.

    Raises:
        ValueError: so few words, or so short a list, give less than 60 bits.
    """
    distinct = sorted(set(words))
    if len(distinct) < 2 or count * math.log2(len(distinct)) < GENERATED_BITS_NEEDED:
        msg = "too few words for a passphrase"
        raise ValueError(msg)
    return "-".join(secrets.choice(distinct) for _ in range(count))


def _estimate(text: str, known_words: Sequence[str]) -> tuple[int, float]:
    looked_at = text[:LOOKED_AT]
    try:
        found = zxcvbn(looked_at, user_inputs=[*_EVERYDAY.split(), *known_words])
    except (ValueError, ArithmeticError, LookupError, TypeError, RecursionError):
        # A guesser that fails is no reason to stand in a person's way: count different characters,
        # as if each were one of ten.
        guesses_log10 = float(len(set(looked_at)))
        return min(4, int(guesses_log10 // 3)), guesses_log10
    return int(found["score"]), float(found["guesses_log10"])


def _refused(
    why: PassphraseVerdict, score: int = 0, guesses_log10: float = 0.0
) -> PassphraseStrength:
    return PassphraseStrength(score=score, guesses_log10=guesses_log10, refused=True, why=why)
