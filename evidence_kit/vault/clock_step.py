# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the computer's clock was turned between two entries (docs/formats/log-entry.md)."""

from datetime import timedelta

from evidence_kit.clock import ClockReading

TOLERANCE_MS = 2_000
"""A time server slews by less between two entries; more is a step."""
DRIFT = 10_000
"""A clock that nobody sets drifts by up to one part in so many (100 ppm): no step over days."""
_UNKNOWN = "unknown"


def clock_step(last_seq: int, last: ClockReading, now: ClockReading) -> dict[str, object] | None:
    """Return the body of a clock-step entry, or None when time simply passed."""
    wall = (now.utc - last.utc) // timedelta(milliseconds=1)
    same_boot = now.boot == last.boot != _UNKNOWN
    since_boot = now.since_boot_ms - last.since_boot_ms if same_boot else None
    drift = 0 if since_boot is None else abs(wall - since_boot)
    if wall >= 0 and drift <= TOLERANCE_MS + abs(since_boot or 0) // DRIFT:
        return None
    return {
        "after": last_seq,
        "wall_ms": wall,
        "same_boot": same_boot,
        "since_boot_ms": since_boot,
    }
