# SPDX-License-Identifier: GPL-3.0-or-later
"""Times as people and programs write them in tables: read by form alone, never guessed."""

import re
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

_EPOCH = re.compile(r"\d{10}(?:\d{3})?\Z")
_TIME = re.compile(
    r"(?<![\d:.])(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:\s?([AaPp])\.?\s?[Mm]\b\.?)?"
    r"(?:\s?(Z|UTC|GMT|[+-]\d\d:?\d\d))?(?![\d:])"
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\Z")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)\Z")
_DAY_WORD = re.compile(r"(\d{1,2})[. -]{1,2}([a-z]{3,9})[. ,-]{1,3}(\d{4})\Z")
_WORD_DAY = re.compile(r"([a-z]{3,9})[. ]{1,2}(\d{1,2})[, ]{1,2}(\d{4})\Z")
_BESIDE = re.compile(r"(?:^|(?<=[\s,]))(?:at|om|uur|t)(?=[\s,]|$)|(?<=\d)t(?=\s|$)")
_WEEKDAYS = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
]
_WEEKDAY = re.compile(r"([a-z]{2,9})[., ]+")
_MONTHS = (
    ("january", "januari"), ("february", "februari"), ("march", "maart", "mrt"), ("april",),
    ("may", "mei"), ("june", "juni"), ("july", "juli"), ("august", "augustus"), ("september",),
    ("october", "oktober"), ("november",), ("december",),
)  # fmt: skip
_LONGEST = 64
"""Characters of a time; what is longer is none."""
_SPACES = str.maketrans("\u00a0\u202f\u2009", "   ")
_UTC = frozenset({"Z", "UTC", "GMT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A time taken apart."""

    year: int = 0
    first: int = 0
    """The first number of day and month; the month where `decided`."""
    second: int = 0
    decided: str = ""
    """year_first or month_named: the form leaves no doubt."""
    separator: str = ""
    short_year: bool = False
    clock: time | None = None
    seconds: bool = False
    half_day: bool = False
    offset: int | None = None
    """Minutes ahead of UTC, where stated."""
    utc: bool = False
    """UTC is stated by name."""
    epoch: str = ""
    """Digits counted from 1970, in seconds or (13 digits) milliseconds."""

    @property
    def numbers(self) -> tuple[int, int, int]:
        """The date as it is written, to tell dates apart."""
        return self.year, self.first, self.second


@lru_cache(maxsize=256)
def take_apart(text: str) -> Written | None:
    """Read a time by its form; None when the form is not known here."""
    plain = text.translate(_SPACES).strip()
    if not plain.isascii() or len(plain) > _LONGEST:
        return None
    if _EPOCH.match(plain):
        return Written(epoch=plain)
    found = _TIME.search(plain)
    rest = plain if found is None else f"{plain[: found.start()]} {plain[found.end() :]}"
    dated = _date(_BESIDE.sub(" ", rest.lower()).strip(" ,"))
    if dated is None:
        return None
    return dated if found is None else _with_clock(dated, found)


def _with_clock(dated: Written, found: re.Match[str]) -> Written | None:
    hour, minute, second, fraction, half, zone = found.groups()
    number = int(hour)
    if half is not None:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if half in "Pp" else 0)
    try:
        micro = int((fraction or "0").ljust(6, "0")[:6])
        clock = time(number, int(minute), int(second or 0), micro)
    except ValueError:
        return None
    return Written(
        year=dated.year,
        first=dated.first,
        second=dated.second,
        decided=dated.decided,
        separator=dated.separator,
        short_year=dated.short_year,
        clock=clock,
        seconds=second is not None,
        half_day=half is not None,
        offset=_offset(zone),
        utc=zone in _UTC,
    )


def _offset(zone: str | None) -> int | None:
    if zone is None or zone in _UTC:
        return None if zone is None else 0
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return -minutes if zone.startswith("-") else minutes


def _date(text: str) -> Written | None:
    weekday = _WEEKDAY.match(text)
    if weekday is not None and any(day.startswith(weekday[1]) for day in _WEEKDAYS):
        text = text[weekday.end() :]
    if (match := _YEAR_FIRST.match(text)) is not None:
        year, separator, month, day = match.groups()
        numbers = int(year), int(month), int(day)
        return _decided(numbers, "year_first", separator)
    if (match := _NUMBERS.match(text)) is not None:
        first, separator, second, year = match.groups()
        short = len(year) == 2
        return Written(
            year=int(year) + (2000 if short else 0),
            first=int(first),
            second=int(second),
            separator=separator,
            short_year=short,
        )
    if (match := _DAY_WORD.match(text)) is not None:
        return _named(match[3], match[2], match[1])
    match = _WORD_DAY.match(text)
    return None if match is None else _named(match[3], match[1], match[2])


def _named(year: str, word: str, day: str) -> Written | None:
    for number, names in enumerate(_MONTHS, 1):
        if any(name.startswith(word) for name in names):
            return _decided((int(year), number, int(day)), "month_named", " ")
    return None


def _decided(numbers: tuple[int, int, int], how: str, separator: str) -> Written:
    year, month, day = numbers
    return Written(year=year, first=month, second=day, decided=how, separator=separator)


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the day, if there is one of these numbers."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
