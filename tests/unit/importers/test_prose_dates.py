# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates written out in a language: read when there is nothing to guess."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit import resources
from evidence_kit.importers.prose_dates import prose_moment

MONTHS = json.loads(resources.read_text("importers", "prose_dates", "words.json"))["months"]


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("Tuesday, 7 February 2023 at 17:13:43 UTC", "2023-02-07T17:13:43"),
        ("Monday, May 1, 2023 at 10:59:50\u202fAM UTC", "2023-05-01T10:59:50"),
        ("dinsdag 7 februari 2023 om 17:13:43 UTC", "2023-02-07T17:13:43"),
        ("Jan 14, 2026 10:06 PM", "2026-01-14T22:06:00"),
        ("14 jan. 2026 22:06", "2026-01-14T22:06:00"),
        ("14 Ocak 2026 22:06", "2026-01-14T22:06:00"),
        ("14 de enero de 2026 10:06 p. m.", "2026-01-14T22:06:00"),
        ("14 janv. 2026, 22:06", "2026-01-14T22:06:00"),
        ("14 sty 2026, 22:06", "2026-01-14T22:06:00"),
        ("٧ فبراير ٢٠٢٦ ١٠:٠٦ م", "2026-02-07T22:06:00"),
        ("Mar 3, 2026, 12:00 am", "2026-03-03T00:00:00"),
        ("mar 3 mar 2026 10:00", "2026-03-03T10:00:00"),
    ],
)
def test_a_date_with_a_month_by_name_is_read(text: str, local: str) -> None:
    moment = prose_moment(text, None, None)
    assert (moment.text, moment.local) == (text, local)


@pytest.mark.parametrize(
    "text",
    [
        "05/06/2026 10:00", "Feb 30, 2026 10:00", "3 maart 2026 24:00", "yesterday at 10:00", "",
        "3 maart 2026", "3 4 maart 2026 10:00", "3 maart april 2026 10:00", "13:00 PM 3 maart 2026",
        "3 maart 2026 10:00 11:00", "x" * 500,
    ],
)  # fmt: skip
def test_what_leaves_something_to_guess_is_not_read(text: str) -> None:
    moment = prose_moment(text, None, None)
    assert (moment.text, moment.local, moment.utc) == (text, None, None)


def test_only_a_day_that_does_not_exist_is_called_impossible() -> None:
    assert [flag.value for flag in prose_moment("Feb 30, 2026 10:00", None, None).flags] == [
        "impossible"
    ]
    assert prose_moment("22.09.2017, 06:33", None, None).flags == ()


def test_no_word_means_two_months() -> None:
    meant: dict[str, int] = {}
    for said in MONTHS.values():
        months = said.split(",")
        assert len(months) == 12
        for number, names in enumerate(months):
            for name in names.casefold().split():
                assert meant.setdefault(name, number) == number, name


def test_a_time_that_says_utc_is_in_utc() -> None:
    assert prose_moment("1 May 2023 10:00:01 UTC", None, None).utc == "2023-05-01T10:00:01Z"
    assert prose_moment("1 May 2023 10:00:01", None, None).utc is None


def test_an_hour_that_comes_twice_is_marked_and_not_chosen() -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    moment = prose_moment("25 Oct 2026 02:30", zone, "Europe/Amsterdam")
    assert (moment.utc, [flag.value for flag in moment.flags]) == (None, ["fold"])
    assert prose_moment("25 Oct 2026 04:30", zone, "x").utc == "2026-10-25T03:30:00Z"


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.sampled_from(sorted(MONTHS)))  # noqa: DTZ001 -- local clocks
def test_a_date_in_any_language_is_read_as_it_was_written(when: datetime, lang: str) -> None:
    month = MONTHS[lang].split(",")[when.month - 1].split()[-1]
    text = f"{when.day} {month} {when.year} {when:%H:%M:%S}"
    assert prose_moment(text, None, None).local == when.replace(microsecond=0).isoformat()


@given(st.text(max_size=60))
def test_any_text_is_kept(text: str) -> None:
    assert prose_moment(text, None, None).text == text
