# SPDX-License-Identifier: GPL-3.0-or-later
"""Which number of a date is the day: decided once per file, by evidence, with the reason kept.

Neither the language of the file nor its separators prove anything (formats.md 1.2, 1.3).
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import Enum
from functools import lru_cache

from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis
from evidence_kit.importers.chats.whatsapp.header import DateParts, Header

_MEDIA_TIME = re.compile(
    r"\d{8}-(?:PHOTO|VIDEO|AUDIO|STICKER|GIF)-(\d{4})-(\d\d)-(\d\d)-\d\d-\d\d-\d\d"
    r"|(?:IMG|VID|AUD|PTT|STK|DOC)-(\d{4})(\d\d)(\d\d)-WA\d"
)
_MEDIA_SIGNS = ("-WA", "-PHOTO-", "-VIDEO-", "-AUDIO-", "-STICKER-", "-GIF-")
_CLEARLY_FEWER = 3


class Order(Enum):
    """How the numbers of dates are to be read."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    YEAR_FIRST = "year_first"
    MONTH_NAMED = "month_named"
    MIXED = "mixed"
    """Both orders are proven within one file: each date stands on its own."""
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The order of a file's dates and on what it rests."""

    order: Order
    reason: str
    """year_first, month_named, component_over_12, attachment_names, monotonicity, chosen_by_person,
    both_orders_proven, nothing_proves_it, no_date_needs_it."""
    figures: str
    """The counts behind it, for the note."""
    suggestion: Order
    """What notation alone would make likely; never more than a suggestion."""


@dataclass(slots=True)
class OrderEvidence:
    """Counts gathered over all headers of one shape."""

    headers: int = 0
    days: int = 0
    """Runs of the same date."""
    first_over: int = 0
    second_over: int = 0
    decided_by_form: int = 0
    month_named: int = 0
    back_by_form: int = 0
    differs: int = 0
    """Dates that mean something else when read the other way round."""
    media_day_first: int = 0
    media_month_first: int = 0
    back_day_first: int = 0
    back_month_first: int = 0
    _last: DateParts | None = None
    _last_day: tuple[int, int, int] = (0, 0, 0)
    _last_month: tuple[int, int, int] = (0, 0, 0)
    separators: Counter[str] = field(default_factory=Counter)
    half_day: int = 0

    def add(self, header: Header) -> None:
        """Weigh one header."""
        parts = header.date
        self.headers += 1
        if parts is self._last:
            return
        self._last = parts
        self.days += 1
        self.separators[parts.separator] += 1
        self.half_day += header.time.half_day
        if parts.decided:
            self.decided_by_form += 1
            self.month_named += parts.year_form == "word"
            written = (parts.year, parts.first, parts.second)
            self.back_by_form += written < self._last_month
            self._last_month = written
            return
        first, second = parts.first, parts.second
        self.first_over += first > 12
        self.second_over += second > 12
        self.differs += first != second
        day_first, month_first = (parts.year, second, first), (parts.year, first, second)
        self.back_day_first += day_first < self._last_day
        self.back_month_first += month_first < self._last_month
        self._last_day, self._last_month = day_first, month_first

    def goes_back(self, order: Order) -> bool:
        """Say whether any date is earlier than one before it, in the order decided."""
        if order is Order.MONTH_FIRST:
            return self.back_month_first > 0
        return self.back_day_first > 0 or self.back_by_form > 0

    def add_media_name(self, header: Header, line: str) -> None:
        """Weigh the date in an attachment's name, which the app writes year first.

        iPhone names repeat the record's time; Android names give the day of receipt, which can
        be a day off.
        """
        if header.date.decided or not any(map(line.__contains__, _MEDIA_SIGNS)):
            return
        match = _MEDIA_TIME.search(line)
        if match is None:
            return
        year, month, day = (int(number) for number in match.groups() if number)
        try:
            named = date(year, month, day)
        except ValueError:
            return
        by_day = _near(header.date, named, day_first=True)
        by_month = _near(header.date, named, day_first=False)
        self.media_day_first += by_day and not by_month
        self.media_month_first += by_month and not by_day


def _near(parts: DateParts, named: date, *, day_first: bool) -> bool:
    month, day = (parts.second, parts.first) if day_first else (parts.first, parts.second)
    try:
        return abs(date(parts.year, month, day) - named) <= timedelta(days=1)
    except ValueError:
        return False


def decide(evidence: OrderEvidence, chosen_day_first: bool | None) -> Decision:
    """Decide the order: form, numbers over 12, attachment names, sequence, then the person."""
    order, reason = _proven(evidence)
    if order is Order.UNDECIDED and chosen_day_first is not None:
        order = Order.DAY_FIRST if chosen_day_first else Order.MONTH_FIRST
        reason = "chosen_by_person"
    return Decision(
        order=order,
        reason=reason,
        figures=(
            f"days={evidence.days} first_over_12={evidence.first_over}"
            f" second_over_12={evidence.second_over}"
            f" names_day_first={evidence.media_day_first}"
            f" names_month_first={evidence.media_month_first}"
            f" back_day_first={evidence.back_day_first}"
            f" back_month_first={evidence.back_month_first}"
        ),
        suggestion=_suggestion(evidence),
    )


def _proven(evidence: OrderEvidence) -> tuple[Order, str]:
    if evidence.decided_by_form and evidence.decided_by_form == evidence.days:
        order = Order.MONTH_NAMED if evidence.month_named else Order.YEAR_FIRST
        return order, order.value
    if evidence.first_over or evidence.second_over:
        return _by_numbers(evidence)
    if not evidence.differs:
        return Order.DAY_FIRST, "no_date_needs_it"
    names = evidence.media_day_first, evidence.media_month_first
    if any(names) and not all(names):
        return (Order.DAY_FIRST if names[0] else Order.MONTH_FIRST), "attachment_names"
    return (Order.UNDECIDED, "nothing_proves_it") if any(names) else _by_sequence(evidence)


def _by_sequence(evidence: OrderEvidence) -> tuple[Order, str]:
    back = evidence.back_day_first, evidence.back_month_first
    if back[1] - back[0] >= _CLEARLY_FEWER and back[1] >= _CLEARLY_FEWER * back[0]:
        return Order.DAY_FIRST, "monotonicity"
    if back[0] - back[1] >= _CLEARLY_FEWER and back[0] >= _CLEARLY_FEWER * back[1]:
        return Order.MONTH_FIRST, "monotonicity"
    return Order.UNDECIDED, "nothing_proves_it"


def _by_numbers(evidence: OrderEvidence) -> tuple[Order, str]:
    if evidence.first_over and evidence.second_over:
        return Order.MIXED, "both_orders_proven"
    order = Order.DAY_FIRST if evidence.first_over else Order.MONTH_FIRST
    return order, "component_over_12"


def _suggestion(evidence: OrderEvidence) -> Order:
    slashes = evidence.separators["/"]
    if slashes * 2 > sum(evidence.separators.values()) and evidence.half_day:
        return Order.MONTH_FIRST
    return Order.DAY_FIRST


class MomentReader:
    """Turns headers of one file into moments, by one decision and, if chosen, one zone."""

    def __init__(self, decision: Decision, zone: tzinfo | None, zone_name: str | None) -> None:
        self._decision = decision
        self._zone = zone
        self._zone_name = zone_name
        self._dates = lru_cache(maxsize=1 << 10)(self._readings)
        if zone is None:
            self._basis = ZoneBasis.DEVICE_LOCAL_UNKNOWN
        else:
            self._basis = ZoneBasis.USER_CHOSEN

    @property
    def in_zone(self) -> bool:
        """Whether a zone was chosen."""
        return self._zone is not None

    def moment(self, header: Header) -> Moment:
        """Read one header."""
        first, other, flags = self._dates(header.date)
        time = header.time.iso
        precision = Precision.SECOND if header.time.seconds else Precision.MINUTE
        if first is None or time is None:
            return Moment(
                text=header.text,
                local=None,
                basis=self._basis,
                precision=precision,
                flags=(*flags, MomentFlag.IMPOSSIBLE),
            )
        local = f"{first}T{time}"
        utc = None
        if self._zone is not None and other is None:
            utc, zone_flags = _in_utc(local, self._zone)
            flags = flags + zone_flags
        return Moment(
            text=header.text,
            local=local,
            local_other=None if other is None else f"{other}T{time}",
            utc=utc,
            zone=self._zone_name,
            basis=self._basis,
            precision=precision,
            flags=flags,
        )

    def _readings(self, parts: DateParts) -> tuple[str | None, str | None, tuple[MomentFlag, ...]]:
        flags = (MomentFlag.ASSUMED_CENTURY,) if "assumed_century" in parts.flags else ()
        day_first = _iso(parts.year, parts.second, parts.first)
        month_first = _iso(parts.year, parts.first, parts.second)
        order = self._decision.order
        if parts.decided or order is Order.MONTH_FIRST:
            return month_first, None, flags
        if order is not Order.UNDECIDED and order is not Order.MIXED:
            return day_first, None, flags
        if day_first is None or month_first is None or day_first == month_first:
            return day_first or month_first, None, flags
        pair = day_first, month_first
        if self._decision.suggestion is Order.MONTH_FIRST:
            pair = month_first, day_first
        return *pair, (*flags, MomentFlag.AMBIGUOUS_DATE)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _in_utc(local: str, zone: tzinfo) -> tuple[str | None, tuple[MomentFlag, ...]]:
    """Translate, unless the clock shows this time twice or never: then mark, do not choose."""
    plain = datetime.fromisoformat(local)
    early, late = plain.replace(tzinfo=zone, fold=0), plain.replace(tzinfo=zone, fold=1)
    before, after = early.utcoffset(), late.utcoffset()
    if before is None or after is None:
        return None, ()
    if before != after:
        return None, (MomentFlag.FOLD if before > after else MomentFlag.GAP,)
    try:
        return early.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), ()
    except OverflowError:
        return None, (MomentFlag.IMPOSSIBLE,)
