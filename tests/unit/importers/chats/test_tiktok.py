# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.reading import messages, notes, read_bytes

SAMPLES = Path(__file__).resolve().parents[3] / "importers" / "tiktok"
FILES = sorted(file for file in SAMPLES.glob("*/*") if file.name != "expected.json")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_each_record_points_to_the_bytes_its_digest_is_of(file: Path) -> None:
    data = file.read_bytes()
    found = messages(read_bytes(data, "x"))
    assert [line["sender"] for line in found] == ["rico.voorbeeld", "sanne.voorbeeld"]
    for line in found:
        raw = data[line["locator"]["start"] : line["locator"]["end"]]
        assert hashlib.sha256(raw).hexdigest() == line["raw_sha256"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_what_is_missing_is_said_once(file: Path) -> None:
    assert notes(read_bytes(file.read_bytes(), "x")).count("links_instead_of_media") == 1


@given(st.sampled_from(FILES), st.integers(0, 600), st.binary(max_size=4))
def test_wherever_it_breaks_every_line_is_accounted_for(file: Path, at: int, put: bytes) -> None:
    summary = read_bytes(file.read_bytes()[:at] + put, "x")[-1]
    assert summary["lines_total"] == summary["lines_accounted"]


def history(count: int) -> dict[str, object]:
    said = [
        {"Date": "2026-01-14 21:06:22", "From": "rico_x", "Content": f"bericht {n} {'x' * 200}"}
        for n in range(count)
    ]
    return {"Chat History": {"ChatHistory": {"Chat History with rico_x:": said}}}


def test_chats_behind_much_else_are_found() -> None:
    watched = [
        {"Date": "2026-01-01 00:00:00", "Link": f"https://example.org/{n}"} for n in range(4000)
    ]
    activity = {"Favorite Videos": {}, "Video Browsing History": {"VideoList": watched}}
    data = json.dumps({"Activity": activity, "Direct Messages": history(2)}).encode()
    assert data.index(b"ChatHistory") > 100_000
    found = read_bytes(data, "user_data.json")
    assert found[0]["importer"] == "tiktok"
    assert [line["text"][:9] for line in messages(found)] == ["bericht 0", "bericht 1"]


@pytest.mark.slow
def test_a_chat_larger_than_what_is_held_is_read_whole() -> None:
    data = json.dumps({"Direct Messages": history(70_000)}).encode()
    assert len(data) > 16 << 20
    summary = read_bytes(data, "user_data.json")[-1]
    assert (summary["records"], summary["complete"]) == (70_000, True)
    assert summary["lines_total"] == summary["lines_accounted"]
