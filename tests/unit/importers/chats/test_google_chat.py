# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from builders.reading import Line, messages, notes, packed, read_bytes

SAMPLE = (
    Path(__file__).resolve().parents[3] / "importers" / "google_chat" / "01-file" / "messages.json"
)
RICO = {"name": "Rico", "email": "rico@example.org"}


def chat(*records: Any) -> bytes:
    return json.dumps({"messages": [{"creator": RICO}, *records]}).encode()


def read(*records: Any) -> list[Line]:
    return messages(read_bytes(chat(*records), "messages.json"))[1:]


def test_each_record_points_to_the_bytes_its_digest_is_of() -> None:
    data = SAMPLE.read_bytes()
    for line in messages(read_bytes(data, "x")):
        raw = data[line["locator"]["start"] : line["locator"]["end"]]
        assert hashlib.sha256(raw).hexdigest() == line["raw_sha256"]


def test_whose_account_it_is_stands_beside_the_groups() -> None:
    data = packed(
        [
            ("T/Users/User 1/user_info.json", json.dumps({"user": RICO}).encode()),
            ("T/Groups/DM 1/messages.json", chat()),
        ]
    )
    (found,) = messages(read_bytes(data, "x.zip"))
    assert (found["sender"], found["sender_basis"]) == ("Rico", "owner_flag")


def test_a_deleted_message_is_a_record() -> None:
    (found,) = read({"creator": RICO, "message_state": "DELETED"})
    assert found["kind"] == "deleted"


def test_a_quotation_is_kept_beside_the_answer() -> None:
    lines = read_bytes(chat({"creator": RICO, "quoted_message_metadata": {"text": "x"}}), "x")
    assert messages(lines)[1]["flags"] == ["reply", "empty"]
    assert "reply" in notes(lines)


def test_a_name_that_was_cut_is_found_when_only_one_fits() -> None:
    name = "a" * 60 + ".png"
    value = {"creator": RICO, "attached_files": [{"export_name": name}]}
    cut = f"g/{'a' * 50}.png"
    one = packed([("g/messages.json", chat(value)), (cut, b"x")])
    two = packed([("g/messages.json", chat(value)), (cut, b"x"), (f"g/{'a' * 48}.png", b"y")])
    assert messages(read_bytes(one, "x"))[1]["attachments"][0]["status"] == "present"
    assert messages(read_bytes(two, "x"))[1]["attachments"][0]["status"] == "missing_on_disk"


KEYS = [
    "creator", "name", "email", "text", "created_date", "attached_files", "export_name", "reactions",
    "emoji", "reactor_emails", "annotations", "url_metadata", "quoted_message_metadata",
    "previous_message_versions",
]  # fmt: skip
VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.lists(VALUES, max_size=3))
def test_messages_of_any_shape_are_records(values: list[Any]) -> None:
    summary = read_bytes(chat(*values), "messages.json")[-1]
    assert summary["complete"]
    assert summary["records"] >= len(values) + 1
