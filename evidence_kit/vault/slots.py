# SPDX-License-Identifier: GPL-3.0-or-later
"""The key slots: what opens the vault, and changing it.

Each slot holds the same keys, so a change rewrites one small file and no object. An old copy of a slot
still opens the vault with its old passphrase or key: that is out of our reach, and said.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from evidence_kit.crypto.age import ScryptParams
from evidence_kit.crypto.hashing import sha256_hex
from evidence_kit.crypto.secret import Secret
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.views import KeySlotRow
from evidence_kit.errors import InputRefused, LimitReached
from evidence_kit.formats import vault_header
from evidence_kit.formats.key_slot import PASSPHRASE_SLOT, RECOVERY_SLOT
from evidence_kit.formats.log_entry import ref_to_json, utc_text
from evidence_kit.limits import KEY_SLOTS_MAX, SLOT_LABEL_MAX, VAULT_HEADER_MAX
from evidence_kit.vault import fs
from evidence_kit.vault.fold import (
    PASSPHRASE_ADDED,
    PASSPHRASE_CHANGED,
    RECOVERY_CONFIRMED,
    RECOVERY_REPLACED,
    SLOT_REMOVED,
    Fold,
    Slot,
)
from evidence_kit.vault.keyring import (
    changed_slots,
    passphrase_cost,
    recovery_identity,
    seal_passphrase_slot,
    seal_recovery_slot,
)
from evidence_kit.vault.slot_completion import (
    finish,
    header_with,
    slot_digests,
    stage,
    unfinished,
    unstage,
)
from evidence_kit.vault.store import Store
from evidence_kit.vault.views import entry_words
from evidence_kit.vault.write_batch import WriteBatch

_STEM = "identity-"
_ENDING = ".age"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPassphrase:
    """A passphrase, good enough by the caller's word, and how it is sealed."""

    passphrase: Secret
    scrypt: ScryptParams
    command: Sequence[str] | None = None
    """Starts the child that derives the key; None derives in this process."""


def rows(store: Store) -> tuple[KeySlotRow, ...]:
    """Return the slots in the order of vault.json."""
    with store.seen:
        fold = store.catalogue.fold
        damaged = changed_slots(store.layout, header_with(store.header, slot_digests(fold)))
        return tuple(
            KeySlotRow(
                file=file,
                recovery=file == RECOVERY_SLOT,
                label=_label(store, slot),
                changed=utc_text(slot.changed.time.utc),
                zone_minutes=slot.changed.time.zone_minutes,
                role=slot.changed.role.value,
                actor=_actor(store, slot),
                cost=passphrase_cost(store.layout, file),
                entry=slot.changed.seq,
                in_use=file == store.keyring.slot,
                whole=file not in damaged,
            )
            for file, slot in fold.slots.items()
        )


def change_passphrase(store: Store, new: NewPassphrase) -> ChangeSet:
    """Seal the slot in use anew; opened with the recovery key, the first passphrase slot.

    Raises:
        VaultReadOnly, DiskFull, StorageFailed: it cannot be done now; if it is logged already, the
            next opening completes it.
    """
    store.check_writable()
    sealed = _seal(store, new)
    with WriteBatch(store) as batch:
        _settle(store, batch)
        file = _own_passphrase_slot(store)
        _log(store, batch, (file, PASSPHRASE_CHANGED), sealed)
    return _complete(store)


def add_passphrase(store: Store, new: NewPassphrase, label: str) -> ChangeSet:
    """Add a slot for a second passphrase; the label says whose it is, and is kept sealed.

    Raises:
        InputRefused: the label is empty, too long, or no text.
        LimitReached: there are as many slots as there may be.
        VaultReadOnly, DiskFull, StorageFailed: as `change_passphrase`.
    """
    store.check_writable()
    label = label.strip()
    if not 0 < len(label) <= SLOT_LABEL_MAX:
        raise InputRefused(reason="slot_label", name="label")
    _check_room(store.catalogue.fold)
    sealed = _seal(store, new)
    with WriteBatch(store) as batch:
        _settle(store, batch)
        _check_room(store.catalogue.fold)
        file = _next_file(store.catalogue.fold)
        _log(store, batch, (file, PASSPHRASE_ADDED), sealed, label)
    return _complete(store)


def remove(store: Store, file: str) -> ChangeSet:
    """Remove a passphrase slot.

    Raises:
        InputRefused: no such slot, the recovery slot, or the last passphrase.
        VaultReadOnly, DiskFull, StorageFailed: as `change_passphrase`.
    """
    with WriteBatch(store) as batch:
        _settle(store, batch)
        fold = store.catalogue.fold
        if file not in fold.slots:
            raise InputRefused(reason="unknown_slot", name=file)
        if file == RECOVERY_SLOT:
            raise InputRefused(reason="recovery_slot", name=file)
        if len(_passphrase_files(fold)) == 1:
            raise InputRefused(reason="last_passphrase", name=file)
        _log(store, batch, (file, SLOT_REMOVED), None)
    return _complete(store)


def replace_recovery(store: Store, recovery: Secret) -> ChangeSet:
    """Let another recovery key open the vault, in place of the one before.

    The caller draws the key and gives it out first: once this is logged, the old one is gone.

    Raises:
        InputRefused: it is not a recovery key.
        VaultReadOnly, DiskFull, StorageFailed: as `change_passphrase`.
    """
    store.check_writable()
    try:
        recipient = recovery_identity(recovery).recipient
    except ValueError:
        # Not chained: that error may carry the key.
        raise InputRefused(reason="recovery_key", name="recovery_key") from None
    sealed = seal_recovery_slot(store.keyring.keys, recipient)
    with WriteBatch(store) as batch:
        _settle(store, batch)
        _log(store, batch, (RECOVERY_SLOT, RECOVERY_REPLACED), sealed)
    return _complete(store)


def note_recovery_confirmed(store: Store) -> ChangeSet:
    """Log that the person typed part of the recovery key back."""
    with WriteBatch(store) as batch:
        batch.hold_turn()
        fold = store.catalogue.fold
        slot = fold.slots.get(RECOVERY_SLOT)
        batch.entry(
            EntryType.SLOT_CHANGED,
            {
                "slot": RECOVERY_SLOT,
                "change": RECOVERY_CONFIRMED,
                "sha256": None if slot is None else slot.sha256,
                "header_sha256": fold.header_sha256,
            },
        )
        return batch.commit()


def _settle(store: Store, batch: WriteBatch) -> None:
    """Keep others from logging, and complete a change that failed half-way before."""
    batch.hold_turn()
    work = unfinished(store, fs.read_small(store.layout.header, VAULT_HEADER_MAX))
    if work is not None:
        finish(store, work)


def _seal(store: Store, new: NewPassphrase) -> bytes:
    return seal_passphrase_slot(store.keyring.keys, new.passphrase, new.scrypt, new.command)


def _log(
    store: Store,
    batch: WriteBatch,
    what: tuple[str, str],
    sealed: bytes | None,
    label: str | None = None,
) -> None:
    """Stage the slot and log the change; `what` is the slot's file and what is done to it."""
    file, change = what
    digests = slot_digests(store.catalogue.fold)
    if sealed is None:
        del digests[file]
    else:
        digests[file] = sha256_hex(sealed)
    header = header_with(store.header, digests)
    body: dict[str, object] = {
        "slot": file,
        "change": change,
        "sha256": digests.get(file),
        "header_sha256": sha256_hex(vault_header.encode(header)),
    }
    if label is not None:
        body["text"] = ref_to_json(batch.text({"label": label}))
    try:
        if sealed is not None:
            stage(store.layout, sealed)
        batch.entry(EntryType.SLOT_CHANGED, body)
        batch.commit()
    except BaseException:
        # Where the entry may stand after all, the next opening needs the staged slot.
        if store.read_only_item is None:
            unstage(store.layout)
        raise


def _complete(store: Store) -> ChangeSet:
    work = unfinished(store, fs.read_small(store.layout.header, VAULT_HEADER_MAX))
    if work is not None:
        finish(store, work)
    return ChangeSet(log_size=store.catalogue.size)


def _passphrase_files(fold: Fold) -> tuple[str, ...]:
    return tuple(file for file in fold.slots if file != RECOVERY_SLOT)


def _own_passphrase_slot(store: Store) -> str:
    files = _passphrase_files(store.catalogue.fold)
    return store.keyring.slot if store.keyring.slot in files else files[0]


def _next_file(fold: Fold) -> str:
    """Return a name that no slot had before, so that the log speaks of one slot by it."""
    used = {PASSPHRASE_SLOT, *fold.slots, *fold.removed_slots}
    number = 2
    while f"{_STEM}{number}{_ENDING}" in used:
        number += 1
    return f"{_STEM}{number}{_ENDING}"


def _check_room(fold: Fold) -> None:
    count = len(_passphrase_files(fold))
    if count >= KEY_SLOTS_MAX:
        raise LimitReached(limit="KEY_SLOTS_MAX", value=count + 1, ceiling=KEY_SLOTS_MAX)


def _label(store: Store, slot: Slot) -> str:
    words = entry_words(store.catalogue, slot.made)
    label = None if words is None else words.get("label")
    return label if isinstance(label, str) else ""


def _actor(store: Store, slot: Slot) -> str:
    words = store.catalogue.words(slot.changed.actor)
    name = None if words is None else words.get("actor")
    return name if isinstance(name, str) else ""
