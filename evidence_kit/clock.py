# SPDX-License-Identifier: GPL-3.0-or-later
"""The computer's clock: what it says, and how far it can be believed.

The only module that asks the operating system for the time. Sync state: Linux adjtimex(2), read
only; other systems say unknown.
"""

import ctypes
import hashlib
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Protocol

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_STA_UNSYNC = 0x0040  # linux/timex.h
_TIMEX_BYTES = 208  # struct timex on LP64 (linux/timex.h)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """One look at the clock."""

    utc: datetime
    """Wall time, aware, in UTC, millisecond precision."""
    zone_minutes: int
    """Offset of local time from UTC in minutes."""
    boot: str
    """First 16 hex digits of SHA-256 of the boot id; "unknown" where there is none."""
    since_boot_ms: int
    """Milliseconds on a clock that nobody can set."""
    sync: str
    """synchronised, unsynchronised or unknown."""
    source: str
    """Which system call said so; "none" where nothing did."""
    max_error_us: int | None
    """The kernel's own bound on the error, in microseconds."""

    @property
    def local(self) -> datetime:
        """Wall time with the computer's own zone offset."""
        return self.utc.astimezone(timezone(timedelta(minutes=self.zone_minutes)))


class Clock(Protocol):
    """Anything that can be asked for the time."""

    def read(self) -> ClockReading:
        """Look at the clock once."""
        ...


class SystemClock:
    """This computer's clock."""

    def read(self) -> ClockReading:
        """Look at the system clock once."""
        now = datetime.now(UTC)
        now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        offset = now.astimezone().utcoffset() or timedelta()
        sync, source, max_error = _sync_state()
        return ClockReading(
            utc=now,
            zone_minutes=int(offset.total_seconds() // 60),
            boot=_boot(),
            since_boot_ms=_since_boot_ms(),
            sync=sync,
            source=source,
            max_error_us=max_error,
        )


def _since_boot_ms() -> int:
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    if boottime is not None:
        return time.clock_gettime_ns(boottime) // 1_000_000
    return time.monotonic_ns() // 1_000_000


def _boot() -> str:
    try:
        raw = _BOOT_ID.read_bytes()
    except OSError:
        return "unknown"
    return hashlib.sha256(raw.strip()).hexdigest()[:16]


def _sync_state() -> tuple[str, str, int | None]:
    if not sys.platform.startswith("linux"):
        return "unknown", "none", None
    try:
        adjtimex = ctypes.CDLL(None, use_errno=True).adjtimex
    except (AttributeError, OSError):
        return "unknown", "none", None
    timex = (ctypes.c_long * (_TIMEX_BYTES // ctypes.sizeof(ctypes.c_long)))()
    if adjtimex(ctypes.byref(timex)) < 0:
        return "unknown", "none", None
    # struct timex: modes(int+pad) offset freq maxerror esterror status(int+pad) ...
    max_error, status = int(timex[3]), int(timex[5]) & 0xFFFFFFFF
    state = "unsynchronised" if status & _STA_UNSYNC else "synchronised"
    return state, "adjtimex", max_error
