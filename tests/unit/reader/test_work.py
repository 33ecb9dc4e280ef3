# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked about, and what is answered when bytes end badly."""

import zipfile

from builders.reading import android, notes, packed, read_bytes
from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.reading import MemberInfo
from evidence_kit.importers.source import MemorySource
from evidence_kit.reader import work

CHAT = ("_chat.txt", android("Rico: a", "Rico: foto.jpg (bestand bijgevoegd)", "Sanne: b"))
PHOTO = ("foto.jpg", b"\xff\xd8\xff")


def surveyed(data: bytes, name: str = "WhatsApp Chat - Rico.zip") -> dict[str, MemberInfo]:
    found = work.survey(MemorySource(data), from_text(name))
    return {info.key: info for info in found.members}


def test_media_of_an_export_are_asked_about_and_the_chat_is_not() -> None:
    found = surveyed(packed([CHAT, PHOTO, ("a.pdf", b"%PDF-"), ("b.vcf", b"BEGIN:VCARD")]))
    assert {key: info.asks for key, info in found.items()} == {
        "_chat.txt": False,
        "foto.jpg": True,
        "a.pdf": True,
        "b.vcf": False,
    }
    assert found["_chat.txt"].media is MediaKind.CHAT


def test_a_picture_called_text_is_asked_about() -> None:
    assert surveyed(packed([CHAT, ("notities.txt", PHOTO[1] * 20)]))["notities.txt"].asks


def test_a_medium_has_its_place_in_the_conversation() -> None:
    context = surveyed(packed([CHAT, PHOTO]))["foto.jpg"].context
    assert context is not None
    assert (context.sender, context.before, context.after) == ("Rico", "a", "b")
    assert context.moment is not None
    assert context.moment.local == "2022-03-18T14:01:00"


def test_members_of_a_stored_zip_are_asked_about_one_by_one() -> None:
    inner = packed([CHAT, PHOTO], zipfile.ZIP_STORED)
    found = surveyed(packed([("in.zip", inner)], zipfile.ZIP_STORED))
    assert not found["in.zip"].asks
    assert found["in.zip/foto.jpg"].asks


def test_a_deflated_zip_is_asked_about_as_a_whole() -> None:
    found = surveyed(packed([("in.zip", packed([CHAT, PHOTO]))]))
    assert found["in.zip"].asks
    assert not found["in.zip/foto.jpg"].asks


def test_an_empty_file_is_read() -> None:
    lines = read_bytes(b"", "leeg.txt")
    assert (lines[0]["importer"], lines[-1]["records"]) == ("opaque", 0)


def test_a_zip_that_is_none_is_said() -> None:
    data = b"PK\x03\x04" + bytes(20)
    assert notes(read_bytes(data, "x.zip"))[0] == "zip_damaged"
    assert "zip_damaged" in work.survey(MemorySource(data), from_text("x.zip")).findings
