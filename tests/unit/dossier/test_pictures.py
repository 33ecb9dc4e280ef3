# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures for print: pixels unchanged where they can be, no metadata, never cropped."""

import io
import struct
import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from builders.sample_material import photograph, screenshot
from evidence_kit.dossier.pictures import Encoding, calm_rows, prepare, strip_jpeg
from evidence_kit.errors import NotUnderstood


def jpeg(image: Image.Image, **options: object) -> bytes:
    """Return an image as a JPEG file."""
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def png(image: Image.Image) -> bytes:
    """Return an image as a PNG file."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_stripping_takes_the_metadata_and_leaves_the_pixels() -> None:
    before = photograph()
    after = strip_jpeg(before)
    assert b"GPSCAMERA" in before
    assert b"GPSCAMERA" not in after
    assert b"Exif" not in after
    same = Image.open(io.BytesIO(before)).tobytes() == Image.open(io.BytesIO(after)).tobytes()
    assert same


def test_comments_and_profiles_are_stripped() -> None:
    data = jpeg(Image.new("RGB", (8, 8)), comment=b"from my phone", icc_profile=b"made-up profile")
    stripped = strip_jpeg(data)
    assert b"from my phone" not in stripped
    assert b"made-up profile" not in stripped


def test_a_damaged_jpeg_is_refused() -> None:
    with pytest.raises(NotUnderstood):
        strip_jpeg(b"\xff\xd8\xff\xe1\xff\xff")


def test_a_jpeg_that_fits_is_not_decoded_and_encoded_again() -> None:
    data = photograph(800, 500)
    (part,) = prepare(data).parts
    assert part.encoding is Encoding.JPEG
    assert part.data == strip_jpeg(data)


def test_a_picture_is_printed_at_300_dpi_at_most() -> None:
    (part,) = prepare(screenshot(2340, 4000)).parts
    assert part.width == round(94 / 25.4 * 300)
    assert abs(part.height / part.width - 4000 / 2340) < 0.002


def test_what_is_transparent_becomes_white() -> None:
    (part,) = prepare(png(Image.new("RGBA", (40, 40), (255, 0, 0, 0)))).parts
    assert part.colours == 3
    assert part.encoding is Encoding.PNG_ROWS


def test_a_grey_picture_stays_grey() -> None:
    (part,) = prepare(png(Image.new("L", (40, 60), 90))).parts
    assert part.colours == 1


def test_a_tall_capture_is_cut_into_parts_that_are_all_of_it() -> None:
    prepared = prepare(screenshot(600, 4700))
    assert len(prepared.parts) == 4
    assert sum(part.height for part in prepared.parts) == 4700
    assert {part.width for part in prepared.parts} == {600}


def test_cuts_fall_between_lines_of_text() -> None:
    image = Image.new("RGB", (200, 1000), "white")
    draw = ImageDraw.Draw(image)
    for top in range(0, 1000, 50):
        for x in range(10, 190, 8):
            draw.rectangle((x, top, x + 3, top + 25), fill="black")
    rows = calm_rows(image, 300)
    assert rows[0] == 0
    assert rows[-1] == 1000
    assert all(30 <= row % 50 <= 46 for row in rows[1:-1])


@given(st.integers(1, 900), st.integers(20, 400))
def test_parts_are_never_longer_than_asked_and_never_empty(height: int, most: int) -> None:
    rows = calm_rows(Image.new("L", (4, height), 255), most)
    lengths = [below - above for above, below in pairwise(rows)]
    assert sum(lengths) == height
    assert all(0 < length <= most for length in lengths)


@pytest.mark.parametrize("junk", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_what_is_no_picture_is_refused(junk: bytes) -> None:
    with pytest.raises(NotUnderstood):
        prepare(junk)


def test_a_picture_with_too_many_pixels_is_refused_before_decoding() -> None:
    header = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(
        ">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0
    )
    header += struct.pack(">I", zlib.crc32(header[12:]))
    with pytest.raises(NotUnderstood):
        prepare(header)
    with pytest.raises(NotUnderstood) as caught:
        prepare(png(Image.new("1", (8_001, 8_000))))
    assert caught.value.fields["reason"] == "too_many_pixels"


def test_the_size_of_the_original_is_remembered() -> None:
    prepared = prepare(screenshot(600, 1200), original_width=3000, original_height=6000)
    assert (prepared.original_width, prepared.original_height) == (3000, 6000)


def test_a_landscape_photo_takes_the_width_of_the_page() -> None:
    assert prepare(photograph()).wide
    assert not prepare(screenshot()).wide
