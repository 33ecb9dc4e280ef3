# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealing a stream into chunks, in constant memory."""

import errno
import os
from typing import TYPE_CHECKING, Protocol

from evidence_kit.crypto.age_chunks import CHUNK, SEALED_CHUNK, ChunkCipher

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_CHUNKS_AT_ONCE = 16  # 1 MiB to the disk per write


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
    """Seals bytes of any length into chunks through one reused buffer.

    The last chunk is marked, so up to one whole chunk stays back until `close` or more bytes.
    """

    def __init__(self, out: Sink, cipher: ChunkCipher) -> None:
        self._out = out
        self._cipher = cipher
        self._index = 0
        self._held = bytearray()
        self._sealed = bytearray()

    def write(self, data: "ReadableBuffer") -> None:
        """Take bytes; large blocks go through without a copy of their plaintext."""
        view = memoryview(data).cast("B")
        if self._held:
            room = CHUNK - len(self._held)
            self._held += view[:room]
            view = view[room:]
            if not view:
                return
            self._seal(memoryview(self._held))
            self._held = bytearray()
        whole = (len(view) - 1) // CHUNK * CHUNK if view else 0  # one byte at least stays back
        self._seal(view[:whole])
        self._held += view[whole:]

    def close(self) -> None:
        """Seal what is held as the last chunk."""
        write_all(self._out, self._cipher.seal_last(self._index, memoryview(self._held)))

    def _seal(self, whole_chunks: memoryview) -> None:
        most = _CHUNKS_AT_ONCE * CHUNK
        for start in range(0, len(whole_chunks), most):
            self._seal_run(whole_chunks[start : start + most])

    def _seal_run(self, run: memoryview) -> None:
        count = len(run) // CHUNK
        if len(self._sealed) < count * SEALED_CHUNK:
            self._sealed = bytearray(count * SEALED_CHUNK)
        target = memoryview(self._sealed)
        for i in range(count):
            into = target[i * SEALED_CHUNK : (i + 1) * SEALED_CHUNK]
            self._cipher.seal_into(self._index, run[i * CHUNK : (i + 1) * CHUNK], into)
            self._index += 1
        write_all(self._out, target[: count * SEALED_CHUNK])
