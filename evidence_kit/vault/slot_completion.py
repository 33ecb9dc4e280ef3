# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a logged change of the key slots last, also when a crash came in between.

A change is (1) the new slot, flushed to the disk in `tmp/`, (2) the log entry, which holds the digests of
the slot and of the new vault.json: from here on the change counts, (3) vault.json, (4) the slot itself.
The slot that the person opened with stays in place until (4), so at each step something they have opens
the vault; whoever opens it completes what is missing.
"""

import contextlib
from dataclasses import dataclass, replace

from evidence_kit.crypto.hashing import sha256_hex
from evidence_kit.errors import Damaged, LimitReached, StorageFailed
from evidence_kit.formats import vault_header
from evidence_kit.formats.vault_header import SlotFile, VaultHeader
from evidence_kit.limits import KEY_SLOT_MAX
from evidence_kit.vault import fs
from evidence_kit.vault.fold import Fold
from evidence_kit.vault.keyring import changed_slots
from evidence_kit.vault.layout import Layout
from evidence_kit.vault.store import Store

_STAGED = ".slot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """What the log says and the folder does not show yet."""

    header: VaultHeader
    header_is_old: bool
    slots: tuple[tuple[str, bytes], ...]
    """File name and bytes of slots to be put in place."""
    removed: tuple[str, ...]
    """Files of removed slots that are still there."""

    @property
    def files(self) -> tuple[str, ...]:
        """The slots it is about."""
        return (*(file for file, _ in self.slots), *self.removed)


def stage(layout: Layout, sealed: bytes) -> None:
    """Put a new slot where a crash cannot lose it, before the log speaks of it.

    Raises:
        DiskFull, StorageFailed: the system refused.
    """
    fs.write_new(layout.temporary(), layout.temporary().with_suffix(_STAGED), sealed)


def unstage(layout: Layout) -> None:
    """Throw staged slots away."""
    for name in _staged_names(layout):
        fs.discard(layout.tmp / name)


def header_with(header: VaultHeader, slots: dict[str, str]) -> VaultHeader:
    """Return a header that lists these slots, digest by file."""
    rows = tuple(SlotFile(file=file, sha256=sha256) for file, sha256 in slots.items())
    return replace(header, slots=rows)


def unfinished(store: Store, header_bytes: bytes) -> Unfinished | None:
    """Look for a change that was logged and not completed; None when there is none.

    A vault.json that is neither what the log says nor what it said before was changed by somebody else,
    and is left for the check to name.
    """
    fold = store.catalogue.fold
    if not store.catalogue.whole or fold.header_sha256 is None:
        return None
    header = header_with(store.header, slot_digests(fold))
    if fold.version is not None:
        header = replace(header, version=fold.version)
    is_old = sha256_hex(header_bytes) != fold.header_sha256
    if is_old and not _follows(fold, header, header_bytes):
        return None
    wanted = changed_slots(store.layout, header)
    staged = _staged(store.layout)
    slots = tuple(
        (slot.file, staged[slot.sha256])
        for slot in header.slots
        if slot.file in wanted and slot.sha256 in staged
    )
    removed = tuple(
        file for file in sorted(fold.removed_slots) if store.layout.slot(file).is_file()
    )
    if not is_old and not slots and not removed:
        return None
    return Unfinished(header=header, header_is_old=is_old, slots=slots, removed=removed)


def finish(store: Store, work: Unfinished) -> None:
    """Complete a change; done twice, it does nothing more.

    Raises:
        DiskFull, StorageFailed: the system refused; it can be tried again.
    """
    layout = store.layout
    # 3
    if work.header_is_old:
        fs.write_over(layout.temporary(), layout.header, vault_header.encode(work.header))
    store.header = work.header
    # 4
    for file, sealed in work.slots:
        fs.write_over(layout.temporary(), layout.slot(file), sealed)
    for file in work.removed:
        fs.remove(layout.slot(file))
    fs.sync_folder(layout.root)
    unstage(layout)


def slot_digests(fold: Fold) -> dict[str, str]:
    """Return the digest of each slot by its file, as the log gives them."""
    return {file: slot.sha256 for file, slot in fold.slots.items()}


def _follows(fold: Fold, header: VaultHeader, header_bytes: bytes) -> bool:
    new = sha256_hex(vault_header.encode(header))
    return sha256_hex(header_bytes) == fold.header_before and new == fold.header_sha256


def _staged_names(layout: Layout) -> tuple[str, ...]:
    return tuple(name for name in fs.names_in(layout.tmp) if name.endswith(_STAGED))


def _staged(layout: Layout) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name in _staged_names(layout):
        with contextlib.suppress(StorageFailed, Damaged, LimitReached):
            sealed = fs.read_small(layout.tmp / name, KEY_SLOT_MAX)
            found[sha256_hex(sealed)] = sealed
    return found
