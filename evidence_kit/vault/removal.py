# SPDX-License-Identifier: GPL-3.0-or-later
"""The owner's own removal of an exhibit: logged first, then done, completed after a crash.

What goes: the original, all its records and index images, and every sealed text that speaks of it; the
packs that held those texts are rewritten without them. What stays: number, digest, size, and the fact.
Copies elsewhere and traces on the disk are out of our reach, and nothing else is claimed.
"""

from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.custody import EntryType
from evidence_kit.errors import NotHeld
from evidence_kit.formats import text_pack
from evidence_kit.formats.log_entry import ref_to_json
from evidence_kit.vault import fs
from evidence_kit.vault.fold import Taken
from evidence_kit.vault.objects import names_on_disk
from evidence_kit.vault.store import Store
from evidence_kit.vault.write_batch import WriteBatch


def remove(store: Store, exhibit: str, reason: str) -> ChangeSet:
    """Remove an exhibit's content.

    Raises:
        NotHeld: it was removed before.
        VaultReadOnly, DiskFull, StorageFailed: it cannot be done now; if it is logged already, the
            next opening completes it.
    """
    with WriteBatch(store) as batch:
        batch.hold_turn()
        taken = store.catalogue.fold.exhibits[exhibit]
        if taken.removed_by is not None:
            raise NotHeld(exhibit=str(taken.first.body["number"]), why="removed")
        texts = frozenset(taken.texts)
        body = {
            "exhibit": exhibit,
            "sha256": taken.entry.body["sha256"],
            "size": taken.entry.body["size"],
            "objects": list(taken.objects),
            "packs": _rewrite_packs(store, batch, texts),
            "text": ref_to_json(batch.text({"reason": reason})) if reason else None,
        }
        batch.entry(EntryType.REMOVED, body)
        change = batch.commit()
    delete_removed(store, taken)
    return change


def delete_removed(store: Store, taken: Taken) -> None:
    """Delete what the log says was removed, for one exhibit.

    Raises:
        StorageFailed: the system refused; the next opening tries again.
    """
    for interpretation in taken.interpretations:
        store.shelf.drop(interpretation)
        fs.remove(store.layout.image(interpretation))
    _delete_objects(store)
    store.forget_cache()
    store.cache_now()


def complete_removals(store: Store, on_disk: frozenset[str]) -> bool:
    """Finish, at opening, what a crash interrupted; say whether there was anything.

    Raises:
        StorageFailed: the system refused.
    """
    fold = store.catalogue.fold
    left = on_disk & fold.removed.keys()
    images = [
        store.layout.image(interpretation)
        for taken in fold.exhibits.values()
        if taken.removed_by is not None
        for interpretation in taken.interpretations
    ]
    left_images = [path for path in images if path.exists()]
    newest = max(fold.removed.values(), default=-1)
    stale = newest >= store.cached_size > 0
    for name in left:
        fs.remove(store.layout.object(name))
    for path in left_images:
        fs.remove(path)
    if left or left_images or stale:
        store.forget_cache()
        store.cache_now()
    return bool(left or left_images)


def _delete_objects(store: Store) -> None:
    for name in names_on_disk(store.layout) & store.catalogue.fold.removed.keys():
        fs.remove(store.layout.object(name))


def _rewrite_packs(
    store: Store, batch: WriteBatch, texts: frozenset[str]
) -> list[dict[str, object]]:
    packs = {store.catalogue.pack_of(text): None for text in sorted(texts)}
    rows: list[dict[str, object]] = []
    for old in packs:
        if old is None:
            continue
        kept = [line for line in store.catalogue.pack_lines(old) if line.ref.id not in texts]
        new: dict[str, object] | None = None
        if kept:
            writer = batch.new_object()
            writer.write(text_pack.encode(kept))
            new = writer.close().log_fields()
        rows.append({"old": old, "new": new})
    return rows
