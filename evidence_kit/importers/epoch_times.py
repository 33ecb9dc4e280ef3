# SPDX-License-Identifier: GPL-3.0-or-later
"""Times that a source counts from 1970, as moments in UTC."""

from datetime import UTC, datetime, timedelta

from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS_MAX = 18
"""No time that a datetime can hold has more digits; int() of a longer text would take long."""


def moment_of_milliseconds(text: str) -> Moment:
    """Read milliseconds since 1970, UTC."""
    return _moment(text, timedelta(milliseconds=1), Precision.MILLISECOND)


def moment_of_seconds(text: str) -> Moment:
    """Read seconds since 1970, UTC."""
    return _moment(text, timedelta(seconds=1), Precision.SECOND)


def _moment(text: str, unit: timedelta, precision: Precision) -> Moment:
    digits = text.removeprefix("-")
    try:
        if not (digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS_MAX):
            return _impossible(text)
        when = _EPOCH + int(text) * unit
    except OverflowError:
        return _impossible(text)
    return moment_in_utc(text, when, precision)


def moment_in_utc(text: str, when: datetime, precision: Precision) -> Moment:
    """Return a moment that the source states in UTC."""
    spec = "milliseconds" if precision is Precision.MILLISECOND else "seconds"
    local = when.replace(tzinfo=None).isoformat(timespec=spec)
    return Moment(
        text=text,
        local=local,
        utc=f"{local}Z",
        zone="+00:00",
        basis=ZoneBasis.UTC_IN_SOURCE,
        precision=precision,
    )


def _impossible(text: str) -> Moment:
    return Moment(
        text=text,
        local=None,
        basis=ZoneBasis.UTC_IN_SOURCE,
        precision=Precision.UNKNOWN,
        flags=(MomentFlag.IMPOSSIBLE,),
    )


def moment_of_iso(text: str) -> Moment:
    """Read a date and time as ISO 8601 writes them, in UTC where no offset or `UTC` is stated.

    For formats that are known to write UTC.
    """
    try:
        when = datetime.fromisoformat(text.removesuffix("UTC").strip())
        offset = when.utcoffset()
        in_utc = when.replace(tzinfo=UTC) if offset is None else when.astimezone(UTC)
    except (ValueError, OverflowError):
        return _impossible(text)
    precision = Precision.MILLISECOND if "." in text else Precision.SECOND
    if not offset:
        return moment_in_utc(text, in_utc, precision)
    spec = "milliseconds" if precision is Precision.MILLISECOND else "seconds"
    return Moment(
        text=text,
        local=when.replace(tzinfo=None).isoformat(timespec=spec),
        utc=in_utc.replace(tzinfo=None).isoformat(timespec=spec) + "Z",
        zone=when.isoformat()[-6:],
        basis=ZoneBasis.OFFSET_IN_SOURCE,
        precision=precision,
    )
