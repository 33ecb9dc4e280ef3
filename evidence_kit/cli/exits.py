# SPDX-License-Identifier: GPL-3.0-or-later
"""What the program's exit code says (docs/cli.md). 1 and 2 come from `verify` alone."""

from enum import IntEnum
from typing import Final

from evidence_kit.domain.finding import Outcome
from evidence_kit.errors import EvidenceKitError


class Exit(IntEnum):
    """Exit codes; those from 64 up follow sysexits.h, 130 is 128 + SIGINT."""

    DONE = 0
    DIFFERS = 1
    UNJUDGED = 2
    REFUSED = 3
    WRONG_PASSPHRASE = 4
    DAMAGED = 5
    NEWER = 6
    USAGE = 64
    INTERNAL = 70
    STORAGE = 74
    IN_USE = 75
    CANCELLED = 130


_BY_CODE: Final = {
    "usage": Exit.USAGE,
    "input_refused": Exit.REFUSED,
    "weak_passphrase": Exit.REFUSED,
    "wrong_passphrase": Exit.WRONG_PASSPHRASE,
    "wrong_recovery_key": Exit.WRONG_PASSPHRASE,
    "damaged": Exit.DAMAGED,
    "vault_read_only": Exit.DAMAGED,
    "newer_format": Exit.NEWER,
    "not_a_vault": Exit.REFUSED,
    "vault_exists": Exit.REFUSED,
    "vault_in_use": Exit.IN_USE,
    "storage_failed": Exit.STORAGE,
    "disk_full": Exit.STORAGE,
    "unknown_exhibit": Exit.REFUSED,
    "unknown_message": Exit.REFUSED,
    "not_held": Exit.REFUSED,
    "not_understood": Exit.REFUSED,
    "limit_reached": Exit.REFUSED,
    "output_exists": Exit.REFUSED,
    "copy_refused": Exit.REFUSED,
    "cancelled": Exit.CANCELLED,
    # A part of ours died, or counts of ours do not agree: nobody outside can mend that.
    "reader_failed": Exit.INTERNAL,
    "inconsistent": Exit.INTERNAL,
    "internal_fault": Exit.INTERNAL,
}

_BY_OUTCOME: Final = {
    Outcome.MATCHES: Exit.DONE,
    Outcome.DIFFERS: Exit.DIFFERS,
    Outcome.UNJUDGED: Exit.UNJUDGED,
}


def exit_of(failure: EvidenceKitError) -> Exit:
    """Return the exit code for a named failure."""
    return _BY_CODE.get(failure.code, Exit.INTERNAL)


def exit_of_outcome(outcome: Outcome) -> Exit:
    """Return the exit code for the verdict of a check."""
    return _BY_OUTCOME[outcome]
