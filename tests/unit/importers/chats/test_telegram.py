# SPDX-License-Identifier: GPL-3.0-or-later
"""What the importer of Telegram Desktop's JSON decides."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.reading import Line, messages, notes, packed, read_bytes
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.reading import Choices
from evidence_kit.importers.json_bytes import JsonBytes
from evidence_kit.importers.source import MemorySource
from evidence_kit.limits import JSON_RECORD_MAX
from evidence_kit.reader import work


def said(number: int = 1, **members: Any) -> dict[str, Any]:
    return {
        "id": number, "type": "message", "date": "2026-01-14T20:00:00",
        "date_unixtime": "1768417200", "from": "Rico", "from_id": "user1", "text": "hoi",
        "text_entities": [], **members,
    }  # fmt: skip


def export(*records: object) -> bytes:
    chat = {"name": "Rico", "type": "personal_chat", "id": 1, "messages": list(records)}
    return json.dumps(chat, indent=1, ensure_ascii=False).encode()


def read(data: bytes, choices: Choices | None = None) -> list[Line]:
    return read_bytes(data, "iets.bin", choices)


def only(record: dict[str, Any]) -> Line:
    (message,) = messages(read(export(record)))
    return message


def test_a_file_is_known_by_its_keys_and_not_its_name() -> None:
    assert read(export(said()))[0]["importer"] == "telegram"
    assert read_bytes(b'{"messages": [{"text": "a"}]}', "result.json")[0]["importer"] == "text"


def test_the_place_of_a_message_is_its_object_to_the_byte() -> None:
    data = export(said(text='é } ] \\ "'), said(2))
    for message in messages(read(data)):
        raw = data[message["locator"]["start"] : message["locator"]["end"]]
        assert json.loads(raw)["id"] == message["n"]
        assert hashlib.sha256(raw).hexdigest() == message["raw_sha256"]
        assert message["locator"]["pointer"] == f"/messages/{message['n'] - 1}"


def test_utc_is_taken_from_the_file_and_the_offset_is_the_difference() -> None:
    moment = only(said())["moment"]
    assert (moment["utc"], moment["zone"]) == ("2026-01-14T19:00:00Z", "+01:00")
    assert moment["basis"] == "utc_in_source"


def test_a_clock_that_is_off_has_no_offset() -> None:
    assert only(said(date_unixtime="1768417207"))["moment"]["zone"] is None


def test_without_unix_time_no_zone_is_known() -> None:
    record = said()
    del record["date_unixtime"]
    moment = only(record)["moment"]
    assert (moment["utc"], moment["basis"]) == (None, "device_local_unknown")


@pytest.mark.parametrize(
    ("date", "utc", "flags"),
    [
        ("2026-01-14T20:00:00", "2026-01-14T19:00:00Z", []),
        ("2025-10-26T02:30:00", None, ["fold"]),
        ("2025-03-30T02:30:00", None, ["gap"]),
    ],
)
def test_a_chosen_zone_is_used_where_the_clock_is_clear(
    date: str, utc: str | None, flags: list[str]
) -> None:
    record = said(date=date)
    del record["date_unixtime"]
    (message,) = messages(read(export(record), Choices(zone="Europe/Amsterdam")))
    assert message["moment"]["utc"] == utc
    assert message["moment"]["flags"] == flags


def test_an_edit_is_said_neutrally() -> None:
    message = only(said(edited="2026-01-14T20:05:00", edited_unixtime="1768417500"))
    assert message["kind"] == "edited"
    assert "edited_or_reaction" in message["flags"]


def test_a_link_that_leads_elsewhere_is_shown_with_its_target() -> None:
    lines = read(export(said(text=["zie ", {"type": "text_link", "text": "a", "href": "b"}])))
    assert messages(lines)[0]["text"] == "zie a"
    (note,) = [line for line in lines if line["type"] == "note"]
    assert (note["kind"], note["detail"]) == ("hidden_link", "text='a' target='b'")


def test_control_characters_are_read_as_meant_and_an_escaped_backslash_stays() -> None:
    data = export(said(text="X")).replace(b'"X"', b'"a\\x07b \\\\x41"')
    lines = read(data)
    assert messages(lines)[0]["text"] == "a\x07b \\x41"
    assert notes(lines) == ["json_repaired"]


def test_a_deleted_account_is_named_by_its_id() -> None:
    assert only(said() | {"from": None})["sender"] == "user1"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("(File not included. Change data exporting settings to download.)", "omitted_by_app"),
        ("(File exceeds maximum size. Change data exporting settings.)", "omitted_by_app"),
        ("(File unavailable, please try again later)", "failed_download_in_source"),
        ("photos/a.jpg", "missing_on_disk"),
    ],
)
def test_what_became_of_a_file_is_said(path: str, status: str) -> None:
    assert only(said(photo=path))["attachments"][0]["status"] == status


def test_files_of_a_zip_are_found_beside_their_export() -> None:
    data = packed(
        [
            ("Export/result.json", export(said(photo="photos/a.jpg"), said(2, text="na"))),
            ("Export/photos/a.jpg", b"\xff\xd8\xff"),
            ("Export/los.bin", b"x"),
        ]
    )
    lines = read(data)
    assert messages(lines)[0]["attachments"] == [
        {"name": "photos/a.jpg", "status": "present", "member": "Export/photos/a.jpg"}
    ]
    assert notes(lines) == ["unreferenced_file"]
    survey = work.survey(MemorySource(data), from_text("a.zip"))
    context = {info.key: info.context for info in survey.members}["Export/photos/a.jpg"]
    assert context is not None
    assert (context.sender, context.after) == ("Rico", "na")


def test_a_withheld_file_is_said_to_be_withheld() -> None:
    data = packed([("result.json", export(said(photo="a.jpg"))), ("a.jpg", b"\0\0")])
    (message,) = messages(read(data, Choices(withheld=("a.jpg",))))
    assert message["attachments"][0]["status"] == "withheld"


def test_whole_messages_before_a_break_are_kept() -> None:
    whole = export(said(), said(2), said(3))
    lines = read(whole[: whole.rindex(b'"id"') + 3])
    assert len(messages(lines)) == 2
    assert notes(lines) == ["truncated"]
    assert lines[-1]["complete"] is False


def test_an_element_that_is_no_message_is_a_record_all_the_same() -> None:
    lines = read(export(said(), 7, said(3)))
    assert [message["kind"] for message in messages(lines)] == ["message", "unknown", "message"]
    assert "record_unreadable" in notes(lines)


def test_a_message_beyond_the_ceiling_keeps_its_place_and_hash() -> None:
    data = export(said(), said(2, text="a" * JSON_RECORD_MAX), said(3))
    lines = read(data)
    place = messages(lines)[1]["locator"]
    raw = data[place["start"] : place["end"]]
    assert hashlib.sha256(raw).hexdigest() == messages(lines)[1]["raw_sha256"]
    assert "text_clipped" in notes(lines)
    assert messages(lines)[2]["text"] == "hoi"


MEMBERS = (
    *said(), "edited", "photo", "file", "poll", "location_information", "contact_information",
    "reactions", "forwarded_from", "action", "actor", "actor_id", "file_name",
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON, st.integers(1, 7))
def test_a_value_ends_where_json_ends_it_however_its_bytes_come(data: object, size: int) -> None:
    whole = json.dumps(data).encode()
    text = b" " + whole + b" ,"
    cursor = JsonBytes(text[at : at + size] for at in range(0, len(text), size))
    span = cursor.value()
    assert (span.start, span.end, span.data) == (1, 1 + len(whole), whole)
    assert cursor.peek() == b","


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from(MEMBERS), JSON))
def test_a_message_may_hold_anything(members: dict[str, Any]) -> None:
    lines = read(export(said(), said(2) | members))
    assert len(messages(lines)) == 2
    assert lines[-1]["lines_total"] == lines[-1]["lines_accounted"]


def test_deep_nesting_costs_no_message() -> None:
    for depth in range(850, 1000):
        nested = b"[" * depth + b"1" + b"]" * depth
        lines = read(export(said(), said(2, reactions="X"), said(3)).replace(b'"X"', nested))
        assert len(messages(lines)) == 3


BEGINNING = export(said())[:-3] + b","


@pytest.mark.parametrize(
    "rest",
    [
        b"[" * 500_000,
        b'"' + b'\\"' * 300_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'"a",' * 150_000,
        b"\n" * 500_000,
        b'{"text":"' + b"\\x07" * 200_000 + b'"}',
        b'{"text":[' + b"1," * 200_000 + b"1]}",
        b'{"date_unixtime":' + b"9" * 300_000 + b"}",
    ],
    ids=range(8),
)
@pytest.mark.slow
@pytest.mark.timeout(20)
def test_the_time_per_byte_is_bounded(rest: bytes) -> None:
    lines = read(BEGINNING + rest)
    assert lines[0]["importer"] == "telegram"
    assert lines[-1]["lines_total"] == lines[-1]["lines_accounted"]
