# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a sealed file at any place; only authenticated bytes ever come out."""

import io
import os
import threading
from typing import TYPE_CHECKING, BinaryIO

from evidence_kit.crypto.age_chunks import CHUNK, SEALED_CHUNK, TAG, ChunkCipher
from evidence_kit.crypto.age_input import read_fully
from evidence_kit.crypto.errors import PayloadDamaged

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNKS_KEPT = 4
"""A video player reads at two places in turn; an index and a page lie apart."""


class SealedReader(io.RawIOBase):
    """Seekable view of the plaintext.

    `read_at` may be called from any thread; `read`, `seek` and `tell` share one position.
    Reading fills what was asked for; fewer bytes come only at the end. Closing closes the file below.
    """

    size: int
    """Bytes of plaintext; trustworthy, because the last chunk was authenticated first."""

    def __init__(self, file: BinaryIO, cipher: ChunkCipher, start: int) -> None:
        """Made by `age.open_sealed`; `start` is where the first chunk stands in the file.

        Raises:
            PayloadDamaged: the end is missing or damaged.
        """
        super().__init__()
        self._file: BinaryIO | None = None  # until all is well the file stays the caller's
        self._cipher = cipher
        self._start = start
        self._lock = threading.Lock()
        self._position = 0
        self._kept: dict[int, bytes] = {}
        total = file.seek(0, os.SEEK_END) - start
        self._chunks = max(1, -(-total // SEALED_CHUNK))
        last = total - (self._chunks - 1) * SEALED_CHUNK
        if last < TAG or (self._chunks > 1 and last == TAG):
            raise PayloadDamaged(item="age payload", why="truncated", chunk=self._chunks - 1)
        self.size = total - TAG * self._chunks
        self._chunk(file, self._chunks - 1)
        self._file = file

    def read_at(self, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset`; fewer only at the end.

        Raises:
            PayloadDamaged: a chunk does not authenticate; nothing is returned.
            ValueError: a negative place or length, or a closed reader.
        """
        if offset < 0 or length < 0:
            msg = "negative place or length"
            raise ValueError(msg)
        end = min(offset + length, self.size)
        parts: list[bytes] = []
        with self._lock:
            file = self._file
            if file is None:
                msg = "the reader is closed"
                raise ValueError(msg)
            while offset < end:
                index, inside = divmod(offset, CHUNK)
                part = self._chunk(file, index)[inside : inside + end - offset]
                parts.append(part)
                offset += len(part)
        return b"".join(parts)

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Return the position in the plaintext."""
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move in the plaintext; past the end is allowed and reads nothing."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            msg = "negative position"
            raise ValueError(msg)
        self._position = base + offset
        return self._position

    def read(self, size: int | None = -1, /) -> bytes:
        """Return `size` bytes from the position, or all that follow."""
        left = max(0, self.size - self._position)
        data = self.read_at(self._position, left if size is None or size < 0 else min(size, left))
        self._position += len(data)
        return data

    def readall(self) -> bytes:
        """Return all bytes from the position."""
        return self.read()

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill a buffer."""
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the file below as well."""
        with self._lock:
            file, self._file = self._file, None
            self._kept.clear()
        if file is not None:
            file.close()
        super().close()

    def _chunk(self, file: BinaryIO, index: int) -> bytes:
        held = self._kept.pop(index, None)
        if held is None:
            file.seek(self._start + index * SEALED_CHUNK)
            sealed = read_fully(file, SEALED_CHUNK)
            held = self._cipher.open(index, sealed, last=index == self._chunks - 1)
            if len(self._kept) >= _CHUNKS_KEPT:
                del self._kept[next(iter(self._kept))]  # the one used longest ago
        self._kept[index] = held  # the newest stands last
        return held
