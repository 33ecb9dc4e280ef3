# SPDX-License-Identifier: GPL-3.0-or-later
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pi_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from builders.reading import notes, read_bytes
from evidence_kit.importers.files.image.exif import exif_moment, read_exif
from evidence_kit.importers.files.image.file_names import read_name

SAMPLES = Path(__file__).resolve().parents[3] / "importers"
HEIC = SAMPLES / "images" / "01-heic-with-exif" / "IMG_1234.HEIC"
RED = (200, 10, 10)


def coded(picture_format: str, size: tuple[int, int] = (30, 20), **options: Any) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", size, RED).save(held, picture_format, **options)
    return held.getvalue()


def facts_of(data: bytes, name: str = "x") -> dict[str, str]:
    return {fact["name"]: fact["value"] for fact in read_bytes(data, name)[0]["facts"]}


def camera_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif[0x0110] = "Camera 3"
    exif[0x0131] = "Firmware 1.2"
    exif[0x0112] = 6
    part = exif.get_ifd(0x8769)
    part[0x9003] = "2026:01:14 21:33:10"
    part[0x9011] = "+01:00"
    part[0x9291] = "123"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (52.0, 22.0, 12.78)
    gps[3], gps[4] = "E", (4.0, 53.0, 42.61)
    return exif


@pytest.mark.parametrize(
    ("picture_format", "extension"),
    [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("GIF", "gif")],
)
def test_the_size_is_read_without_decoding(picture_format: str, extension: str) -> None:
    lines = read_bytes(coded(picture_format), f"foto.{extension}")
    found = {fact["name"]: fact["value"] for fact in lines[0]["facts"]}
    assert (found["width"], found["height"]) == ("30", "20")
    assert found["format"] == picture_format.lower()
    assert notes(lines) == []
    assert lines[-1]["records"] == 0


@pytest.mark.parametrize("picture_format", ["PNG", "JPEG", "WEBP"])
def test_camera_time_and_place_are_read(picture_format: str) -> None:
    lines = read_bytes(coded(picture_format, exif=camera_exif()), "x")
    found = {fact["name"]: fact for fact in lines[0]["facts"]}
    assert found["camera"]["value"] == "Camera 3"
    assert found["software"]["value"] == "Firmware 1.2"
    assert found["orientation"]["value"] == "6"
    assert found["place"]["value"] == "52.370217, 4.895169"
    assert found["taken"]["moment"] == {
        "text": "2026:01:14 21:33:10 +01:00",
        "local": "2026-01-14T21:33:10.123",
        "local_other": None,
        "utc": "2026-01-14T20:33:10.123Z",
        "zone": "+01:00",
        "basis": "offset_in_source",
        "precision": "millisecond",
        "flags": [],
    }


def test_a_time_without_offset_stays_local() -> None:
    moment = exif_moment("2026:01:14 21:33:10", "", "")
    assert (moment.local, moment.utc, moment.zone) == ("2026-01-14T21:33:10", None, None)


@pytest.mark.parametrize("text", ["2026:13:45 21:33:10", "gisteren", "0001:01:01 00:00:00"])
def test_a_time_that_cannot_be_is_kept_as_text(text: str) -> None:
    moment = exif_moment(text, "+14:00", "")
    assert moment.text.startswith(text)
    assert moment.utc is None


def test_the_heic_sample_gives_size_and_exif() -> None:
    data = heic_file(4032, 3024, b"\0\0\0\0" + bytes(camera_exif().tobytes())[6:])
    found = facts_of(data, "IMG_1234.HEIC")
    assert (found["format"], found["width"], found["height"]) == ("heic", "4032", "3024")
    assert found["camera"] == "Camera 3"


def heic_file(width: int, height: int, exif_block: bytes) -> bytes:
    """A HEIC with the boxes that are read here and no picture data."""

    def box(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I4s", 8 + len(body), kind) + body

    entry = box(b"infe", b"\x02\0\0\0" + struct.pack(">2H", 1, 0) + b"Exif\0")
    listing = box(b"iinf", b"\0\0\0\0\0\x01" + entry)
    shown = box(b"ispe", b"\0\0\0\0" + struct.pack(">2I", width, height))
    small = box(b"ispe", b"\0\0\0\0" + struct.pack(">2I", 512, 512))
    properties = box(b"iprp", box(b"ipco", small + shown))
    head = box(b"ftyp", b"heic\0\0\0\0mif1heic")

    def meta(offset: int) -> bytes:
        places = b"\0\0\0\0\x44\0" + struct.pack(">4H2I", 1, 1, 0, 1, offset, len(exif_block))
        return box(b"meta", b"\0\0\0\0" + listing + properties + box(b"iloc", places))

    start = len(head) + len(meta(0)) + 8
    return head + meta(start) + box(b"mdat", exif_block)


def test_a_wrong_extension_is_said() -> None:
    assert notes(read_bytes(coded("JPEG"), "screenshot.png")) == ["extension_differs"]


def test_a_picture_called_text_is_still_a_picture() -> None:
    assert read_bytes(coded("PNG"), "notities.txt")[0]["importer"] == "image"


def test_frames_of_a_moving_picture_are_counted() -> None:
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (0, 120, 240)]
    for picture_format in ("GIF", "WEBP", "PNG"):
        held = io.BytesIO()
        frames[0].save(held, picture_format, save_all=True, append_images=frames[1:])
        assert facts_of(held.getvalue())["frames"] == "3"


def test_a_picture_of_2500_million_pixels_is_said_and_not_decoded() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(kind + body)
        return struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", crc)

    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">2I5B", 50_000, 50_000, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", b"x" * 200_000)
        + chunk(b"IEND", b"")
    )
    lines = read_bytes(data, "groot.png")
    assert notes(lines) == ["too_many_pixels"]
    assert facts_of(data)["width"] == "50000"


def test_a_cut_off_picture_is_said_with_the_place() -> None:
    data = coded("PNG", (200, 200))
    lines = read_bytes(data[:-30], "x.png")
    assert notes(lines) == ["picture_damaged"]
    assert lines[-1]["complete"] is False


@given(st.binary(max_size=200), st.sampled_from([b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"]))
def test_any_exif_block_gives_facts_or_none(data: bytes, head: bytes) -> None:
    for fact in read_exif(head + data):
        fact.value.encode()


@pytest.mark.parametrize(
    ("name", "made_by", "local", "app"),
    [
        ("Screenshot_20260114-213310.png", "android_screenshot", "2026-01-14T21:33:10", None),
        (
            "Screenshot_20260114_213310_WhatsApp.jpg",
            "android_screenshot",
            "2026-01-14T21:33:10",
            "WhatsApp",
        ),
        (
            "Screenshot_2026-01-14-21-33-10-123_com.whatsapp.jpg",
            "android_screenshot",
            "2026-01-14T21:33:10",
            "com.whatsapp",
        ),
        ("IMG-20260113-WA0003.jpg", "whatsapp", "2026-01-13T00:00:00", None),
        (
            "00000035-PHOTO-2022-03-27-21-41-55.jpg",
            "whatsapp_ios_export",
            "2022-03-27T21:41:55",
            None,
        ),
        (
            "WhatsApp Image 2026-01-14 at 21.33.10.jpeg",
            "whatsapp_desktop",
            "2026-01-14T21:33:10",
            None,
        ),
        (
            "WhatsApp Image 2026-01-14 at 9.33.10 PM (2).jpeg",
            "whatsapp_desktop",
            "2026-01-14T21:33:10",
            None,
        ),
        (
            "Schermafbeelding 2026-01-14 om 21.33.10.png",
            "macos_screenshot",
            "2026-01-14T21:33:10",
            None,
        ),
        (
            "Screenshot 2026-01-14 at 9.33.10\u202fPM.png",
            "macos_screenshot",
            "2026-01-14T21:33:10",
            None,
        ),
        (
            "Schermafbeelding 2026-01-14 213310.png",
            "windows_screenshot",
            "2026-01-14T21:33:10",
            None,
        ),
        ("Schermafbeelding (12).png", "windows_screenshot_numbered", None, None),
        (
            "Screenshot from 2026-01-14 21-33-10.png",
            "linux_screenshot",
            "2026-01-14T21:33:10",
            None,
        ),
        ("PXL_20260114_213310123.jpg", "phone_camera", "2026-01-14T21:33:10", None),
        ("20260114_213310.jpg", "phone_camera", "2026-01-14T21:33:10", None),
        ("signal-2026-01-14-213310.jpg", "signal", "2026-01-14T21:33:10", None),
    ],
)
def test_a_name_says_who_gave_it_and_when(
    name: str, made_by: str, local: str | None, app: str | None
) -> None:
    said = read_name(name)
    assert said is not None
    assert (said.made_by, said.app) == (made_by, app)
    assert (said.moment.local if said.moment else None) == local


@pytest.mark.parametrize("name", ["IMG_1234.HEIC", "foto.jpg", "2026.png", "Screenshot.png"])
def test_a_name_that_says_nothing_gives_nothing(name: str) -> None:
    assert read_name(name) is None


def test_a_date_in_a_name_that_cannot_be_is_kept_as_text() -> None:
    said = read_name("Screenshot_20261345-213310.png")
    assert said is not None
    assert said.moment is not None
    assert said.moment.local is None


def test_the_decoder_agrees_about_the_size_of_a_real_heic() -> None:
    pi_heif.register_heif_opener()
    with Image.open(HEIC) as picture:
        found = facts_of(HEIC.read_bytes())
        assert (found["width"], found["height"]) == tuple(map(str, picture.size))


def test_a_list_of_places_that_ends_early_is_damage_and_no_more() -> None:
    """Found by mutated samples: the box of places held four bytes."""
    data = heic_file(4032, 3024, b"\0\0\0\0")
    at = data.index(b"iloc") - 4
    cut = data[:at] + b"\0\0\0\x0ciloc\0\0\0\0" + data[at + 12 :]
    assert read_bytes(cut, "IMG_1234.HEIC")[-1]["type"] == "summary"
