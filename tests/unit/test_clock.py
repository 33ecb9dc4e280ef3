# SPDX-License-Identifier: GPL-3.0-or-later
"""What the computer says of its own clock. Labels of the samples are in three languages and made up
in part: only the order of the lines and the numbers count, which are those of NTP."""

import re
import sys
import time
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit import clock, clock_sync
from evidence_kit.clock import SystemClock
from evidence_kit.clock_sync import UNKNOWN, SyncState, SyncWatch, ask_w32tm, from_w32tm

ENGLISH = """Leap Indicator: 0(no warning)\r
Stratum: 4 (secondary reference - syncd by (S)NTP)\r
Precision: -23 (119.209ns per tick)\r
Root Delay: 0.0312500s\r
Root Dispersion: 7.7902343s\r
ReferenceId: 0xC0A80001 (source IP:  192.0.2.1)\r
Last Successful Sync Time: 3/14/2026 9:14:02 AM\r
Source: time.example.org,0x9\r
Poll Interval: 10 (1024s)\r
\r
"""
DUTCH = """Sprongindicator: 0(geen waarschuwing)\r
Stratum: 3 (secundaire referentie - gesynchroniseerd met (S)NTP)\r
Precisie: -23 (119.209ns per tik)\r
Hoofdvertraging: 0,0312500s\r
Hoofdspreiding: 0,5000000s\r
Referentie-id: 0xC0A80001 (bron-IP:  192.0.2.1)\r
Laatst gesynchroniseerd: 14-3-2026 09:14:02\r
Bron: time.example.org\r
Poll-interval: 10 (1024s)\r
"""
GERMAN = """Sprungindikator: 3(nicht synchronisiert)\r
Stratum: 0 (nicht angegeben)\r
Pr\x84zision: -23 (119.209ns pro Tick)\r
Stammverz\x94gerung: 0.0000000s\r
Stammabweichung: 0.0000000s\r
Referenz-ID: 0x00000000 (nicht angegeben)\r
Letzte erfolgr. Synchronisierungszeit: nicht angegeben\r
Quelle: Local CMOS Clock\r
Abrufintervall: 6 (64s)\r
"""
BY_ITSELF = ENGLISH.replace("Stratum: 4", "Stratum: 1").replace("0xC0A80001", "0x4C4F434C")


@pytest.mark.parametrize(
    ("printed", "sync", "error"),
    [
        (ENGLISH, "synchronised", 15_625 + 7_790_234),
        (DUTCH, "synchronised", 15_625 + 500_000),
        (GERMAN, "unsynchronised", None),
        (BY_ITSELF, "unsynchronised", None),
        (ENGLISH.replace("Stratum: 4", "Stratum: 16"), "unsynchronised", None),
    ],
)
def test_the_windows_time_service_is_understood_in_any_language(
    printed: str, sync: str, error: int | None
) -> None:
    state = from_w32tm(printed.encode("latin-1"))
    assert state == SyncState(sync=sync, source="w32tm", max_error_us=error)


@pytest.mark.parametrize(
    "printed",
    [
        b"",
        b"The following error occurred: The service has not been started. (0x80070426)\r\n",
        ENGLISH.replace("Leap Indicator: 0", "Leap Indicator: 7").encode(),
        ENGLISH.replace("0.0312500s", "soon").encode(),
    ],
)
def test_what_is_not_understood_is_unknown(printed: bytes) -> None:
    assert from_w32tm(printed) == UNKNOWN


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_a_fault(printed: bytes) -> None:
    from_w32tm(printed)
    from_w32tm(ENGLISH.encode()[: len(printed)] + printed)


def test_a_service_that_answers_is_believed() -> None:
    command = (sys.executable, "-c", f"import sys; sys.stdout.buffer.write({ENGLISH.encode()!r})")
    assert ask_w32tm(command).sync == "synchronised"


@pytest.mark.parametrize(
    "command",
    [
        ("/nowhere/w32tm.exe",),
        (sys.executable, "-c", f"print({ENGLISH!r}); raise SystemExit(1)"),
    ],
)
def test_a_service_that_does_not_run_is_unknown(command: tuple[str, ...]) -> None:
    assert ask_w32tm(command) == UNKNOWN


def test_a_service_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_sync, "CLOCK_ASK_SECONDS", 0.2)
    begin = time.monotonic()
    assert ask_w32tm((sys.executable, "-c", "while True: pass")) == UNKNOWN
    assert time.monotonic() - begin < 5


def test_an_answer_of_windows_is_kept_for_some_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def answer(command: object) -> SyncState:
        asked.append(command)
        return SyncState(sync="synchronised", source="w32tm", max_error_us=1)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(clock_sync, "ask_w32tm", answer)
    watch = SyncWatch()
    assert watch.read() == watch.read() == answer("again")
    assert len(asked) == 2
    monkeypatch.setattr(clock_sync, "CLOCK_SYNC_KEPT_SECONDS", -1.0)
    fresh = SyncWatch()
    fresh.read()
    fresh.read()
    assert len(asked) == 4


def test_a_system_that_is_not_known_says_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert SyncWatch().read() == UNKNOWN


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="adjtimex is of Linux")
def test_linux_says_whether_its_clock_is_kept() -> None:
    state = SyncWatch().read()
    assert state.source == "adjtimex"
    assert state.sync in ("synchronised", "unsynchronised")
    assert state.max_error_us is not None
    assert state.max_error_us >= 0


def test_a_reading_says_zone_start_and_both_clocks() -> None:
    ours = SystemClock()
    first, second = ours.read(), ours.read()
    assert first.utc.tzinfo is UTC
    assert abs(first.zone_minutes) <= 14 * 60
    assert re.fullmatch(r"[0-9a-f]{16}", first.boot)
    assert second.boot == first.boot
    assert second.since_boot_ms >= first.since_boot_ms
    assert second.utc - first.utc < timedelta(minutes=1)


def test_without_a_boot_id_readings_of_one_clock_are_of_one_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(clock, "_BOOT_ID", tmp_path / "nothing")
    one, other = SystemClock(), SystemClock()
    assert one.read().boot == one.read().boot != other.read().boot
