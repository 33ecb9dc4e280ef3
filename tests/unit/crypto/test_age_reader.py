# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a sealed file at any place."""

import hashlib
import io
import os
import shutil
import threading
import zipfile
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from evidence_kit.crypto.age import Identity, SealedReader, open_sealed, seal_bytes
from evidence_kit.crypto.age_chunks import CHUNK, SEALED_CHUNK
from evidence_kit.crypto.errors import HeaderDamaged, NoIdentityMatched, PayloadDamaged

KEY = Identity.generate()


def sample(size: int) -> bytes:
    return hashlib.shake_256(b"reader").digest(size)


def reader_of(plain: bytes) -> SealedReader:
    return open_sealed(io.BytesIO(seal_bytes(plain, [KEY.recipient])), [KEY])


class ReadsLikeAFile(RuleBasedStateMachine):
    """Whatever is done in whatever order, it answers as a plain file does."""

    @initialize(size=st.sampled_from([0, 1, CHUNK, CHUNK + 1, 3 * CHUNK, 5 * CHUNK + 17]))
    def begin(self, size: int) -> None:
        self.model = io.BytesIO(sample(size))
        self.reader = reader_of(sample(size))

    @rule(offset=st.integers(0, 6 * CHUNK))
    def seek(self, offset: int) -> None:
        assert self.reader.seek(offset) == self.model.seek(offset)

    @rule(offset=st.integers(0, 6 * CHUNK))
    def seek_from_the_end(self, offset: int) -> None:
        end = self.model.getbuffer().nbytes
        assert self.reader.seek(-min(offset, end), os.SEEK_END) == self.model.seek(
            -min(offset, end), os.SEEK_END
        )

    @rule(offset=st.integers(-CHUNK, CHUNK))
    def seek_from_here(self, offset: int) -> None:
        offset = max(offset, -self.model.tell())
        assert self.reader.seek(offset, os.SEEK_CUR) == self.model.seek(offset, os.SEEK_CUR)

    @rule(size=st.integers(-1, 2 * CHUNK + 3))
    def read(self, size: int) -> None:
        assert self.reader.read(size) == self.model.read(size)
        assert self.reader.tell() == self.model.tell()

    @rule(size=st.integers(0, 2 * CHUNK))
    def readinto(self, size: int) -> None:
        ours, theirs = bytearray(size), bytearray(size)
        assert self.reader.readinto(ours) == self.model.readinto(theirs)
        assert ours == theirs

    @rule(offset=st.integers(0, 6 * CHUNK), length=st.integers(0, 2 * CHUNK))
    def read_at(self, offset: int, length: int) -> None:
        here = self.reader.tell()
        whole = self.model.getvalue()
        assert self.reader.read_at(offset, length) == whole[offset : offset + length]
        assert self.reader.tell() == here


TestReadsLikeAFile = ReadsLikeAFile.TestCase


def test_the_size_is_known_before_reading() -> None:
    assert reader_of(sample(CHUNK + 5)).size == CHUNK + 5
    assert reader_of(b"").size == 0


def test_a_damaged_chunk_costs_only_itself() -> None:
    plain = sample(5 * CHUNK)
    sealed = bytearray(seal_bytes(plain, [KEY.recipient]))
    sealed[len(sealed) - 3 * SEALED_CHUNK + 9] ^= 1
    reader = open_sealed(io.BytesIO(bytes(sealed)), [KEY])
    for index in (0, 1, 3, 4):
        place = index * CHUNK
        assert reader.read_at(place, CHUNK) == plain[place : place + CHUNK]
    with pytest.raises(PayloadDamaged) as caught:
        reader.read_at(2 * CHUNK - 1, 2)
    assert caught.value.fields["chunk"] == 2


@pytest.mark.parametrize("lost", [1, 16, SEALED_CHUNK - 1, SEALED_CHUNK, 2 * SEALED_CHUNK])
def test_a_file_without_its_end_does_not_open(lost: int) -> None:
    sealed = seal_bytes(sample(3 * CHUNK), [KEY.recipient])
    with pytest.raises(PayloadDamaged):
        open_sealed(io.BytesIO(sealed[:-lost]), [KEY])


def test_a_file_that_shrinks_while_open_is_said() -> None:
    file = io.BytesIO(seal_bytes(sample(3 * CHUNK), [KEY.recipient]))
    reader = open_sealed(file, [KEY])
    file.truncate(SEALED_CHUNK)
    with pytest.raises(PayloadDamaged):
        reader.read_at(CHUNK, 1)


class Watched(io.BytesIO):
    """Notices when another thread moves the file between a seek and its read."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.moved_by = 0
        self.mixed_up = 0

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        place = super().seek(offset, whence)
        self.moved_by = threading.get_ident()
        threading.Event().wait(1e-5)  # whoever may come in between gets the chance
        return place

    def read(self, size: int | None = -1, /) -> bytes:
        self.mixed_up += self.moved_by != threading.get_ident()
        return super().read(size)


def test_threads_read_their_own_places() -> None:
    plain = sample(12 * CHUNK)
    file = Watched(seal_bytes(plain, [KEY.recipient]))
    reader = open_sealed(file, [KEY])
    file.mixed_up = 0  # the header was read from where the file stood
    wrong: list[int] = []

    def read(seed: int) -> None:
        for step in range(20):
            place = (seed * 7919 + step * 50_021) % len(plain)
            if reader.read_at(place, 70_000) != plain[place : place + 70_000]:
                wrong.append(place)

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (wrong, file.mixed_up) == ([], 0)


def test_closing_closes_the_file_below(tmp_path: Path) -> None:
    path = tmp_path / "a.age"
    path.write_bytes(seal_bytes(b"x", [KEY.recipient]))
    file = path.open("rb")
    with open_sealed(file, [KEY]) as reader:
        assert reader.read() == b"x"
    assert file.closed
    assert reader.closed
    with pytest.raises(ValueError, match="closed"):
        reader.read_at(0, 1)


def test_a_file_that_does_not_open_stays_the_callers() -> None:
    whole = seal_bytes(b"x", [KEY.recipient])
    for sealed, keys, failure in (
        (whole[:-1], [KEY], PayloadDamaged),
        (whole[:20], [KEY], HeaderDamaged),
        (whole, [Identity.generate()], NoIdentityMatched),
    ):
        file = io.BytesIO(sealed)
        with pytest.raises(failure):
            open_sealed(file, keys)
        assert not file.closed


@pytest.mark.parametrize(("offset", "length"), [(-1, 1), (0, -1)])
def test_a_negative_place_is_refused(offset: int, length: int) -> None:
    with pytest.raises(ValueError, match="negative"):
        reader_of(b"x").read_at(offset, length)
    with pytest.raises(ValueError, match="negative"):
        reader_of(b"x").seek(-1)


def test_an_enormous_wish_takes_no_memory() -> None:
    reader = reader_of(b"abc")
    assert reader.read_at(1, 1 << 60) == b"bc"
    assert reader.read(1 << 60) == b"abc"


def test_libraries_read_it_as_a_file() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", sample(CHUNK))
        archive.writestr("b.txt", sample(3 * CHUNK))
    with reader_of(packed.getvalue()) as reader, zipfile.ZipFile(reader) as archive:
        assert archive.testzip() is None
        assert archive.read("b.txt") == sample(3 * CHUNK)
    out = io.BytesIO()
    with reader_of(sample(3 * CHUNK)) as reader:
        shutil.copyfileobj(io.BufferedReader(reader), out)
    assert out.getvalue() == sample(3 * CHUNK)


def test_an_unbuffered_file_will_do(tmp_path: Path) -> None:
    path = tmp_path / "a.age"
    path.write_bytes(seal_bytes(sample(3 * CHUNK), [KEY.recipient]))
    with path.open("rb", buffering=0) as file, open_sealed(file, [KEY]) as reader:
        assert reader.read() == sample(3 * CHUNK)
