# SPDX-License-Identifier: GPL-3.0-or-later
"""SHA-256 over bytes and files, in constant memory."""

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from evidence_kit.limits import COPY_BLOCK

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class FillsBuffers(Protocol):
    """A binary file, or anything else that reads into a buffer."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill from the front; 0 at the end."""
        ...


class Sha256Stream:
    """SHA-256 and size of bytes that come in pieces."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.size = 0
        """Bytes seen."""

    def update(self, data: "ReadableBuffer") -> None:
        """Take a piece."""
        self._hash.update(data)
        self.size += memoryview(data).nbytes

    def digest(self) -> bytes:
        """Return the value over all pieces so far, 32 bytes."""
        return self._hash.digest()

    def hexdigest(self) -> str:
        """Return the value over all pieces so far, 64 hex digits."""
        return self._hash.hexdigest()


def sha256(data: "ReadableBuffer") -> bytes:
    """Return SHA-256 of bytes, 32 bytes."""
    return hashlib.sha256(data).digest()


def sha256_hex(data: "ReadableBuffer") -> str:
    """Return SHA-256 of bytes as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def blocks(file: FillsBuffers, block: int = COPY_BLOCK) -> Iterator[memoryview]:
    """Read a file front to back through one reused buffer; a view is valid until the next."""
    view = memoryview(bytearray(block))
    while count := file.readinto(view):
        yield view[:count]


def sha256_file(file: FillsBuffers) -> tuple[str, int]:
    """Return SHA-256 (hex) and size of the rest of a file."""
    stream = Sha256Stream()
    for block in blocks(file):
        stream.update(block)
    return stream.hexdigest(), stream.size
