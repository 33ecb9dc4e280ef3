# SPDX-License-Identifier: GPL-3.0-or-later
"""Times in mail headers: as stated, with the offset they state (RFC 5322 3.3)."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis

_STATED = re.compile(r":\d\d\s*([+-]\d{4}\b|(?:UTC?|GMT|Z|[ECMP][SD]T)\b)")
"""Offsets and the names that RFC 5322 4.3 gives a meaning; any other name says nothing."""


def mail_moment(text: str) -> Moment:
    """Read a time; without a readable one, the text alone is kept."""
    try:
        parts = parsedate_tz(text)
        when = None if parts is None else datetime(*parts[:6])  # noqa: DTZ001 - local as stated
    except (ValueError, IndexError, TypeError, OverflowError):
        parts, when = None, None
    if parts is None or when is None:
        return Moment(
            text=text,
            local=None,
            basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN,
            precision=Precision.UNKNOWN,
            flags=(MomentFlag.IMPOSSIBLE,),
        )
    local = when.isoformat()
    stated = _STATED.search(text)
    zone = _zone(parts[9] or 0) if stated is not None else None
    if stated is None or zone is None:
        return Moment(
            text=text,
            local=local,
            basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN,
            precision=Precision.SECOND,
        )
    try:
        utc = when.replace(tzinfo=zone).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError:
        utc = None
    return Moment(
        text=text,
        local=local,
        utc=utc,
        # -0000 means: this is UTC, and where it was is not said.
        zone=None if stated[1] == "-0000" else datetime(2000, 1, 1, tzinfo=zone).isoformat()[19:],
        basis=ZoneBasis.OFFSET_IN_SOURCE,
        precision=Precision.SECOND,
    )


def _zone(seconds: int) -> timezone | None:
    try:
        return timezone(timedelta(seconds=seconds))
    except ValueError:
        return None
