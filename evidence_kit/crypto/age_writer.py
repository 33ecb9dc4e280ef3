# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealing a stream into chunks, in constant memory."""

import errno
import os
from typing import TYPE_CHECKING, Protocol

from evidence_kit.crypto.age_chunks import CHUNK, TAG, ChunkCipher
from evidence_kit.crypto.age_room import SealRoom

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Sink(Protocol):
    """Anything that takes bytes and says how many it took, as files do."""

    def write(self, data: bytes | memoryview, /) -> int:
        """Take at least one byte; what is not taken is offered again.

        A memoryview shows a buffer that is used again: keep none of it after returning.
        """
        ...


def write_all(out: Sink, data: bytes | memoryview) -> None:
    """Write everything: an unbuffered file may take less than it was given.

    Raises:
        OSError: the sink fails, or takes nothing.
    """
    left = memoryview(data)
    while left:
        taken = out.write(left)
        if taken <= 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        left = left[taken:]


class ChunkWriter:
    """Seals bytes of any length into chunks, in the room it is given.

    The last chunk is marked, so up to one whole chunk stays back until `close` or more bytes.
    """

    def __init__(self, out: Sink, cipher: ChunkCipher, head: bytes, room: SealRoom) -> None:
        """Begin with `head`, which goes out with the first chunks; a room serves one writer."""
        self._out = out
        self._cipher = cipher
        self._index = 0
        self._held = memoryview(room.plain)[:CHUNK]
        self._holds = 0
        self._sealed = memoryview(room.sealed)
        self._filled = 0
        for start in range(0, len(head), len(self._sealed)):
            self._put(head[start : start + len(self._sealed)])

    def write(self, data: "ReadableBuffer") -> None:
        """Take bytes; large blocks go through without a copy of their plaintext."""
        view = memoryview(data).cast("B")
        if self._holds:
            view = self._fill_up(view)
            if not view:
                return
            self._seal(self._held, last=False)
            self._holds = 0
        whole = (len(view) - 1) // CHUNK * CHUNK if view else 0  # one byte at least stays back
        for start in range(0, whole, CHUNK):
            self._seal(view[start : start + CHUNK], last=False)
        self._fill_up(view[whole:])

    def close(self) -> None:
        """Seal what is held as the last chunk, and hand everything over."""
        self._seal(self._held[: self._holds], last=True)
        self._hand_over()

    def _fill_up(self, view: memoryview) -> memoryview:
        """Hold back as much as fits; return the rest."""
        count = min(CHUNK - self._holds, len(view))
        self._held[self._holds : self._holds + count] = view[:count]
        self._holds += count
        return view[count:]

    def _seal(self, plain: memoryview, *, last: bool) -> None:
        size = len(plain) + TAG
        if len(self._sealed) - self._filled < size:
            self._hand_over()
        end = self._filled + size
        self._cipher.seal_into(self._index, plain, self._sealed[self._filled : end], last=last)
        self._index += 1
        self._filled = end

    def _put(self, head: bytes) -> None:
        if len(self._sealed) - self._filled < len(head):
            self._hand_over()
        self._sealed[self._filled : self._filled + len(head)] = head
        self._filled += len(head)

    def _hand_over(self) -> None:
        filled, self._filled = self._filled, 0
        write_all(self._out, self._sealed[:filled])
