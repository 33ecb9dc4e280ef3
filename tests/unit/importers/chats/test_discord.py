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
