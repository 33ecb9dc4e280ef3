# SPDX-License-Identifier: GPL-3.0-or-later
"""What a copy is made of: a vault as it is at one moment, opened or locked."""

from evidence_kit.formats.vault_header import VaultHeader
from evidence_kit.vault import fs
from evidence_kit.vault.backup_files import CopySource, files_in
from evidence_kit.vault.custody_log import segment_starts
from evidence_kit.vault.layout import Layout, checkpoint_number
from evidence_kit.vault.store import Store


def of_store(store: Store) -> CopySource:
    """Look at an open vault; nobody can log while this looks.

    Raises:
        StorageFailed: a folder cannot be listed.
    """
    layout = store.layout
    store.turn.take()
    try:
        with store.seen:
            fold, size = store.catalogue.fold, store.catalogue.size
            objects = {_item(layout, name): one for name, one in fold.objects.items()}
            gone = {_item(layout, name) for name in fold.removed}
            gone |= fold.removed_slots
            newest = max(fold.removed.values(), default=-1)
            segments = tuple(store.catalogue.segments)
        files, others = files_in(layout.root)
    finally:
        store.turn.give_back()
    kept = {item: held for item, held in files.items() if item not in gone}
    return CopySource(
        layout=layout,
        header=store.header,
        files=kept,
        size=size,
        segments=segments,
        digests={item: one.sealed_sha256 for item, one in objects.items()},
        removed=frozenset(gone),
        newest_removal=newest,
        missing=tuple(sorted(objects.keys() - kept.keys())),
        left_out=others,
    )


def of_folder(layout: Layout, header: VaultHeader) -> CopySource:
    """Look at a vault that stays locked: what the log says of its files is not known then.

    Raises:
        StorageFailed: a folder cannot be listed.
    """
    files, others = files_in(layout.root)
    sizes = (checkpoint_number(name) for name in fs.names_in(layout.checkpoints))
    return CopySource(
        layout=layout,
        header=header,
        files=files,
        size=max((size for size in sizes if size is not None), default=0),
        segments=segment_starts(layout),
        digests={},
        removed=frozenset(),
        left_out=others,
    )


def _item(layout: Layout, name: str) -> str:
    return layout.label(layout.object(name))
