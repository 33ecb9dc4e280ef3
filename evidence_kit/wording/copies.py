# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences for copies of a vault and the places they lie in."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from evidence_kit.domain.backup import CopyState, PlaceCode, PlaceWarning
from evidence_kit.i18n import Texts

PLACES: Final[Mapping[PlaceCode, str]] = {
    PlaceCode.READ_ONLY: "Nothing can be written here.",
    PlaceCode.CLOUD: (
        "This folder belongs to {name}. The service copies what is in it to its own computers. "
        "Others that are signed in get it too. Old versions of files can come back."
    ),
    PlaceCode.NETWORK: (
        "This place is on another computer. Who manages it can delete the files. "
        "A connection that breaks off can stop the work."
    ),
    PlaceCode.FAT: (
        "This disk is formatted as {name}. It is less safe when the power fails. "
        "FAT32 takes no file over 4 GB."
    ),
    PlaceCode.SAME_DISK: "This is the disk of the vault. If it breaks or is stolen, both are gone.",
    PlaceCode.REMOVABLE: "This can be taken out. First let the computer eject it.",
}
"""By what is to know of a place."""

STATES: Final[Mapping[Enum, str]] = {
    CopyState.ABSENT: "There is no copy in this folder yet.",
    CopyState.UNFINISHED: "The first copy in this folder was cut off. The next run goes on.",
    CopyState.SAME: "The copy is up to date.",
    CopyState.OLDER: "The copy is older than the vault. The next run brings it up to date.",
    CopyState.NEWER: "The copy is newer than the vault.",
    CopyState.DIVERGED: "The vault and this copy have gone on apart.",
    CopyState.UNREADABLE: "The custody log of this copy is damaged and cannot be compared.",
    CopyState.OTHER_VAULT: "Another vault is in this folder.",
    CopyState.NOT_A_COPY: "This folder holds something that is not a copy of the vault.",
}
"""By how a folder stands to the vault."""


def place(t: Texts, warning: PlaceWarning) -> str:
    """Return the sentence for one thing to know of a place."""
    return t(PLACES[warning.code], name=warning.name)


def copy_state(t: Texts, state: CopyState) -> str:
    """Return the sentence for how a folder stands to the vault."""
    return t(STATES[state])
