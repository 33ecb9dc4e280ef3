# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading records back: pages of messages through the index image, lines out of the sealed object."""

import contextlib
from collections.abc import Callable, Iterator
from typing import TypeVar

from evidence_kit.domain.exhibit import Reading
from evidence_kit.domain.record import Attachment, Message, Note, SourceHead
from evidence_kit.errors import Damaged, StorageFailed
from evidence_kit.formats import records as record_format
from evidence_kit.limits import INDEX_IMAGE_MAX
from evidence_kit.vault import cache
from evidence_kit.vault.index import Image, Place, StoredConversation, is_kept
from evidence_kit.vault.objects import open_object
from evidence_kit.vault.record_store import build_image, lines_of
from evidence_kit.vault.store import Store

_Found = TypeVar("_Found")


def lines(store: Store, reading: Reading) -> Iterator[bytes]:
    """Yield the record lines of an interpretation, in constant memory.

    Raises:
        Damaged, StorageFailed: the object cannot be read.
    """
    with open_object(store.layout, store.keyring, reading.object) as reader:
        yield from lines_of(reader)


def conversations(store: Store, reading: Reading) -> tuple[StoredConversation, ...]:
    """Return the conversations, by id."""
    return _ask(store, reading, lambda image: image.conversations())


def messages(
    store: Store, reading: Reading, conversation: int, start: int, count: int
) -> tuple[tuple[Message, str], ...]:
    """Return messages from number `start`, each with the SHA-256 of its raw bytes."""
    found = _read(store, reading, lambda image: image.page(conversation, start, count))
    page: list[tuple[Message, str]] = []
    for line in found:
        record, raw_sha256 = record_format.from_line_with_raw(line)
        if not isinstance(record, Message):
            raise Damaged(item="index", why="place")
        page.append((record, raw_sha256 or ""))
    return tuple(page)


def files(store: Store, reading: Reading) -> tuple[Attachment, ...]:
    """Return the files inside the original that messages name."""
    return _ask(store, reading, lambda image: image.files())


def find(
    store: Store, reading: Reading, conversation: int, text: str, limit: int
) -> tuple[int, ...]:
    """Return the numbers of messages that hold a text."""
    return _ask(store, reading, lambda image: image.find(conversation, text, limit))


def notes(store: Store, reading: Reading, start: int, count: int) -> tuple[Note, ...]:
    """Return the importer's notes from position `start`, counted from 0."""
    found = (
        record_format.from_line(line)
        for line in _read(store, reading, lambda image: image.notes(start, count))
    )
    return tuple(note for note in found if isinstance(note, Note))


def source_head(store: Store, reading: Reading) -> SourceHead | None:
    """Return what the importer said of the source."""
    for line in _read(store, reading, lambda image: image.source()):
        record = record_format.from_line(line)
        if isinstance(record, SourceHead):
            return record
    return None


def _ask(store: Store, reading: Reading, act: Callable[[Image], _Found]) -> _Found:
    return store.shelf.use(reading.interpretation, lambda: load(store, reading), act)


def _read(
    store: Store, reading: Reading, find_places: Callable[[Image], tuple[Place, ...]]
) -> tuple[bytes, ...]:
    def read(image: Image) -> tuple[bytes, ...]:
        return tuple(image.records.read_at(*place) for place in find_places(image))

    return _ask(store, reading, read)


def load(store: Store, reading: Reading) -> Image:
    """Open an index image, making it in memory where there is none.

    Raises:
        Damaged, StorageFailed: the records object cannot be read.
        LimitReached: the index is too large.
    """
    records = open_object(store.layout, store.keyring, reading.object)
    path = store.layout.image(reading.interpretation)
    data = cache.read(store.keyring, path, INDEX_IMAGE_MAX)
    if data is None or not Image.is_ours(data):
        try:
            data = build_image(records)
        except BaseException:
            records.close()
            raise
        if store.read_only_item is None and is_kept(reading.records + reading.notes):
            with contextlib.suppress(StorageFailed):
                cache.write(store.layout, store.keyring, path, data)
    return Image(data, records)
