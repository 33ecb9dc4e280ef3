# SPDX-License-Identifier: GPL-3.0-or-later
"""When a message was sent: the clock of the exporting computer, and UTC where the file has it."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis
from evidence_kit.importers.prose_dates import local_moment

_LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_ON_A_PAGE = re.compile(
    r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d:\d\d))?", re.ASCII
)
_SECONDS = re.compile(r"\d{1,11}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_QUARTER = 15 * 60
_FARTHEST = 14 * 3600


class Clock:
    """Reads the times of one source, by the zone the person chose if there is one."""

    def __init__(self, zone: tzinfo | None, zone_name: str | None) -> None:
        self._zone = zone
        self._zone_name = zone_name

    def moment(self, date: object, unixtime: object) -> Moment | None:
        """Read `date` and `date_unixtime`; None when neither is there."""
        utc = _utc(unixtime)
        text = date if isinstance(date, str) else ""
        local = _local(text)
        if utc is not None:
            return Moment(
                text=text or str(unixtime),
                local=(utc.replace(tzinfo=None) if local is None else local).isoformat(),
                utc=utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
                zone="+00:00" if local is None else _offset(local, utc),
                basis=ZoneBasis.UTC_IN_SOURCE,
                precision=Precision.SECOND,
            )
        if not text:
            return None
        if local is None:
            return Moment(
                text=text,
                local=None,
                basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN,
                precision=Precision.UNKNOWN,
                flags=(MomentFlag.IMPOSSIBLE,),
            )
        return self._by_choice(text, local)

    def of_page(self, text: str) -> Moment | None:
        """Read the time of a message on an HTML page; newer versions state the offset."""
        found = _ON_A_PAGE.fullmatch(text.strip())
        if found is None:
            return self.moment(text, None)
        day, month, year, clock, offset = found.groups()
        local = _local(f"{year}-{month}-{day}T{clock}")
        if local is None:
            return self.moment(text, None)
        if offset is None:
            return self._by_choice(text, local)
        return _with_offset(text, local, offset)

    def _by_choice(self, text: str, local: datetime) -> Moment:
        return local_moment(text, local, (self._zone, self._zone_name), Precision.SECOND)


def _with_offset(text: str, local: datetime, offset: str) -> Moment:
    try:
        when = datetime.fromisoformat(f"{local.isoformat()}{offset}").astimezone(UTC)
        utc = when.strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        utc = None
    return Moment(
        text=text,
        local=local.isoformat(),
        utc=utc,
        zone=None if utc is None else offset,
        basis=ZoneBasis.OFFSET_IN_SOURCE,
        precision=Precision.SECOND,
    )


def _local(text: str) -> datetime | None:
    if _LOCAL.fullmatch(text) is None or not text.isascii():
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _utc(unixtime: object) -> datetime | None:
    """Read seconds since 1970: the app writes them as text."""
    text = str(unixtime) if isinstance(unixtime, (str, int)) else ""
    if _SECONDS.fullmatch(text) is None or not text.isascii():
        return None
    return _EPOCH + timedelta(seconds=int(text))


def _offset(local: datetime, utc: datetime) -> str | None:
    """Say the offset between the two clocks where it can be one of a zone."""
    seconds = int((local - utc.replace(tzinfo=None)).total_seconds())
    if seconds % _QUARTER or abs(seconds) > _FARTHEST:
        return None
    sign, minutes = "-" if seconds < 0 else "+", abs(seconds) // 60
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"
