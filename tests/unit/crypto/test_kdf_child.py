# SPDX-License-Identifier: GPL-3.0-or-later
"""Key derivation in a real child process."""

import sys

import pytest

from evidence_kit.crypto.age import SCRYPT_CHEAPEST, ScryptParams, open_with_passphrase
from evidence_kit.crypto.kdf_child import open_slot_in_child, seal_slot_in_child
from evidence_kit.crypto.secret import Secret
from evidence_kit.domain.progress import CancelToken
from evidence_kit.errors import Cancelled, Damaged, ReaderFailed, WrongPassphrase

CHILD = (
    sys.executable,
    "-c",
    "import sys; from evidence_kit.crypto.kdf_child import run; run(sys.stdin.buffer, sys.stdout.buffer)",
)
WORDS = Secret.from_text("drie lampen op tafel")


def test_a_slot_made_in_a_child_opens_in_a_child() -> None:
    slot = seal_slot_in_child(CHILD, b"identity", WORDS, SCRYPT_CHEAPEST)
    assert open_with_passphrase(slot, WORDS) == b"identity"
    assert open_slot_in_child(CHILD, slot, WORDS) == b"identity"


def test_a_wrong_passphrase_and_damage_are_told_apart() -> None:
    slot = seal_slot_in_child(CHILD, b"identity", WORDS, SCRYPT_CHEAPEST)
    with pytest.raises(WrongPassphrase):
        open_slot_in_child(CHILD, slot, Secret.from_text("anders"))
    with pytest.raises(Damaged):
        open_slot_in_child(CHILD, slot[:-1] + bytes([slot[-1] ^ 1]), WORDS)
    with pytest.raises(Damaged):
        open_slot_in_child(CHILD, slot.replace(b" 4\n", b" 30\n"), WORDS)


def test_a_child_that_dies_is_said() -> None:
    with pytest.raises(ReaderFailed):
        open_slot_in_child((sys.executable, "-c", "raise SystemExit(1)"), b"x", WORDS)


def test_giving_up_ends_the_child() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        seal_slot_in_child(CHILD, b"x", WORDS, ScryptParams(18), cancel)
