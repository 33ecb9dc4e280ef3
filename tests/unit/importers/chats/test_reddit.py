# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from builders.reading import messages, read_bytes

SAMPLE = (
    Path(__file__).resolve().parents[3] / "importers" / "reddit" / "01-chat" / "chat_history.csv"
)
HEAD = b"message_id,created_at,username,message,channel_url\n"


def test_each_record_points_to_the_bytes_its_digest_is_of() -> None:
    data = SAMPLE.read_bytes()
    for line in messages(read_bytes(data, "x")):
        raw = data[line["locator"]["start"] : line["locator"]["end"]]
        assert hashlib.sha256(raw).hexdigest() == line["raw_sha256"]


def test_a_table_is_known_by_its_columns_in_any_order() -> None:
    head = b"channel_url,message,username,created_at,message_id\n"
    lines = read_bytes(head + b"c,hoi,rico,2026-01-14 21:06:22 UTC,1\n", "whatever.csv")
    assert lines[0]["importer"] == "reddit"
    assert messages(lines)[0]["text"] == "hoi"


def test_another_table_is_not_taken() -> None:
    assert read_bytes(b"message_id,username,message\n1,a,b\n", "x.csv")[0]["importer"] != "reddit"


@given(st.binary(max_size=120))
def test_whatever_stands_below_the_header_is_accounted_for(rest: bytes) -> None:
    data = HEAD + rest
    summary = read_bytes(data, "x.csv")[-1]
    whole = data.count(b"\n") + (not data.endswith(b"\n"))
    assert summary["lines_total"] == summary["lines_accounted"] == whole
