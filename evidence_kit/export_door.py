# SPDX-License-Identifier: GPL-3.0-or-later
"""The only door through which plaintext leaves: an explicit export to a place the person named.

New files only: temp name in the same folder, fsync, rename without replacing.
"""

import contextlib
import errno
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from evidence_kit.errors import DiskFull, OutputExists, StorageFailed

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def storage_error(path: Path, error: OSError, action: str) -> StorageFailed:
    """Turn an OSError into the named error for it."""
    kind = DiskFull if error.errno in _NO_ROOM else StorageFailed
    return kind(path=os.fspath(path), errno=error.errno, action=action)


def write_new_file(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a file that must not exist yet; either all of it is there afterwards, or nothing.

    Raises:
        OutputExists: something stands at the path.
        DiskFull, StorageFailed: the system refused.
    """
    if os.path.lexists(path):
        raise OutputExists(path=os.fspath(path))
    temporary = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with temporary.open("xb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        _rename_new(temporary, path)
    except OSError as error:
        raise storage_error(path, error, "write") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _rename_new(temporary: Path, path: Path) -> None:
    # A hard link refuses to replace; FAT and some network shares have none.
    try:
        os.link(temporary, path)
    except FileExistsError as error:
        raise OutputExists(path=os.fspath(path)) from error
    except OSError:
        if os.path.lexists(path):
            raise OutputExists(path=os.fspath(path)) from None
        temporary.rename(path)
    _sync_folder(path.parent)


@contextlib.contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Make a folder that must not exist, or is empty; yields it to be filled.

    What was written stays when the work fails half-way: the caller says so.

    Raises:
        OutputExists: the folder holds something.
        DiskFull, StorageFailed: the system refused.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        if any(path.iterdir()):
            raise OutputExists(path=os.fspath(path))
        yield path
        _sync_folder(path)
    except OSError as error:
        raise storage_error(path, error, "write") from error


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
