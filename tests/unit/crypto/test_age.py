# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealing and opening: round trips, tampering, and what goes wrong half-way."""

import contextlib
import hashlib
import io
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.crypto.age import (
    SCRYPT_CHEAPEST,
    Identity,
    Passphrase,
    Recipient,
    Sealer,
    Wraps,
    authenticate_sealed,
    decrypt_stream,
    open_bytes,
    open_sealed,
    seal_bytes,
    sealed_size,
    verify_sealed,
)
from evidence_kit.crypto.age_chunks import CHUNK, SALT_SIZE, SEALED_CHUNK, TAG, ChunkCipher
from evidence_kit.crypto.age_header import Stanza, encode_header
from evidence_kit.crypto.errors import (
    HeaderDamaged,
    HeaderMacWrong,
    KeyMalformed,
    NoIdentityMatched,
    PayloadDamaged,
)
from evidence_kit.crypto.secret import Secret
from evidence_kit.limits import AGE_HEADER_MAX, AGE_STANZAS_MAX

DAMAGE = (HeaderDamaged, HeaderMacWrong, NoIdentityMatched, PayloadDamaged)
BORDERS = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 17 * CHUNK, 17 * CHUNK + 5)
KEY = Identity.generate()


def sample(size: int) -> bytes:
    return hashlib.shake_256(b"sample").digest(size)


def by_stream(sealed: bytes) -> bytes:
    return b"".join(decrypt_stream(io.BytesIO(sealed), [KEY]))


def by_place(sealed: bytes) -> bytes:
    with open_sealed(io.BytesIO(sealed), [KEY]) as reader:
        return reader.read()


def by_read_back(sealed: bytes) -> str:
    return verify_sealed(io.BytesIO(sealed), [KEY]).plain_sha256


WAYS = (by_stream, by_place, by_read_back)


@pytest.mark.parametrize("size", BORDERS)
def test_what_was_sealed_comes_back(size: int) -> None:
    sealed = seal_bytes(sample(size), [KEY.recipient])
    assert by_stream(sealed) == by_place(sealed) == sample(size)
    assert by_read_back(sealed) == hashlib.sha256(sample(size)).hexdigest()
    assert len(sealed) == sealed_size(size)


@given(st.lists(st.binary(max_size=3 * CHUNK), max_size=5))
def test_blocks_of_any_size_make_one_stream(blocks: list[bytes]) -> None:
    out = io.BytesIO()
    with Sealer(out, [KEY.recipient]) as sealer:
        for block in blocks:
            assert sealer.write(block) == len(block)
    assert open_bytes(out.getvalue(), [KEY]) == b"".join(blocks)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_any_buffer_is_taken_and_may_be_filled_again(kind: Callable[[bytearray], bytes]) -> None:
    out = io.BytesIO()
    with Sealer(out, [KEY.recipient]) as sealer:
        buffer = bytearray(sample(CHUNK + 9))
        sealer.write(kind(buffer))
        buffer[:] = bytes(len(buffer))
        sealer.write(memoryview(sample(8)).cast("I"))
    assert open_bytes(out.getvalue(), [KEY]) == sample(CHUNK + 9) + sample(8)


def test_every_recipient_opens_it_and_nobody_else() -> None:
    others = [Identity.generate() for _ in range(3)]
    sealed = seal_bytes(b"x", [KEY.recipient, *(other.recipient for other in others)])
    assert len(sealed) == sealed_size(1, recipients=4)
    for other in (KEY, *others):
        assert open_bytes(sealed, [other]) == b"x"
    assert open_bytes(sealed, [Identity.generate(), others[2]]) == b"x"
    with pytest.raises(NoIdentityMatched):
        open_bytes(sealed, [Identity.generate()])
    with pytest.raises(NoIdentityMatched):
        open_bytes(sealed, [])


def test_the_same_bytes_never_seal_to_the_same_file() -> None:
    one, two = seal_bytes(b"x", [KEY.recipient]), seal_bytes(b"x", [KEY.recipient])
    assert not set(one.split(b"\n")[1:]) & set(two.split(b"\n")[1:])


# --- tampering


@pytest.mark.parametrize("way", WAYS)
def test_every_flipped_bit_is_found(way: Callable[[bytes], object]) -> None:
    sealed = bytearray(seal_bytes(b"stop hiermee", [KEY.recipient]))
    for place in range(len(sealed)):
        for bit in range(8):
            sealed[place] ^= 1 << bit
            with pytest.raises(DAMAGE):
                way(bytes(sealed))
            sealed[place] ^= 1 << bit
    way(bytes(sealed))


@pytest.mark.parametrize("way", WAYS)
def test_every_cut_and_every_addition_is_found(way: Callable[[bytes], object]) -> None:
    sealed = seal_bytes(b"stop hiermee", [KEY.recipient])
    for end in range(len(sealed)):
        with pytest.raises(DAMAGE):
            way(sealed[:end])
    for more in (b"\x00", bytes(16), sealed):
        with pytest.raises(DAMAGE):
            way(sealed + more)


ORDERS = {
    "swapped": (0, 2, 1, 3, 4),
    "first gone": (1, 2, 3, 4),
    "middle gone": (0, 1, 2, 4),
    "doubled": (0, 1, 1, 2, 3, 4),
    "last gone": (0, 1, 2, 3),
    "only the last": (4,),
    "last doubled": (0, 1, 2, 3, 4, 4),
    "none": (),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
@pytest.mark.parametrize("tail", [77, CHUNK])
def test_chunks_in_another_order_are_found(
    way: Callable[[bytes], object], order: tuple[int, ...], tail: int
) -> None:
    sealed = seal_bytes(sample(4 * CHUNK + tail), [KEY.recipient])
    begin = len(sealed) - 4 * SEALED_CHUNK - tail - 16
    parts = [sealed[begin + i * SEALED_CHUNK : begin + (i + 1) * SEALED_CHUNK] for i in range(5)]
    with pytest.raises(PayloadDamaged):
        way(sealed[:begin] + b"".join(parts[i] for i in order))


@pytest.mark.parametrize("way", WAYS)
def test_a_chunk_of_another_file_is_found(way: Callable[[bytes], object]) -> None:
    one, two = (seal_bytes(sample(3 * CHUNK), [KEY.recipient]) for _ in range(2))
    begin = len(one) - 2 * SEALED_CHUNK
    with pytest.raises(PayloadDamaged) as caught:
        way(one[:begin] + two[begin : begin + SEALED_CHUNK] + one[begin + SEALED_CHUNK :])
    assert caught.value.fields["chunk"] == 1


# --- hostile headers


def sealed_with(stanzas: list[Stanza], file_key: bytes) -> bytes:
    salt = bytes(SALT_SIZE)
    last = bytearray(1 + TAG)
    ChunkCipher(file_key, salt).seal_into(0, memoryview(b"x"), memoryview(last), last=True)
    return encode_header(tuple(stanzas), file_key) + salt + last


def test_a_header_with_as_many_recipients_as_allowed_opens() -> None:
    file_key = bytes(16)
    own = KEY.recipient.wrap(file_key)
    grease = Stanza(args=("example.org/none", "a"), body=b"")
    assert (
        open_bytes(sealed_with([grease] * (AGE_STANZAS_MAX - 1) + [own], file_key), [KEY]) == b"x"
    )
    with pytest.raises(HeaderDamaged) as caught:
        open_bytes(sealed_with([grease] * AGE_STANZAS_MAX + [own], file_key), [KEY])
    assert caught.value.fields["why"] == "too_many_stanzas"


def test_an_endless_header_is_given_up() -> None:
    file = io.BytesIO(b"age-encryption.org/v1\n-> X25519 " + b"a" * (1 << 20))
    with pytest.raises(HeaderDamaged):
        open_sealed(file, [KEY])
    assert file.tell() < 2 * AGE_HEADER_MAX


def test_a_passphrase_beside_others_is_refused_on_both_sides() -> None:
    both: list[Wraps] = [Passphrase(Secret(b"woord"), SCRYPT_CHEAPEST), KEY.recipient]
    with pytest.raises(ValueError, match="one passphrase"):
        seal_bytes(b"x", both)
    file_key = bytes(16)
    with pytest.raises(HeaderDamaged):
        open_bytes(sealed_with([each.wrap(file_key) for each in both], file_key), [KEY])


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_as_damage(data: bytes) -> None:
    for sealed in (data, b"age-encryption.org/v1\n-> X25519 " + data):
        with pytest.raises(HeaderDamaged):
            open_bytes(sealed, [KEY])


# --- keys


def test_a_key_comes_back_from_its_text() -> None:
    again = Identity.from_string(KEY.to_secret())
    assert again.recipient == KEY.recipient
    assert Recipient.from_string(str(KEY.recipient)) == KEY.recipient
    assert hash(again.recipient) == hash(KEY.recipient)
    assert Identity.from_string(KEY.to_secret().reveal().decode()).to_secret() == KEY.to_secret()


def test_the_keys_of_the_specification_fit() -> None:
    secret = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    public = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
    assert str(Identity.from_string(secret).recipient) == public


def test_a_key_does_not_show_itself() -> None:
    text = KEY.to_secret().reveal().decode()
    assert text not in repr(KEY) + str(KEY)
    with pytest.raises(KeyMalformed) as caught:
        Identity.from_string(Secret(text.lower().encode()))
    assert text.lower() not in repr(caught.value)
    with pytest.raises(KeyMalformed):
        Identity.from_string(Secret(text.encode() + b"\xff"))


@pytest.mark.parametrize(
    "text",
    ["", "age1", str(KEY.recipient).upper(), f" {KEY.recipient}"],
    ids=["empty", "prefix only", "upper case", "space before"],
)
def test_what_is_no_recipient_is_refused(text: str) -> None:
    with pytest.raises(KeyMalformed):
        Recipient.from_string(text)


def test_a_secret_key_is_no_recipient_and_the_other_way_round() -> None:
    with pytest.raises(KeyMalformed):
        Recipient.from_string(KEY.to_secret().reveal().decode())
    with pytest.raises(KeyMalformed):
        Identity.from_string(str(KEY.recipient))


def test_a_recipient_that_would_open_for_everybody_is_refused() -> None:
    with pytest.raises(KeyMalformed) as caught:
        seal_bytes(b"x", [Recipient(bytes(32))])
    assert caught.value.fields["reason"] == "low_order"


# --- what goes wrong half-way


class Reluctant(io.BytesIO):
    """Takes little at a time, as an unbuffered file may."""

    def write(self, data: object, /) -> int:
        return super().write(memoryview(data)[:1000])  # type: ignore[arg-type]  # any buffer


def test_a_sink_that_takes_little_at_a_time_loses_nothing() -> None:
    out = Reluctant()
    with Sealer(out, [KEY.recipient]) as sealer:
        sealer.write(sample(3 * CHUNK))
    assert open_bytes(out.getvalue(), [KEY]) == sample(3 * CHUNK)


class Dribbling(io.BytesIO):
    """Gives little at a time, as a pipe may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(999, size) if size is not None and size >= 0 else 999)


def test_a_file_that_gives_little_at_a_time_opens() -> None:
    sealed = seal_bytes(sample(3 * CHUNK), [KEY.recipient])
    assert b"".join(decrypt_stream(Dribbling(sealed), [KEY])) == sample(3 * CHUNK)
    assert verify_sealed(Dribbling(sealed), [KEY]).sealed_size == len(sealed)
    with open_sealed(Dribbling(sealed), [KEY]) as reader:
        assert reader.read() == sample(3 * CHUNK)


class Full(io.BytesIO):
    """A disk with this much room."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def write(self, data: object, /) -> int:
        view = memoryview(data)[: self.room]  # type: ignore[arg-type]  # any buffer
        if not view:
            raise OSError(28, "No space left on device")
        self.room -= len(view)
        return super().write(view)


@pytest.mark.parametrize("room", [0, 100, 400, 2 * SEALED_CHUNK])
def test_a_full_disk_leaves_nothing_that_passes_for_the_whole(room: int) -> None:
    out = Full(room)
    with pytest.raises(OSError, match="No space"), Sealer(out, [KEY.recipient]) as sealer:
        sealer.write(sample(4 * CHUNK))
    out.room = 1 << 20
    with pytest.raises(DAMAGE):
        open_bytes(out.getvalue(), [KEY])


def test_after_a_failed_write_nothing_more_is_sealed() -> None:
    out = Full(300)
    sealer = Sealer(out, [KEY.recipient])
    with pytest.raises(OSError, match="No space"):
        sealer.write(sample(4 * CHUNK))
    out.room = 1 << 20
    with pytest.raises(ValueError, match="failed"):
        sealer.write(b"more")
    sealer.close()
    assert len(out.getvalue()) == 300


def test_an_error_in_between_writes_no_end() -> None:
    out = io.BytesIO()
    with contextlib.suppress(KeyboardInterrupt), Sealer(out, [KEY.recipient]) as sealer:
        sealer.write(sample(20 * CHUNK))  # more than waits in its room
        raise KeyboardInterrupt
    assert out.getvalue()
    with pytest.raises(PayloadDamaged):
        open_bytes(out.getvalue(), [KEY])


def test_closing_twice_writes_one_end() -> None:
    out = io.BytesIO()
    sealer = Sealer(out, [KEY.recipient])
    sealer.write(b"x")
    sealer.close()
    sealer.close()
    assert open_bytes(out.getvalue(), [KEY]) == b"x"
    with pytest.raises(ValueError, match="closed"):
        sealer.write(b"y")


def test_nobody_as_recipient_is_refused() -> None:
    with pytest.raises(ValueError, match="recipients"):
        seal_bytes(b"x", [])


def test_a_sink_that_takes_nothing_is_an_error_not_a_loop() -> None:
    class Stuck(io.BytesIO):
        def write(self, data: object, /) -> int:
            return 0

    sealer = Sealer(Stuck(), [KEY.recipient])
    with pytest.raises(OSError, match="Input/output"):
        sealer.close()


# --- memory, and older libraries


class Sink:
    def __init__(self) -> None:
        self.size = 0

    def write(self, data: bytes | memoryview, /) -> int:
        self.size += len(data)
        return len(data)


def test_a_large_stream_takes_little_memory() -> None:
    block, out = memoryview(bytearray(1 << 20)), Sink()
    tracemalloc.start()
    try:
        with Sealer(out, [KEY.recipient]) as sealer:
            for _ in range(64):
                sealer.write(block)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert out.size == sealed_size(64 << 20)
    assert peak < 3 << 20


def test_without_writing_into_buffers_the_chunks_are_the_same() -> None:
    plain, key, salt = sample(CHUNK), bytes(16), bytes(16)
    new, old = ChunkCipher(key, salt), ChunkCipher(key, salt)
    old._encrypt_into = old._decrypt_into = None  # as with cryptography 46
    sealed = [bytearray(SEALED_CHUNK), bytearray(SEALED_CHUNK)]
    for cipher, into in zip((new, old), sealed, strict=True):
        cipher.seal_into(3, memoryview(plain), memoryview(into), last=False)
    assert sealed[0] == sealed[1]
    assert new.open(3, bytes(sealed[1]), last=False) == plain
    for cipher in (new, old):
        opened = bytearray(CHUNK)
        cipher.open_into(3, memoryview(sealed[0]), memoryview(opened), last=False)
        assert opened == plain
        with pytest.raises(PayloadDamaged):
            cipher.open_into(4, memoryview(sealed[0]), memoryview(opened), last=False)


def test_authenticating_alone_finds_the_same_outside() -> None:
    sealed = seal_bytes(sample(3 * CHUNK), [KEY.recipient])
    both = verify_sealed(io.BytesIO(sealed), [KEY])
    outside = authenticate_sealed(io.BytesIO(sealed), [KEY])
    assert outside.sealed_sha256 == both.sealed_sha256 == hashlib.sha256(sealed).hexdigest()
    assert (outside.plain_size, outside.sealed_size) == (both.plain_size, both.sealed_size)
    damaged = bytearray(sealed)
    damaged[-1] ^= 1
    with pytest.raises(PayloadDamaged):
        authenticate_sealed(io.BytesIO(bytes(damaged)), [KEY])


def test_reading_begins_where_the_file_stands() -> None:
    sealed = seal_bytes(sample(CHUNK + 1), [KEY.recipient])
    file = io.BytesIO(b"before" + sealed)
    file.seek(6)
    with open_sealed(file, [KEY]) as reader:
        assert reader.read() == sample(CHUNK + 1)
