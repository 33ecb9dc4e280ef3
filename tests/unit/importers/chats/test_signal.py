# SPDX-License-Identifier: GPL-3.0-or-later
import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.reading import Line, messages, notes, packed, read_bytes
from evidence_kit.domain.reading import Choices

SAMPLES = Path(__file__).resolve().parents[3] / "importers" / "signal"
FIRST = b'{"version":"1","backupTimeMs":"1768424400000","mediaRootBackupKey":"GEHEIM"}\n'
PHOTO = b"\xff\xd8\xffmade up"


def read(*frames: dict[str, Any]) -> list[Line]:
    return read_bytes(export(*frames), "main.jsonl")


def export(*frames: dict[str, Any]) -> bytes:
    return FIRST + b"".join(json.dumps(frame).encode() + b"\n" for frame in frames)


def said(values: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"chatItem": {"chatId": "1", "authorId": "2", "incoming": {}, **more, **values}}


def with_photo(local: bytes = b"k") -> dict[str, Any]:
    where = {
        "plaintextHash": base64.b64encode(hashlib.sha256(PHOTO).digest()).decode(),
        "localKey": base64.b64encode(local).decode(),
    }
    pointer = {"fileName": "a.jpg", "locatorInfo": where}
    return said({"standardMessage": {"attachments": [{"pointer": pointer}]}})


def in_zip(name: str, content: bytes, choices: Choices | None = None) -> Line:
    data = packed([("main.jsonl", export(with_photo())), (f"files/x/{name}.jpg", content)])
    (record,) = messages(read_bytes(data, "x.zip", choices))
    return record


NAME = hashlib.sha256(hashlib.sha256(PHOTO).digest() + b"k").hexdigest()


@pytest.mark.parametrize("folder", ["01-main", "02-zip"])
def test_no_key_is_in_any_line(folder: str) -> None:
    file = next(file for file in (SAMPLES / folder).iterdir() if file.name != "expected.json")
    shown = json.dumps(read_bytes(file.read_bytes(), file.name))
    for secret in (b"SECRETSECRETSECRETSECRETSECRET12", b"p" * 32, b"q" * 32, b"m" * 32, b"k" * 32):
        assert base64.b64encode(secret).decode().rstrip("=") not in shown
    assert "1234" not in shown.replace("31600000001", "")
    assert "verborgen" not in shown


def test_the_first_line_is_a_remark_and_nothing_else() -> None:
    assert notes(read())[:2] == ["keys_in_file", "timed_messages_left_out"]


def test_a_file_with_the_stated_digest_matches() -> None:
    record = in_zip(NAME, PHOTO)
    assert record["flags"] == ["attachment_matches"]
    assert record["attachments"][0]["status"] == "present"


def test_a_file_with_another_digest_differs() -> None:
    assert in_zip(NAME, PHOTO + b"!")["flags"] == ["attachment_differs"]


def test_a_withheld_file_is_not_judged() -> None:
    record = in_zip(NAME, PHOTO, Choices(withheld=(f"files/x/{NAME}.jpg",)))
    assert record["flags"] == ["attachment_not_judged"]
    assert record["attachments"][0]["status"] == "withheld"


@pytest.mark.parametrize(
    "name",
    [(hashlib.sha256(PHOTO).digest() + b"k").hex(), hashlib.sha256(PHOTO).hexdigest()],
    ids=["both in hexadecimal", "digest alone"],
)
def test_a_file_is_found_by_older_names_too(name: str) -> None:
    assert in_zip(name, PHOTO)["flags"] == ["attachment_matches"]


def test_earlier_versions_stand_before_the_message() -> None:
    old = {"authorId": "2", "dateSent": "1", "standardMessage": {"text": {"body": "een"}}}
    lines = read(said({"standardMessage": {"text": {"body": "twee"}}}, revisions=[old]))
    assert [(one["kind"], one["text"]) for one in messages(lines)] == [
        ("edited", "een"),
        ("message", "twee"),
    ]


def test_two_people_of_one_name_are_told_apart() -> None:
    people = [{"recipient": {"id": n, "contact": {"profileGivenName": "Rico"}}} for n in ("2", "3")]
    items = [said({"standardMessage": {}}, authorId=n) for n in ("2", "3")]
    assert [one["sender"] for one in messages(read(*people, *items))] == ["Rico", "Rico (3)"]


def test_what_the_owner_sent_rests_on_the_flag_of_the_owner() -> None:
    (record,) = messages(
        read(
            {"account": {"givenName": "Sanne"}},
            {"recipient": {"id": "1", "self": {}}},
            {"chatItem": {"chatId": "1", "authorId": "1", "outgoing": {}, "standardMessage": {}}},
        )
    )
    assert (record["sender"], record["sender_basis"]) == ("Sanne", "owner_flag")


def test_a_kind_that_is_not_known_is_kept_as_unknown() -> None:
    (record,) = messages(read(said({"hologramMessage": {"colour": "blue", "roomKey": "k"}})))
    assert record["kind"] == "unknown"
    assert record["text"] == "hologramMessage\ncolour: blue"


def test_clocks_that_differ_are_named() -> None:
    item = said({"standardMessage": {}}, dateSent="1768424400000")
    item["chatItem"]["incoming"] = {"dateServerSent": "1768424600000"}
    lines = read(item)
    assert messages(lines)[0]["flags"] == ["server_time_differs", "empty"]
    assert "server_time_differs" in notes(lines)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "chatItem",
                    "chatId",
                    "authorId",
                    "dateSent",
                    "revisions",
                    "standardMessage",
                    "text",
                    "body",
                    "quote",
                    "attachments",
                    "pointer",
                    "locatorInfo",
                    "plaintextHash",
                    "localKey",
                    "reactions",
                    "emoji",
                    "updateMessage",
                    "groupChange",
                    "updates",
                    "poll",
                    "options",
                    "votes",
                    "recipient",
                    "id",
                    "contact",
                    "aci",
                    "chat",
                    "expirationTimerMs",
                    "incoming",
                    "dateServerSent",
                    "longText",
                    "account",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(st.lists(JSON, max_size=4))
def test_frames_of_any_shape_are_read_to_their_end(frames: list[Any]) -> None:
    data = FIRST + b"".join(json.dumps(frame).encode() + b"\n" for frame in frames)
    summary = read_bytes(data, "main.jsonl")[-1]
    assert summary["complete"]
    assert summary["lines_total"] == summary["lines_accounted"] == len(frames) + 1


def test_whom_a_sign_in_the_words_stands_for_is_said() -> None:
    account = base64.b64encode(bytes(16)).decode()
    other = base64.b64encode(bytes(range(16))).decode()
    ranges = [{"start": 0, "length": 1, "mentionAci": aci} for aci in (account, other)]
    lines = read(
        {"recipient": {"id": "3", "contact": {"aci": account, "profileGivenName": "Noor"}}},
        said({"standardMessage": {"text": {"body": "\ufffc en \ufffc", "bodyRanges": ranges}}}),
    )
    details = [line["detail"] for line in lines if line.get("kind") == "mention"]
    assert details == ["label='Noor'", f"label={other!r}"]
