# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a sealed stream from front to back, as the reference program releases it."""

from collections.abc import Iterator

from evidence_kit.crypto.age_chunks import SEALED_CHUNK, TAG, ChunkCipher, read_salt
from evidence_kit.crypto.age_input import SealedInput
from evidence_kit.crypto.errors import PayloadDamaged


def open_chunks(source: SealedInput, file_key: bytes) -> Iterator[bytes]:
    """Open a payload, releasing each chunk once it authenticates.

    Whoever uses a chunk before the iterator ends must be ready to throw it away: the end may be
    missing.

    Raises:
        HeaderDamaged: nothing follows the header.
        PayloadDamaged: a chunk does not authenticate, or the end is missing or not the end.
    """
    cipher = ChunkCipher(file_key, read_salt(source))
    index = 0
    sealed = source.take(SEALED_CHUNK)
    while following := source.take(SEALED_CHUNK) if len(sealed) == SEALED_CHUNK else b"":
        yield from _inner_chunk(cipher, index, sealed)
        sealed, index = following, index + 1
    yield from _last_chunk(cipher, index, sealed)


def _inner_chunk(cipher: ChunkCipher, index: int, sealed: bytes) -> Iterator[bytes]:
    try:
        yield cipher.open(index, sealed, last=False)
    except PayloadDamaged:
        # A chunk marked as the last, and bytes behind it: the reference releases it, then fails.
        yield cipher.open(index, sealed, last=True)
        raise PayloadDamaged(item="age payload", why="trailing", chunk=index) from None


def _last_chunk(cipher: ChunkCipher, index: int, sealed: bytes) -> Iterator[bytes]:
    if not sealed:
        raise PayloadDamaged(item="age payload", why="truncated", chunk=index)
    if index and len(sealed) == TAG:
        raise PayloadDamaged(item="age payload", why="empty_last_chunk", chunk=index)
    try:
        yield cipher.open(index, sealed, last=True)
    except PayloadDamaged:
        if len(sealed) != SEALED_CHUNK:
            raise
        # A whole chunk that is not the last, and nothing behind it: released, then the end is missed.
        yield cipher.open(index, sealed, last=False)
        raise PayloadDamaged(item="age payload", why="truncated", chunk=index + 1) from None
