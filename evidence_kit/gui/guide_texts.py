# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts kept as data in resources/texts/<language>: guides, safety, the first minute, help lines."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from evidence_kit import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """One short guide."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guides:
    """Guides that belong together."""

    parts: tuple[Guide, ...]
    checked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TakedownService:
    """A service that keeps pictures off the internet."""

    name: str
    for_whom: str
    address: str
    """Shown, never opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstMinute:
    """What helps when it happens now."""

    title: str
    lead: str
    steps: tuple[tuple[str, str], ...]
    pictures_title: str
    pictures_lead: str
    services: tuple[TakedownService, ...]
    pictures_note: str
    say_title: str
    say: str


class Open(Enum):
    """Whether a line answers now."""

    NOW = "now"
    UNKNOWN = "unknown"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When a line answers."""

    always: bool
    days: tuple[int, ...] = ()
    """ISO weekdays, 1 is Monday."""
    opens: time = time()
    closes: time = time()

    def covers(self, now: datetime) -> bool:
        """Say whether a local time falls within."""
        within = self.opens <= now.time().replace(tzinfo=None) < self.closes
        return self.always or (now.isoweekday() in self.days and within)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLine:
    """Whom one can call."""

    number: str
    what: str
    hours: Hours | None
    """None: not known, and the window says so."""
    first_minute: bool
    """Whether it belongs on the first screen."""

    def open_at(self, now: datetime) -> Open:
        """Say whether the line answers at a local time."""
        if self.hours is None:
            return Open.UNKNOWN
        return Open.NOW if self.hours.covers(now) else Open.CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLines:
    """The list, as it was on a date."""

    lines: tuple[HelpLine, ...]
    checked_on: date

    def open_at(self, now: datetime, state: Open) -> tuple[HelpLine, ...]:
        """Return the lines in one state, in the order of the list."""
        return tuple(line for line in self.lines if line.open_at(now) is state)


def guides(language: str, name: str) -> Guides:
    """Read one of the texts made of titled parts: "guides" or "safety"."""
    data = _data(language, name)
    parts = tuple(Guide(title=p["title"], lines=tuple(p["lines"])) for p in data["parts"])
    return Guides(parts=parts, checked_on=date.fromisoformat(data["checked_on"]))


def first_minute(language: str) -> FirstMinute:
    """Read what helps when it happens now."""
    data = _data(language, "now")
    pictures, say = data["pictures"], data["say"]
    return FirstMinute(
        title=data["title"],
        lead=data["lead"],
        steps=tuple((first, second) for first, second in data["steps"]),
        pictures_title=pictures["title"],
        pictures_lead=pictures["lead"],
        services=tuple(
            TakedownService(name=name, for_whom=whom, address=address)
            for name, whom, address in pictures["services"]
        ),
        pictures_note=pictures["note"],
        say_title=say["title"],
        say=say["text"],
    )


def help_lines(language: str) -> HelpLines:
    """Read whom one can call."""
    data = _data(language, "help_lines")
    lines = tuple(
        HelpLine(
            number=line["number"],
            what=line["what"],
            hours=_hours(line["hours"]),
            first_minute=line["first_minute"],
        )
        for line in data["lines"]
    )
    return HelpLines(lines=lines, checked_on=date.fromisoformat(data["checked_on"]))


def _hours(data: dict[str, Any] | None) -> Hours | None:
    if data is None:
        return None
    if data.get("always"):
        return Hours(always=True)
    return Hours(
        always=False,
        days=tuple(data["days"]),
        opens=time.fromisoformat(data["from"]),
        closes=time.fromisoformat(data["to"]),
    )


# Any: the texts are our own, and every field is put into a typed value at once.
def _data(language: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resources.read_text("texts", language, f"{name}.json"))
    return found
