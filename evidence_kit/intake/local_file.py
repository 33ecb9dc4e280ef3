# SPDX-License-Identifier: GPL-3.0-or-later
"""A file of the person, opened read-only and watched for change while it is read."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from evidence_kit.domain.moment import Moment, Precision, ZoneBasis
from evidence_kit.domain.survey import Problem
from evidence_kit.errors import InputRefused
from evidence_kit.limits import COPY_BLOCK

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NO_BLOCK = getattr(os, "O_NONBLOCK", 0)
_NO_ATIME = getattr(os, "O_NOATIME", 0)
_BINARY = getattr(os, "O_BINARY", 0)


class LocalFile:
    """One open file; also a source of bytes for the reader process."""

    def __init__(self, path: Path) -> None:
        """Open without following links, without waiting, without touching the access time.

        Raises:
            InputRefused: a link, a device, gone or not readable; reason is a Problem's value.
        """
        self.path = path
        self._descriptor = _open(path)
        self._first = os.fstat(self._descriptor)
        if not stat.S_ISREG(self._first.st_mode):
            os.close(self._descriptor)
            raise InputRefused(reason=Problem.DEVICE.value, name=path.name)

    @property
    def size(self) -> int:
        """Bytes when it was opened."""
        return self._first.st_size

    def read_at(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`; fewer only at the end."""
        parts: list[bytes] = []
        while length > 0:
            part = self._pread(length, offset)
            if not part:
                break
            parts.append(part)
            offset += len(part)
            length -= len(part)
        return b"".join(parts)

    def blocks(self, buffer: bytearray | None = None) -> Iterator[memoryview]:
        """Read front to back through one buffer; a view is valid until the next.

        Args:
            buffer: lent by who reads many files; without, one is made.

        Raises:
            InputRefused: it cannot be read on (a pulled stick), or it changed meanwhile.
        """
        view = memoryview(buffer or bytearray(COPY_BLOCK))
        offset = 0
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        while True:
            try:
                count = (
                    os.readv(self._descriptor, [view]) if hasattr(os, "readv") else self._fill(view)
                )
            except OSError as error:
                raise InputRefused(reason=Problem.UNREADABLE.value, name=self.path.name) from error
            if not count:
                break
            offset += count
            if offset > self._first.st_size:  # it grows; perhaps for ever
                raise InputRefused(reason=Problem.CHANGED.value, name=self.path.name)
            yield view[:count]
        if offset != self._first.st_size:
            raise InputRefused(reason=Problem.CHANGED.value, name=self.path.name)
        self.check_unchanged()

    def check_unchanged(self) -> None:
        """Compare size and change time with those at opening.

        Raises:
            InputRefused: they differ.
        """
        now = os.fstat(self._descriptor)
        if (now.st_size, now.st_mtime_ns) != (self._first.st_size, self._first.st_mtime_ns):
            raise InputRefused(reason=Problem.CHANGED.value, name=self.path.name)

    @property
    def modified(self) -> Moment:
        """The file system's own change time."""
        return file_time(self.modified_ns)

    @property
    def modified_ns(self) -> int:
        """The same as the system gives it: nanoseconds since 1970."""
        return self._first.st_mtime_ns

    def close(self) -> None:
        """Close it."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _fill(self, view: memoryview) -> int:
        data = os.read(self._descriptor, len(view))
        view[: len(data)] = data
        return len(data)

    def _pread(self, length: int, offset: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(self._descriptor, length, offset)
        os.lseek(self._descriptor, offset, os.SEEK_SET)
        return os.read(self._descriptor, length)


def file_time(nanoseconds: int) -> Moment:
    """Turn a file system time into a moment; its clock is the system's own."""
    try:
        utc = datetime.fromtimestamp(nanoseconds // 1_000_000_000, UTC)
    except (ValueError, OverflowError, OSError):
        return Moment(
            text=str(nanoseconds),
            local=None,
            basis=ZoneBasis.FILE_SYSTEM,
            precision=Precision.UNKNOWN,
        )
    text = utc.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Moment(
        text=text,
        local=text[:-1],
        utc=text,
        zone="+00:00",
        basis=ZoneBasis.FILE_SYSTEM,
        precision=Precision.SECOND,
    )


def _open(path: Path) -> int:
    flags = os.O_RDONLY | _NO_FOLLOW | _NO_BLOCK | _BINARY
    try:
        if path.is_symlink():
            raise InputRefused(reason=Problem.LINK.value, name=path.name)
        try:
            return os.open(path, flags | _NO_ATIME)
        except PermissionError:  # O_NOATIME is for the owner only
            return os.open(path, flags)
    except FileNotFoundError as error:
        raise InputRefused(reason=Problem.VANISHED.value, name=path.name) from error
    except OSError as error:
        raise InputRefused(reason=Problem.UNREADABLE.value, name=path.name) from error
