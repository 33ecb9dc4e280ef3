# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
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
