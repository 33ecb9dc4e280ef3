# SPDX-License-Identifier: GPL-3.0-or-later
"""What a vault remembers of its copies: where and when, and which may still hold what was removed.

No log entry is written: a copy changes nothing in the vault, a read-only vault can be copied too, and a log
that grew with each copy would always be one entry ahead of it. Without this memory only a reminder is lost.
"""

from dataclasses import replace
from pathlib import Path

from evidence_kit.domain.backup import BackupRow
from evidence_kit.domain.custody import LogHead
from evidence_kit.domain.ids import new_id
from evidence_kit.errors import EvidenceKitError, StorageFailed
from evidence_kit.formats import backup_memory
from evidence_kit.formats.backup_memory import BackupMemory, KnownCopy
from evidence_kit.limits import COPIES_KEPT, DESK_FILE_MAX
from evidence_kit.vault import cache, desk, fs
from evidence_kit.vault.fold import Fold
from evidence_kit.vault.layout import Layout
from evidence_kit.vault.store import Store

_NO_LOG = LogHead(size=0, root="")


def recall(store: Store, layout: Layout | None = None) -> BackupMemory:
    """Return what the vault, or a copy of it, remembers; nothing when it cannot be believed."""
    place = (layout or store.layout).desk / desk.BACKUPS
    data = cache.read(store.keyring, place, DESK_FILE_MAX)
    if data is None:
        return BackupMemory()
    try:
        return backup_memory.decode(data)
    except EvidenceKitError:
        return BackupMemory()


def note_begun(store: Store, target: Layout, place: str, size: int) -> str:
    """Remember that a copy up to a log size was begun; returns the id of that copy."""
    memory = recall(store)
    copy = recall(store, target).own or _at(memory, place) or new_id()
    known = next((one for one in memory.copies if one.copy == copy), None)
    if known is None:
        known = KnownCopy(copy=copy, place=place, tried=size, time=None, head=_NO_LOG)
    _keep(store, memory, replace(known, place=place, tried=max(size, known.tried)))
    return copy


def note_done(store: Store, target: Layout, row: KnownCopy) -> bool:
    """Remember a copy that is complete, here and in the copy itself; say whether it was possible."""
    memory = BackupMemory(own=row.copy, copies=_with(recall(store), row).copies)
    try:
        cache.write(target, store.keyring, _desk_of(target) / desk.BACKUPS, _bytes(memory))
    except StorageFailed:
        return False
    return _keep(store, recall(store), row)


def rows(store: Store) -> tuple[BackupRow, ...]:
    """Return the copies but this very folder, the newest first."""
    memory = recall(store)
    with store.seen:
        fold = store.catalogue.fold
        found = [
            BackupRow(
                copy=one.copy,
                place=one.place,
                time=one.time,
                size=one.head.size,
                holds_removed=_removed_since(fold, one),
            )
            for one in memory.copies
            if one.copy != memory.own
        ]
    return tuple(sorted(found, key=lambda row: row.time or "", reverse=True))


def adopt(store: Store, origin: Layout) -> None:
    """Take over what the copy remembers, from which this vault was made."""
    memory = recall(store, origin)
    if memory.copies:
        desk.write(store, desk.BACKUPS, _bytes(BackupMemory(copies=memory.copies)))


def _removed_since(fold: Fold, known: KnownCopy) -> tuple[int, ...]:
    """Return the numbers of exhibits that were taken in before a copy, and removed after it."""
    reached = max(known.tried, known.head.size)
    return tuple(
        number
        for number, exhibit in sorted(fold.numbers.items())
        if (taken := fold.exhibits[exhibit]).removed_by is not None
        and taken.entry.seq < reached
        and taken.objects
        and taken.removed_by >= known.head.size
    )


def _at(memory: BackupMemory, place: str) -> str | None:
    """Return the copy that was begun at a place and never completed: it has no memory of its own."""
    return next(
        (one.copy for one in memory.copies if one.place == place and one.time is None), None
    )


def _with(memory: BackupMemory, row: KnownCopy) -> BackupMemory:
    others = tuple(one for one in memory.copies if one.copy != row.copy)
    return replace(memory, copies=(*others, row)[-COPIES_KEPT:])


def _keep(store: Store, memory: BackupMemory, row: KnownCopy) -> bool:
    if store.read_only_item is not None:
        return False
    try:
        desk.write(store, desk.BACKUPS, _bytes(_with(memory, row)))
    except StorageFailed:
        return False
    return True


def _bytes(memory: BackupMemory) -> bytes:
    return backup_memory.encode(memory)


def _desk_of(layout: Layout) -> Path:
    if not layout.desk.is_dir():
        fs.make_folder(layout.desk)
    return layout.desk
