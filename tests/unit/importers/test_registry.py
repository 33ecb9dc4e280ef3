# SPDX-License-Identifier: GPL-3.0-or-later

from builders.reading import android, packed, read_bytes
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.record import Certainty
from evidence_kit.importers import registry
from evidence_kit.importers.protocol import Opened
from evidence_kit.importers.source import MemorySource


def opened(data: bytes) -> Opened:
    return Opened(MemorySource(data), from_text("x"))


def test_a_file_that_nobody_knows_is_opaque_and_nothing_is_claimed() -> None:
    found = registry.recognise(opened(b"\0\1\2"))
    assert found.importer.name == "opaque"
    assert found.recognition.certainty is Certainty.NONE


def test_of_two_that_claim_a_file_alike_the_first_reads_it_and_the_other_is_named() -> None:
    twice = (*registry.IMPORTERS, registry.by_name("whatsapp"))
    found = registry.recognise(opened(android("Rico: a", "Sanne: b")), twice)
    assert (found.importer.name, found.also) == ("whatsapp", ("whatsapp",))


def test_of_two_that_know_a_zip_one_reads_it_and_the_other_is_named() -> None:
    line = b"[LINE] Chat history with Rico\n\n2026.01.14 x\n21:06\tRico\ta\n"
    table = b"message_id,created_at,username,message,channel_url\n1,x,rico,b,c\n"
    head, *lines = read_bytes(packed([("a.txt", line), ("b.csv", table)]), "both.zip")
    assert head["importer"] == "reddit"
    assert [(fact["name"], fact["value"]) for fact in head["facts"]] == [
        ("other_importers", "line")
    ]
    assert [
        one["locator"]["member"] for one in lines if one.get("kind") == "unreferenced_file"
    ] == ["a.txt"]


def test_importers_have_different_names() -> None:
    names = [
        importer.name
        for importer in (*registry.IMPORTERS, registry.SHOWN_AS_TEXT, registry.FALL_BACK)
    ]
    assert len(set(names)) == len(names)
    assert [registry.by_name(name).name for name in names] == names
