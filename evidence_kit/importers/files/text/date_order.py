# SPDX-License-Identifier: GPL-3.0-or-later
"""Which number of a column's dates is the day: decided once, by evidence, with the reason kept."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis
from evidence_kit.domain.record import Fact, FactBasis
from evidence_kit.importers.epoch_times import moment_of_milliseconds, moment_of_seconds
from evidence_kit.importers.files.text.written_times import Written, day_of, take_apart

_CLEARLY_FEWER = 3
_MILLISECONDS = 13
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How the numbers of dates are to be read."""

    code: str
    """day_first, month_first, year_first, month_named, mixed or undecided."""
    reason: str
    month_likelier: bool = False
    """What notation alone would make likely; only says which reading stands first."""

    def facts(self) -> tuple[Fact, ...]:
        """Say it in the source line."""
        return (
            Fact(name="day_order", value=self.code, basis=FactBasis.COMPUTED),
            Fact(name="day_order_reason", value=self.reason, basis=FactBasis.COMPUTED),
        )


@dataclass(slots=True)
class OrderEvidence:
    """Counts gathered over all times of a file."""

    dates: int = 0
    named: int = 0
    by_form: int = 0
    first_over: int = 0
    second_over: int = 0
    differs: int = 0
    slashes_half_day: int = 0
    back_day_first: int = 0
    back_month_first: int = 0
    ahead_day_first: int = 0
    ahead_month_first: int = 0
    _last: tuple[int, int, int] = (0, 0, 0)

    def add(self, text: str) -> None:
        """Weigh one time."""
        found = take_apart(text)
        if found is None or found.epoch or found.numbers == self._last:
            return
        self.dates += 1
        if found.decided:
            self.by_form += 1
            self.named += found.decided == "month_named"
            return
        self.first_over += found.first > _LAST_MONTH
        self.second_over += found.second > _LAST_MONTH
        self.differs += found.first != found.second
        self.slashes_half_day += found.separator == "/" and found.half_day
        year, first, second = found.numbers
        old_year, old_first, old_second = self._last
        if old_year:
            day = (year, second, first), (old_year, old_second, old_first)
            month = (year, first, second), (old_year, old_first, old_second)
            self.back_day_first += day[0] < day[1]
            self.back_month_first += month[0] < month[1]
            self.ahead_day_first += day[0] > day[1]
            self.ahead_month_first += month[0] > month[1]
        self._last = found.numbers

    def decide(self, chosen_day_first: bool | None) -> Order:
        """Decide: form, numbers over 12, sequence (newest first too), then the person."""
        code, reason = self._proven()
        if code == "undecided" and chosen_day_first is not None:
            code = "day_first" if chosen_day_first else "month_first"
            reason = "chosen_by_person"
        likelier = self.slashes_half_day * 2 > self.dates
        return Order(code=code, reason=reason, month_likelier=likelier)

    def _proven(self) -> tuple[str, str]:
        if self.dates and self.by_form == self.dates:
            form = "month_named" if self.named else "year_first"
            return form, form
        if self.first_over and self.second_over:
            return "mixed", "both_orders_proven"
        if self.first_over or self.second_over:
            return ("day_first" if self.first_over else "month_first"), "component_over_12"
        return self._by_sequence() if self.differs else ("day_first", "no_date_needs_it")

    def _by_sequence(self) -> tuple[str, str]:
        against_day = min(self.back_day_first, self.ahead_day_first)
        against_month = min(self.back_month_first, self.ahead_month_first)
        if against_month - against_day >= _CLEARLY_FEWER * max(1, against_day):
            return "day_first", "monotonicity"
        if against_day - against_month >= _CLEARLY_FEWER * max(1, against_month):
            return "month_first", "monotonicity"
        return "undecided", "nothing_proves_it"


class MomentReader:
    """Turns the times of one file into moments, by one decision and, if chosen, one zone."""

    def __init__(self, order: Order, zone: tzinfo | None, zone_name: str | None) -> None:
        self._order, self._zone, self._zone_name = order, zone, zone_name

    def moment(self, text: str) -> Moment | None:
        """Read one time; None when it is empty."""
        if not text.strip():
            return None
        found = take_apart(text)
        if found is None:
            return self._unread(text, ())
        if found.epoch:
            long = len(found.epoch) == _MILLISECONDS
            return (moment_of_milliseconds if long else moment_of_seconds)(found.epoch)
        flags = (MomentFlag.ASSUMED_CENTURY,) if found.short_year else ()
        first, other = self._readings(found)
        if first is None:
            return self._unread(text, (*flags, MomentFlag.IMPOSSIBLE))
        if other is not None:
            flags = (*flags, MomentFlag.AMBIGUOUS_DATE)
        return self._placed(text, found, (first, other), flags)

    def _unread(self, text: str, flags: tuple[MomentFlag, ...]) -> Moment:
        return Moment(
            text=text,
            local=None,
            basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN,
            precision=Precision.UNKNOWN,
            flags=flags,
        )

    def _readings(self, found: Written) -> tuple[datetime | None, datetime | None]:
        day_first = _when(found, found.second, found.first)
        month_first = _when(found, found.first, found.second)
        if found.decided or self._order.code == "month_first":
            return month_first, None
        if self._order.code not in ("undecided", "mixed"):
            return day_first, None
        if day_first is None or month_first is None or day_first == month_first:
            return day_first or month_first, None
        if self._order.month_likelier:
            return month_first, day_first
        return day_first, month_first

    def _placed(
        self,
        text: str,
        found: Written,
        readings: tuple[datetime, datetime | None],
        flags: tuple[MomentFlag, ...],
    ) -> Moment:
        local, other = readings
        basis, utc, zone = ZoneBasis.DEVICE_LOCAL_UNKNOWN, None, None
        if found.offset is not None:
            basis = ZoneBasis.UTC_IN_SOURCE if found.utc else ZoneBasis.OFFSET_IN_SOURCE
            zone = _shown_offset(found.offset)
            utc, more = _from_offset(local, found.offset)
            flags = (*flags, *more)
        elif self._zone is not None and found.clock is not None:
            basis, zone = ZoneBasis.USER_CHOSEN, self._zone_name
            utc, more = _in_utc(local, self._zone)
            flags = (*flags, *more)
        return Moment(
            text=text,
            local=local.isoformat(),
            local_other=None if other is None else other.isoformat(),
            utc=utc if other is None else None,
            zone=zone,
            basis=basis,
            precision=_precision(found),
            flags=flags,
        )


def _when(found: Written, month: int, day: int) -> datetime | None:
    known = day_of(found.year, month, day)
    if known is None:
        return None
    return datetime.combine(known, found.clock or datetime.min.time())


def _precision(found: Written) -> Precision:
    if found.clock is None:
        return Precision.DAY
    if found.clock.microsecond:
        return Precision.MILLISECOND
    return Precision.SECOND if found.seconds else Precision.MINUTE


def _shown_offset(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _from_offset(local: datetime, minutes: int) -> tuple[str | None, tuple[MomentFlag, ...]]:
    try:
        return f"{(local - timedelta(minutes=minutes)).isoformat()}Z", ()
    except OverflowError:
        return None, (MomentFlag.IMPOSSIBLE,)


def _in_utc(local: datetime, zone: tzinfo) -> tuple[str | None, tuple[MomentFlag, ...]]:
    """Translate, unless the clock shows this time twice or never: then mark, do not choose."""
    early, late = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    before, after = early.utcoffset(), late.utcoffset()
    if before is None or after is None:
        return None, ()
    if before != after:
        return None, (MomentFlag.FOLD if before > after else MomentFlag.GAP,)
    try:
        return f"{early.astimezone(UTC).replace(tzinfo=None).isoformat()}Z", ()
    except OverflowError:
        return None, (MomentFlag.IMPOSSIBLE,)
