# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of a whole vault: what became of one, how it stands to the vault, and where it lies."""

from dataclasses import dataclass
from enum import Enum

from evidence_kit.domain.custody import LogHead
from evidence_kit.domain.finding import CheckReport
from evidence_kit.domain.views import VaultSummary


class PlaceCode(Enum):
    """What is to know of a place before a vault or a copy is put there."""

    CLOUD = "cloud"
    """A folder that a service copies to its own computers."""
    NETWORK = "network"
    """A disk of another computer."""
    FAT = "fat"
    """A file system without safe renaming; no file over 4 GiB where it is FAT32."""
    READ_ONLY = "read_only"
    SAME_DISK = "same_disk"
    """A copy on the disk of the vault is lost with it."""
    REMOVABLE = "removable"
    """A stick or card: it must be taken out with care."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWarning:
    """One thing to know of a place."""

    code: PlaceCode
    name: str = ""
    """Name of the service or file system."""


class CopyState(Enum):
    """How a folder stands to the vault."""

    ABSENT = "absent"
    """Nothing is there, or an empty folder."""
    UNFINISHED = "unfinished"
    """A first copy of this vault that was cut off."""
    SAME = "same"
    OLDER = "older"
    """Its log is the beginning of the vault's."""
    NEWER = "newer"
    """The vault's log is the beginning of its log."""
    DIVERGED = "diverged"
    """Both went on by themselves."""
    UNREADABLE = "unreadable"
    """A copy of this vault whose log is too damaged to be compared."""
    OTHER_VAULT = "other_vault"
    NOT_A_COPY = "not_a_copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyComparison:
    """The logs of a vault and of a copy beside each other."""

    state: CopyState
    vault_size: int
    """Entries of the vault's log."""
    copy_size: int = 0
    """Entries of the copy's log, as far as it can be read."""
    common: int = 0
    """Entries that are the same in both, from the first on; where they part is this number."""
    common_time: str = ""
    """Time of the last entry they share: ISO 8601, UTC; empty when unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupMade:
    """A copy that is complete."""

    place: str
    head: LogHead | None
    """State of the log that the copy holds; None where the vault was not opened."""
    time: str
    """When it was completed: ISO 8601, UTC."""
    first: bool
    """The copy was made anew."""
    copied: int
    """Files that were written, and read back."""
    copied_bytes: int
    files: int
    """Files the copy has in all."""
    checked: int
    """Files that lay there already and were read and compared."""
    mended: int
    """Files of the copy that were damaged and are whole again."""
    removed: int
    """Files deleted from the copy, because the owner removed what they held."""
    left: int
    """Files in the copy that are not in the vault; they stay."""
    left_out: int
    """Files in the vault's folder that are none of its own; they are not copied."""
    damaged: tuple[str, ...] = ()
    """Files of the vault that are not as the log says."""
    missing: tuple[str, ...] = ()
    """Files that the log names and the vault has lost."""
    remembered: bool = False
    """The vault knows of this copy now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRow:
    """A copy that the vault remembers."""

    copy: str
    """Id of the copy: the same stick may lie at another path."""
    place: str
    """Path where it lay last."""
    time: str | None
    """When a run was last completed (ISO 8601, UTC); None when none was."""
    size: int
    """Log entries it had then."""
    holds_removed: tuple[int, ...] = ()
    """Numbers of exhibits whose content was removed since, and that it may still hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A vault made out of a copy."""

    path: str
    files: int
    bytes: int
    report: CheckReport
    """What a check of the copy said before; locked where no key was given."""
    summary: VaultSummary | None = None
    """The new vault, when it was opened."""
