# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.clock import ClockReading
from evidence_kit.domain.custody import EntryType, Role, TextRef
from evidence_kit.errors import Damaged, Inconsistent, NewerFormat
from evidence_kit.formats import log_entry
from evidence_kit.formats.entry_body import BODIES, body_fits
from evidence_kit.formats.log_entry import EntryDraft

STEP = {"after": 3, "wall_ms": -5, "same_boot": True, "since_boot_ms": 4}
SALT = bytes(16)

times = st.builds(
    ClockReading,
    utc=st.integers(0, 7_000_000_000_000).map(
        lambda ms: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
    ),
    zone_minutes=st.integers(-720, 840),
    boot=st.just("0123456789abcdef"),
    since_boot_ms=st.integers(0, 1 << 50),
    sync=st.sampled_from(["synchronised", "unsynchronised", "unknown"]),
    source=st.sampled_from(["adjtimex", "none"]),
    max_error_us=st.none() | st.integers(0, 1 << 40),
)
NOW = ClockReading(
    utc=datetime(2026, 3, 14, 13, 2, 7, tzinfo=UTC),
    zone_minutes=60,
    boot="unknown",
    since_boot_ms=1,
    sync="unknown",
    source="none",
    max_error_us=None,
)


def draft(time: ClockReading = NOW, body: dict[str, object] | None = None) -> EntryDraft:
    return EntryDraft(
        type=EntryType.CLOCK_STEP,
        time=time,
        slot="identity.age",
        role=Role.CLIENT,
        actor=TextRef(id="a" * 32, sha256="b" * 64),
        app="1.0",
        body=STEP if body is None else body,
    )


@given(times, st.integers(0, 1 << 40), st.none() | st.binary(min_size=32, max_size=32))
def test_an_entry_reads_back(time: ClockReading, seq: int, prev: bytes | None) -> None:
    line = log_entry.encode(draft(time), seq=seq, prev=prev, pack=None)
    found = log_entry.decode(line, SALT, "test")
    assert (found.seq, found.time, found.body, found.actor) == (seq, time, STEP, draft().actor)
    assert found.prev == (None if prev is None else prev.hex())


def test_a_leaf_is_what_the_format_says() -> None:
    line = log_entry.encode(draft(), seq=0, prev=None, pack=None)
    salt = bytes(range(16))
    inner = hashlib.sha256(salt + line).digest()
    assert log_entry.decode(line, salt, "x").leaf == hashlib.sha256(b"\0" + inner).digest()


@pytest.mark.parametrize(
    "body", [{}, {**STEP, "name": "Sam"}, {**STEP, "after": -1}, {**STEP, "same_boot": 1}]
)
def test_a_body_that_does_not_fit_its_type_is_not_written(body: dict[str, object]) -> None:
    with pytest.raises(Inconsistent):
        log_entry.encode(draft(body=body), seq=0, prev=None, pack=None)


def test_a_type_that_nobody_writes_yet_is_not_written() -> None:
    unwritten = set(EntryType) - BODIES.keys()
    for kind in unwritten:
        assert body_fits(kind, {"whatever": 1})
    assert EntryType.CREATED not in unwritten


def altered(**fields: object) -> bytes:
    value = json.loads(log_entry.encode(draft(), seq=0, prev=None, pack=None))
    value.update(fields)
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def test_a_newer_entry_is_named() -> None:
    with pytest.raises(NewerFormat):
        log_entry.decode(altered(v=2), SALT, "test")


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "unheard-of"},
        {"role": "boss"},
        {"seq": True},
        {"prev": "zz"},
        {"actor": {"id": "a"}},
        {"extra": 1},
        {"time": {}},
    ],
)
def test_an_entry_that_is_off_is_damaged(fields: dict[str, object]) -> None:
    with pytest.raises(Damaged):
        log_entry.decode(altered(**fields), SALT, "test")


def test_a_segment_ends_with_its_signed_head() -> None:
    plain = log_entry.encode_segment((b"one", b"two"), b"head")
    assert log_entry.split_segment(plain, "test") == ((b"one", b"two"), b"head")


@pytest.mark.parametrize("plain", [b"", b"head\n", b"one\nhead"])
def test_a_segment_without_entry_or_end_is_damaged(plain: bytes) -> None:
    with pytest.raises(Damaged):
        log_entry.split_segment(plain, "test")
