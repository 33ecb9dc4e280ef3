# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealed objects: each a standard age file under a random name, written once."""

import contextlib
import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Protocol

from evidence_kit.crypto.age import (
    Identity,
    Recipient,
    SealedReader,
    Sealer,
    SealRoom,
    open_sealed,
    read_back,
)
from evidence_kit.crypto.plain_sum import PlainSum
from evidence_kit.domain.ids import ObjectName, new_id
from evidence_kit.errors import Damaged, StorageFailed, WrongPassphrase
from evidence_kit.export_door import storage_error
from evidence_kit.limits import FLUSH_THREADS
from evidence_kit.vault import fs
from evidence_kit.vault.keyring import Keyring
from evidence_kit.vault.layout import Layout, object_name

_CLOSED = "the writer is closed"
_MANY_FOLDERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredObject:
    """One object as it lies on the disk, read back."""

    name: ObjectName
    plain_sha256: str
    plain_size: int
    sealed_sha256: str
    sealed_size: int

    def log_fields(self) -> dict[str, object]:
        """Return the five fields by which a log entry names it."""
        return {
            "object": self.name,
            "sha256": self.plain_sha256,
            "size": self.plain_size,
            "sealed_sha256": self.sealed_sha256,
            "sealed_size": self.sealed_size,
        }


def _unwatched(_count: int) -> None:
    pass


class ObjectKeys(Protocol):
    """What objects are sealed to, and what opens them again."""

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Whom an object is sealed to."""
        ...

    @property
    def identities(self) -> tuple[Identity, ...]:
        """What opens an object."""
        ...


class NewObject:
    """An object under its temporary name, until its batch is committed or ends."""

    def __init__(self, name: ObjectName, temporary: Path, stored: StoredObject | None) -> None:
        self.name = name
        self.temporary = temporary
        self.stored = stored
        """Set once it was read back."""
        self.published = False
        """Set once it has its lasting name: the temporary one is gone."""

    def abort(self) -> None:
        """Throw away what was written; a second time does nothing."""
        self.stored = None
        if not self.published:
            fs.discard(self.temporary)


class ObjectWriter(NewObject):
    """Seals one stream into a temporary file; one thread at a time, not always the same.

    `close` is all three steps. Whoever has many objects takes them apart: `finish` and `read_back` cost
    computing, `flush` only waiting.

    Objects of one batch begin with the same two digits, drawn anew for each: they stand in one folder, and
    one flush makes all their names last.
    """

    def __init__(
        self, layout: Layout, keyring: ObjectKeys, room: SealRoom | None = None, folder: str = ""
    ) -> None:
        name = ObjectName(folder + new_id()[len(folder) :])
        super().__init__(name, layout.temporary(), None)
        self._keyring = keyring
        self._hash = hashlib.sha256()
        self._sum = PlainSum()
        self._size = 0
        self._flushed = False
        self._file: BinaryIO | None = fs.create(self.temporary)
        self._sealer: Sealer | None = None
        try:
            self._sealer = Sealer(self._file, keyring.recipients, room)
        except OSError as error:
            raise self._failed(error) from error

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Take plaintext.

        Raises:
            DiskFull, StorageFailed: the system refused; the writer is of no use any more.
        """
        if self._sealer is None:
            raise ValueError(_CLOSED)
        self._hash.update(data)
        self._sum.update(data)
        self._size += len(data)
        try:
            self._sealer.write(data)
        except OSError as error:
            raise self._failed(error) from error

    def close(self) -> StoredObject:
        """Finish, flush to the disk, and read everything back before saying it is there.

        Raises:
            DiskFull, StorageFailed: the system refused.
            Damaged: what came back is not what was written.
        """
        self.finish()
        self.flush()
        return self.read_back()

    def finish(self) -> str:
        """Seal the last bytes and give the room back; returns the SHA-256 of what was written.

        Raises:
            DiskFull, StorageFailed: the system refused.
        """
        file, sealer = self._file, self._sealer
        if file is None or sealer is None:
            raise ValueError(_CLOSED)
        self._sealer = None
        try:
            sealer.close()
            file.flush()
        except OSError as error:
            raise self._failed(error) from error
        return self._hash.hexdigest()

    def flush(self) -> None:
        """Flush a finished object to the disk itself.

        Raises:
            DiskFull, StorageFailed: the system refused.
        """
        file = self._file
        if file is None or self._sealer is not None or self._flushed:
            raise ValueError(_CLOSED)
        try:
            fs.sync(file, self.temporary)
        except StorageFailed:
            self.abort()
            raise
        self._flushed = True

    def read_back(
        self, room: SealRoom | None = None, on_block: Callable[[int], None] = _unwatched
    ) -> StoredObject:
        """Read a flushed object: its key opens it, every chunk is whole, the content is what was given.

        Raises:
            StorageFailed: it cannot be read.
            Damaged: what came back is not what was written.
        """
        file = self._file
        if file is None or not self._flushed:
            raise ValueError(_CLOSED)
        again = self._sum.again()
        try:
            found = read_back(
                fs.Again(file), self._keyring.identities, again, room or SealRoom(1), on_block
            )
            file.close()
        except OSError as error:
            raise self._failed(error) from error
        except WrongPassphrase as error:
            self.abort()
            raise Damaged(item="object", why="not_sealed_to_this_vault") from error
        if found.plain_size != self._size or not again.agrees(self._sum):
            self.abort()
            raise Damaged(item="object", why="read_back_differs")
        self._file = None
        self.stored = StoredObject(
            name=self.name,
            plain_sha256=self._hash.hexdigest(),
            plain_size=found.plain_size,
            sealed_sha256=found.sealed_sha256,
            sealed_size=found.sealed_size,
        )
        return self.stored

    def abort(self) -> None:
        """Throw away what was written; a second time does nothing."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()  # a full disk refuses the last buffer; the file goes anyway
            self._file = None
        self._sealer = None
        super().abort()

    def _failed(self, error: OSError) -> StorageFailed:
        self.abort()
        return storage_error(self.temporary, error, "write")


class SealingPlace:
    """A vault's folder and the key of its objects: all that a sealing process has of it."""

    def __init__(self, root: Path, identity: Identity) -> None:
        self._layout = Layout(root)
        self.identities = (identity,)
        self.recipients = (identity.recipient,)

    def new_object(self, room: SealRoom, folder: str) -> ObjectWriter:
        """Begin a sealed object whose name begins with `folder`.

        Raises:
            DiskFull, StorageFailed: the system refused.
        """
        return ObjectWriter(self._layout, self, room=room, folder=folder)


def open_object(layout: Layout, keyring: Keyring, name: str) -> SealedReader:
    """Open an object for reading anywhere.

    Raises:
        StorageFailed: it cannot be read.
        Damaged: it is missing, or not what was written.
    """
    path = layout.object(name)
    return open_file(path, layout.label(path), keyring)


def open_file(path: Path, item: str, keyring: Keyring) -> SealedReader:
    """Open a sealed file of the vault; raises as `open_object`, naming it."""
    file = open_existing(path, item)
    try:
        return open_sealed(file, keyring.identities)
    except WrongPassphrase as error:
        file.close()
        raise Damaged(item=item, why="not_sealed_to_this_vault") from error
    except Damaged as error:
        file.close()
        raise Damaged(item=item, why=error.fields.get("why")) from error
    except OSError as error:
        file.close()
        raise storage_error(path, error, "read") from error


def open_existing(path: Path, item: str) -> BufferedReader:
    """Open a file that the log says is there.

    Raises:
        Damaged: it is missing.
        StorageFailed: it cannot be read.
    """
    try:
        return fs.open_regular(path)
    except StorageFailed as error:
        if isinstance(error.__cause__, FileNotFoundError):
            raise Damaged(item=item, why="missing") from error
        raise


def names_on_disk(layout: Layout) -> frozenset[str]:
    """Return the names of all objects that lie there.

    Raises:
        StorageFailed: a folder cannot be listed.
    """
    found: set[str] = set()
    for folder in fs.names_in(layout.objects):
        if len(folder) != len("ab"):
            continue
        for file in fs.names_in(layout.objects / folder):
            name = object_name(folder, file)
            if name is not None:
                found.add(name)
    return frozenset(found)


def publish(layout: Layout, finished: Mapping[str, NewObject]) -> None:
    """Give finished objects their lasting names, one flush per folder.

    Args:
        layout: the vault's paths.
        finished: by object name.

    Raises:
        StorageFailed: the system refused; some may have their names already.
    """
    folders = sorted({layout.object(name).parent for name in finished})
    fs.make_folders([folder for folder in folders if not folder.is_dir()])
    for name, writer in finished.items():
        fs.publish(writer.temporary, layout.object(name))
        writer.published = True
    if len(folders) < _MANY_FOLDERS:
        for folder in folders:
            fs.sync_folder(folder)
        return
    # Waiting at once: a disk joins flushes that come together.
    with ThreadPoolExecutor(FLUSH_THREADS, thread_name_prefix="folders") as pool:
        for _ in pool.map(fs.sync_folder, folders):
            pass


def withdraw(layout: Layout, names: tuple[str, ...]) -> None:
    """Take back objects of a batch that was never logged."""
    for name in names:
        fs.discard(layout.object(name))
