# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.reading import Line, messages, notes, read_bytes

SAMPLE = Path(__file__).resolve().parents[3] / "importers" / "skype" / "01-file" / "messages.json"


def export(*records: Any, **conversation: Any) -> bytes:
    talk = {"id": "8:rico", **conversation, "MessageList": list(records)}
    return json.dumps({"userId": "8:me", "exportDate": "x", "conversations": [talk]}).encode()


def read(*records: Any) -> list[Line]:
    return messages(read_bytes(export(*records), "messages.json"))


def rich(content: str, **more: Any) -> dict[str, Any]:
    return {"from": "8:rico", "messagetype": "RichText", "content": content, **more}


def test_each_record_points_to_the_bytes_its_digest_is_of() -> None:
    data = SAMPLE.read_bytes()
    for line in messages(read_bytes(data, "x")):
        raw = data[line["locator"]["start"] : line["locator"]["end"]]
        assert hashlib.sha256(raw).hexdigest() == line["raw_sha256"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("a &amp; b", "a & b"),
        ("a\nb", "a\nb"),
        ('<b raw_pre="*">vet</b><br/>x', "vet\nx"),
        ("1 &lt; 2", "1 < 2"),
        ('<ss type="smile">:)</ss>', ":)"),
    ],
)
def test_words_are_those_that_were_seen(content: str, text: str) -> None:
    assert read(rich(content))[0]["text"] == text


def test_a_link_that_leads_elsewhere_is_named() -> None:
    content = '<a href="https://example.test/x">https://example.org</a>'
    lines = read_bytes(export(rich(content)), "x")
    assert messages(lines)[0]["flags"] == ["hidden_link"]
    assert notes(lines) == ["hidden_link"]
    assert read(rich('<a href="https://example.org/">example.org</a>'))[0]["flags"] == []


def test_a_deleted_message_is_a_record() -> None:
    (found,) = read(rich("", properties={"deletetime": "1"}))
    assert found["kind"] == "deleted"


def test_an_unknown_kind_keeps_its_words() -> None:
    (found,) = read({"messagetype": "Hologram", "content": "x"})
    assert (found["kind"], found["text"]) == ("unknown", "x")


KEYS = [
    "id", "from", "displayName", "messagetype", "content", "properties", "emotions", "users", "mri",
    "time", "amsreferences", "originalarrivaltime", "edittime",
]  # fmt: skip
VALUES = st.recursive(
    st.none()
    | st.integers()
    | st.sampled_from(["RichText", "Event/Call", "<a", "<quote", "x", "[{}]"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.lists(VALUES, max_size=3))
def test_messages_of_any_shape_are_records(values: list[Any]) -> None:
    summary = read_bytes(export(*values), "messages.json")[-1]
    assert summary["complete"]
    assert summary["records"] >= len(values)


def test_hostile_markup_takes_linear_work() -> None:
    for piece in ("<", '<a href="', '<x v="', '<part identity="', "<quote", '<a href="x">'):
        (found,) = read(rich(piece * 60_000))
        assert found["kind"] == "message"
