# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups of a vault, moving it, and making a vault out of a copy."""

import os
from pathlib import Path

from evidence_kit.domain.backup import BackupMade, CopyComparison, CopyState, PlaceWarning
from evidence_kit.errors import OutputExists
from evidence_kit.formats.backup_memory import KnownCopy
from evidence_kit.formats.log_entry import utc_text
from evidence_kit.formats.vault_header import VaultHeader
from evidence_kit.vault import backup_memory, places
from evidence_kit.vault.backup import Copied, CopyOrder, check_place, copy_vault
from evidence_kit.vault.backup_compare import compare
from evidence_kit.vault.backup_files import CopySource
from evidence_kit.vault.backup_source import of_folder, of_store
from evidence_kit.vault.layout import Layout
from evidence_kit.vault.lock import VaultLock
from evidence_kit.vault.place_probe import probe
from evidence_kit.vault.store import Store


def back_up(store: Store, folder: Path, order: CopyOrder) -> BackupMade:
    """Copy an open vault to a folder, or bring a copy there up to date.

    Raises:
        CopyRefused: the folder is none that this vault may go on in, or cannot hold it.
        VaultInUse: the copy is open in another program.
        DiskFull, StorageFailed, Damaged, Cancelled: it stopped half-way; the next run goes on.
    """
    source = of_store(store)
    target = check_place(source, folder)
    place = _text(target.root)
    copy = ""

    def begun() -> None:
        nonlocal copy
        copy = backup_memory.note_begun(store, target, place, source.size)

    done = copy_vault(source, target, store, order, begun)
    head = store.catalogue.head(source.size) if store.catalogue.whole else None
    time = utc_text(store.clock.read().utc)
    remembered = head is not None and backup_memory.note_done(
        store,
        target,
        KnownCopy(copy=copy, place=place, tried=source.size, time=time, head=head),
    )
    return BackupMade(
        place=place,
        head=head,
        time=time,
        first=done.first,
        copied=done.copied,
        copied_bytes=done.copied_bytes,
        files=len(source.files),
        checked=done.checked,
        mended=done.mended,
        removed=done.removed,
        left=done.left,
        left_out=source.left_out,
        damaged=done.damaged,
        missing=source.missing,
        remembered=remembered,
    )


def compare_copy(store: Store, folder: Path) -> CopyComparison:
    """Say how a folder stands to an open vault; writes nothing.

    Raises:
        NewerFormat: a newer version of the program wrote there.
        StorageFailed: the folder cannot be read.
    """
    return compare(of_store(store), Layout(folder), store).comparison


def copy_locked(origin: Path, header: VaultHeader, folder: Path, order: CopyOrder) -> Copied:
    """Make a vault out of a copy, without a key: file by file, each read back.

    Args:
        origin: the copy; it is only read.
        header: what its vault.json says.
        folder: where the vault is to be; nothing may be there, or what an earlier try left.
        order: how.

    Raises:
        OutputExists: something else is there.
        CopyRefused, VaultInUse, DiskFull, StorageFailed, Damaged, Cancelled: as `back_up`.
    """
    with VaultLock.acquire(Layout(origin).lock):
        source = of_folder(Layout(origin), header)
        return copy_vault(source, _free_place(source, folder), None, order, _nothing)


def check_free(origin: Path, header: VaultHeader, folder: Path) -> None:
    """See that a vault can be made out of a copy in a folder.

    Raises:
        OutputExists, CopyRefused: it cannot.
        StorageFailed: the folder cannot be read.
    """
    _free_place(of_folder(Layout(origin), header), folder)


def _free_place(source: CopySource, folder: Path) -> Layout:
    target = check_place(source, folder)
    state = compare(source, target, None).comparison.state
    if state not in (CopyState.ABSENT, CopyState.UNFINISHED):
        raise OutputExists(path=os.fspath(folder))
    return target


def place_warnings(folder: Path, vault: Path | None) -> tuple[PlaceWarning, ...]:
    """Return what is to know of a place; `vault` is what it is to hold a copy of."""
    return places.warnings(probe(folder), None if vault is None else probe(vault))


def _nothing() -> None:
    pass


def _text(path: Path) -> str:
    """Return a path as valid text."""
    return os.fsencode(path).decode("utf-8", "replace")
