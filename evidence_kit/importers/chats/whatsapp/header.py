# SPDX-License-Identifier: GPL-3.0-or-later
"""The beginning of a record: date, time and what separates them from the rest.

The app takes its strings from the phone's language and the layout of dates from its region, so
nothing here depends on a language. Forms seen in real exports: docs/imports/whatsapp.md.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from evidence_kit.importers.chats.whatsapp.strings import strings

MARKS = "\ufeff\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Byte order mark and signs of reading direction that the app puts before what it writes."""

_M = f"[{MARKS}]*+"  # possessive: many marks on end must not be tried in every division
_D = r"[0-9٠-٩۰-۹०-९]"
_SP = r"[ \u00a0\u202f\u2009]"
_S = rf"{_M}(?:[/\-.年月]{_M}{_SP}?|{_SP}){_M}"
_ERA_BEFORE = r"(?:[RHST]|令和|平成|昭和|西暦|พ\.ศ\. ?|ค\.ศ\. ?)?"
_ERA_AFTER = rf"(?:{_SP}?(?:BE|B\.E\.|AP|AH|CE|AD|هـ|م|พ\.ศ\.|ค\.ศ\.))?"
_DATE = rf"{_ERA_BEFORE}{_D}{{1,4}}{_S}{_D}{{1,2}}{_S}{_ERA_BEFORE}{_D}{{1,4}}{_M}[日.]?{_ERA_AFTER}{_M}"
_HALF = (
    r"(?:[AaPp]\.?[ \u00a0\u202f]?[Mm]\.?|[ai]\.?p\.?|上午|下午|午前|午後|오전|오후|凌晨|早上|中午|晚上"
    r"|ق\.ظ\.?|ب\.ظ\.?|ص|م|π\.μ\.|μ\.μ\.|पूर्वाह्न|अपराह्न|de\.|du\.|SA|CH|PG|PTG|fm|em"
    r"|öö|ös|ÖÖ|ÖS|vorm\.|nachm\.|voorm\.|nam\.)"
)
_TIME = (
    rf"(?:{_HALF}{_SP}?)?{_D}{{1,2}}{_M}(?:[:.]|{_SP}?h{_SP}?){_M}{_D}{{2}}"
    rf"(?:{_M}[:.]{_M}{_D}{{2}})?(?:{_SP}?{_M}{_HALF})?(?:{_SP}(?:Uhr|ч\.|น\.|h))?{_M}"
)
_LONG_DATE = (
    rf"(?:[^\W\d_]{{2,16}}\.?,?{_SP})?(?:{_D}{{1,2}}\.?(?:{_SP}de)?{_SP}[^\W\d_]{{3,16}}\.?"
    rf"(?:{_SP}de)?,?{_SP}{_D}{{4}}|[^\W\d_]{{3,16}}\.?{_SP}{_D}{{1,2}},{_SP}{_D}{{4}})"
)
_JOIN = rf"(?:[,،]|{_SP}(?:às|at|um|om|à|a las|saat)(?={_SP}))?"


def _header(date: str) -> re.Pattern[str]:
    return re.compile(
        rf"{_M}(\[)?{_M}"
        rf"(?:(({date}){_JOIN}{_M}{_SP}{{1,3}}({_TIME}))|(({_TIME})[,،]?{_SP}({date})))"
        rf"(?(1)\]|{_SP}[-–])(?:{_SP}|(?=[\r\n])|\Z)"
    )


HEADER = _header(_DATE)
LONG_HEADER = _header(_LONG_DATE)
"""Dates with the month as a word; tried only where a file has no plain ones."""

_NUMBER = re.compile(f"{_D}+")
_WORD = re.compile(r"[^\W\d_]{2,16}")
_HALF_FOUND = re.compile(_HALF)
_AM = frozenset(
    {"上午", "午前", "오전", "凌晨", "早上", "ص", "πμ", "पूर्वाह्न", "de", "SA", "PG", "fm"}
)
_PM = frozenset(
    {"下午", "午後", "오후", "中午", "晚上", "م", "μμ", "अपराह्न", "du", "CH", "PTG", "em"}
)
_AM_SHORT = frozenset({"am", "قظ", "ap"})
_PM_SHORT = frozenset({"pm", "بظ", "ip"})
_JAPANESE = {"R": 2018, "令和": 2018, "H": 1988, "平成": 1988, "S": 1925, "昭和": 1925, "T": 1911}
_BUDDHIST_FROM, _BUDDHIST = 2400, 543
_SOLAR_HIJRI = range(1300, 1600)


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """How headers of one export look; constant within a file that one phone wrote.

    Compared by identity: `_shape` makes each one once.
    """

    bracket: bool
    time_first: bool
    separator: str
    year: str
    """first, long, short or word."""
    seconds: bool
    half_day: bool
    """AM/PM."""


@dataclass(frozen=True, slots=True, eq=False)
class DateParts:
    """A date as written, its order not yet decided; made once per notation."""

    first: int
    second: int
    year: int
    separator: str
    year_form: str
    flags: tuple[str, ...]

    @property
    def decided(self) -> bool:
        """Whether the notation itself gives the order: year first, or the month as a word."""
        return self.year_form in ("first", "word")


class TimeParts(NamedTuple):
    """A time of day as written."""

    iso: str | None
    """HH:MM:SS; None when there is no such time."""
    seconds: bool
    half_day: bool


class Header(NamedTuple):
    """One header line, taken apart."""

    shape: Shape
    date: DateParts
    time: TimeParts
    text: str
    """Date and time verbatim."""
    body_at: int
    """Where the rest of the line begins."""


def parse(line: str, pattern: re.Pattern[str] = HEADER) -> Header | None:
    """Take a line apart if it begins like a record."""
    match = pattern.match(line)
    if match is None:
        return None
    bracket, text, date_text, time_text, other_text, time_first, date_last = match.groups()
    if text is None:
        text, date_text, time_text = other_text, date_last, time_first
    time = time_of_day(time_text)
    date, shapes = _dated(bracket, time_first is not None, date_text)
    return Header(shapes[time.seconds + 2 * time.half_day], date, time, text, match.end())


@lru_cache(maxsize=1 << 12)
def _dated(
    bracket: str | None,
    time_first: bool,
    text: str,
) -> tuple[DateParts, tuple[Shape, ...]]:
    """Read a date once, with the four shapes that a header with it can have."""
    date = _date(text)
    fixed = bracket is not None, time_first, date.separator, date.year_form
    return date, tuple(
        _shape(*fixed, seconds, half_day) for half_day in (False, True) for seconds in (False, True)
    )


_shape = lru_cache(maxsize=None)(Shape)


@lru_cache(maxsize=1 << 12)
def _date(text: str) -> DateParts:
    numbers = _NUMBER.findall(text)
    if len(numbers) == 2:  # the month is a word
        return _worded(text, int(numbers[0]), int(numbers[1]))
    first_text, last_text = numbers[0], numbers[2]
    first, second, last = (int(number) for number in numbers)
    separator = "".join(c for c in text if c in "/-.年")[:1] or " "
    year_first = len(first_text) > 2 or "年" in text or text.startswith(tuple(_JAPANESE))
    if year_first:
        year, flags = _gregorian(text, first)
        return DateParts(second, last, year, separator, "first", flags)
    if len(last_text) < 3 and not era_of(text):
        return DateParts(first, second, 2000 + last, separator, "short", ("assumed_century",))
    year, flags = _gregorian(text, last)
    return DateParts(first, second, year, separator, "long", flags)


def era_of(text: str) -> str:
    """Return the name of the era a date states, or the empty string."""
    return next((era for era in _JAPANESE if era in text), "")


def _gregorian(text: str, year: int) -> tuple[int, tuple[str, ...]]:
    era = era_of(text)
    if era and year < 100:
        return year + _JAPANESE[era], ("calendar_japanese",)
    if year >= _BUDDHIST_FROM:
        return year - _BUDDHIST, ("calendar_buddhist",)
    if year in _SOLAR_HIJRI:
        return 0, ("calendar_unknown",)
    return year, ()


def _worded(text: str, first: int, last: int) -> DateParts:
    months = strings().months
    words = (word.casefold() for word in _WORD.findall(text))
    month = next((months[word] for word in words if word in months), 0)
    flags = () if month else ("calendar_unknown",)
    # Stored month first, as a date whose notation decides.
    return DateParts(month, first, last if month else 0, " ", "word", flags)


# A day has 86,400 seconds: some 20 MB when all of them occur in one chat, and twice as fast.
@lru_cache(maxsize=1 << 17)
def time_of_day(text: str) -> TimeParts:
    """Read a time of day as written."""
    plain = len(text) == 8 and text[2] == text[5] == ":" and text.isascii()
    if plain and text[:2] < "24" and text[3] < "6" and text[6] < "6":
        return TimeParts(text, True, False)  # noqa: FBT003 - a row of three
    numbers = [int(number) for number in _NUMBER.findall(text)]
    hour, minute, second = (*numbers, 0)[:3]
    half = _HALF_FOUND.search(text)
    if half is not None:
        hour = _whole_day(hour, half[0])
    fits = hour < 24 and minute < 60 and second < 60
    return TimeParts(
        f"{hour:02}:{minute:02}:{second:02}" if fits else None,
        len(numbers) > 2,
        half is not None,
    )


def _whole_day(hour: int, half: str) -> int:
    letters = "".join(c for c in half if c not in ". \u00a0\u202f")
    table = strings()
    if letters in _AM or letters.lower() in _AM_SHORT or half in table.am:
        return 0 if hour == 12 else hour
    if letters in _PM or letters.lower() in _PM_SHORT or half in table.pm:
        return hour + 12 if hour < 12 else hour
    return hour
