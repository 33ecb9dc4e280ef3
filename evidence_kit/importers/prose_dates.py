# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates that an app wrote out in somebody's language, such as "Tuesday, 7 February 2023 at 17:13:43 UTC".

Read only when nothing is left to guess: one month by name, one year of four digits, one day, one clock.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cache

from evidence_kit import resources
from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis

_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?(?![:.]?\d)")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_HALVES = re.compile(r"(?<![^\W\d_])([ap])\.?\s?m\.?(?![^\W\d_])", re.IGNORECASE)
_UTC = re.compile(r"\b(?:UTC|GMT)\b(?![+-]\d)")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class _Words:
    months: dict[str, int]
    halves: dict[str, int]
    """0 before noon, 12 after."""


@cache
def date_words() -> _Words:
    """Read the tables, once.

    Raises:
        Damaged: the installation lacks them.
    """
    table = json.loads(resources.read_text("importers", "prose_dates", "words.json"))
    months: dict[str, int] = {}
    for said in table["months"].values():
        for number, names in enumerate(said.split(","), start=1):
            months |= dict.fromkeys(names.casefold().split(), number)
    halves = dict.fromkeys(table["before_noon"].casefold().split(), 0)
    halves |= dict.fromkeys(table["after_noon"].casefold().split(), 12)
    return _Words(months, halves)


def prose_moment(text: str, zone: tzinfo | None, zone_name: str | None) -> Moment:
    """Read a date with its time; where that cannot be done for sure, only the text is kept.

    Args:
        text: as the source has it.
        zone: that the person chose for local times, and its name.
        zone_name: is kept beside the moment.
    """
    flags: tuple[MomentFlag, ...] = ()
    local, precision = None, None
    try:
        if len(text) <= _LONGEST:
            local, precision = _read(text)
    except ValueError:  # read, and there is no such day or hour
        flags = (MomentFlag.IMPOSSIBLE,)
    in_utc = _UTC.search(text) is not None
    basis = ZoneBasis.UTC_IN_SOURCE if in_utc else ZoneBasis.DEVICE_LOCAL_UNKNOWN
    if local is None or precision is None:
        return Moment(
            text=text,
            local=None,
            basis=basis,
            precision=Precision.UNKNOWN,
            flags=flags,
        )
    if in_utc:
        shown = local.isoformat()
        return Moment(
            text=text, local=shown, utc=f"{shown}Z", zone="+00:00", basis=basis, precision=precision
        )
    return local_moment(text, local, (zone, zone_name), precision)


def local_moment(
    text: str, local: datetime, zone: tuple[tzinfo | None, str | None], precision: Precision
) -> Moment:
    """Return a moment of a clock whose zone the source does not say.

    An hour that the clock shows twice or never is marked, not chosen.
    """
    chosen, name = zone
    utc, flags = (None, ()) if chosen is None else _in_zone(local, chosen)
    return Moment(
        text=text,
        local=local.isoformat(),
        utc=utc,
        zone=None if chosen is None else name,
        basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN if chosen is None else ZoneBasis.USER_CHOSEN,
        precision=precision,
        flags=flags,
    )


def _in_zone(local: datetime, zone: tzinfo) -> tuple[str | None, tuple[MomentFlag, ...]]:
    early, late = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    before, after = early.utcoffset(), late.utcoffset()
    if before is None or after is None:
        return None, ()
    if before != after:
        return None, (MomentFlag.FOLD if before > after else MomentFlag.GAP,)
    try:
        return early.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), ()
    except OverflowError:
        return None, ()


def _read(text: str) -> tuple[datetime | None, Precision | None]:
    clocks = list(_CLOCK.finditer(text))
    if len(clocks) != 1:
        return None, None
    clock = clocks[0]
    rest = text[: clock.start()] + " " + text[clock.end() :]
    day = _day(rest)
    hour = _hour(int(clock[1]), rest)
    if day is None or hour is None:
        return None, None
    # Digits of other scripts are numbers to int as well.
    when = datetime(*day, hour, int(clock[2]), int(clock[3] or 0))  # noqa: DTZ001 -- a local clock
    return when, Precision.MINUTE if clock[3] is None else Precision.SECOND


def _day(text: str) -> tuple[int, int, int] | None:
    words = date_words()
    months = {words.months[word] for word in _WORD.findall(text.casefold()) if word in words.months}
    numbers = _NUMBER.findall(text)
    years = [int(number) for number in numbers if len(number) == 4]
    days = [int(number) for number in numbers if len(number) <= 2]
    if len(months) != 1 or len(years) != 1 or len(days) != 1 or len(numbers) != 2:
        return None
    return years[0], months.pop(), days[0]


def _hour(hour: int, text: str) -> int | None:
    halves = {0 if found[1] in "aA" else 12 for found in _HALVES.finditer(text)}
    halves |= {
        date_words().halves[word]
        for word in re.split(r"[\s,]+", text.casefold())
        if word in date_words().halves
    }
    if not halves:
        return hour
    if len(halves) != 1 or not 1 <= hour <= 12:
        return None
    return hour % 12 + halves.pop()
