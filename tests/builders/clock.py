# SPDX-License-Identifier: GPL-3.0-or-later
"""A clock that says what a test tells it to."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from evidence_kit.clock import ClockReading

START = datetime(2026, 3, 14, 13, 2, 7, 250_000, tzinfo=UTC)


@dataclass(slots=True)
class FixedClock:
    """Stands still; `advance` and `set` move it, apart from each other as a real clock can."""

    now: datetime = START
    since_boot: timedelta = timedelta(hours=1)
    boot: str = "0123456789abcdef"
    zone_minutes: int = 60

    def read(self) -> ClockReading:
        return ClockReading(
            utc=self.now,
            zone_minutes=self.zone_minutes,
            boot=self.boot,
            since_boot_ms=self.since_boot // timedelta(milliseconds=1),
            sync="unknown",
            source="none",
            max_error_us=None,
        )

    def advance(self, by: timedelta) -> None:
        """Let time pass: both clocks move."""
        self.now += by
        self.since_boot += by

    def set(self, now: datetime) -> None:
        """Turn the wall clock, as a person or a time server does; the other keeps going."""
        self.now = now
