# SPDX-License-Identifier: GPL-3.0-or-later
import sys
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.vault import CLIENT, secret
from evidence_kit.crypto.age import SCRYPT_CHEAPEST
from evidence_kit.errors import Damaged, WrongPassphrase
from evidence_kit.vault.vault import create_vault, open_vault, unlock_keys

PROGRAM = """
import sys
from evidence_kit.crypto import kdf_child
sys.exit(kdf_child.run(sys.stdin.buffer, sys.stdout.buffer))
"""
CHILD = (sys.executable, "-c", PROGRAM)


def test_a_vault_is_made_and_opened_with_the_key_derived_in_a_child(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    create_vault(
        path,
        secret(),
        scrypt=SCRYPT_CHEAPEST,
        clock=FixedClock(),
        actor=CLIENT,
        key_command=CHILD,
    )[0].close()
    with open_vault(path, secret(), clock=FixedClock(), actor=CLIENT, key_command=CHILD) as vault:
        assert vault.findings == ()
    with pytest.raises(WrongPassphrase):
        unlock_keys(path, secret("iets anders"), key_command=CHILD)
    slot = path / "identity.age"
    slot.write_bytes(slot.read_bytes().replace(b" 4\n", b" 25\n", 1))
    with pytest.raises(Damaged):
        unlock_keys(path, secret(), key_command=CHILD)
