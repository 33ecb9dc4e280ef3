# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a sealed file does not open; each failure is a type of its own."""

from evidence_kit.errors import Damaged, LimitReached, WrongPassphrase


class HeaderDamaged(Damaged):
    """The age header breaks the format. Fields: item, why."""


class HeaderMacWrong(Damaged):
    """The header was changed after it was made. Fields: item, why."""


class PayloadDamaged(Damaged):
    """A chunk does not authenticate. Fields: item, why, chunk."""


class ArmorDamaged(Damaged):
    """The text armor breaks the format. Fields: item, why."""


class NoIdentityMatched(WrongPassphrase):
    """None of the given keys opens the file. Fields: none."""


class WorkFactorTooHigh(LimitReached):
    """A passphrase file asks for more work than any of ours. Fields: limit, value, ceiling."""
