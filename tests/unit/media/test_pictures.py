# SPDX-License-Identifier: GPL-3.0-or-later
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from evidence_kit.errors import LimitReached, NotUnderstood
from evidence_kit.importers.source import MemorySource
from evidence_kit.media.pictures import print_picture, thumbnail
from evidence_kit.media.stripping import stripped

HEIC = Path(__file__).parents[2] / "importers/images/01-heic-with-exif/IMG_1234.HEIC"
RED, BLUE = (200, 10, 10), (10, 10, 200)


def half_red_half_blue(size: tuple[int, int] = (60, 20), mode: str = "RGB") -> Image.Image:
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture.convert(mode)


def coded(picture: Image.Image, picture_format: str, **options: Any) -> MemorySource:
    held = io.BytesIO()
    picture.save(held, picture_format, **options)
    return MemorySource(held.getvalue())


def exif(orientation: int) -> Image.Exif:
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x0110] = "Camera 3"
    return made


def shown(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("picture_format", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_thumbnail_fits_its_box_and_keeps_its_shape(picture_format: str) -> None:
    picture = thumbnail(coded(half_red_half_blue(), picture_format), 30)
    assert (picture.width, picture.height) == (30, 10)
    assert (picture.original_width, picture.original_height) == (60, 20)
    assert len(picture.rgba) == 30 * 10 * 4
    assert picture.rgba[0] > 150
    assert picture.rgba[-2] > 150


def test_a_small_picture_is_not_enlarged() -> None:
    picture = thumbnail(coded(half_red_half_blue(), "PNG"), 500)
    assert (picture.width, picture.height) == (60, 20)


def test_a_heic_is_decoded() -> None:
    picture = thumbnail(MemorySource(HEIC.read_bytes()), 48)
    assert (picture.width, picture.height) == (48, 32)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_way_to_store_colours_is_shown(mode: str) -> None:
    plain = half_red_half_blue()
    deep = Image.new("I;16", (60, 20), 40_000)
    picture = deep if mode == "I;16" else plain.convert(mode)
    source = coded(picture, "JPEG" if mode == "CMYK" else "PNG")
    assert thumbnail(source, 30).width == 30
    assert print_picture(source, 600, 600).width == 60


def test_a_turned_picture_stands_upright() -> None:
    source = coded(half_red_half_blue(), "JPEG", exif=exif(6))
    picture = thumbnail(source, 60)
    assert (picture.width, picture.height) == (20, 60)
    assert (picture.original_width, picture.original_height) == (20, 60)
    assert picture.rgba[0] > 150  # the left half is on top after a quarter turn
    printed = print_picture(source, 600, 600)
    assert (printed.width, printed.height, printed.exact) == (20, 60, False)
    assert shown(printed.data).getexif().get(0x0112) is None


@pytest.mark.parametrize("picture_format", ["PNG", "JPEG"])
def test_a_small_picture_is_printed_with_its_own_pixels_and_without_metadata(
    picture_format: str,
) -> None:
    original = half_red_half_blue()
    source = coded(original, picture_format, exif=exif(1), dpi=(72, 72))
    printed = print_picture(source, 600, 600)
    assert printed.exact
    assert b"Camera 3" not in printed.data
    before = shown(source.read_at(0, source.size)).convert("RGB").tobytes()
    assert shown(printed.data).convert("RGB").tobytes() == before


def test_what_hides_behind_a_picture_does_not_go_along() -> None:
    source = coded(half_red_half_blue(), "JPEG", comment=b"geheim")
    data = source.read_at(0, source.size) + b"moving picture behind it"
    printed = print_picture(MemorySource(data), 600, 600)
    assert printed.data.endswith(b"\xff\xd9")
    assert b"geheim" not in printed.data
    assert b"moving" not in printed.data


def test_a_large_picture_is_printed_smaller_as_jpeg() -> None:
    printed = print_picture(coded(half_red_half_blue((1200, 400)), "PNG"), 300, 300)
    assert (printed.width, printed.height, printed.format) == (300, 100, "jpeg")
    assert (printed.original_width, printed.exact) == (1200, False)


def test_a_see_through_picture_is_printed_on_white() -> None:
    clear = Image.new("RGBA", (1200, 40), (0, 0, 0, 0))
    printed = print_picture(coded(clear, "PNG"), 300, 300)
    assert min(shown(printed.data).convert("L").tobytes()) > 250


def huge_png(width: int, height: int) -> MemorySource:
    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(kind + body)
        return struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", crc)

    head = struct.pack(">2I5B", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * 100))
    return MemorySource(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def test_a_picture_of_2500_million_pixels_is_refused_before_decoding() -> None:
    with pytest.raises(LimitReached) as caught:
        thumbnail(huge_png(50_000, 50_000), 100)
    assert caught.value.fields["value"] == 2_500_000_000


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_no_picture(data: bytes) -> None:
    for untrusted in (data, b"\x89PNG\r\n\x1a\n" + data, b"\xff\xd8\xff" + data, b"GIF89a" + data):
        with pytest.raises((NotUnderstood, LimitReached)):
            thumbnail(MemorySource(untrusted), 10)


@given(st.data())
def test_a_mutated_picture_raises_nothing_else(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["PNG", "JPEG", "WEBP", "GIF", "HEIC"]))
    source = (
        MemorySource(HEIC.read_bytes()) if name == "HEIC" else coded(half_red_half_blue(), name)
    )
    whole = bytearray(source.read_at(0, source.size))
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    for act in (lambda s: thumbnail(s, 20), lambda s: print_picture(s, 50, 50)):
        try:
            act(MemorySource(bytes(whole)))
        except (NotUnderstood, LimitReached):
            continue


@given(st.binary(max_size=100))
def test_stripping_never_fails_on_any_bytes(data: bytes) -> None:
    stripped(b"\xff\xd8" + data, "JPEG")
    stripped(b"\x89PNG\r\n\x1a\n" + data, "PNG")


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_rows": 1}, {}])
def test_every_kind_of_jpeg_keeps_its_pixels(options: dict[str, Any]) -> None:
    source = coded(half_red_half_blue((200, 120)), "JPEG", exif=exif(1), **options)
    data = source.read_at(0, source.size)
    bare = stripped(data, "JPEG")
    assert bare is not None
    assert len(bare) < len(data)
    assert shown(bare).convert("RGB").tobytes() == shown(data).convert("RGB").tobytes()
