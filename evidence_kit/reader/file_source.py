# SPDX-License-Identifier: GPL-3.0-or-later
"""A file on this computer, read by range and never written, for `read` and for surveys."""

import os
import stat
from pathlib import Path
from types import TracebackType
from typing import Self

from evidence_kit.domain.found_text import from_file_name
from evidence_kit.errors import InputRefused

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
    # A pipe put in place of the file must not make us wait.
    | getattr(os, "O_NONBLOCK", 0)
)


class FileSource:
    """An open file; a context manager."""

    def __init__(self, path: Path) -> None:
        """Open a file; links are not followed.

        Raises:
            InputRefused: it is no plain file, or it cannot be opened.
        """
        try:
            descriptor = os.open(path, _FLAGS)
        except OSError as error:
            raise InputRefused(reason="unreadable", name=from_file_name(path.name).text) from error
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            os.close(descriptor)
            raise InputRefused(reason="device", name=from_file_name(path.name).text)
        self._file = os.fdopen(descriptor, "rb", buffering=0)
        self._size = status.st_size
        self._name = from_file_name(path.name).text

    @property
    def size(self) -> int:
        """Bytes when it was opened."""
        return self._size

    def read_at(self, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset`; fewer only at the end.

        Raises:
            InputRefused: reading failed.
        """
        length = min(length, self._size - offset)
        parts: list[bytes] = []
        try:
            self._file.seek(offset)
            while length > 0 and (part := self._file.read(length)):
                parts.append(part)
                length -= len(part)
        except OSError as error:
            raise InputRefused(reason="unreadable", name=self._name) from error
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
