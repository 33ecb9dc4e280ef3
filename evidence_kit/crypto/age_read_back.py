# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading back what was just sealed: every chunk authenticated, in room that is used again.

Only for files of known length that this process wrote; others are opened by `age_stream`, which says
more precisely what is wrong with them.
"""

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evidence_kit.crypto.age_chunks import SEALED_CHUNK, TAG, ChunkCipher, read_salt
from evidence_kit.crypto.age_input import SealedInput
from evidence_kit.crypto.age_keys import Unwraps, unwrap_file_key
from evidence_kit.crypto.age_room import SealRoom
from evidence_kit.crypto.errors import PayloadDamaged
from evidence_kit.crypto.hashing import FillsBuffers
from evidence_kit.crypto.plain_sum import PlainSum

_HEADER_MOST = 4096
"""Bytes in which the header of a file of our own ends: a few recipients take some hundred each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """What lies on the disk."""

    plain_size: int
    sealed_sha256: str
    sealed_size: int


def read_back(
    file: FillsBuffers,
    identities: Sequence[Unwraps],
    plain: PlainSum,
    room: SealRoom,
    on_block: Callable[[int], None],
) -> ReadBack:
    """Read a sealed file from its beginning to its end; each byte is read once.

    Args:
        file: stands at its beginning.
        identities: what must open it.
        plain: takes the content.
        room: to read in.
        on_block: told the bytes of content in each block.

    Raises:
        HeaderDamaged, HeaderMacWrong, PayloadDamaged: it is not what was written.
        NoIdentityMatched: none of the keys opens it.
        OSError: the file cannot be read.
    """
    buffer = memoryview(room.sealed)
    filled = _fill(file, buffer, 0)
    source = SealedInput(io.BytesIO(buffer[: min(filled, _HEADER_MOST)]))
    cipher = ChunkCipher(unwrap_file_key(source, identities), read_salt(source))
    opener = _Opener(cipher, plain, memoryview(room.plain))
    outside = hashlib.sha256()
    sealed_size, start = 0, source.taken
    while True:
        at_end = filled < len(buffer)
        used = opener.take(buffer[start:filled], at_end=at_end, on_block=on_block) + start
        outside.update(buffer[:used])
        sealed_size += used
        if at_end:
            break
        # What is left is less than a chunk and a byte; the end may still turn out to be here.
        rest = filled - used
        buffer[:rest] = bytes(buffer[used:filled])
        filled, start = _fill(file, buffer, rest), 0
    return ReadBack(
        plain_size=opener.size, sealed_sha256=outside.hexdigest(), sealed_size=sealed_size
    )


class _Opener:
    """Opens runs of chunks in order."""

    def __init__(self, cipher: ChunkCipher, plain: PlainSum, into: memoryview) -> None:
        self._cipher, self._plain, self._into = cipher, plain, into
        self._index = 0
        self.size = 0

    def take(self, run: memoryview, *, at_end: bool, on_block: Callable[[int], None]) -> int:
        """Open what can be opened, and return its length; one byte stays back before the end."""
        before, at = self.size, 0
        while len(run) - at > SEALED_CHUNK:
            self._open(run[at : at + SEALED_CHUNK], last=False)
            at += SEALED_CHUNK
        if at_end:
            self._open(run[at:], last=True)
            at = len(run)
        on_block(self.size - before)
        return at

    def _open(self, sealed: memoryview, *, last: bool) -> None:
        if len(sealed) < TAG or (self._index and len(sealed) == TAG):
            raise PayloadDamaged(item="age payload", why="truncated", chunk=self._index)
        into = self._into[: len(sealed) - TAG]
        self._cipher.open_into(self._index, sealed, into, last=last)
        self._plain.update(into)
        self._index += 1
        self.size += len(into)


def _fill(file: FillsBuffers, buffer: memoryview, start: int) -> int:
    """Read until the buffer is full or the file ends; return how far it is filled."""
    while start < len(buffer):
        count = file.readinto(buffer[start:])
        if not count:
            break
        start += count
    return start
