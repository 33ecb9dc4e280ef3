# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from evidence_kit.crypto.age import Identity
from evidence_kit.crypto.secret import Secret
from evidence_kit.errors import Damaged
from evidence_kit.formats import key_slot
from evidence_kit.formats.key_slot import KeyMaterial

KEYS = KeyMaterial(identity=Identity.generate(), seed=Secret(bytes(range(32))))


def test_a_slot_reads_back() -> None:
    found = key_slot.decode(key_slot.encode(KEYS), "identity.age")
    assert found.seed == KEYS.seed
    assert found.identity.to_secret() == KEYS.identity.to_secret()


def test_the_seed_stands_in_a_comment_that_age_ignores() -> None:
    lines = key_slot.encode(KEYS).reveal().decode().splitlines()
    assert lines[0] == f"# seed: {bytes(range(32)).hex()}"
    assert lines[1].startswith("AGE-SECRET-KEY-1")


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"# seed: 00\n",
        b"# seed: zz\nAGE-SECRET-KEY-1QQQQ\n",
        b"\xff\xfe",
    ],
)
def test_anything_else_is_damaged(plain: bytes) -> None:
    with pytest.raises(Damaged):
        key_slot.decode(Secret(plain), "identity.age")


def test_two_identities_in_a_slot_are_damage() -> None:
    with pytest.raises(Damaged):
        key_slot.decode(Secret(key_slot.encode(KEYS).reveal() * 2), "identity.age")
