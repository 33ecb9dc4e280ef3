# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing a vault to the newest version of the format, when its owner says so.

One step at a time: (1) its new objects get their names, (2) the `migrated` entry, with the digest of the new
vault.json: from here on the vault has the new version, (3) vault.json. Cut off before (2) nothing counts
and the vault is as old as it was; after it, the next opening completes (3), as it does for key slots.
"""

from dataclasses import replace

from evidence_kit.crypto.hashing import sha256_hex
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.custody import EntryType
from evidence_kit.errors import NewerFormat
from evidence_kit.formats import vault_header
from evidence_kit.limits import VAULT_HEADER_MAX
from evidence_kit.vault import fs
from evidence_kit.vault.migration_steps import Step, newest, steps_from
from evidence_kit.vault.slot_completion import finish, header_with, slot_digests, unfinished
from evidence_kit.vault.store import Store
from evidence_kit.vault.write_batch import WriteBatch

OLDER = "older_format"
"""Why a vault of an older version is open for reading only, and what opening says of it."""


def refuse_newer(store: Store) -> None:
    """See that the log speaks of no newer version, whatever vault.json says.

    Raises:
        NewerFormat: it does.
    """
    known, version = newest(store.steps), version_of(store)
    if version > known:
        raise NewerFormat(item=store.layout.header.name, version=version, known=known)


def say_older(store: Store) -> None:
    """Note at opening that a vault is of an older version; then nothing is written to it."""
    if version_of(store) < newest(store.steps):
        store.found(OLDER, read_only=True)


def version_of(store: Store) -> int:
    """Return the version of an open vault, as vault.json or the log gives it."""
    return max(store.header.version, store.catalogue.fold.version or 0)


def migrate(store: Store) -> ChangeSet:
    """Bring a vault to the newest version; one that has it stays as it is.

    Raises:
        VaultReadOnly: something else keeps it from being written to.
        DiskFull, StorageFailed: the system refused; the steps done so far count, and it can be tried again.
    """
    if store.read_only_item == OLDER:
        store.read_only_item = None
    store.check_writable()
    try:
        for step in steps_from(version_of(store), store.steps):
            _take(store, step)
    finally:
        if OLDER in store.findings:
            store.findings.remove(OLDER)
        say_older(store)
    return ChangeSet(log_size=store.catalogue.size)


def _take(store: Store, step: Step) -> None:
    with WriteBatch(store) as batch:
        batch.hold_turn()
        # 1
        made = step.apply(store, batch)
        header = header_with(store.header, slot_digests(store.catalogue.fold))
        header_bytes = vault_header.encode(replace(header, version=step.after))
        # 2
        batch.entry(
            EntryType.MIGRATED,
            {
                "from": step.before,
                "to": step.after,
                "header_sha256": sha256_hex(header_bytes),
                "objects": [stored.log_fields() for stored in made],
            },
        )
        batch.commit()
    # 3
    work = unfinished(store, fs.read_small(store.layout.header, VAULT_HEADER_MAX))
    if work is not None:
        finish(store, work)
