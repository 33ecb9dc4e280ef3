# SPDX-License-Identifier: GPL-3.0-or-later
"""Read-only bytes by range, in memory, in part, and behind a small window."""

from collections.abc import Iterator

from evidence_kit.domain.reading import ByteSource
from evidence_kit.errors import NotUnderstood
from evidence_kit.limits import COPY_BLOCK, SOURCE_WINDOW


class MemorySource:
    """Bytes held in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def size(self) -> int:
        """Bytes in all."""
        return len(self._data)

    def read_at(self, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset`; fewer only at the end."""
        return self._data[offset : offset + length]


class PartSource:
    """A stretch of another source, such as a stored member of a zip."""

    def __init__(self, whole: ByteSource, offset: int, length: int) -> None:
        self._whole = whole
        self._offset = offset
        self._length = max(0, min(length, whole.size - offset))

    @property
    def size(self) -> int:
        """Bytes in all."""
        return self._length

    def read_at(self, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset`; fewer only at the end."""
        length = min(length, self._length - offset)
        return self._whole.read_at(self._offset + offset, length) if length > 0 else b""


class WindowSource:
    """Keeps the last stretch read, so that many small reads ask for few large ones."""

    def __init__(self, whole: ByteSource, window: int = SOURCE_WINDOW) -> None:
        self._whole = whole
        self._window = window
        self._start = 0
        self._held = b""

    @property
    def size(self) -> int:
        """Bytes in all."""
        return self._whole.size

    def read_at(self, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset`; fewer only at the end."""
        length = min(length, self._whole.size - offset)
        if length <= 0:
            return b""
        if length > self._window:
            return self._whole.read_at(offset, length)
        begin = offset - self._start
        if begin < 0 or begin + length > len(self._held):
            self._held = self._whole.read_at(offset, self._window)
            self._start, begin = offset, 0
        return self._held[begin : begin + length]


def read_exactly(source: ByteSource, offset: int, length: int) -> bytes:
    """Return exactly `length` bytes.

    Raises:
        NotUnderstood: the source ends before.
    """
    data = source.read_at(offset, length) if 0 <= offset <= source.size else b""
    if len(data) != length:
        raise NotUnderstood(reason="ends_early", offset=offset, detail="")
    return data


def blocks(source: ByteSource, block: int = COPY_BLOCK) -> Iterator[bytes]:
    """Yield all bytes in order.

    Raises:
        NotUnderstood: the source gives fewer bytes than its size.
    """
    offset = 0
    while offset < source.size:
        data = source.read_at(offset, min(block, source.size - offset))
        if not data:
            raise NotUnderstood(reason="ends_early", offset=offset, detail="")
        yield data
        offset += len(data)
