# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom one can call: open lines first, by this computer's clock; unknown hours say so."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from evidence_kit import wording
from evidence_kit.gui import said
from evidence_kit.gui.guide_texts import HelpLine, HelpLines, Open
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    column,
    copyable,
    framed,
    icon_label,
    label,
    line,
    row,
    top,
)

_HEADS = ((Open.NOW, "circle-check", "ok"), (Open.UNKNOWN, "circle-question-mark", "muted"))


def help_card(
    s: Surroundings, lists: HelpLines, *, title: str, all_lines: bool, below: Sequence[Item] = ()
) -> QWidget:
    """Build the card.

    Args:
        s: the surroundings.
        lists: the help lines.
        title: head of the card.
        all_lines: whether lines that are not for the first minute are shown too.
        below: what stands under the lines.
    """
    t = s.t
    now = s.clock.read().local
    parts: list[Item] = [
        label(title, "h1" if all_lines else "h2"),
        label(t("Clock of this computer: {time}", time=said.now(s)), "small", wrap=True),
    ]
    for state, icon, colour in (*_HEADS, (Open.CLOSED, "clock", "muted")):
        lines = [each for each in lists.open_at(now, state) if all_lines or each.first_minute]
        if lines:
            head = row(icon_label(s.look, icon, colour, 18), label(_head(s, state), "b"), STRETCH)
            parts += [line(), head, *(_line(s, each) for each in lines)]
    parts += [
        *below,
        label(
            t(
                "List of {day}. Is a number wrong? Then look it up.",
                day=said.day(s, lists.checked_on),
            ),
            "small",
            wrap=True,
        ),
    ]
    return framed(column(*parts, margins=(24, 20, 24, 16), gap=10), "card")


def _head(s: Surroundings, state: Open) -> str:
    t = s.t
    match state:
        case Open.NOW:
            return t("Open now")
        case Open.UNKNOWN:
            return t("Hours not known. Just try.")
        case Open.CLOSED:
            return t("Closed now")


def _line(s: Surroundings, each: HelpLine) -> QHBoxLayout:
    nr = copyable(each.number, "number")
    nr.setWordWrap(False)
    nr.setFixedWidth(s.look.px(122))
    what = column(label(each.what, wrap=True), label(_hours(s, each), "small", wrap=True), gap=1)
    return row(top(nr), (what, 1))


def _hours(s: Surroundings, each: HelpLine) -> str:
    t = s.t
    if each.hours is None:
        return t("hours not known")
    if each.hours.always:
        return t("day and night")
    start = wording.clock(s.words, datetime.combine(date.min, each.hours.opens))
    end = wording.clock(s.words, datetime.combine(date.min, each.hours.closes))
    if each.hours.days == (1, 2, 3, 4, 5):
        return t("weekdays from {start} to {end}", start=start, end=end)
    return t("open from {start} to {end}", start=start, end=end)
