# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.reading import messages, notes, read_bytes
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.reading import Choices
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chats.sms.importer import Sms
from evidence_kit.importers.chats.sms.tags import Tags
from evidence_kit.importers.protocol import Opened
from evidence_kit.importers.source import MemorySource
from evidence_kit.reader import work

SAMPLES = Path(__file__).resolve().parents[3] / "importers" / "sms_backup"
WHOLE = (SAMPLES / "01-messages-pictures-calls" / "sms-20260320.xml").read_bytes()
PARTS = (
    "<sms ", 'body="a"', "body='b'", " />", ">", "</sms>", "<mms>", "</mms>", "<part ", "<addr ",
    'data="R0lG"', "\n", "\r\n", "<!--", "-->", "<?", "?>", "&#55357;", "&#56846;", "&#0;", '"',
    "'", "<", "</smses>", "<smses>", "los", "\x00", "é", 'date="1"', "<call ", "<x>", "<![CDATA[",
)  # fmt: skip


def backup(*elements: str) -> bytes:
    return ("<smses>\n" + "\n".join(elements) + "\n</smses>\n").encode()


def opened(data: bytes) -> Opened:
    return Opened(MemorySource(data), from_text("sms.xml"))


def test_each_record_points_to_the_bytes_its_digest_is_of() -> None:
    for line in messages(read_bytes(WHOLE, "sms.xml")):
        place = line["locator"]
        raw = WHOLE[place["start"] : place["end"]]
        assert raw.startswith((b"<sms ", b"<mms "))
        assert raw.endswith((b"/>", b"</mms>"))
        assert hashlib.sha256(raw).hexdigest() == line["raw_sha256"]


@pytest.mark.parametrize(
    ("box", "sender", "basis"),
    [("1", "+31612345678", "stated"), ("2", "type=2", "owner_flag"), ("5", "type=5", "owner_flag")],
)
def test_the_box_says_who_sent(box: str, sender: str, basis: str) -> None:
    data = backup(f'<sms address="+31612345678" type="{box}" body="a" date="1768424782000" />')
    (line,) = messages(read_bytes(data, "x"))
    assert (line["sender"], line["sender_basis"]) == (sender, basis)


def test_a_group_message_without_a_sender_row_is_given_to_nobody() -> None:
    data = backup('<mms address="+31612345678~+31687654321" msg_box="1"></mms>')
    (line,) = messages(read_bytes(data, "x"))
    assert (line["sender"], line["sender_basis"]) == (None, "none")


def test_halves_of_a_character_become_one_and_it_is_said() -> None:
    lines = read_bytes(backup('<sms body="&#xD83D;&#xDE0E;&#55357;&#56846;" />'), "x")
    assert messages(lines)[0]["text"] == "\U0001f60e\U0001f60e"
    assert notes(lines) == ["surrogate_pairs_joined"]


def test_an_entity_of_ones_own_is_text() -> None:
    lines = read_bytes(backup('<sms body="&geheim; &amp;amp;" />'), "x")
    assert messages(lines)[0]["text"] == "&geheim; &amp;"


def test_a_doctype_ends_the_reading() -> None:
    data = b'<smses><!DOCTYPE x [<!ENTITY a "b">]><sms body="&a;"/></smses>'
    lines = read_bytes(data, "x")
    assert notes(lines) == ["read_stopped"]
    assert not lines[-1]["complete"]


def test_a_file_of_another_root_is_not_taken() -> None:
    assert Sms().recognise(opened(b"<?xml version='1.0'?><html><smses></smses></html>")) is None


def test_a_count_that_differs_is_said() -> None:
    lines = read_bytes(b'<smses count="3"><sms body="a"/></smses>', "x")
    assert [line["detail"] for line in lines if line["type"] == "note"] == ["stated=3 read=1"]


def test_a_damaged_message_costs_no_other() -> None:
    lines = read_bytes(backup('<sms body="a" />', '<sms body="b', '<sms body="c" />'), "x")
    assert [line["text"] for line in messages(lines)] == ["a", "c"]
    assert "element_damaged" in notes(lines)


def test_a_picture_is_listed_by_the_place_of_its_base64_and_hashed_decoded() -> None:
    found = work.survey(MemorySource(WHOLE), from_text("sms.xml"))
    (info,) = found.members
    assert (info.encoding, info.asks, info.media.value) == ("base64", True, "picture")
    assert info.raw_offset is not None
    assert WHOLE[info.raw_offset : info.raw_offset + info.raw_length].startswith(b"R0lGOD")
    content = b"".join(Sms().digest(opened(WHOLE), info.key))
    assert content.startswith(b"GIF89a")
    assert content.endswith(b";")
    assert info.context is not None
    assert info.context.sender == "+31612345678"


def test_a_picture_left_out_keeps_every_other_record() -> None:
    (info,) = work.survey(MemorySource(WHOLE), from_text("sms.xml")).members
    start = info.raw_offset or 0
    holed = WHOLE[:start] + bytes(info.raw_length) + WHOLE[start + info.raw_length :]
    lines = messages(read_bytes(holed, "x", Choices(withheld=(info.key,))))
    assert [line["text"] for line in lines] == [
        line["text"] for line in messages(read_bytes(WHOLE, "x"))
    ]
    assert lines[4]["attachments"][0]["status"] == "withheld"


def test_a_member_that_is_not_there_is_refused() -> None:
    with pytest.raises(NotUnderstood):
        Sms().digest(opened(WHOLE), "9-9")


@given(st.lists(st.sampled_from(PARTS), max_size=30))
def test_every_line_is_accounted_for(parts: list[str]) -> None:
    data = ("<smses>" + "".join(parts)).encode()
    lines = read_bytes(data, "sms.xml")
    summary = lines[-1]
    total = data.count(b"\n") + (not data.endswith(b"\n"))
    assert summary["lines_total"] == summary["lines_accounted"] == total
    for line in messages(lines):
        place = line["locator"]
        raw = data[place["start"] : place["end"]]
        assert hashlib.sha256(raw).hexdigest() == line["raw_sha256"]


@given(st.integers(0, len(WHOLE)), st.integers(1, 400))
def test_how_the_bytes_arrive_changes_nothing(cut: int, size: int) -> None:
    data = WHOLE[:cut]
    in_pieces = Tags(data[at : at + size] for at in range(0, len(data), size))
    whole = Tags([data])
    found = [(tag.name, tag.start, tag.end, tag.closes, dict(tag.values)) for tag in in_pieces]
    assert found == [(tag.name, tag.start, tag.end, tag.closes, dict(tag.values)) for tag in whole]
    assert in_pieces.lines_passed == whole.lines_passed == whole.lines_total


def test_a_picture_larger_than_what_is_held_is_read_by_its_place() -> None:
    letters = b"".join(random.Random(1).choices([b"A", b"b", b"9"], k=3_000_000))  # noqa: S311 - not secret
    data = backup(
        f'<mms msg_box="1"><part ct="image/jpeg" cl="a.jpg" data="{letters.decode()}" /></mms>'
    )
    (info,) = work.survey(MemorySource(data), from_text("x")).members
    assert info.raw_length == len(letters)
    decoded = sum(map(len, Sms().digest(opened(data), info.key)))
    assert decoded == len(letters) * 3 // 4
