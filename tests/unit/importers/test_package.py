# SPDX-License-Identifier: GPL-3.0-or-later
import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.reading import packed
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.package import Package, chunks, member_info, open_package
from evidence_kit.importers.source import MemorySource, PartSource, WindowSource, read_exactly


def opened(data: bytes) -> Package:
    return open_package(MemorySource(data))


def content(package: Package, key: str) -> bytes:
    return b"".join(chunks(package.by_key(key)))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_are_read_in_place(method: int) -> None:
    data = packed([("a.txt", b"hallo" * 1000), ("b/c.jpg", b"")], method)
    package = opened(data)
    assert [member.key for member in package.members] == ["a.txt", "b/c.jpg"]
    assert content(package, "a.txt") == b"hallo" * 1000
    assert content(package, "b/c.jpg") == b""
    assert package.findings == ()


def test_a_members_range_is_where_its_packed_bytes_lie() -> None:
    data = packed([("a.txt", b"x" * 99), ("b.jpg", b"picture")], zipfile.ZIP_STORED)
    info = member_info(opened(data).by_key("b.jpg"))
    assert info.raw_offset is not None
    assert data[info.raw_offset : info.raw_offset + info.raw_length] == b"picture"
    assert info.asks


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_both_there_and_said() -> None:
    package = opened(packed([("a.txt", b"one"), ("a.txt", b"two")]))
    assert [member.key for member in package.members] == ["a.txt", "a.txt#2"]
    assert content(package, "a.txt#2") == b"two"
    assert package.codes() == ("duplicate_member",)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:/x.txt", "a\\..\\b.txt", "a/../b"]
)
def test_an_unsafe_path_stays_a_text_and_is_said(name: str) -> None:
    package = opened(packed([(name, b"x")]))
    assert package.members[0].name.text == name
    assert "member_path_unsafe" in package.codes()


def test_a_name_that_is_no_text_keeps_its_bytes() -> None:
    data = packed([("AB.txt", b"x")]).replace(b"AB.txt", b"\xff\xfe.txt")
    member = opened(data).members[0]
    assert member.name.raw_hex == b"\xff\xfe.txt".hex()
    assert "member_name_undecodable" in opened(data).codes()


def test_a_zip_in_a_zip_is_opened_twice_deep_and_no_deeper() -> None:
    data = packed([("d.txt", b"deep")])
    for name in ("c.zip", "b.zip", "a.zip"):
        data = packed([(name, data)], zipfile.ZIP_STORED)
    package = opened(data)
    assert [member.key for member in package.members] == [
        "a.zip",
        "a.zip/b.zip",
        "a.zip/b.zip/c.zip",
    ]
    assert package.codes() == ("nested_too_deep",)


def test_a_member_of_a_stored_zip_has_a_range_in_the_whole() -> None:
    inner = packed([("photo.jpg", b"picture")], zipfile.ZIP_STORED)
    data = packed([("inner.zip", inner)], zipfile.ZIP_STORED)
    info = member_info(opened(data).by_key("inner.zip/photo.jpg"))
    assert info.raw_offset is not None
    assert data[info.raw_offset : info.raw_offset + info.raw_length] == b"picture"


def test_a_member_of_a_deflated_zip_has_no_range_of_its_own() -> None:
    data = packed([("inner.zip", packed([("photo.jpg", b"picture")]))])
    package = opened(data)
    assert content(package, "inner.zip/photo.jpg") == b"picture"
    assert member_info(package.by_key("inner.zip/photo.jpg")).raw_offset is None


def test_a_zip_without_its_directory_is_read_by_local_headers() -> None:
    data = packed([("a.txt", b"one" * 100), ("b.txt", b"two")])
    package = opened(data[: data.rfind(b"PK\x01\x02")])
    assert [member.key for member in package.members] == ["a.txt", "b.txt"]
    assert content(package, "b.txt") == b"two"
    assert package.codes()[0] == "zip_damaged"


def test_a_streamed_zip_without_its_directory_is_measured() -> None:
    held = io.BytesIO()

    class Pipe(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            return held.write(data)

    with zipfile.ZipFile(Pipe(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"one" * 100)
        archive.writestr("b.txt", b"two")
    data = held.getvalue()
    package = opened(data[: data.find(b"PK\x01\x02")])
    assert content(package, "a.txt") == b"one" * 100
    assert content(package, "b.txt") == b"two"


def test_a_truncated_zip_keeps_what_is_there_and_says_so() -> None:
    data = packed([("a.txt", b"one"), ("b.txt", bytes(range(256)) * 40)])
    package = opened(data[:200])
    assert content(package, "a.txt") == b"one"
    assert {"zip_damaged", "zip_truncated"} <= set(package.codes())
    with pytest.raises(NotUnderstood):
        content(package, "b.txt")


def test_an_encrypted_member_is_listed_and_said() -> None:
    data = bytearray(packed([("a.txt", b"x")]))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(magic) + at
        data[place] |= 1
    package = opened(bytes(data))
    assert package.codes() == ("member_encrypted",)
    with pytest.raises(NotUnderstood):
        content(package, "a.txt")


def test_a_member_that_swells_beyond_reason_is_said() -> None:
    package = opened(packed([("bomb.txt", b"\0" * (20 << 20))]))
    assert package.codes() == ("member_ratio",)


def test_a_member_never_gives_more_than_it_states() -> None:
    data = bytearray(packed([("a.txt", b"x" * 100_000)]))
    struct.pack_into("<L", data, data.find(b"PK\x01\x02") + 24, 10)
    with pytest.raises(NotUnderstood) as caught:
        content(opened(bytes(data)), "a.txt")
    assert caught.value.fields["reason"] == "member_larger_than_stated"


def test_a_changed_byte_in_a_member_is_seen() -> None:
    data = packed([("a.txt", b"hallo allemaal")], zipfile.ZIP_STORED)
    with pytest.raises(NotUnderstood) as caught:
        content(opened(data.replace(b"hallo", b"HALLO")), "a.txt")
    assert caught.value.fields["reason"] == "member_crc_differs"


def test_members_that_share_bytes_are_said() -> None:
    data = packed([("a.txt", b"x" * 1000), ("b.txt", b"y")], zipfile.ZIP_STORED)
    twice = bytearray(data)
    second = data.rfind(b"PK\x01\x02")
    struct.pack_into("<L", twice, second + 42, 0)
    assert "member_overlap" in opened(bytes(twice)).codes()


def test_a_zip64_directory_is_understood() -> None:
    held = io.BytesIO()
    with (
        zipfile.ZipFile(held, "w", allowZip64=True) as archive,
        archive.open(zipfile.ZipInfo("a.txt"), "w", force_zip64=True) as member,
    ):
        member.write(b"hallo")
    data = held.getvalue()
    at = data.rfind(b"PK\x05\x06")
    size, offset = struct.unpack_from("<2L", data, at + 12)
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, size, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    assert content(opened(data[:at] + end64 + locator + end), "a.txt") == b"hallo"


@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_no_zip_or_a_listing(data: bytes) -> None:
    for untrusted in (data, b"PK\x03\x04" + data, data + packed([("a", b"b")])):
        try:
            package = opened(untrusted)
        except NotUnderstood:
            continue
        for member in package.members:
            try:
                content(package, member.key)
            except NotUnderstood:
                continue


@given(st.data())
def test_a_mutated_zip_never_raises_anything_else(data: st.DataObject) -> None:
    whole = bytearray(packed([("a.txt", b"hallo" * 30), ("b.zip", packed([("c", b"d")]))]))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        package = opened(bytes(whole[: data.draw(st.integers(0, len(whole)))]))
        for member in package.members:
            content(package, member.key)
            member_info(member)
    except NotUnderstood:
        pass


@given(st.binary(), st.integers(0, 50), st.integers(0, 50))
def test_a_window_gives_the_same_bytes_as_the_source(data: bytes, at: int, length: int) -> None:
    window = WindowSource(PartSource(MemorySource(data), 0, len(data)), window=16)
    assert window.read_at(at, length) == data[at : at + length]
    assert window.read_at(0, 5) == data[:5]


def test_reading_beyond_the_end_is_refused() -> None:
    with pytest.raises(NotUnderstood):
        read_exactly(MemorySource(b"abc"), 2, 2)
