# SPDX-License-Identifier: GPL-3.0-or-later
"""Room to seal and to read back in: made once, used for file after file by one thread at a time."""

from evidence_kit.crypto.age_chunks import CHUNK, SEALED_CHUNK

_CHUNKS_AT_ONCE = 16  # 1 MiB to the disk per write
_HEADER_ROOM = 1024  # of an age file for a few recipients; it goes out with the first chunks


class SealRoom:
    """Two buffers: one chunk in the clear, and a run of sealed ones.

    A fresh megabyte for each of two thousand small files costs more than sealing them.
    """

    __slots__ = ("plain", "sealed")

    def __init__(self, chunks: int = _CHUNKS_AT_ONCE) -> None:
        """Make room for a run of so many sealed chunks."""
        self.plain = bytearray(CHUNK)
        self.sealed = bytearray(_HEADER_ROOM + chunks * SEALED_CHUNK)
