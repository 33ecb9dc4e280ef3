# SPDX-License-Identifier: GPL-3.0-or-later
"""Tries a recovery key on a vault without changing anything: no lock, no entry, no write.

First the form is judged: the checksum tells a typing error from the key of another vault, which is
what somebody with a paper in hand needs to know.
"""

from pathlib import Path
from typing import Final

from evidence_kit.crypto import bech32
from evidence_kit.crypto.errors import KeyMalformed
from evidence_kit.crypto.secret import Secret
from evidence_kit.domain.paper import RecoveryOutcome, RecoveryTried
from evidence_kit.errors import Damaged, WrongRecoveryKey
from evidence_kit.vault.vault import unlock_keys

RECOVERY_GROUP: Final = 4
"""Characters in a group of the recovery key, as shown and as asked back."""
KEY_LENGTH: Final = 74
KEY_START: Final = "AGE-SECRET-KEY-1"
"""How every key begins (c2sp.org/age)."""

_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
"""What word processors and keyboards put for a hyphen."""


def tidy(untrusted: str) -> str:
    """Return a key as it was given out, out of one typed in groups or in small letters."""
    return "".join(untrusted.split()).translate(_DASHES).upper()


def trial(path: Path, untrusted: str) -> RecoveryTried:
    """Say whether a key opens the vault.

    Raises:
        NotAVault, NewerFormat, StorageFailed: there is nothing to try it on.
    """
    text = tidy(untrusted)
    wrong = _form(text)
    if wrong is not None:
        return wrong
    try:
        with Secret.from_text(text) as secret:
            unlock_keys(path, secret, with_recovery=True)
    except WrongRecoveryKey:
        return RecoveryTried(outcome=RecoveryOutcome.OTHER_KEY)
    except Damaged:
        return RecoveryTried(outcome=RecoveryOutcome.SLOT_DAMAGED)
    return RecoveryTried(outcome=RecoveryOutcome.OPENS)


def _form(text: str) -> RecoveryTried | None:
    """Say what is wrong with a key as it was typed; None when it is whole."""
    if not text.startswith(KEY_START):
        return _other_start(text)
    if len(text) < KEY_LENGTH:
        return RecoveryTried(outcome=RecoveryOutcome.INCOMPLETE)
    if len(text) > KEY_LENGTH or not text.isascii():
        return RecoveryTried(outcome=RecoveryOutcome.MISTYPED)
    try:
        bech32.decode(text)
    except KeyMalformed:
        place = bech32.mistyped_letter(text)
        group = None if place is None else place // RECOVERY_GROUP + 1
        return RecoveryTried(outcome=RecoveryOutcome.MISTYPED, group=group)
    return None


def _other_start(text: str) -> RecoveryTried:
    """Judge what does not begin as a key does: nearly so is a typing error there."""
    differing = [n for n, letter in enumerate(KEY_START) if text[n : n + 1] != letter]
    if len(text) != KEY_LENGTH or len(differing) > RECOVERY_GROUP:
        return RecoveryTried(outcome=RecoveryOutcome.NO_KEY)
    group = differing[0] // RECOVERY_GROUP + 1
    return RecoveryTried(outcome=RecoveryOutcome.MISTYPED, group=group)
