# SPDX-License-Identifier: GPL-3.0-or-later
"""The page on conversations that stand in two exports."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from evidence_kit.domain.overlap import Difference, DifferenceKind, Overlap, OverlapSide
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.overlaps import OverlapsPage
from evidence_kit.gui.surroundings import Destination, PageName
from gui.hands import click
from gui.made_up import CHAT
from gui.stand_in import StandIn


def side(number: int) -> OverlapSide:
    return OverlapSide(
        exhibit=CHAT.id,
        exhibit_number=number,
        conversation=1,
        title="Rico",
        start=1,
        end=40,
        before=0,
        after=number,
    )


GONE = Difference(kind=DifferenceKind.ONLY_IN_FIRST, first=12, second=None)
FOUND = Overlap(
    first=side(4),
    second=side(7),
    matched=39,
    longest_run=28,
    tolerance=60,
    differences=(GONE,) * 70,
    differences_total=90,
    app_lines=1,
    renamed=(("Rico", "~ R1co", 20),),
)


@pytest.fixture
def two_exports(stand_in: StandIn) -> StandIn:
    stand_in.on_overlaps = lambda: (FOUND,)  # type: ignore[attr-defined]
    return stand_in


def words_of(page: OverlapsPage) -> str:
    return "\n".join(found.text() for found in page.findChildren(QLabel))


def page_of(window: MainWindow, qtbot: QtBot) -> OverlapsPage:
    window.visit(Destination(page=PageName.OVERLAPS))
    page = window.page
    assert isinstance(page, OverlapsPage)
    qtbot.waitUntil(lambda: not page.progress.isVisible())
    return page


def test_where_two_exports_differ_is_told_and_leads_there(
    two_exports: StandIn, open_window: MainWindow, qtbot: QtBot
) -> None:
    page = page_of(open_window, qtbot)
    said = words_of(page)
    assert "39 messages stand in both" in said
    assert "Message 12 of exhibit 4 does not stand in exhibit 7." in said
    assert "and 30 more" in said
    link = next(
        b for b in page.findChildren(QPushButton) if b.text() == "Show message 12 of exhibit 4"
    )
    with qtbot.waitSignal(page.went) as went:
        click(link)
    assert went.args == [
        Destination(page=PageName.CONVERSATION, exhibit=CHAT.id, conversation=1, n=12)
    ]


def test_nothing_found_says_how_they_were_compared(
    stand_in: StandIn, open_window: MainWindow, qtbot: QtBot
) -> None:
    stand_in.on_overlaps = lambda: ()  # type: ignore[attr-defined]
    assert "No conversation stands in two exports" in words_of(page_of(open_window, qtbot))
