# SPDX-License-Identifier: GPL-3.0-or-later
"""Times in mail headers: as stated, with the offset they state (RFC 5322 3.3)."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis


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
    local, seconds = when.isoformat(), parts[9]
    zone = None if seconds is None else _zone(seconds)
    if zone is None:
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
        zone=datetime(2000, 1, 1, tzinfo=zone).isoformat()[19:],
        basis=ZoneBasis.OFFSET_IN_SOURCE,
        precision=Precision.SECOND,
    )


def _zone(seconds: int) -> timezone | None:
    try:
        return timezone(timedelta(seconds=seconds))
    except ValueError:
        return None
