# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom one can call, by this computer's clock."""

from datetime import datetime

import pytest
from PySide6.QtWidgets import QLabel

from builders.clock import FixedClock
from evidence_kit.gui.guide_texts import Open, first_minute, guides, help_lines
from evidence_kit.gui.main_window import MainWindow

TUESDAY_NIGHT = datetime.fromisoformat("2026-11-24T22:40+01:00")
TUESDAY_NOON = datetime.fromisoformat("2026-11-24T12:00+01:00")
SUNDAY_NOON = datetime.fromisoformat("2026-11-22T12:00+01:00")


def state(number: str, now: datetime) -> Open:
    return next(line for line in help_lines("nl").lines if line.number == number).open_at(now)


@pytest.mark.parametrize(
    ("number", "now", "expected"),
    [
        ("112", TUESDAY_NIGHT, Open.NOW),
        ("113", SUNDAY_NOON, Open.NOW),
        ("0800-0432", TUESDAY_NIGHT, Open.CLOSED),
        ("0800-0432", SUNDAY_NOON, Open.NOW),
        ("088-7867372", TUESDAY_NOON, Open.NOW),
        ("088-7867372", SUNDAY_NOON, Open.CLOSED),
        ("020-2615275", TUESDAY_NOON, Open.UNKNOWN),
    ],
)
def test_a_line_is_open_by_its_hours_and_unknown_hours_say_so(
    number: str, now: datetime, expected: Open
) -> None:
    assert state(number, now) is expected


def test_both_languages_list_the_same_lines() -> None:
    dutch, english = help_lines("nl"), help_lines("en")
    assert [line.number for line in dutch.lines] == [line.number for line in english.lines]
    assert [line.hours for line in dutch.lines] == [line.hours for line in english.lines]
    assert dutch.checked_on == english.checked_on


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_text_is_there(language: str) -> None:
    assert len(first_minute(language).steps) == 4
    assert all(part.lines for name in ("guides", "safety") for part in guides(language, name).parts)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_sentences_of_the_texts_are_short(language: str) -> None:
    parts = [part for name in ("guides", "safety") for part in guides(language, name).parts]
    sentences = [
        sentence
        for part in parts
        for line in part.lines
        for sentence in line.replace("?", ".").split(". ")
    ]
    assert not [sentence for sentence in sentences if len(sentence.split()) > 15]


def test_the_first_screen_says_the_time_and_the_lines_of_now(
    window: MainWindow, clock: FixedClock
) -> None:
    shown = "\n".join(label.text() for label in window.page.findChildren(QLabel))
    assert "Saturday 14 March 2026, 14:02" in shown
    assert "112" in shown
    assert "hours not known" in shown
