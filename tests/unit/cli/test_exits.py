# SPDX-License-Identifier: GPL-3.0-or-later
"""Exit codes are part of the machine interface."""

import pytest

from evidence_kit.cli.exits import _BY_CODE, Exit, exit_of, exit_of_outcome
from evidence_kit.domain.finding import Outcome
from evidence_kit.errors import (
    NAMED_ERRORS,
    Cancelled,
    Damaged,
    DiskFull,
    EvidenceKitError,
    NewerFormat,
    NotHeld,
    OutputExists,
    StorageFailed,
    UsageFault,
    VaultInUse,
    WeakPassphrase,
    WrongPassphrase,
    WrongRecoveryKey,
)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (WeakPassphrase, 3),
        (NotHeld, 3),
        (OutputExists, 3),
        (WrongPassphrase, 4),
        (WrongRecoveryKey, 4),
        (Damaged, 5),
        (NewerFormat, 6),
        (UsageFault, 64),
        (EvidenceKitError, 70),
        (StorageFailed, 74),
        (DiskFull, 74),
        (VaultInUse, 75),
        (Cancelled, 130),
    ],
)
def test_a_failure_has_its_code(kind: type[EvidenceKitError], code: int) -> None:
    assert exit_of(kind()) == code


def test_every_named_error_was_given_a_code() -> None:
    assert {kind.code for kind in NAMED_ERRORS} == set(_BY_CODE)


def test_only_a_check_gives_one_or_two() -> None:
    assert {exit_of(kind()) for kind in NAMED_ERRORS}.isdisjoint({Exit.DIFFERS, Exit.UNJUDGED})


@pytest.mark.parametrize(
    ("outcome", "code"),
    [(Outcome.MATCHES, 0), (Outcome.DIFFERS, 1), (Outcome.UNJUDGED, 2)],
)
def test_the_verdict_of_a_check_is_its_code(outcome: Outcome, code: int) -> None:
    assert exit_of_outcome(outcome) == code
