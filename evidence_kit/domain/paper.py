# SPDX-License-Identifier: GPL-3.0-or-later
"""Papers for safe keeping, and what trying a recovery key from one of them showed."""

from dataclasses import dataclass
from enum import Enum


class PaperKind(Enum):
    """What a paper is for."""

    RECOVERY = "recovery"
    """The recovery key, with what to do with it. Neutral: it does not say what it opens."""
    STAMP = "stamp"
    """How to have a time stamp made on another computer."""
    ANCHOR = "anchor"
    """State of the custody log, to be kept by somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperMade:
    """A paper that was written to a file."""

    path: str
    sha256: str
    size: int
    pages: int


class RecoveryOutcome(Enum):
    """What became of trying a recovery key."""

    OPENS = "opens"
    MISTYPED = "mistyped"
    """Its checksum does not fit, or it has a letter that no key has."""
    INCOMPLETE = "incomplete"
    NO_KEY = "no_key"
    """It does not look like a recovery key at all."""
    OTHER_KEY = "other_key"
    """A whole key, but not of this vault now: of another vault, or replaced since."""
    SLOT_DAMAGED = "slot_damaged"
    """The vault's own side is damaged, so nothing can be said of the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryTried:
    """The answer to "does this key open this vault?"; trying changes nothing."""

    outcome: RecoveryOutcome
    group: int | None = None
    """Where to look once more: the group of four, counted from 1; None when that is not known."""
