# SPDX-License-Identifier: GPL-3.0-or-later
"""Durable writes: the only place of the vault that makes, names, replaces and deletes files.

A new file is written under a temporary name, flushed to the disk, renamed, and its folder flushed;
after that it survives a power cut. Windows has no flush of folders and refuses to replace a file that
a virus scanner has just opened: there we try again for a short while. On macOS fsync stops at the
drive's cache; F_FULLFSYNC does not.
"""

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from evidence_kit.errors import Damaged, LimitReached, StorageFailed
from evidence_kit.export_door import storage_error

if sys.platform == "darwin":
    import fcntl

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_REPLACE_TRIES = 20 if sys.platform == "win32" else 1
_REPLACE_PAUSE = 0.05  # seconds; one second in all


@contextlib.contextmanager
def _named(path: Path, action: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise storage_error(path, error, action) from error


def make_folder(path: Path, *, parents: bool = False) -> None:
    """Make a folder for this user alone, and make its name last; one that is there is fine.

    Raises:
        DiskFull, StorageFailed: the system refused.
    """
    with _named(path, "make_folder"):
        path.mkdir(mode=0o700, parents=parents, exist_ok=True)
    sync_folder(path.parent)


def make_folders(paths: Sequence[Path]) -> None:
    """Make folders that stand beside each other, and make their names last with one flush.

    Raises:
        DiskFull, StorageFailed: the system refused.
    """
    for path in paths:
        with _named(path, "make_folder"):
            path.mkdir(mode=0o700, exist_ok=True)
    for parent in sorted({path.parent for path in paths}):
        sync_folder(parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last.

    Raises:
        StorageFailed: the system refused.
    """
    if sys.platform == "win32":
        return
    with _named(folder, "sync_folder"):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            # Some network and FAT file systems know no flush of a folder.
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(descriptor)


def create(path: Path) -> BinaryIO:
    """Open a file that must not exist yet, for writing, readable by this user alone.

    What was written can be read back through it (`again`).

    Raises:
        DiskFull, StorageFailed: the system refused.
    """
    with _named(path, "create"):
        return os.fdopen(os.open(path, _NEW, 0o600), "wb")


def sync(stream: BinaryIO, path: Path) -> None:
    """Flush a file to the disk itself.

    Raises:
        DiskFull, StorageFailed: the system refused.
    """
    with _named(path, "sync"):
        stream.flush()
        if sys.platform == "darwin":
            try:
                fcntl.fcntl(stream.fileno(), fcntl.F_FULLFSYNC)
            except OSError:
                os.fsync(stream.fileno())  # network shares know no F_FULLFSYNC
        else:
            os.fsync(stream.fileno())


class Again:
    """What was written through a stream of `create`, from its beginning."""

    def __init__(self, stream: BinaryIO) -> None:
        self._descriptor = stream.fileno()
        os.lseek(self._descriptor, 0, os.SEEK_SET)

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill a buffer as far as one read goes; 0 at the end."""
        if hasattr(os, "readv"):
            return os.readv(self._descriptor, [buffer])
        data = os.read(self._descriptor, len(buffer))
        buffer[: len(data)] = data
        return len(data)


def publish(temporary: Path, target: Path) -> None:
    """Give a finished file its lasting name; never over another. The folder is flushed apart.

    Raises:
        StorageFailed: the name is taken, or the system refused.
    """
    with _named(target, "rename"):
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        temporary.rename(target)


def write_new(temporary: Path, target: Path, data: bytes) -> None:
    """Write a small file that must not exist yet; when this returns it lasts.

    Raises:
        DiskFull, StorageFailed: the system refused; nothing stands at the target.
    """
    _write(temporary, data)
    try:
        publish(temporary, target)
    except StorageFailed:
        discard(temporary)
        raise
    try:
        sync_folder(target.parent)
    except StorageFailed:
        # A name that may not last is worse than none: who finds it later would take it as written.
        discard(target)
        raise


def write_over(temporary: Path, target: Path, data: bytes) -> None:
    """Replace a small file; either the old or the new one stands there, whole.

    Raises:
        DiskFull, StorageFailed: the system refused; the old file stands.
    """
    _write(temporary, data)
    replace(temporary, target)


def replace(temporary: Path, target: Path) -> None:
    """Put a finished file in the place of another.

    Raises:
        StorageFailed: the system refused; the old file stands.
    """
    try:
        with _named(target, "replace"):
            _patiently(lambda: os.replace(temporary, target))  # noqa: PTH105 -- one syscall
    except StorageFailed:
        discard(temporary)
        raise
    sync_folder(target.parent)


def _patiently(act: Callable[[], None]) -> None:
    for _ in range(_REPLACE_TRIES - 1):
        try:
            act()
        except PermissionError:
            time.sleep(_REPLACE_PAUSE)
        else:
            return
    act()


def _write(temporary: Path, data: bytes) -> None:
    stream = create(temporary)
    try:
        # Closing flushes once more, and can fail once more.
        with _named(temporary, "write"), stream:
            stream.write(data)
            sync(stream, temporary)
    except StorageFailed:
        discard(temporary)
        raise


def discard(path: Path) -> None:
    """Delete a temporary file if it can be; what stays is swept at the next opening."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def remove(path: Path) -> None:
    """Delete a file that the owner asked to remove; one that is gone is fine.

    Raises:
        StorageFailed: the system refused.
    """
    with _named(path, "remove"):
        path.unlink(missing_ok=True)


def drop_folder(path: Path) -> None:
    """Take away a folder that is empty; one that holds something stays, and so does one in use."""
    with contextlib.suppress(OSError):
        path.rmdir()


def names_in(folder: Path) -> tuple[str, ...]:
    """Return the names in a folder, sorted; none when there is no such folder.

    Raises:
        StorageFailed: the system refused.
    """
    with _named(folder, "list"):
        try:
            return tuple(sorted(os.listdir(folder)))  # noqa: PTH208 -- names, not paths
        except (FileNotFoundError, NotADirectoryError):
            return ()


def open_regular(path: Path) -> BufferedReader:
    """Open a plain file for reading; a link or device in its place is refused.

    Raises:
        StorageFailed: it is missing or cannot be read.
        Damaged: something else stands at the path.
    """
    with _named(path, "open"):
        if path.is_symlink():
            raise Damaged(item=path.name, why="link")
        # Non-blocking, so that a pipe put in the place of a file does not hang us.
        descriptor = os.open(path, _READ | getattr(os, "O_NONBLOCK", 0))
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise Damaged(item=path.name, why="not_a_file")
        return os.fdopen(descriptor, "rb")


def read_small(path: Path, limit: int) -> bytes:
    """Read a whole file that has a ceiling.

    Raises:
        StorageFailed: it is missing or cannot be read.
        Damaged: something else stands at the path.
        LimitReached: it is larger than any of ours.
    """
    with open_regular(path) as stream, _named(path, "read"):
        size = os.fstat(stream.fileno()).st_size
        if size > limit:
            raise LimitReached(limit=path.name, value=size, ceiling=limit)
        return stream.read(limit)


def open_lock_file(path: Path, *, writable: bool) -> BinaryIO:
    """Open the lock file, making it where there is none.

    Raises:
        OSError: the system refused; the caller knows what that means.
    """
    if not writable:
        return os.fdopen(os.open(path, _READ), "rb")
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "r+b", buffering=0)


def undo_folder(root: Path) -> None:
    """Take away a folder that we began to fill and could not finish, as far as that goes."""
    for folder, _, files in os.walk(root, topdown=False):
        for file in files:
            discard(Path(folder) / file)
        with contextlib.suppress(OSError):
            Path(folder).rmdir()
