# SPDX-License-Identifier: GPL-3.0-or-later
"""The order in which a batch becomes lasting.

(1) objects get their names, (2) the sealed texts follow, (3) the log segment is written: from here on the
batch counts, (4) the signed head is put beside the log, (5) caches. A crash before (3) leaves objects
that no entry names; a crash after it leaves work that the next opening completes. A disk that fills up
after (3) fails nothing: the batch is logged, and the head stands in its segment.
"""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence_kit.crypto.merkle import salted_leaf
from evidence_kit.domain.annotation import AnnotationKind
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.custody import EntryType, LogEntry, LogHead
from evidence_kit.errors import Inconsistent, StorageFailed
from evidence_kit.formats import log_entry, text_pack
from evidence_kit.formats.checkpoint import Checkpoint
from evidence_kit.formats.log_entry import EntryDraft
from evidence_kit.formats.text_pack import TextLine
from evidence_kit.vault import cache, custody_log, fs, objects
from evidence_kit.vault.fold import exhibit_id
from evidence_kit.vault.objects import NewObject, ObjectWriter, StoredObject
from evidence_kit.vault.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a batch has gathered."""

    drafts: tuple[EntryDraft, ...]
    texts: tuple[TextLine, ...]
    writers: Mapping[str, NewObject]
    """Finished objects by name."""
    folder: str
    """Of its objects."""
    images: Mapping[str, bytes]
    """Index images by interpretation."""


def commit(store: Store, work: Work) -> ChangeSet:
    """Make a batch last.

    Raises:
        DiskFull, StorageFailed: the system refused; nothing of it is logged.
        Inconsistent: an entry names an object that the batch does not hold.
    """
    needed = _needed(work)
    pack = _seal_texts(store, work)
    try:
        entries = _number(store, work, None if pack is None else pack.stored)
        signed = _sign(store, entries)
        # 1, 2
        if pack is not None:
            needed[pack.name] = pack
        objects.publish(store.layout, needed)
        # 3
        lines = tuple(entry.line for entry in entries)
        custody_log.write_segment(store.layout, store.keyring, entries[0].seq, lines, signed)
    except BaseException:
        _withdraw(store, tuple(needed), pack)
        raise
    store.take(entries, None if pack is None else pack.name, work.texts)
    store.orphans = ()
    # 4
    store.put_heads(signed)
    # 5
    _cache(store, work)
    return _changes(store, entries)


def _needed(work: Work) -> dict[str, NewObject]:
    """Return the objects that the entries name; the others are thrown away."""
    needed: dict[str, NewObject] = {}
    for draft in work.drafts:
        for name, sealed_sha256 in _named_objects(draft):
            writer = work.writers.get(name)
            if writer is None or writer.stored is None:
                raise Inconsistent(what="object", expected=name, found="")
            if writer.stored.sealed_sha256 != sealed_sha256:
                raise Inconsistent(
                    what="sealed_sha256",
                    expected=writer.stored.sealed_sha256,
                    found=str(sealed_sha256),
                )
            needed[name] = writer
    return needed


def _named_objects(draft: EntryDraft) -> tuple[tuple[str, object], ...]:
    body = draft.body
    if draft.type in (EntryType.ACQUIRED, EntryType.INTERPRETED) and body["object"] is not None:
        return ((str(body["object"]), body["sealed_sha256"]),)
    if draft.type is EntryType.REMOVED:
        packs = body["packs"]
        rows = packs if isinstance(packs, list | tuple) else ()
        new = tuple(row["new"] for row in rows if row["new"] is not None)
        return tuple((str(one["object"]), one["sealed_sha256"]) for one in new)
    if draft.type is EntryType.MIGRATED:
        made = body["objects"]
        new = tuple(made) if isinstance(made, list | tuple) else ()
        return tuple((str(one["object"]), one["sealed_sha256"]) for one in new)
    return ()


def _seal_texts(store: Store, work: Work) -> ObjectWriter | None:
    if not work.texts:
        return None
    writer = ObjectWriter(store.layout, store.keyring, folder=work.folder)
    writer.write(text_pack.encode(work.texts))
    writer.close()
    return writer


def _number(store: Store, work: Work, pack: StoredObject | None) -> tuple[LogEntry, ...]:
    """Give the entries their numbers and chain them to each other."""
    last = store.catalogue.last
    prev = None if last is None else last.leaf
    named: Mapping[str, object] | None = None if pack is None else pack.log_fields()
    entries: list[LogEntry] = []
    for seq, draft in enumerate(work.drafts, start=store.catalogue.size):
        line = log_entry.encode(draft, seq=seq, prev=prev, pack=named)
        salt = store.keyring.entry_salt(seq)
        # Canonical, because we just made it so.
        entries.append(log_entry.from_json(json.loads(line), line, salt, f"log entry {seq}"))
        prev, named = salted_leaf(salt, line), None
    return tuple(entries)


def _sign(store: Store, entries: tuple[LogEntry, ...]) -> Checkpoint:
    frontier = store.catalogue.frontier.copy()
    for entry in entries:
        frontier.append(entry.leaf)
    head = LogHead(size=frontier.size, root=frontier.root().hex())
    return custody_log.sign_head(store.header, store.keyring, head)


def _withdraw(store: Store, names: tuple[str, ...], pack: ObjectWriter | None) -> None:
    """Take back a batch that failed; if its segment cannot be taken back, stop writing."""
    if pack is not None:
        pack.abort()
    segment = store.layout.segment(store.catalogue.size)
    if _taken_back(segment):
        objects.withdraw(store.layout, names)
    else:
        store.found("log_uncertain", store.layout.label(segment), read_only=True)


def _taken_back(segment: Path) -> bool:
    """Delete a segment, and see that a power cut does not bring it back without its objects."""
    fs.discard(segment)
    try:
        fs.sync_folder(segment.parent)
    except StorageFailed:
        return False
    return not segment.exists()


def _cache(store: Store, work: Work) -> None:
    # A cache that cannot be written is made again when it is needed.
    with contextlib.suppress(StorageFailed):
        for interpretation, image in work.images.items():
            cache.write(store.layout, store.keyring, store.layout.image(interpretation), image)
        store.cache_if_due()


def _changes(store: Store, entries: tuple[LogEntry, ...]) -> ChangeSet:
    touched = dict.fromkeys(map(exhibit_id, entries))
    kinds = {e.body.get("kind") for e in entries if e.type is EntryType.ANNOTATED}
    return ChangeSet(
        log_size=store.catalogue.size,
        exhibits=tuple(exhibit for exhibit in touched if exhibit is not None),
        annotations=bool(kinds) or any(e.type is EntryType.REMOVED for e in entries),
        plan=AnnotationKind.PLAN.value in kinds,
    )
