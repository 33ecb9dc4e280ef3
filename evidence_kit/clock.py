# SPDX-License-Identifier: GPL-3.0-or-later
"""The computer's clock: what it says, and how far it can be believed.

The only module that asks the operating system for the time.
"""

import hashlib
import secrets
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Protocol

from evidence_kit.clock_sync import SyncWatch

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """One look at the clock."""

    utc: datetime
    """Wall time, aware, in UTC, millisecond precision."""
    zone_minutes: int
    """Offset of local time from UTC in minutes."""
    boot: str
    """First 16 hex digits of SHA-256 of the boot id; of a number drawn by this clock where the
    system has none, so that at least its own readings can be told to be of one start."""
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

    def __init__(self) -> None:
        self._sync = SyncWatch()
        self._boot = _boot_id()

    def read(self) -> ClockReading:
        """Look at the system clock once."""
        now = datetime.now(UTC)
        now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        offset = now.astimezone().utcoffset() or timedelta()
        state = self._sync.read()
        return ClockReading(
            utc=now,
            zone_minutes=int(offset.total_seconds() // 60),
            boot=self._boot,
            since_boot_ms=_since_boot_ms(),
            sync=state.sync,
            source=state.source,
            max_error_us=state.max_error_us,
        )


def _since_boot_ms() -> int:
    """Read a clock that goes on while the computer sleeps; else waking up would look like a step."""
    # monotonic() stands still in sleep on macOS; CLOCK_MONOTONIC does not there (clock_gettime(3)).
    names = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}
    which = getattr(time, names.get(sys.platform, ""), None)
    if which is not None:
        return time.clock_gettime_ns(which) // 1_000_000
    return time.monotonic_ns() // 1_000_000  # Windows counts sleep in (GetTickCount64)


def _boot_id() -> str:
    try:
        raw = _BOOT_ID.read_bytes().strip()
    except OSError:
        raw = secrets.token_bytes(16)
    return hashlib.sha256(raw).hexdigest()[:16]
