# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.reading import messages, notes, packed, read_bytes

SAMPLES = Path(__file__).resolve().parents[3] / "importers" / "discord"
FILES = sorted(file for file in SAMPLES.glob("*/*") if file.name != "expected.json")
TABLE = b"ID,Timestamp,Contents,Attachments\n"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_each_record_points_to_the_bytes_its_digest_is_of(file: Path) -> None:
    data = file.read_bytes()
    for line in messages(read_bytes(data, "x")):
        raw = data[line["locator"]["start"] : line["locator"]["end"]]
        assert hashlib.sha256(raw).hexdigest() == line["raw_sha256"]


def test_it_is_said_that_the_package_holds_one_side() -> None:
    lines = read_bytes(TABLE + b"1,x,hoi,\n", "x")
    assert "one_sided" in notes(lines)
    assert messages(lines)[0]["sender_basis"] == "owner_flag"


def test_a_row_may_go_on_over_line_ends() -> None:
    lines = read_bytes(TABLE + b'1,x,"a\nb",\n2,y,c,\n', "x")
    assert [line["text"] for line in messages(lines)] == ["a\nb", "c"]


def test_a_channel_beside_the_messages_names_the_conversation() -> None:
    channel = json.dumps({"id": "9", "name": "algemeen", "guild": {"name": "Spel"}}).encode()
    data = packed(
        [("messages/c9/channel.json", channel), ("messages/c9/messages.csv", TABLE + b"1,x,a,\n")]
    )
    lines = read_bytes(data, "package.zip")
    assert [line["title"] for line in lines if line["type"] == "conversation"] == [
        "Spel / algemeen"
    ]
    assert "unreferenced_file" not in notes(lines)


@given(st.sampled_from(FILES), st.integers(0, 3000), st.binary(max_size=4))
def test_wherever_it_breaks_every_line_is_accounted_for(file: Path, at: int, put: bytes) -> None:
    summary = read_bytes(file.read_bytes()[:at] + put, "x")[-1]
    assert summary["lines_total"] == summary["lines_accounted"]


PAGE = SAMPLES.parent / "discord_html" / "01-page" / "rico.html"


def test_a_message_of_a_page_without_a_name_is_from_the_one_above() -> None:
    found = messages(read_bytes(PAGE.read_bytes(), "rico.html"))
    assert [line["sender"] for line in found] == ["rico#1234", "rico#1234", "sanne"]
    assert [line["text"] for line in found[:2]] == ["betaal nu & snel", "twee"]
    assert [line["kind"] for line in found] == ["message", "message", "system"]


def test_the_place_of_a_message_on_a_page_is_that_of_its_group() -> None:
    data = PAGE.read_bytes()
    for line in messages(read_bytes(data, "rico.html")):
        raw = data[line["locator"]["start"] : line["locator"]["end"]]
        assert hashlib.sha256(raw).hexdigest() == line["raw_sha256"]
        assert raw.startswith(b'<div class="chatlog__message-group">')


@given(
    st.lists(
        st.sampled_from(
            [
                '<div class="chatlog__message-group">', '<div class="chatlog__message-container">',
                '<span class="chatlog__author" title="rico">', "</span>", "</div>", "x", "\n",
                '<div class="chatlog__content">', '<div class="chatlog__attachment"><a href="a.png">',
                '<span class="chatlog__timestamp" title="Jan 14, 2026 10:06 PM">',
            ]
        ),
        max_size=20,
    )
)  # fmt: skip
def test_saved_pages_of_any_shape_are_read_to_their_end(parts: list[str]) -> None:
    head = "<html><style>.preamble{}.chatlog__message-group{}</style>"
    summary = read_bytes((head + "".join(parts)).encode(), "x.html")[-1]
    assert summary["complete"]
    assert summary["lines_total"] == summary["lines_accounted"]


def test_a_saved_table_names_its_senders() -> None:
    table = b"AuthorID,Author,Date,Content,Attachments,Reactions\n9,rico,2026-01-14T22:06:22+01:00,hoi,,\n"
    (found,) = messages(read_bytes(table, "x.csv"))
    assert (found["sender"], found["moment"]["utc"]) == ("rico", "2026-01-14T21:06:22Z")


def test_lines_of_a_message_on_a_page_stay_lines() -> None:
    data = PAGE.read_bytes().replace(b"betaal ", b"een\n\ntwee\nbetaal ")
    assert messages(read_bytes(data, "rico.html"))[0]["text"] == "een\n\ntwee\nbetaal nu & snel"
