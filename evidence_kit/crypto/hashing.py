# SPDX-License-Identifier: GPL-3.0-or-later
"""SHA-256 over bytes and files, in constant memory."""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from evidence_kit.limits import COPY_BLOCK


def sha256(data: bytes | bytearray | memoryview) -> bytes:
    """Return SHA-256 of bytes, 32 bytes."""
    return hashlib.sha256(data).digest()


def sha256_hex(data: bytes | bytearray | memoryview) -> str:
    """Return SHA-256 of bytes as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def blocks(file: BinaryIO, block: int = COPY_BLOCK) -> Iterator[memoryview]:
    """Read a file front to back through one reused buffer; a view is valid until the next."""
    buffer = bytearray(block)
    view = memoryview(buffer)
    readinto = file.readinto  # type: ignore[attr-defined]  # BinaryIO lacks it; every real file has it
    while count := readinto(view):
        yield view[:count]


def sha256_file(file: BinaryIO) -> tuple[str, int]:
    """Return SHA-256 (hex) and size of the rest of a file."""
    digest = hashlib.sha256()
    size = 0
    for block in blocks(file):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size
