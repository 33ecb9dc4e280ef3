# SPDX-License-Identifier: GPL-3.0-or-later
"""Hashes of files and streams."""

import hashlib
import io
import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.crypto.hashing import Sha256Stream, blocks, sha256, sha256_file, sha256_hex


@given(st.lists(st.binary(max_size=40)))
def test_pieces_hash_as_their_whole(pieces: list[bytes]) -> None:
    whole, stream = b"".join(pieces), Sha256Stream()
    for piece in pieces:
        stream.update(piece)
    assert (stream.digest(), stream.size) == (hashlib.sha256(whole).digest(), len(whole))
    assert stream.hexdigest() == sha256_hex(whole) == sha256(whole).hex()
    assert sha256_file(io.BytesIO(whole)) == (sha256_hex(whole), len(whole))


@given(st.binary(max_size=100), st.integers(1, 40))
def test_blocks_join_to_the_file(data: bytes, size: int) -> None:
    assert b"".join(bytes(block) for block in blocks(io.BytesIO(data), size)) == data


def test_the_size_counts_bytes_not_items() -> None:
    stream = Sha256Stream()
    stream.update(memoryview(bytes(8)).cast("I"))
    assert stream.size == 8


class Zeros(io.RawIOBase):
    """A large file that is not there."""

    def __init__(self, size: int) -> None:
        self.left = size

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # one kind of buffer
        count = min(self.left, len(buffer))
        self.left -= count
        return count


def test_a_large_file_takes_little_memory() -> None:
    tracemalloc.start()
    try:
        _, size = sha256_file(Zeros(64 << 20))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size == 64 << 20
    assert peak < 4 << 20
