# SPDX-License-Identifier: GPL-3.0-or-later
"""A vault's folder as a check sees it: read-only, and believing nothing."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from evidence_kit.crypto.age import Identity, decrypt_stream
from evidence_kit.errors import Damaged, LimitReached, StorageFailed
from evidence_kit.export_door import storage_error
from evidence_kit.limits import VAULT_DEPTH_MAX

HEADER = "vault.json"
FOLDERS = ("checkpoints", "desk", "index", "log", "objects", "receipts", "tmp")
PASSING = frozenset({"lock"})
"""Written while a vault is open; says nothing."""

_SEALED_ROOM = 4 << 20
"""More than front and marks of the largest sealed file take."""

_READ = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)


@dataclass(frozen=True, slots=True)
class VaultFolder:
    """Opens files by their path in the vault, with slashes."""

    root: Path

    def names(self, folder: str = "") -> tuple[str, ...]:
        """Return the names in a folder, sorted; none when it is missing."""
        path = self.root / folder
        try:
            return tuple(sorted(entry.name for entry in os.scandir(path)))
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            raise storage_error(path, error, "list") from error

    def all_files(self) -> tuple[str, ...]:
        """Return the paths of everything that is no folder, sorted; links are not followed."""
        return tuple(sorted(self._walk("")))

    def size(self, item: str) -> int:
        """Return a file's size; 0 when it is missing."""
        try:
            return (self.root / item).lstat().st_size
        except OSError:
            return 0

    def is_there(self, item: str) -> bool:
        """Say whether anything stands at a path."""
        return os.path.lexists(self.root / item)

    def is_plain(self, item: str) -> bool:
        """Say whether a plain file stands at a path, and no link, pipe or device."""
        return stat.S_ISREG(self._mode(item))

    def _mode(self, item: str) -> int:
        try:
            return (self.root / item).lstat().st_mode
        except OSError:
            return 0

    def open(self, item: str) -> BufferedReader:
        """Open a plain file for reading.

        Raises:
            Damaged: it is missing, or something else stands there.
            StorageFailed: it cannot be read.
        """
        path = self.root / item
        try:
            if path.is_symlink():
                raise Damaged(item=item, why="link")
            descriptor = os.open(path, _READ)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise Damaged(item=item, why="missing") from error
        except OSError as error:
            raise storage_error(path, error, "open") from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise Damaged(item=item, why="not_a_file")
        return os.fdopen(descriptor, "rb")

    def read(self, item: str, limit: int) -> bytes:
        """Read a whole file that has a ceiling.

        Raises:
            Damaged: it is missing, or something else stands there.
            LimitReached: it is larger than any of ours.
            StorageFailed: it cannot be read.
        """
        with self.open(item) as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > limit:
                raise LimitReached(limit=item, value=size, ceiling=limit)
            try:
                return stream.read(limit)
            except OSError as error:
                raise StorageFailed(path=item, errno=error.errno, action="read") from error

    def unseal(self, item: str, limit: int, identity: Identity) -> bytes:
        """Read the content of a sealed file that has a ceiling; nothing is read before its front fits.

        Raises:
            Damaged, WrongPassphrase: it is missing, or does not open.
            LimitReached: it is larger than any of ours.
            StorageFailed: it cannot be read.
        """
        with self.open(item) as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > limit + _SEALED_ROOM:
                raise LimitReached(limit=item, value=size, ceiling=limit)
            try:
                return b"".join(decrypt_stream(stream, [identity]))
            except OSError as error:
                raise StorageFailed(path=item, errno=error.errno, action="read") from error

    def _walk(self, folder: str, depth: int = 0) -> Iterator[str]:
        try:
            names = self.names(folder)
        except StorageFailed:
            if not folder:
                raise
            yield folder
            return
        for name in names:
            item = f"{folder}/{name}" if folder else name
            if depth < VAULT_DEPTH_MAX and stat.S_ISDIR(self._mode(item)):
                yield from self._walk(item, depth + 1)
            else:
                yield item


def object_item(name: str) -> str:
    """Return the path of an object in the vault."""
    return f"objects/{name[:2]}/{name}.age"


def segment_item(first: int) -> str:
    """Return the path of the log segment whose first entry has this number."""
    return f"log/{first:010d}.age"


def checkpoint_item(size: int) -> str:
    """Return the path of the signed head over so many entries."""
    return f"checkpoints/{size:010d}.json"


def number_in(name: str, ending: str) -> int | None:
    """Return the number that a segment's or checkpoint's file name is made of."""
    stem = name.removesuffix(ending)
    if stem == name or len(stem) != 10 or not (stem.isascii() and stem.isdigit()):
        return None
    return int(stem)
