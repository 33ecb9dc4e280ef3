# SPDX-License-Identifier: GPL-3.0-or-later
"""One program at a time: a lock that ends with the process that holds it."""

import contextlib
import errno
import json
import os
import platform
import sys
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from evidence_kit.errors import VaultInUse
from evidence_kit.export_door import storage_error
from evidence_kit.vault import fs

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_HELD_BY_OTHERS = frozenset({errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK})
_NOT_WRITABLE = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_CONTENT_MAX = 1024
_WINDOWS_BYTE = 1 << 30  # far behind the content, which others must be able to read


class VaultLock:
    """Held from opening to closing; on a medium that cannot be written there may be none."""

    def __init__(self, stream: BinaryIO | None, *, writable: bool) -> None:
        self._stream = stream
        self.writable = writable

    @classmethod
    def acquire(cls, path: Path) -> Self:
        """Take the lock.

        Raises:
            VaultInUse: another program holds it.
            StorageFailed: the system refused.
        """
        stream, writable = _open(path)
        if stream is None:
            return cls(None, writable=False)
        try:
            _lock(stream)
        except OSError as error:
            holder = _read(stream)
            stream.close()
            if error.errno in _HELD_BY_OTHERS:
                raise VaultInUse(path=os.fspath(path.parent), **holder) from error
            raise storage_error(path, error, "lock") from error
        if writable:
            _write(stream, {"pid": os.getpid(), "host": platform.node()})
        return cls(stream, writable=writable)

    def release(self) -> None:
        """Give it back; a second time does nothing."""
        if self._stream is None:
            return
        if self.writable:
            _write(self._stream, {})
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                self._stream.seek(_WINDOWS_BYTE)
                msvcrt.locking(self._stream.fileno(), msvcrt.LK_UNLCK, 1)
        self._stream.close()
        self._stream = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def _open(path: Path) -> tuple[BinaryIO | None, bool]:
    try:
        return fs.open_lock_file(path, writable=True), True
    except OSError as error:
        if error.errno not in _NOT_WRITABLE:
            raise storage_error(path, error, "lock") from error
    try:
        return fs.open_lock_file(path, writable=False), False
    except FileNotFoundError:
        return None, False
    except OSError as error:
        raise storage_error(path, error, "lock") from error


def _lock(stream: BinaryIO) -> None:
    if sys.platform == "win32":
        stream.seek(_WINDOWS_BYTE)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def _read(stream: BinaryIO) -> dict[str, str | int | None]:
    """Say who holds it, as far as the holder wrote that down."""
    try:
        stream.seek(0)
        found = json.loads(stream.read(_CONTENT_MAX))
    except (OSError, ValueError):
        return {"pid": None, "host": None}
    pid, host = (found.get("pid"), found.get("host")) if isinstance(found, dict) else (None, None)
    return {
        "pid": pid if isinstance(pid, int) else None,
        "host": host if isinstance(host, str) else None,
    }


def _write(stream: BinaryIO, holder: dict[str, object]) -> None:
    # Only for the other program's message: a full disk must not keep anybody out.
    with contextlib.suppress(OSError):
        stream.seek(0)
        stream.truncate()
        stream.write(json.dumps(holder).encode("ascii"))
