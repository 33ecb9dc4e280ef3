# SPDX-License-Identifier: GPL-3.0-or-later
"""A time as found in evidence: the text, a reading of it, and how sure that reading is."""

from dataclasses import dataclass
from enum import Enum


class ZoneBasis(Enum):
    """On what the zone of a moment rests."""

    UTC_IN_SOURCE = "utc_in_source"
    OFFSET_IN_SOURCE = "offset_in_source"
    DEVICE_LOCAL_UNKNOWN = "device_local_unknown"
    USER_CHOSEN = "user_chosen"
    FILE_SYSTEM = "file_system"
    """A file time kept by the operating system, in UTC by its own clock."""


class Precision(Enum):
    """The smallest unit the source states."""

    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"
    MILLISECOND = "millisecond"
    UNKNOWN = "unknown"


class MomentFlag(Enum):
    """What a reader must know about a moment."""

    AMBIGUOUS_DATE = "ambiguous_date"
    """Day and month can be read both ways; `local_other` holds the second reading."""
    NON_MONOTONIC = "non_monotonic"
    """Earlier than the record before it in the source."""
    FOLD = "fold"
    """Falls in the hour that the clock went back; occurs twice in the chosen zone."""
    GAP = "gap"
    """Falls in the hour that the clock skipped; does not exist in the chosen zone."""
    IMPOSSIBLE = "impossible"
    """No such date or time exists; only the text is kept."""
    ASSUMED_CENTURY = "assumed_century"
    """The source gives two digits of the year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One point in time, never repaired."""

    text: str
    """As shown in the source, verbatim."""
    local: str | None
    """ISO 8601 without zone, in the source's own clock; None if it cannot be read."""
    local_other: str | None = None
    """The second reading when day and month are not decided."""
    utc: str | None = None
    """ISO 8601 with Z, only when the source or the person states a zone."""
    zone: str | None = None
    """An offset such as +02:00 or an IANA name, where known."""
    basis: ZoneBasis
    precision: Precision
    flags: tuple[MomentFlag, ...] = ()
