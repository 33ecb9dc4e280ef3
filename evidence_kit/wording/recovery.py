# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences for what trying a recovery key showed."""

from collections.abc import Mapping
from typing import Final

from evidence_kit.domain.paper import RecoveryOutcome, RecoveryTried
from evidence_kit.i18n import Texts

TRIED: Final[Mapping[RecoveryOutcome, tuple[str, str]]] = {
    RecoveryOutcome.OPENS: (
        "This key opens the vault.",
        "Nothing was changed. Put the paper back in its place.",
    ),
    RecoveryOutcome.MISTYPED: (
        "There is a typing error in the key.",
        "Compare it with the paper, group by group.",
    ),
    RecoveryOutcome.INCOMPLETE: (
        "A part of the key is missing.",
        "A whole key has 74 signs. Compare it with the paper, group by group.",
    ),
    RecoveryOutcome.NO_KEY: (
        "This is not a recovery key.",
        "A recovery key begins with AGE-SECRET-KEY-1.",
    ),
    RecoveryOutcome.OTHER_KEY: (
        "The key is typed without error, but it does not open this vault.",
        "It may belong to another vault, or have been replaced. You can make a new one.",
    ),
    RecoveryOutcome.SLOT_DAMAGED: (
        "The key cannot be tried: a part of the vault is damaged.",
        "Check the vault. With your passphrase you can make a new recovery key.",
    ),
}
"""By outcome: what was found, and what you can do."""

_IN_GROUP: Final = "There is a typing error in group {group} of the key."


def recovery_tried(t: Texts, tried: RecoveryTried) -> tuple[str, str]:
    """Return two sentences: what trying the key showed, and what you can do."""
    found, advice = TRIED[tried.outcome]
    if tried.group is not None:
        found = _IN_GROUP
    return t(found, group=tried.group), t(advice)
