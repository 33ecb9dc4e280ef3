# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a vault: what is read, in which order, and what is done about what is found.

(1) the cached catalogue, (2) every segment it does not hold yet, chained and signed, (3) the newest signed
head, (4) the sealed texts, (5) which objects lie there, (6) the slots and the header. Something that
cannot be read is named, the rest stays usable, and nothing is written over it.
"""

from collections.abc import Mapping

from evidence_kit.crypto.hashing import sha256_hex
from evidence_kit.errors import Damaged, EvidenceKitError, LimitReached, StorageFailed
from evidence_kit.formats import checkpoint as checkpoint_format
from evidence_kit.formats import vault_header
from evidence_kit.formats.checkpoint import Checkpoint
from evidence_kit.limits import CHECKPOINT_MAX, LOG_GAP_MAX, ORPHANS_NAMED, ORPHANS_SHOWN
from evidence_kit.vault import custody_log, fs
from evidence_kit.vault.custody_log import Before, Segment, check_follows, read_segment
from evidence_kit.vault.keyring import changed_slots
from evidence_kit.vault.layout import checkpoint_number
from evidence_kit.vault.migration import refuse_newer, say_older
from evidence_kit.vault.objects import names_on_disk
from evidence_kit.vault.removal import complete_removals
from evidence_kit.vault.slot_completion import finish, unfinished
from evidence_kit.vault.store import Store


def read_vault(store: Store, header_bytes: bytes) -> None:
    """Fill a store from its folder; findings and read-only state are left in it.

    Raises:
        StorageFailed: a folder cannot be listed.
    """
    _check_folders(store)
    # 1
    store.load_cached()
    had_cache = store.cached_size >= 0
    # 2
    signed = _replay(store)
    refuse_newer(store)
    # 3
    _check_newest_checkpoint(store, signed)
    # 4
    store.load_texts()
    # 5
    on_disk = names_on_disk(store.layout)
    _compare_objects(store, on_disk)
    # 6
    if store.read_only_item is None:
        _make_names_last(store)
    if not _settle_slots(store, header_bytes):
        _check_slots(store, header_bytes)
    say_older(store)
    if store.read_only_item is None:
        _tidy(store, on_disk, signed)
        if not had_cache:
            store.found("index_rebuilt")
            store.cache_now()


def _check_folders(store: Store) -> None:
    """See that each folder is one: through a link we would write, and sweep, somewhere else."""
    layout = store.layout
    inside = (layout.objects / name for name in fs.names_in(layout.objects) if len(name) == 2)
    for folder in (*layout.folders, layout.desk, *inside):
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            store.found("not_a_folder", layout.label(folder), read_only=True)


def _make_names_last(store: Store) -> None:
    """Flush the names that a killed program left to memory, before anything builds on them."""
    layout = store.layout
    folders = {layout.root, layout.objects, layout.log, layout.checkpoints, layout.receipts}
    folders |= {layout.object(name).parent for name in store.orphans}
    try:
        for folder in sorted(folders):
            if folder.is_dir():
                fs.sync_folder(folder)
    except StorageFailed:
        store.found("medium_read_only", read_only=True)


def _settle_slots(store: Store, header_bytes: bytes) -> bool:
    """Complete a change of the slots that a crash interrupted; say whether there was one."""
    work = unfinished(store, header_bytes)
    if work is None:
        return False
    if store.read_only_item is not None:
        store.found("slot_change_unfinished")
        return True
    try:
        finish(store, work)
    except StorageFailed:
        # Nothing may be swept now: what is staged is still needed.
        store.found("slot_change_unfinished", read_only=True)
    else:
        store.found("slot_change_completed")
        _check_slots(store, vault_header.encode(store.header))
    return True


def _check_slots(store: Store, header_bytes: bytes) -> None:
    for slot in changed_slots(store.layout, store.header):
        store.found("slot_damaged", slot)
    if store.catalogue.fold.header_sha256 not in (None, sha256_hex(header_bytes)):
        store.found("header_changed", store.layout.header.name)


def _replay(store: Store) -> dict[int, Checkpoint]:
    """Take in every segment that the cache does not hold; return the heads found on the way."""
    signed: dict[int, Checkpoint] = {}
    starts = custody_log.segment_starts(store.layout)
    for missing in sorted(set(store.catalogue.segments) - set(starts)):
        item = store.layout.label(store.layout.segment(missing))
        store.found("log_segment_missing", item, read_only=True)
    known = set(store.catalogue.segments)
    for first in starts:
        if first not in known:
            segment = _replay_one(store, first)
            if segment is not None:
                signed[segment.checkpoint.head.size] = segment.checkpoint
    if not starts:
        item = store.layout.label(store.layout.segment(0))
        store.found("log_segment_missing", item, read_only=True)
    return signed


def _replay_one(store: Store, first: int) -> Segment | None:
    catalogue = store.catalogue
    item = store.layout.label(store.layout.segment(first))
    if first < catalogue.size:
        store.found("log_segment_unexpected", item, read_only=True)
        return None
    if first - catalogue.size > LOG_GAP_MAX:
        store.found("log_segment_unexpected", item, read_only=True)
        return None
    if first > catalogue.size:
        gap = store.layout.label(store.layout.segment(catalogue.size))
        if catalogue.whole:
            store.found("log_segment_missing", gap, read_only=True)
        catalogue.skip_to(first)
    try:
        segment = read_segment(store.layout, store.keyring, store.header, first)
        if catalogue.whole:
            last = catalogue.last
            before = Before(
                size=catalogue.size,
                leaf=None if last is None else last.leaf,
                frontier=catalogue.frontier,
            )
            check_follows(segment, before, item)
    except (Damaged, LimitReached, StorageFailed):
        store.found("log_segment_damaged", item, read_only=True)
        catalogue.skip_to(first + 1)
        return None
    catalogue.append_segment(segment.entries)
    return segment


def _check_newest_checkpoint(store: Store, signed: Mapping[int, Checkpoint]) -> None:
    """Hold the log against the newest head that lies beside it in the clear."""
    sizes = [checkpoint_number(name) for name in fs.names_in(store.layout.checkpoints)]
    newest = max((size for size in sizes if size is not None), default=None)
    if newest is None:
        return
    path = store.layout.checkpoint(newest)
    item = store.layout.label(path)
    if newest > store.catalogue.size:
        store.found("log_shorter_than_checkpoint", item, read_only=True)
        return
    try:
        raw = fs.read_small(path, CHECKPOINT_MAX)
        found = checkpoint_format.decode(raw.removesuffix(b"\n"), item)
        expected = signed.get(newest)
        fits = (
            found.vault == store.header.vault
            and found.is_signed_by(store.header.signing_pem)
            and (expected is None or found.head == expected.head)
            and found.head == store.catalogue.head(newest)
        )
    except EvidenceKitError:
        fits = False
    if not fits and store.catalogue.whole:
        store.found("checkpoint_damaged", item, read_only=True)


def _compare_objects(store: Store, on_disk: frozenset[str]) -> None:
    fold = store.catalogue.fold
    for name in sorted(fold.objects.keys() - on_disk):
        item = store.layout.label(store.layout.object(name))
        store.found("object_missing", item, read_only=True)
    if store.catalogue.whole:
        orphans = sorted(on_disk - fold.objects.keys() - fold.removed.keys())
        for name in orphans[:ORPHANS_SHOWN]:
            store.found("orphan_object", store.layout.label(store.layout.object(name)))
        if len(orphans) > ORPHANS_SHOWN:
            store.found("more_orphans", str(len(orphans) - ORPHANS_SHOWN))
        store.orphans = tuple(orphans[:ORPHANS_NAMED])


def _tidy(store: Store, on_disk: frozenset[str], signed: Mapping[int, Checkpoint]) -> None:
    """Sweep what a crash left half-made, and finish what it interrupted."""
    for folder in store.layout.folders:
        if not folder.is_dir():
            fs.make_folder(folder)  # many a copying program leaves empty folders out
    swept = fs.names_in(store.layout.tmp)
    for name in swept:
        fs.discard(store.layout.tmp / name)
    if swept:
        store.found("unfinished_swept")
    if complete_removals(store, on_disk):
        store.found("removal_completed")
    store.put_heads(*signed.values())
