# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests, replies, certificates, proofs: raw files beside the log, each named by an entry."""

from collections.abc import Mapping

from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.custody import EntryType
from evidence_kit.limits import STAMP_FILE_MAX
from evidence_kit.vault import fs
from evidence_kit.vault.store import Store
from evidence_kit.vault.write_batch import WriteBatch


def names(store: Store) -> tuple[str, ...]:
    """Return the files in receipts/; raises StorageFailed."""
    return fs.names_in(store.layout.receipts)


def read(store: Store, file: str) -> bytes:
    """Return one of them, byte for byte; raises StorageFailed, Damaged, LimitReached."""
    return fs.read_small(store.layout.receipt(file), STAMP_FILE_MAX)


def keep(
    store: Store, type_: EntryType, body: Mapping[str, object], untrusted: Mapping[str, bytes]
) -> ChangeSet:
    """Write receipts, bytes by file name, and then the entry that names them.

    A crash in between leaves files that no entry names; the same bytes are then taken as kept.

    Raises:
        VaultReadOnly, DiskFull, StorageFailed: it cannot be written; nothing is logged.
        Inconsistent: the body does not fit its type.
    """
    with WriteBatch(store) as batch:
        batch.entry(type_, body)
        there = frozenset(names(store))
        for name, data in untrusted.items():
            if name not in there or read(store, name) != data:
                fs.write_new(store.layout.temporary(), store.layout.receipt(name), data)
        return batch.commit()
