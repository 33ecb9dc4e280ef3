# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.crypto.age import (
    Identity,
    ReadBack,
    Sealer,
    SealRoom,
    open_bytes,
    read_back,
    verify_sealed,
)
from evidence_kit.crypto.age_chunks import CHUNK, SEALED_CHUNK
from evidence_kit.crypto.errors import NoIdentityMatched
from evidence_kit.crypto.plain_sum import PlainSum
from evidence_kit.errors import Damaged

KEY = Identity.generate()
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 16 * CHUNK, 17 * CHUNK, 40 * CHUNK + 5]


def sample(size: int) -> bytes:
    return hashlib.shake_256(b"sample").digest(size)


def sealed(plain: bytes, room: SealRoom) -> bytes:
    out = io.BytesIO()
    with Sealer(out, [KEY.recipient], room) as sealer:
        sealer.write(plain)
    return out.getvalue()


def back(data: bytes, room: SealRoom, total: PlainSum | None = None) -> ReadBack:
    return read_back(io.BytesIO(data), [KEY], total or PlainSum(), room, lambda _: None)


@pytest.mark.parametrize("chunks", [1, 2, 16])
def test_a_room_used_again_keeps_nothing_of_the_file_before(chunks: int) -> None:
    room = SealRoom(chunks)
    for size in (*SIZES, *reversed(SIZES)):
        plain = sample(size)
        data = sealed(plain, room)
        assert open_bytes(data, [KEY]) == plain
        seen = PlainSum()
        seen.update(plain)
        again, blocks = seen.again(), list[int]()
        found = read_back(io.BytesIO(data), [KEY], again, room, blocks.append)
        assert again.agrees(seen)
        assert (found.plain_size, found.sealed_size) == (size, len(data))
        assert found.sealed_sha256 == hashlib.sha256(data).hexdigest()

        assert sum(blocks) == size


@given(st.integers(0, 3 * CHUNK), st.data())
def test_any_flipped_bit_and_any_cut_is_found(size: int, data: st.DataObject) -> None:
    room = SealRoom(1)
    whole = sealed(sample(size), room)
    at = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytearray(whole)
    flipped[at] ^= 1 << data.draw(st.integers(0, 7))
    for broken in (bytes(flipped), whole[:at], whole + b"x"):
        with pytest.raises((Damaged, NoIdentityMatched)):
            back(broken, room)


def test_a_chunk_in_the_place_of_another_is_found() -> None:
    room = SealRoom(2)
    data = sealed(sample(5 * CHUNK), room)
    begin = len(data) - 5 * SEALED_CHUNK
    first, second = (
        data[begin + n * SEALED_CHUNK : begin + (n + 1) * SEALED_CHUNK] for n in range(2)
    )
    moved = data[:begin] + second + first + data[begin + 2 * SEALED_CHUNK :]
    with pytest.raises(Damaged):
        back(moved, room)


def test_it_finds_what_the_slow_way_finds() -> None:
    data = sealed(sample(9 * CHUNK + 9), SealRoom())
    slow = verify_sealed(io.BytesIO(data), [KEY])
    found = back(data, SealRoom())
    assert (found.plain_size, found.sealed_sha256) == (slow.plain_size, slow.sealed_sha256)


def test_a_buffer_filled_again_too_early_is_found() -> None:
    """What was hashed is not what was sealed: the seal is whole, and the sums differ."""
    room, seen = SealRoom(), PlainSum()
    block = bytearray(sample(3 * CHUNK))
    seen.update(block)
    block[CHUNK] ^= 1
    again = seen.again()
    back(sealed(bytes(block), room), room, again)
    assert not again.agrees(seen)


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_a_sum_does_not_depend_on_the_pieces(pieces: list[bytes]) -> None:
    one = PlainSum()
    for piece in pieces:
        one.update(piece)
    two = one.again()
    two.update(b"".join(pieces))
    assert one.agrees(two)
    other = one.again()
    other.update(b"".join(pieces) + b"\x00")
    assert not one.agrees(other)


def test_two_sums_have_two_keys() -> None:
    one, two = PlainSum(), PlainSum()
    one.update(b"x")
    two.update(b"x")
    assert not one.agrees(two)
