# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys of an open vault: one per purpose, by a named label (docs/formats/vault.md)."""

from collections.abc import Sequence
from functools import lru_cache

from evidence_kit.crypto import kdf_child
from evidence_kit.crypto.age import (
    Identity,
    Recipient,
    ScryptParams,
    open_bytes,
    open_with_passphrase,
    seal_bytes,
    seal_with_passphrase,
    work_factor,
)
from evidence_kit.crypto.derive import LOG_SALTS, SIGNING, derive
from evidence_kit.crypto.hashing import sha256_hex
from evidence_kit.crypto.merkle import derive_salt
from evidence_kit.crypto.secret import Secret
from evidence_kit.crypto.signing import SigningKey
from evidence_kit.errors import (
    Damaged,
    LimitReached,
    StorageFailed,
    WrongPassphrase,
    WrongRecoveryKey,
)
from evidence_kit.formats import index_file, key_slot, record_tree
from evidence_kit.formats.key_slot import RECOVERY_SLOT, KeyMaterial
from evidence_kit.formats.vault_header import FILE, SlotFile, VaultHeader
from evidence_kit.limits import KEY_SLOT_MAX
from evidence_kit.vault import fs
from evidence_kit.vault.layout import Layout

_RECENT_INTERPRETATIONS = 64


class Keyring:
    """What can be done with the keys."""

    def __init__(self, keys: KeyMaterial, slot: str) -> None:
        self.keys = keys
        self.slot = slot
        self.signing = SigningKey.from_seed(derive(keys.seed, SIGNING))
        self._log_salts = derive(keys.seed, LOG_SALTS)
        self.index_tags = index_file.tag_key(keys.seed)
        self._record_key = lru_cache(_RECENT_INTERPRETATIONS)(self._derive_record_key)

    @property
    def identities(self) -> tuple[Identity, ...]:
        """What opens an object."""
        return (self.keys.identity,)

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Whom an object is sealed to."""
        return (self.keys.identity.recipient,)

    def entry_salt(self, seq: int) -> bytes:
        """Return the salt of a log entry, 16 bytes."""
        return derive_salt(self._log_salts, seq)

    def record_salt(self, interpretation: str, index: int) -> bytes:
        """Return the salt of a message line, counted from 0 in its records, 16 bytes."""
        return record_tree.salt(self._record_key(interpretation), index)

    def _derive_record_key(self, interpretation: str) -> bytes:
        return record_tree.salt_key(self.keys.seed, interpretation)


def check_fit(keyring: Keyring, header: VaultHeader) -> None:
    """See that the opened keys are those the header speaks of.

    Raises:
        Damaged: they are not.
    """
    if str(keyring.keys.identity.recipient) != header.recipient:
        raise Damaged(item=FILE, why="recipient_differs")
    if keyring.signing.public_pem() != header.signing_pem.encode("utf-8"):
        raise Damaged(item=FILE, why="signing_key_differs")


def unlock_with_passphrase(
    layout: Layout, header: VaultHeader, passphrase: Secret, command: Sequence[str] | None
) -> Keyring:
    """Try each passphrase slot.

    Args:
        layout: the vault's paths.
        header: names the slots.
        passphrase: what the person typed.
        command: starts the child that derives the key; None derives in this process.

    Raises:
        WrongPassphrase: all slots are whole and none opens.
        Damaged: none opens, and a slot is not what was written.
    """
    damaged: Damaged | None = None
    last = ""
    for slot in header.slots:
        if slot.file == RECOVERY_SLOT:
            continue
        last = slot.file
        sealed = b""
        try:
            sealed = _read_slot(layout, slot.file)
            plain = _open_slot(sealed, passphrase, command)
        except WrongPassphrase:
            damaged = damaged or _changed(sealed, slot)
        except (Damaged, StorageFailed, LimitReached) as error:
            damaged = damaged or _as_damaged(error, slot)
        else:
            return Keyring(key_slot.decode(Secret(plain), slot.file), slot.file)
    raise damaged or WrongPassphrase(slot=last)


def unlock_with_recovery_key(layout: Layout, header: VaultHeader, recovery: Secret) -> Keyring:
    """Open the recovery slot.

    Raises:
        WrongRecoveryKey: the slot is whole and this key does not open it.
        Damaged: the slot is not what was written.
    """
    slot = header.slot(RECOVERY_SLOT)
    if slot is None:
        raise Damaged(item=RECOVERY_SLOT, why="no_recovery_slot")
    try:
        identity = recovery_identity(recovery)
    except ValueError as error:
        raise WrongRecoveryKey(slot=slot.file) from error
    try:
        sealed = _read_slot(layout, slot.file)
    except (StorageFailed, LimitReached) as error:
        raise _as_damaged(error, slot) from error
    try:
        plain = open_bytes(sealed, [identity])
    except WrongPassphrase as error:
        raise (_changed(sealed, slot) or WrongRecoveryKey(slot=slot.file)) from error
    except Damaged as error:
        raise _as_damaged(error, slot) from error
    return Keyring(key_slot.decode(Secret(plain), slot.file), slot.file)


def seal_passphrase_slot(
    keys: KeyMaterial,
    passphrase: Secret,
    scrypt: ScryptParams,
    command: Sequence[str] | None,
) -> bytes:
    """Return the bytes of a slot that a passphrase opens; None as command seals in this process."""
    plain = key_slot.encode(keys).reveal()
    if command is None:
        return seal_with_passphrase(plain, passphrase, scrypt)
    return kdf_child.seal_slot_in_child(command, plain, passphrase, scrypt)


def seal_recovery_slot(keys: KeyMaterial, recovery: Recipient) -> bytes:
    """Return the bytes of a slot that a recovery key opens."""
    return seal_bytes(key_slot.encode(keys).reveal(), [recovery])


def passphrase_cost(layout: Layout, file: str) -> int | None:
    """Return log2 of the work that a passphrase slot takes; None for another, or an unreadable one."""
    try:
        return work_factor(_read_slot(layout, file))
    except (Damaged, StorageFailed, LimitReached):
        return None


def changed_slots(layout: Layout, header: VaultHeader) -> tuple[str, ...]:
    """Return the slots that are missing or not what was written."""
    found: list[str] = []
    for slot in header.slots:
        try:
            sealed = _read_slot(layout, slot.file)
        except (StorageFailed, LimitReached, Damaged):
            found.append(slot.file)
        else:
            if _changed(sealed, slot) is not None:
                found.append(slot.file)
    return tuple(found)


def _read_slot(layout: Layout, file: str) -> bytes:
    return fs.read_small(layout.slot(file), KEY_SLOT_MAX)


def _open_slot(sealed: bytes, passphrase: Secret, command: Sequence[str] | None) -> bytes:
    if command is None:
        return open_with_passphrase(sealed, passphrase)
    return kdf_child.open_slot_in_child(command, sealed, passphrase)


def _changed(sealed: bytes, slot: SlotFile) -> Damaged | None:
    if sha256_hex(sealed) == slot.sha256:
        return None
    return Damaged(item=slot.file, why="slot_changed")


def _as_damaged(error: Damaged | StorageFailed | LimitReached, slot: SlotFile) -> Damaged:
    why = error.fields.get("why") if isinstance(error, Damaged) else error.code
    return Damaged(item=slot.file, why=why)


def recovery_identity(recovery: Secret) -> Identity:
    """Read a recovery key, also one typed in groups of four.

    Raises:
        ValueError: it is not one.
    """
    return Identity.from_string(Secret(_without_groups(recovery.reveal())))


def _without_groups(untrusted: bytes) -> bytes:
    """Take the spaces out of a key typed in groups of four, and make it upper case again."""
    return b"".join(untrusted.split()).upper()
