# SPDX-License-Identifier: GPL-3.0-or-later
"""One notation for time; as exact as the source and no exacter."""

from datetime import date

import pytest

from evidence_kit import wording
from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis
from evidence_kit.i18n import Texts

NL = Texts("nl", "wording")
EN = Texts("en", "wording")


def a_moment(
    local: str | None = "2026-01-14T21:06:07",
    precision: Precision = Precision.MINUTE,
    **more: object,
) -> Moment:
    fields: dict[str, object] = {"basis": ZoneBasis.DEVICE_LOCAL_UNKNOWN, "text": "14-01", **more}
    return Moment(local=local, precision=precision, **fields)  # type: ignore[arg-type]  # a builder


@pytest.mark.parametrize(
    ("precision", "dutch", "english"),
    [
        (Precision.DAY, "wo 14\u00a0januari 2026", "Wed 14\u00a0January 2026"),
        (Precision.MINUTE, "wo 14\u00a0januari 2026, 21.06 uur", "Wed 14\u00a0January 2026, 21:06"),
        (
            Precision.SECOND,
            "wo 14\u00a0januari 2026, 21.06.07 uur",
            "Wed 14\u00a0January 2026, 21:06:07",
        ),
        (
            Precision.MILLISECOND,
            "wo 14\u00a0januari 2026, 21.06.07,000 uur",
            "Wed 14\u00a0January 2026, 21:06:07.000",
        ),
    ],
)
def test_a_time_is_as_exact_as_its_source(precision: Precision, dutch: str, english: str) -> None:
    found = a_moment(precision=precision)
    assert wording.moment(NL, found) == dutch
    assert wording.moment(EN, found) == english


def test_an_unresolved_date_shows_both_readings() -> None:
    found = a_moment("2026-03-04T21:06:00", local_other="2026-04-03T21:06:00")
    assert wording.moment(NL, found) == (
        "wo 4\u00a0maart 2026, 21.06 uur of vr 3\u00a0april 2026, 21.06 uur"
    )


def test_a_time_that_cannot_be_read_is_shown_as_found() -> None:
    assert "99-99-2026" in wording.moment(NL, a_moment(None, text="99-99-2026"))


def test_the_basis_of_a_time_is_said() -> None:
    found = a_moment(
        basis=ZoneBasis.OFFSET_IN_SOURCE, zone="+01:00", flags=(MomentFlag.NON_MONOTONIC,)
    )
    assert wording.moment_basis(EN, found) == (
        "the source states the zone, UTC+01:00; earlier than the message before it"
    )


def test_a_log_time_carries_seconds_and_zone() -> None:
    said = wording.log_time(NL, "2026-03-20T13:02:07.250Z", 60)
    assert said == "vr 20\u00a0maart 2026, 14.02.07 uur (UTC+01:00)"
    assert wording.zone_words(-210) == "UTC-03:30"


def test_a_period_of_one_day_is_that_day() -> None:
    assert wording.period(NL, date(2026, 1, 3), date(2026, 1, 3)) == "3\u00a0januari 2026"
    assert (
        wording.period(NL, date(2026, 1, 3), date(2026, 3, 9))
        == "3\u00a0januari 2026 – 9\u00a0maart 2026"
    )


@pytest.mark.parametrize(
    ("count", "dutch", "english"),
    [
        (0, "0 bytes", "0 bytes"),
        (1, "1 byte", "1 byte"),
        (1023, "1.023 bytes", "1,023 bytes"),
        (134_287, "134.287 bytes (131 kB)", "134,287 bytes (131 kB)"),
        (1_048_575, "1.048.575 bytes (1,0 MB)", "1,048,575 bytes (1.0 MB)"),
        (5_000_000_000_000_000, "5.000.000.000.000.000 bytes (4.547 TB)", None),
    ],
)
def test_a_size_is_exact_and_rough(count: int, dutch: str, english: str | None) -> None:
    assert wording.size(NL, count) == dutch
    assert english is None or wording.size(EN, count) == english


def test_day_and_month_stay_on_one_line() -> None:
    assert wording.short_day(NL, date(2026, 1, 3)) == "3\u00a0jan. 2026"
    assert wording.day(EN, date(2026, 1, 3)) == "Sat 3\u00a0January 2026"
