# SPDX-License-Identifier: GPL-3.0-or-later
"""The door to a vault: making one, opening one, and what the rest of the program may name of it.

`Vault` is the only long-lived object of the program.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from evidence_kit.clock import Clock
from evidence_kit.crypto.age import ScryptParams, SealedReader
from evidence_kit.crypto.secret import Secret
from evidence_kit.domain.custody import Actor
from evidence_kit.errors import (
    Damaged,
    LimitReached,
    NotAVault,
    StorageFailed,
)
from evidence_kit.formats import vault_header
from evidence_kit.formats.key_slot import KeyMaterial
from evidence_kit.formats.vault_header import VERSION, VaultHeader
from evidence_kit.limits import VAULT_HEADER_MAX
from evidence_kit.vault import copies, creation, fs
from evidence_kit.vault.backup import Copied, CopyOrder
from evidence_kit.vault.copies import place_warnings
from evidence_kit.vault.desk import PENDING, SETTINGS
from evidence_kit.vault.index import StoredConversation
from evidence_kit.vault.keyring import (
    Keyring,
    check_fit,
    unlock_with_passphrase,
    unlock_with_recovery_key,
)
from evidence_kit.vault.layout import Layout
from evidence_kit.vault.lock import VaultLock
from evidence_kit.vault.migration_steps import STEPS, Step, newest
from evidence_kit.vault.objects import NewObject, ObjectWriter, SealingPlace, StoredObject
from evidence_kit.vault.open_vault import Vault
from evidence_kit.vault.opening import read_vault
from evidence_kit.vault.record_store import RecordWriter, StoredRecords
from evidence_kit.vault.slots import NewPassphrase
from evidence_kit.vault.store import Store
from evidence_kit.vault.whole_removal import plan as removal_plan
from evidence_kit.vault.whole_removal import remove_all as remove_vault
from evidence_kit.vault.write_batch import WriteBatch

__all__ = [
    "PENDING",
    "SETTINGS",
    "Copied",
    "CopyOrder",
    "KeyMaterial",
    "NewObject",
    "NewPassphrase",
    "ObjectWriter",
    "RecordWriter",
    "SealedReader",
    "SealingPlace",
    "StoredConversation",
    "StoredObject",
    "StoredRecords",
    "Vault",
    "VaultHeader",
    "WriteBatch",
    "check_free_for_copy",
    "create_vault",
    "is_vault",
    "make_from_copy",
    "open_vault",
    "place_warnings",
    "removal_plan",
    "remove_vault",
    "unlock_keys",
]

_ASKED = "asked"


def is_vault(path: Path) -> bool:
    """Say whether a folder looks like a vault, without opening anything."""
    return Layout(path).header.is_file()


def create_vault(
    path: Path,
    passphrase: Secret,
    *,
    scrypt: ScryptParams,
    clock: Clock,
    actor: Actor,
    key_command: Sequence[str] | None = None,
) -> tuple[Vault, Secret]:
    """Make a vault; returns it open, and the recovery key to be printed.

    Args:
        path: a folder that does not exist yet, or is empty.
        passphrase: NFC; whether it is good enough is for the caller to say.
        scrypt: cost of the passphrase slot.
        clock: gives the times of entries.
        actor: who says they act.
        key_command: starts the child that derives keys; None derives in this process.

    Raises:
        VaultExists: the place is not free.
        DiskFull, StorageFailed: the system refused; nothing is left behind.
    """
    creation.check_free(path)
    store, lock, recovery = creation.make(path, passphrase, scrypt, key_command, (clock, actor))
    return Vault(store, lock), recovery


def open_vault(  # noqa: PLR0913 -- each is named; the door takes all that opening needs
    path: Path,
    key: Secret,
    *,
    with_recovery: bool = False,
    clock: Clock,
    actor: Actor,
    key_command: Sequence[str] | None = None,
    read_only: bool = False,
    steps: tuple[Step, ...] = STEPS,
) -> Vault:
    """Open a vault; what is damaged is named in `findings`, and the vault is then read-only.

    Args:
        path: the vault's folder.
        key: the passphrase, or the recovery key with `with_recovery`.
        with_recovery: whether `key` is the recovery key.
        clock: gives the times of entries.
        actor: who says they act.
        key_command: starts the child that derives keys; None derives in this process.
        read_only: open without writing anything, not even tidying up.
        steps: how a vault of an older version is brought to the newest (see Vault.migrate).

    Raises:
        NotAVault, NewerFormat, VaultInUse: before anything is unlocked.
        WrongPassphrase, WrongRecoveryKey: the slots are whole and do not open.
        Damaged: the header, or every slot, is not what was written.
        StorageFailed: the system refused.
    """
    header, header_bytes = _read_header(path, newest(steps))
    layout = Layout(path)
    lock = VaultLock.acquire(layout.lock)
    try:
        keyring = _unlock(layout, header, key, key_command, with_recovery=with_recovery)
        store = Store(layout, header, keyring, clock, actor)
        store.steps = steps
        if read_only:
            store.read_only_item = _ASKED
        elif not lock.writable:
            store.found("medium_read_only", read_only=True)
        read_vault(store, header_bytes)
    except BaseException:
        lock.release()
        raise
    return Vault(store, lock)


def unlock_keys(
    path: Path,
    key: Secret,
    *,
    with_recovery: bool = False,
    key_command: Sequence[str] | None = None,
) -> KeyMaterial:
    """Open the keys alone, for a check of a vault that may be damaged; raises as `open_vault`."""
    header, _ = _read_header(path)
    keyring = _unlock(Layout(path), header, key, key_command, with_recovery=with_recovery)
    return keyring.keys


def check_free_for_copy(origin: Path, folder: Path) -> None:
    """See that a vault can be made out of a copy in a folder; raises as `make_from_copy`."""
    header, _ = _read_header(origin)
    copies.check_free(origin, header, folder)


def make_from_copy(origin: Path, folder: Path, order: CopyOrder) -> Copied:
    """Make a vault out of a copy, without a key (see copies.copy_locked).

    Raises:
        NotAVault, Damaged, NewerFormat: there is no copy that can be read.
        OutputExists, CopyRefused, VaultInUse, DiskFull, StorageFailed, Cancelled: see there.
    """
    header, _ = _read_header(origin)
    return copies.copy_locked(origin, header, folder, order)


def _read_header(path: Path, known: int = VERSION) -> tuple[VaultHeader, bytes]:
    layout = Layout(path)
    try:
        raw = fs.read_small(layout.header, VAULT_HEADER_MAX)
    except StorageFailed as error:
        if isinstance(error.__cause__, FileNotFoundError | NotADirectoryError):
            raise NotAVault(path=os.fspath(path)) from error
        raise
    except LimitReached as error:
        raise Damaged(item=layout.header.name, why="size") from error
    return vault_header.decode(raw, known), raw


def _unlock(
    layout: Layout,
    header: VaultHeader,
    key: Secret,
    key_command: Sequence[str] | None,
    *,
    with_recovery: bool,
) -> Keyring:
    if with_recovery:
        keyring = unlock_with_recovery_key(layout, header, key)
    else:
        keyring = unlock_with_passphrase(layout, header, key, key_command)
    check_fit(keyring, header)
    return keyring
