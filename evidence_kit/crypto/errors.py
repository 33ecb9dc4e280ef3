# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a sealed file does not open; each failure is a type of its own."""

from evidence_kit.errors import (
    Damaged,
    EvidenceKitError,
    InputRefused,
    LimitReached,
    ReaderFailed,
    WrongPassphrase,
)


class HeaderDamaged(Damaged):
    """The age header breaks the format. Fields: item, why."""


class HeaderMacWrong(Damaged):
    """The header was changed after it was made. Fields: item, why."""


class PayloadDamaged(Damaged):
    """A chunk does not authenticate. Fields: item, why, chunk (counted from 0)."""


class ArmorDamaged(Damaged):
    """The text armor breaks the format. Fields: item, why."""


class NoIdentityMatched(WrongPassphrase):
    """None of the given keys opens the file. Fields: none."""


class PassphraseNotMatched(NoIdentityMatched):
    """The file is sealed under a passphrase, and not under this one. Fields: none."""


class WorkFactorTooHigh(LimitReached):
    """A passphrase file asks for more work than any of ours. Fields: limit, value, ceiling."""


class NotEnoughMemory(LimitReached):
    """This computer cannot give the memory a passphrase asks for. Fields: limit, value, ceiling.

    `value` is the memory asked for in bytes; what there is, nobody can say beforehand.
    """


class KeyMalformed(InputRefused, ValueError):
    """Not a key or passphrase in the expected form. Fields: reason, name."""


class KeyChildFailed(ReaderFailed):
    """The process that derives keys did not start, died, hung or broke the protocol.

    Fields: reason.
    """


class SecretWiped(EvidenceKitError):
    """A secret was asked for after it was wiped: a fault of ours. Fields: none."""
