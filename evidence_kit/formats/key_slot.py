# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands inside a key slot (docs/formats/vault.md): an age identity file with our seed.

The stock `age -i` reads it: it ignores lines that begin with a #.
"""

from dataclasses import dataclass

from evidence_kit.crypto.age import Identity
from evidence_kit.crypto.secret import Secret
from evidence_kit.errors import Damaged

SEED_SIZE = 32
PASSPHRASE_SLOT = "identity.age"  # noqa: S105  # a file name
RECOVERY_SLOT = "identity-recovery.age"

_SEED = "# seed: "


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyMaterial:
    """Everything that opens a vault; never leaves the process that holds it."""

    identity: Identity
    seed: Secret


def encode(keys: KeyMaterial) -> Secret:
    """Return the plaintext of a slot."""
    lines = (
        f"{_SEED}{keys.seed.reveal().hex()}\n",
        f"{keys.identity.to_secret().reveal().decode('ascii')}\n",
    )
    return Secret("".join(lines).encode("ascii"))


def decode(plain: Secret, item: str) -> KeyMaterial:
    """Read the plaintext of a slot.

    Raises:
        Damaged: it is not one of ours.
    """
    seeds: list[bytes] = []
    identities: list[Identity] = []
    try:
        for line in plain.reveal().decode("ascii").splitlines():
            if line.startswith(_SEED):
                seeds.append(bytes.fromhex(line.removeprefix(_SEED)))
            elif line and not line.startswith("#"):
                identities.append(Identity.from_string(line))
    except ValueError as error:
        raise Damaged(item=item, why="slot_content") from error
    if len(seeds) != 1 or len(identities) != 1 or len(seeds[0]) != SEED_SIZE:
        raise Damaged(item=item, why="slot_content")
    return KeyMaterial(identity=identities[0], seed=Secret(seeds[0]))
