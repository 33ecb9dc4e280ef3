# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.reading import Line, messages, notes, packed, read_bytes
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.reading import Choices
from evidence_kit.importers.chats.meta.messages import moment_of
from evidence_kit.importers.chats.meta.texts import repaired
from evidence_kit.importers.source import MemorySource
from evidence_kit.reader import work

T = 1768424760123
INBOX = "your_facebook_activity/messages/inbox/rico_1"
JPEG = b"\xff\xd8\xff\xe0 no real picture"


def said(text: str, **more: Any) -> dict[str, Any]:
    return {"sender_name": "Rico", "timestamp_ms": T, "content": text, **more}


def thread(*said_there: Any, **more: Any) -> bytes:
    head = {"participants": [{"name": "Rico"}, {"name": "Sanne"}]}
    return json.dumps({**head, "messages": said_there, "title": "Rico", **more}, indent=1).encode()


def secure(*said_there: Any) -> bytes:
    head = {"participants": ["Rico", "Sanne"], "threadName": "Rico_4"}
    return json.dumps({**head, "messages": said_there}).encode()


def first(value: Any, wrap: Callable[..., bytes] = thread) -> Line:
    return messages(read_bytes(wrap(value), "message_1.json"))[0]


def texts(lines: list[Line]) -> list[str]:
    return [line["text"] for line in messages(lines)]


@given(st.text())
def test_letters_written_byte_by_byte_are_put_together_again(text: str) -> None:
    coded = text.encode("utf-8", "replace").decode("latin-1")
    assert repaired(coded) == (
        None if coded.isascii() else text.encode("utf-8", "replace").decode()
    )


@pytest.mark.parametrize("text", ["plain", "café", "€ 5", "", "Ã"])
def test_what_cannot_be_undone_is_left_as_it_is(text: str) -> None:
    assert repaired(text) is None


def test_a_repair_is_flagged_and_a_failed_one_too() -> None:
    assert first(said("\u00e2\u0082\u00ac"))["text"] == "€"
    assert first(said("\u00e2\u0082\u00ac"))["flags"] == ["mojibake_repaired"]
    assert first(said("café"))["flags"] == ["mojibake_not_repaired"]


def test_the_end_to_end_download_is_never_repaired() -> None:
    found = first({"senderName": "Rico", "text": "Ã©", "timestamp": T, "type": "text"}, secure)
    assert (found["text"], found["flags"]) == ("Ã©", [])


def test_parts_are_read_by_number_and_keep_the_order_of_the_source() -> None:
    names = (10, 2, 1)
    lines = read_bytes(
        packed((f"{INBOX}/message_{n}.json", thread(said(f"{n}a"), said(f"{n}b"))) for n in names),
        "facebook.zip",
    )
    assert texts(lines) == ["1a", "1b", "2a", "2b", "10a", "10b"]
    assert [line["n"] for line in messages(lines)] == [1, 2, 3, 4, 5, 6]
    assert lines[-1]["conversations"] == 1
    assert "missing_part" in notes(lines)


def test_every_section_is_read_and_each_folder_is_a_conversation() -> None:
    sections = ("inbox", "message_requests", "archived_threads", "filtered_threads", "e2ee_cutover")
    lines = read_bytes(
        packed((f"messages/{s}/rico_1/message_1.json", thread(said(s))) for s in sections), "a.zip"
    )
    assert texts(lines) == list(sections)
    assert lines[-1]["conversations"] == len(sections)


def test_a_record_s_place_and_digest_are_those_of_its_bytes() -> None:
    data = thread(said("één"), said("b", reactions=[{"reaction": "x", "actor": "Sanne"}]))
    found = messages(read_bytes(data, "message_1.json"))
    assert [line["kind"] for line in found] == ["message", "message", "reaction"]
    for line in found:
        raw = data[line["locator"]["start"] : line["locator"]["end"]]
        assert hashlib.sha256(raw).hexdigest() == line["raw_sha256"]
    reaction = found[2]["locator"]
    assert json.loads(data[reaction["start"] : reaction["end"]])["actor"] == "Sanne"


@pytest.mark.parametrize(
    ("value", "kind", "flags"),
    [
        (said("a", is_unsent=True), "deleted", ["content_kept"]),
        ({"sender_name": "R", "timestamp_ms": T, "is_unsent": True}, "deleted", []),
        ({"sender_name": "R", "timestamp_ms": T}, "unknown", ["empty"]),
        (said("Rico called you.", call_duration=0), "call", []),
        (said("Rico joined.", type="Subscribe"), "system", []),
        (said("Rico sent an attachment."), "message", ["typed_or_app"]),
        (said("Rico heeft een bijlage verzonden.", share={"link": "x"}), "message",
         ["app_text", "share"]),
        (said("a", is_taken_down=True), "message", ["is_taken_down"]),
        ({"sender_name": "R", "timestamp_ms": T, "photos": [{"uri": "a"}]}, "message", []),
        (["a"], "unknown", ["unknown_shape"]),
    ],
)  # fmt: skip
def test_each_kind_of_message_is_told_by_its_fields(
    value: Any, kind: str, flags: list[str]
) -> None:
    found = messages(read_bytes(thread(said("x"), value), "message_1.json"))[1]
    assert (found["kind"], found["flags"]) == (kind, flags)


@pytest.mark.parametrize(
    ("uri", "status"),
    [
        (f"{INBOX}/photos/1.jpg", "present"),
        ("photos/1.jpg", "present"),
        ("1.jpg", "present"),
        ("other_root/" + f"{INBOX}/photos/1.jpg", "present"),
        (f"{INBOX}/photos/2.jpg", "missing_on_disk"),
        ("", "missing_on_disk"),
        ("https://scontent.xx.fbcdn.net/1.jpg", "expired_link"),
        ("https://www.example.org/1.jpg", "remote_only"),
        ("Failed to download media", "failed_download_in_source"),
    ],
)
def test_a_file_is_found_by_its_path_or_its_absence_is_said(uri: str, status: str) -> None:
    chat = thread(said("a", photos=[{"uri": uri}]))
    data = packed([(f"{INBOX}/message_1.json", chat), (f"{INBOX}/photos/1.jpg", JPEG)])
    (attachment,) = messages(read_bytes(data, "a.zip"))[0]["attachments"]
    assert attachment["status"] == status
    assert (attachment["member"] is None) == (status != "present")


def test_a_withheld_file_is_said_to_be_withheld() -> None:
    chat = thread(said("a", photos=[{"uri": "1.jpg"}]))
    data = packed([(f"{INBOX}/message_1.json", chat), (f"{INBOX}/1.jpg", JPEG)])
    found = messages(read_bytes(data, "a.zip", Choices(withheld=(f"{INBOX}/1.jpg",))))[0]
    assert found["attachments"][0]["status"] == "withheld"


def test_a_medium_is_listed_between_the_words_before_and_after_it_in_time() -> None:
    later = said("later", timestamp_ms=T + 2)
    here = said("hier", timestamp_ms=T + 1, photos=[{"uri": "1.jpg"}])
    data = packed(
        [
            (f"{INBOX}/message_1.json", thread(later, here, said("eerder"))),
            (f"{INBOX}/1.jpg", JPEG),
        ]
    )
    found = work.survey(MemorySource(data), from_text("a.zip"))
    chat, picture = found.members
    assert not chat.asks
    assert picture.asks
    assert picture.context is not None
    assert (picture.context.before, picture.context.after) == ("eerder", "later")


def test_what_stands_before_damage_is_kept_and_the_rest_is_noted() -> None:
    data = thread(said("a"), said("b"))
    cut = data[: data.index(b'"b"')]
    lines = read_bytes(cut, "message_1.json")
    assert texts(lines) == ["a"]
    assert notes(lines)[-1] == "read_stopped"
    assert lines[-1]["complete"] is False
    assert lines[-1]["lines_total"] == lines[-1]["lines_accounted"] == cut.count(b"\n") + 1


def test_a_message_nested_too_deep_stops_the_reading_where_it_stands() -> None:
    deep = b'{"a":' * 50_000
    data = thread(said("a"), said("b")).replace(b'"b"', b'"b", "z": ' + deep)
    lines = read_bytes(data, "message_1.json")
    assert texts(lines) == ["a"]
    assert lines[-1]["complete"] is False


def test_fields_of_no_known_meaning_are_noted_by_name() -> None:
    lines = read_bytes(thread(said("a", ip="192.0.2.7"), joinable_mode={}), "message_1.json")
    details = {line["kind"]: line["detail"] for line in lines if line["type"] == "note"}
    assert details == {"unknown_fields": "fields='ip'", "thread_fields": "joinable_mode={}"}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"{}", "message_1.json"),
        (b'{"participants": [], "messages": []}', "message_1.json"),
        (b'{"messages": [{"id": 1, "date_unixtime": "1"}]}', "result.json"),
        (packed([("a/profile.json", b'{"name": "Sanne"}')]), "instagram.zip"),
    ],
)
def test_other_json_is_not_claimed(data: bytes, name: str) -> None:
    assert read_bytes(data, name)[0]["importer"] != "meta"


def test_a_chat_is_known_by_its_content_and_not_by_its_name() -> None:
    assert read_bytes(thread(said("a")), "x.bin")[0]["importer"] == "meta"


def test_a_zip_with_another_chat_beside_it_is_left_to_the_surer_importer() -> None:
    other = b"18-03-2022 14:56 - Rico: a\n18-03-2022 14:57 - Sanne: b\n"
    data = packed([(f"{INBOX}/message_1.json", thread(said("a"))), ("chat.txt", other)])
    assert read_bytes(data, "a.zip")[0]["importer"] == "whatsapp"


@given(st.integers() | st.floats() | st.text() | st.booleans() | st.none())
def test_any_time_gives_a_reading_or_says_that_there_is_none(value: Any) -> None:
    for unit in (1, 1000):
        moment = moment_of(value, unit)
        assert (moment.local is None) == bool(moment.flags)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(
        st.sampled_from(("uri", "link", "share_text", "actor", "reaction", "timestamp", "name")),
        inner,
        max_size=3,
    ),
    max_leaves=5,
)  # fmt: skip
FIELDS = st.sampled_from(
    ("sender_name", "timestamp_ms", "content", "photos", "sticker", "share", "reactions", "type",
     "is_unsent", "call_duration", "videos", "x")
)  # fmt: skip


@given(st.lists(st.dictionaries(FIELDS, VALUES, max_size=6), max_size=4), st.booleans())
def test_every_message_becomes_one_record_whatever_its_fields_hold(
    values: list[dict[str, Any]], plain: bool
) -> None:
    whole = {"participants": [{"name": "R"}], "messages": [said("a"), *values], "title": "R"}
    data = json.dumps(whole, ensure_ascii=plain, indent=1).encode("utf-8", "surrogatepass")
    lines = read_bytes(data, "message_1.json")
    found = [line for line in messages(lines) if "reactions" not in line["locator"]["pointer"]]
    assert [line["locator"]["pointer"] for line in found] == [
        f"/messages/{n}" for n in range(len(values) + 1)
    ]
    summary = lines[-1]
    assert summary["complete"]
    assert summary["lines_total"] == summary["lines_accounted"] == data.count(b"\n") + 1
