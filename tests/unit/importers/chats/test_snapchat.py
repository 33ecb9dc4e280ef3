# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.reading import messages, notes, packed, read_bytes
from evidence_kit.domain.found_text import from_text
from evidence_kit.importers.chats.snapchat.importer import Snapchat
from evidence_kit.importers.protocol import Opened
from evidence_kit.importers.source import MemorySource
from evidence_kit.reader import work

SAMPLES = Path(__file__).resolve().parents[3] / "importers" / "snapchat"
WHOLE = (SAMPLES / "01-chat-history" / "chat_history.json").read_bytes()


def history(**more: object) -> bytes:
    message = {"From": "rico", "Media Type": "TEXT", "IsSender": False, "Content": "a", **more}
    return json.dumps({"rico": [message]}).encode()


def test_each_record_points_to_the_bytes_its_digest_is_of() -> None:
    for line in messages(read_bytes(WHOLE, "x")):
        raw = WHOLE[line["locator"]["start"] : line["locator"]["end"]]
        json.loads(raw)
        assert hashlib.sha256(raw).hexdigest() == line["raw_sha256"]


def test_what_is_called_microseconds_is_read_as_milliseconds() -> None:
    (line,) = messages(read_bytes(history(**{"Created(microseconds)": 1768424782123}), "x"))
    assert line["moment"]["utc"] == "2026-01-14T21:06:22.123Z"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("STATUSERASEDMESSAGE", "deleted"),
        ("STATUSSAVETOCAMERAROLL", "system"),
        ("TEXT", "message"),
        ("SOMETHINGNEW", "message"),
    ],
)
def test_the_media_type_says_what_a_record_is(code: str, kind: str) -> None:
    (line,) = messages(read_bytes(history(**{"Media Type": code}), "x"))
    assert line["kind"] == kind


def test_it_is_said_that_only_saved_chats_are_there() -> None:
    assert notes(read_bytes(history(), "x")) == ["saved_chats_only"]


def test_half_a_character_is_shown_and_said() -> None:
    lines = read_bytes(history(Content="a\ud83d"), "x")
    assert messages(lines)[0]["text"] == "a\ufffd"
    assert "lone_surrogate" in notes(lines)


def test_a_medium_is_found_in_the_zip_by_its_id() -> None:
    data = packed(
        [
            (
                "json/chat_history.json",
                history(**{"Media Type": "MEDIA", "Media IDs": "b~AB | b~C"}),
            ),
            ("chat_media/2026-01-14_b~AB.jpg", b"\xff\xd8\xff"),
            ("chat_media/overlay~zip-1.png", b"\x89PNG\r\n\x1a\n"),
        ]
    )
    lines = read_bytes(data, "mydata.zip")
    first, second = messages(lines)[0]["attachments"]
    assert (first["status"], first["member"]) == ("present", "chat_media/2026-01-14_b~AB.jpg")
    assert second["status"] == "missing_on_disk"
    assert notes(lines).count("unreferenced_file") == 1
    asked = {
        info.key: info.asks for info in work.survey(MemorySource(data), from_text("x")).members
    }
    assert asked == {
        "json/chat_history.json": False,
        "chat_media/2026-01-14_b~AB.jpg": True,
        "chat_media/overlay~zip-1.png": True,
    }


def test_other_json_is_not_taken() -> None:
    opened = Opened(MemorySource(b'{"messages": [{"IsSender": true}]}'), from_text("x.json"))
    assert Snapchat().recognise(opened) is None


@given(st.integers(0, len(WHOLE)), st.binary(max_size=4))
def test_wherever_it_breaks_every_line_is_accounted_for(at: int, put: bytes) -> None:
    data = WHOLE[:at] + put
    summary = read_bytes(data, "x")[-1]
    assert summary["lines_total"] == summary["lines_accounted"]
