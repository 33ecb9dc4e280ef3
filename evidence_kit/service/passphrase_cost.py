# SPDX-License-Identifier: GPL-3.0-or-later
"""What a guess at a passphrase costs: as much as this computer does in about a second.

Measured in the key process, where it is paid. Above the least cost it takes a small part of the memory,
because the vault may be opened on a smaller computer, or on this one on a busy day.
"""

from collections.abc import Callable, Sequence
from functools import partial

from evidence_kit.crypto.age import SCRYPT_DEFAULT, ScryptParams, calibrate_scrypt
from evidence_kit.crypto.errors import NotEnoughMemory
from evidence_kit.crypto.kdf_child import measure_scrypt_in_child
from evidence_kit.limits import PASSPHRASE_MEMORY_FREE_PART, PASSPHRASE_MEMORY_WHOLE_PART
from evidence_kit.memory import free_memory, whole_memory

Measure = Callable[[ScryptParams], float]


def chosen_cost(
    measure: Measure, whole: int | None = None, free: int | None = None
) -> ScryptParams:
    """Return the cost for new passphrases.

    Args:
        measure: seconds of one derivation here.
        whole: bytes of memory in this computer; None when that is not known.
        free: bytes of it that are free.
    """
    if whole is None or free is None:
        return SCRYPT_DEFAULT
    most = min(whole // PASSPHRASE_MEMORY_WHOLE_PART, free // PASSPHRASE_MEMORY_FREE_PART)
    try:
        return calibrate_scrypt(measure, memory_max=most)
    except NotEnoughMemory:
        # Sealing will say so itself, with its own words.
        return SCRYPT_DEFAULT


def cost_here(command: Sequence[str] | None) -> ScryptParams:
    """Return the cost for new passphrases on this computer; without a key process, the least."""
    if command is None:
        return SCRYPT_DEFAULT
    return chosen_cost(partial(measure_scrypt_in_child, command), whole_memory(), free_memory())
