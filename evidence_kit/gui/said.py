# SPDX-License-Identifier: GPL-3.0-or-later
"""How the window says times, numbers and errors: one notation everywhere."""

from datetime import date, datetime, timedelta, timezone

from PySide6.QtCore import QDate, QLocale

from evidence_kit.domain.moment import Moment, Precision
from evidence_kit.gui.surroundings import Surroundings


def number(s: Surroundings, value: int) -> str:
    """Return a number with its thousands apart: 2.418 or 2,418."""
    return _locale(s).toString(value)


def day(s: Surroundings, value: date) -> str:
    """Return a day: 20 november 2026."""
    return _locale(s).toString(QDate(value.year, value.month, value.day), "d MMMM yyyy")


def weekday(s: Surroundings, value: date) -> str:
    """Return a day with its name: dinsdag 24 november 2026."""
    return _locale(s).toString(QDate(value.year, value.month, value.day), "dddd d MMMM yyyy")


def clock(s: Surroundings, value: datetime, *, seconds: bool = False) -> str:
    """Return a time of day: 22.40 uur, 13.58.12 uur; 22:40, 13:58:12 in English."""
    t = s.t
    hour, minute = f"{value.hour:02}", f"{value.minute:02}"
    if not seconds:
        return t("{hour}:{minute}", hour=hour, minute=minute)
    second = f"{value.second:02}"
    return t("{hour}:{minute}:{second}", hour=hour, minute=minute, second=second)


def now(s: Surroundings) -> str:
    """Return the time by this computer's clock."""
    local = s.clock.read().local
    return f"{weekday(s, local.date())}, {clock(s, local)}"


def logged(s: Surroundings, utc: str, zone_minutes: int, *, short: bool = False) -> str:
    """Return the time of an entry, as this computer's clock stood: 20 maart 2026, 14.02 uur.

    Args:
        s: the surroundings.
        utc: ISO 8601 with Z.
        zone_minutes: offset of local time at the moment of the entry.
        short: leave out the seconds and the offset.
    """
    local = datetime.fromisoformat(utc).astimezone(timezone(timedelta(minutes=zone_minutes)))
    if short:
        return f"{day(s, local.date())}, {clock(s, local)}"
    return f"{day(s, local.date())}, {clock(s, local, seconds=True)} ({offset(zone_minutes)})"


def offset(minutes: int) -> str:
    """Return an offset from UTC: UTC+1, UTC+5:30."""
    sign = "+" if minutes >= 0 else "-"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def day_of(s: Surroundings, moment: Moment | None) -> str:
    """Return the day of a moment in the source's own clock; the text as found if unreadable."""
    local = read(moment)
    if local is None:
        return moment.text if moment is not None else ""
    return weekday(s, local.date())


def clock_of(s: Surroundings, moment: Moment | None) -> str:
    """Return the time of a moment, with seconds where the source has them."""
    local = read(moment)
    if moment is None:
        return ""
    if local is None or moment.precision in (Precision.DAY, Precision.UNKNOWN):
        return "" if local is not None else moment.text
    seconds = moment.precision in (Precision.SECOND, Precision.MILLISECOND)
    return clock(s, local, seconds=seconds)


def read(moment: Moment | None) -> datetime | None:
    """Return the reading of a moment in the source's own clock."""
    if moment is None or moment.local is None:
        return None
    return datetime.fromisoformat(moment.local)


def _locale(s: Surroundings) -> QLocale:
    return QLocale(s.t.lang)
