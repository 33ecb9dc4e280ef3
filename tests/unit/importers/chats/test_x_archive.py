# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.reading import Line, messages, notes, packed, read_bytes

SAMPLE = (
    Path(__file__).resolve().parents[3]
    / "importers"
    / "x_archive"
    / "01-file"
    / "direct-messages.js"
)
PREFIX = b"window.YTD.direct_messages.part0 = "


def archive(*events: Any, part: int = 0) -> bytes:
    talk = [{"dmConversation": {"conversationId": "1-2", "messages": list(events)}}]
    return PREFIX.replace(b"part0", b"part%d" % part) + json.dumps(talk).encode()


def message(**values: Any) -> dict[str, Any]:
    return {"messageCreate": {"id": "9", "senderId": "2", "text": "a", **values}}


def read(*events: Any) -> list[Line]:
    return messages(read_bytes(archive(*events), "direct-messages.js"))


def test_each_record_points_to_the_bytes_its_digest_is_of() -> None:
    data = SAMPLE.read_bytes()
    for line in messages(read_bytes(data, "x")):
        raw = data[line["locator"]["start"] : line["locator"]["end"]]
        assert hashlib.sha256(raw).hexdigest() == line["raw_sha256"]
        json.loads(raw)


def test_only_the_owner_has_a_name() -> None:
    account = b'window.YTD.account.part0 = [{"account":{"accountId":"1","username":"sanne"}}]'
    data = packed([("account.js", account), ("dm.js", archive(message(), message(senderId="1")))])
    found = read_bytes(data, "x.zip")
    assert [(line["sender"], line["sender_basis"]) for line in messages(found)] == [
        ("2", "stated"),
        ("sanne", "owner_flag"),
    ]
    assert "numbers_for_people" in notes(found)


def test_a_shortened_link_shows_where_it_leads() -> None:
    (found,) = read(message(urls=[{"url": "https://t.co/a", "expanded": "https://example.test/"}]))
    assert found["text"] == "a\nhttps://example.test/"


def test_a_missing_part_is_named() -> None:
    data = packed([("a.js", archive(message())), ("b.js", archive(message(), part=2))])
    assert notes(read_bytes(data, "x.zip")).count("missing_part") == 1


@pytest.mark.parametrize("event", [7, "x", None, [], {}, {"hologram": 1}, {"messageCreate": []}])
def test_what_is_no_event_is_kept_as_unknown(event: Any) -> None:
    assert [line["kind"] for line in read(event)] == ["unknown"]


def test_another_javascript_file_is_not_taken() -> None:
    assert read_bytes(b"window.YTD.tweets.part0 = []", "tweets.js")[0]["importer"] != "x"


@given(st.binary(max_size=60))
def test_whatever_stands_behind_the_beginning_is_accounted_for(rest: bytes) -> None:
    data = PREFIX + b"[" + rest
    summary = read_bytes(data, "x.js")[-1]
    assert (
        summary["lines_total"]
        == summary["lines_accounted"]
        == 1 + rest.count(b"\n") - (rest.endswith(b"\n"))
    )
