# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever the bytes: nothing but NotUnderstood, and every line a record or a note."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from builders.reading import Line, messages, packed, read_bytes
from evidence_kit.domain.found_text import from_text
from evidence_kit.importers.protocol import Opened
from evidence_kit.importers.source import MemorySource
from evidence_kit.reader import work

SAMPLES = Path(__file__).resolve().parents[2] / "importers"
NAMES = ("WhatsApp Chat - Rico.zip", "WhatsApp-chat met Rico.txt", "mail.eml", "foto.jpg", "x")
CHAT_PARTS = (
    "18-03-2022 14:56 - ", "[18-03-2022, 14:56:01] ", "3/4/22, 2:56\u202fPM - ", "\u200e", "\u200f",
    "Rico", "Sanne", ": ", ":", "\n", "\r\n", "\ufeff", "<bijgevoegd: a.jpg>", "null", "\x00",
    "Dit bericht is verwijderd", "afbeelding weggelaten", "\u2028", "[14:56:01, 3/18/22] ", "é",
    "<Dit bericht is bewerkt>", "PEILING:", "01-01-2020 10:00 - Ander: ", "(bestand bijgevoegd)",
    "99-99-9999 99:99 - ", "R4/3/18 14:56 - ", "18/3/2565 14:56 - ", "heeft de groep verlaten",
)  # fmt: skip


def pictures() -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    for name in ("PNG", "JPEG", "GIF", "WEBP"):
        held = io.BytesIO()
        exif = Image.Exif()
        exif[0x0110] = "Camera"
        exif[0x0132] = "2026:01:14 21:33:10"
        Image.new("RGB", (6, 4), (9, 99, 200)).save(held, name, exif=exif)
        made[name] = held.getvalue()
    return made


def samples() -> list[bytes]:
    found = [
        file.read_bytes()
        for file in sorted(SAMPLES.glob("*/*/*"))
        if file.name != "expected.json" and file.stat().st_size < 4000
    ]
    return [*found, *pictures().values(), packed([("_chat.txt", found[0]), ("a.jpg", b"\xff")])]


ALL_SAMPLES = samples()


def hold(lines: list[Line]) -> None:
    """What holds for every reading."""
    summary = lines[-1]
    assert lines[0]["type"] == "source"
    assert summary["type"] == "summary"
    assert summary["records"] == len(messages(lines)) == sum(summary["by_kind"].values())
    assert summary["notes"] == sum(line["type"] == "note" for line in lines)
    assert summary["conversations"] == sum(line["type"] == "conversation" for line in lines)
    assert summary["lines_total"] == summary["lines_accounted"]


@given(st.binary(max_size=600), st.sampled_from(NAMES))
def test_arbitrary_bytes_are_read_to_their_end(data: bytes, name: str) -> None:
    hold(read_bytes(data, name))


@given(st.lists(st.sampled_from(CHAT_PARTS), max_size=40))
def test_every_line_of_a_chat_is_a_record_or_a_note(parts: list[str]) -> None:
    data = ("18-03-2022 14:56 - Rico: a\n" + "".join(parts)).encode()
    lines = read_bytes(data, "WhatsApp-chat met Rico.txt")
    hold(lines)
    assert lines[-1]["lines_total"] == data.count(b"\n") + (not data.endswith(b"\n"))
    covered = sum(
        line["locator"]["end"] - line["locator"]["start"]
        for line in lines
        if line["type"] == "message" or line.get("kind") == "before_first_record"
    )
    assert covered == len(data)


@given(st.data())
def test_a_mutated_sample_is_read_to_its_end(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(ALL_SAMPLES)))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, max(0, len(whole) - 1)))
        match data.draw(st.sampled_from(("change", "cut", "repeat", "insert"))):
            case "change" if whole:
                whole[at] = data.draw(st.integers(0, 255))
            case "cut":
                del whole[at : at + data.draw(st.integers(1, 40))]
            case "repeat":
                whole[at:at] = whole[at : at + 30]
            case _:
                whole[at:at] = data.draw(st.binary(max_size=6))
    name = data.draw(st.sampled_from(NAMES))
    hold(read_bytes(bytes(whole), name))
    survey_and_digest(bytes(whole), name)


def survey_and_digest(data: bytes, name: str) -> None:
    source, shown = MemorySource(data), from_text(name)
    found = work.survey(source, shown)
    assert len({info.key for info in found.members}) == len(found.members)
    for info in found.members:
        assert not (info.asks and info.raw_offset is None)
    keys = [info.key for info in found.members]
    assert len(list(work.digest_members(source, shown, keys))) == len(keys)


@pytest.mark.parametrize(
    "data",
    [
        b"18-03-2022 14:56 - Rico: a\n" + b"\n" * 400_000,
        b"18-03-2022 14:56 - " * 40_000,
        b"18-03-2022 14:56 - Rico: " + b": " * 300_000,
        b"[" * 700_000,
        b"18-03-2022 14:56 - Rico: a\n" + "\u202e".encode() * 100_000,
        b"18-03-2022 14:56 - Rico: \xff" + b"\xff\n" * 100_000,
        b"From: a@example.org\nTo: b@example.org\nSubject: x\nMessage-ID: <a>\n\n" + b"<" * 500_000,
        b"From: a@example.org\nTo: b@example.org\nSubject: " + b"=?utf-8?q?a?= " * 50_000,
        b"From: a@example.org\nTo: b@example.org\nSubject: x\nContent-Type: text/html\n\n"
        + b"<a '" * 100_000,
        b"From: a@example.org\nTo: b@example.org\nSubject: x\nContent-Type: multipart/mixed;"
        b" boundary=a\n\n" + b"--a\n" * 100_000,
        b"GIF89a" + b"\x01\x00" * 2 + b"\x00\x00\x00" + b"\x21\xfe" * 200_000,
        b"\xff\xd8" + b"\xff\xe1\x00\x02" * 150_000,
    ],
    ids=range(12),
)
@pytest.mark.slow
@pytest.mark.timeout(20)
def test_the_time_per_byte_is_bounded(data: bytes) -> None:
    for name in ("WhatsApp Chat - a.txt", "a.eml"):
        hold(read_bytes(data, name))


def test_a_file_is_looked_at_only_as_far_as_recognition_needs() -> None:
    class Counting(MemorySource):
        read = 0

        def read_at(self, offset: int, length: int) -> bytes:
            Counting.read += length
            return super().read_at(offset, length)

    source = Counting(b"x" * 5_000_000)
    work.recognise(source, from_text("a.bin"))
    assert Counting.read < 1_000_000
    assert Opened(source, from_text("a")).package is None
