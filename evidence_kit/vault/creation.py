# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a vault: everything else first, vault.json last, so that half a vault is none."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from evidence_kit.clock import Clock
from evidence_kit.crypto.age import Identity, ScryptParams
from evidence_kit.crypto.hashing import sha256_hex
from evidence_kit.crypto.secret import Secret
from evidence_kit.domain.custody import Actor, EntryType
from evidence_kit.domain.ids import VaultId, new_id
from evidence_kit.errors import VaultExists
from evidence_kit.export_door import storage_error
from evidence_kit.formats import vault_header
from evidence_kit.formats.key_slot import PASSPHRASE_SLOT, RECOVERY_SLOT, SEED_SIZE, KeyMaterial
from evidence_kit.formats.vault_header import SlotFile, VaultHeader
from evidence_kit.vault import fs
from evidence_kit.vault.keyring import Keyring, seal_passphrase_slot, seal_recovery_slot
from evidence_kit.vault.layout import Layout
from evidence_kit.vault.lock import VaultLock
from evidence_kit.vault.store import Store
from evidence_kit.vault.write_batch import WriteBatch


def check_free(path: Path) -> None:
    """See that a vault can be made here.

    Raises:
        VaultExists: something stands there.
        StorageFailed: the place cannot be looked at.
    """
    if not os.path.lexists(path):
        return
    if path.is_symlink() or not path.is_dir() or fs.names_in(path):
        raise VaultExists(path=os.fspath(path))


def make(
    path: Path,
    passphrase: Secret,
    scrypt: ScryptParams,
    key_command: Sequence[str] | None,
    said: tuple[Clock, Actor],
) -> tuple[Store, VaultLock, Secret]:
    """Make a vault in a free place; returns it open, locked, with the recovery key.

    Raises:
        DiskFull, StorageFailed: the system refused; what was made is taken away again.
    """
    layout = Layout(path)
    keyring, slots, recovery = _make_keys(passphrase, scrypt, key_command)
    header = VaultHeader(
        vault=VaultId(new_id()),
        recipient=str(keyring.keys.identity.recipient),
        signing_pem=keyring.signing.public_pem().decode("ascii"),
        slots=tuple(SlotFile(file=file, sha256=sha256_hex(data)) for file, data in slots),
    )
    try:
        fs.make_folder(path, parents=True)
        lock = VaultLock.acquire(layout.lock)
    except OSError as error:
        raise storage_error(path, error, "make_folder") from error
    try:
        store = Store(layout, header, keyring, *said)
        _fill(store, slots)
    except BaseException:
        lock.release()
        fs.undo_folder(path)
        raise
    return store, lock, recovery


def _make_keys(
    passphrase: Secret, scrypt: ScryptParams, key_command: Sequence[str] | None
) -> tuple[Keyring, tuple[tuple[str, bytes], ...], Secret]:
    keys = KeyMaterial(identity=Identity.generate(), seed=Secret(secrets.token_bytes(SEED_SIZE)))
    recovery = Identity.generate()
    by_passphrase = seal_passphrase_slot(keys, passphrase, scrypt, key_command)
    by_recovery = seal_recovery_slot(keys, recovery.recipient)
    slots = ((PASSPHRASE_SLOT, by_passphrase), (RECOVERY_SLOT, by_recovery))
    return Keyring(keys, PASSPHRASE_SLOT), slots, recovery.to_secret()


def _fill(store: Store, slots: tuple[tuple[str, bytes], ...]) -> None:
    layout, header = store.layout, store.header
    for folder in layout.folders:
        fs.make_folder(folder)
    for file, data in slots:
        fs.write_new(layout.temporary(), layout.slot(file), data)
    header_bytes = vault_header.encode(header)
    with WriteBatch(store) as batch:
        batch.entry(
            EntryType.CREATED,
            {
                "vault": header.vault,
                "recipient": header.recipient,
                "signing_key": sha256_hex(header.signing_pem.encode("ascii")),
                "header_sha256": sha256_hex(header_bytes),
                "slots": [{"file": slot.file, "sha256": slot.sha256} for slot in header.slots],
            },
        )
        batch.commit()
    fs.write_new(layout.temporary(), layout.header, header_bytes)
