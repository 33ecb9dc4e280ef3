# SPDX-License-Identifier: GPL-3.0-or-later
"""Times in words: one notation, as exact as the source and no exacter.

Names of days and months stand here, not in the operating system's locale: the dossier's language
may differ from the computer's.
"""

from datetime import date, datetime, timedelta, timezone
from typing import Final

from evidence_kit.domain.moment import Moment, Precision, ZoneBasis
from evidence_kit.i18n import Texts
from evidence_kit.wording.names import name

_DAYS: Final = {
    "nl": ("ma", "di", "wo", "do", "vr", "za", "zo"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS: Final = {
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_SHORT_MONTHS: Final = {
    "nl": (
        *("jan.", "feb.", "mrt.", "apr.", "mei", "juni"),
        *("juli", "aug.", "sep.", "okt.", "nov.", "dec."),
    ),
    "en": (
        *("Jan", "Feb", "Mar", "Apr", "May", "June"),
        *("July", "Aug", "Sept", "Oct", "Nov", "Dec"),
    ),
}

_NO_BREAK: Final = "\u00a0"
"""Between day and month: a day at the end of a line says nothing."""


def day(t: Texts, value: date, *, weekday: bool = True) -> str:
    """Return a date: "wo 14 januari 2026"."""
    words = f"{value.day}{_NO_BREAK}{_MONTHS[t.lang][value.month - 1]} {value.year}"
    return f"{_DAYS[t.lang][value.weekday()]} {words}" if weekday else words


def short_day(t: Texts, value: date) -> str:
    """Return a date for a narrow column: "14 jan. 2026"."""
    return f"{value.day}{_NO_BREAK}{_SHORT_MONTHS[t.lang][value.month - 1]} {value.year}"


def period(t: Texts, first: date, last: date) -> str:
    """Return a stretch of days: "3 januari 2026 – 9 maart 2026"."""
    if first == last:
        return day(t, first, weekday=False)
    return f"{day(t, first, weekday=False)} – {day(t, last, weekday=False)}"


def clock(t: Texts, value: datetime, precision: Precision = Precision.MINUTE) -> str:
    """Return a time of day for a column: "21.06", "13.58.12"; English "21:06"; "" for a day."""
    if precision is Precision.DAY:
        return ""
    shown = f"{value:%H:%M}"
    if precision in (Precision.SECOND, Precision.MILLISECOND):
        shown = f"{value:%H:%M:%S}"
    if precision is Precision.MILLISECOND:
        shown += f".{value.microsecond // 1000:03d}"
    return shown.replace(".", ",").replace(":", ".") if t.lang == "nl" else shown


def reading(found: Moment) -> datetime | None:
    """Return a moment's first reading as a naive time of the source's own clock, or None."""
    return _parsed(found.local)


def moment(t: Texts, found: Moment) -> str:
    """Return a time found in evidence: "wo 14 januari 2026, 21.06 uur".

    A time that cannot be read is shown as it stands in the source; where day and month can be
    read both ways, both readings are shown.
    """
    first = reading(found)
    if first is None:
        return t("“{text}” (cannot be read as a time)", text=found.text)
    shown = _day_and_time(t, first, found.precision)
    other = _parsed(found.local_other)
    if other is None:
        return shown
    return t("{first} or {other}", first=shown, other=_day_and_time(t, other, found.precision))


def moment_basis(t: Texts, found: Moment) -> str:
    """Return on what a moment rests: its zone and what must be known about it."""
    words = [name(t, found.basis)]
    if found.zone is not None and found.basis is not ZoneBasis.UTC_IN_SOURCE:
        words[0] = f"{words[0]}, {_zone(found.zone)}"
    words += [name(t, flag) for flag in found.flags]
    return "; ".join(words)


def log_time(t: Texts, utc: str, zone_minutes: int) -> str:
    """Return the time of a log entry: "zo 20 maart 2026, 14.02.07 uur (UTC+01:00)".

    Args:
        t: Texts of the domain "wording".
        utc: ISO 8601 in UTC.
        zone_minutes: the computer's own offset at that time.
    """
    zone = timezone(timedelta(minutes=zone_minutes))
    local = instant(utc).astimezone(zone)
    return f"{_day_and_time(t, local, Precision.SECOND)} ({zone_words(zone_minutes)})"


def instant(utc: str) -> datetime:
    """Return an ISO 8601 time that carries its zone as an aware datetime."""
    return datetime.fromisoformat(utc)


def zone_words(minutes: int) -> str:
    """Return an offset in figures: "UTC+01:00"."""
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours:02d}:{rest:02d}"


def _day_and_time(t: Texts, value: datetime, precision: Precision) -> str:
    if precision is Precision.DAY:
        return day(t, value)
    return t("{day}, {time}", day=day(t, value), time=clock(t, value, precision))


def _zone(zone: str) -> str:
    if zone in ("Z", "+00:00"):
        return "UTC"
    return f"UTC{zone}" if zone[:1] in "+-" else zone


def _parsed(iso: str | None) -> datetime | None:
    return None if iso is None else datetime.fromisoformat(iso)
