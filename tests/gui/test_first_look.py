# SPDX-License-Identifier: GPL-3.0-or-later
"""The first screen of a long chat, while the rest of it is being read."""

import pytest
from pytestqt.qtbot import QtBot

from evidence_kit.domain.progress import Progress
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.add import AddPage, Stage
from evidence_kit.gui.surroundings import Destination, PageName
from evidence_kit.gui.widgets.first_look import FirstLook
from gui.made_up import CHAT, EXHIBITS
from gui.stand_in import StandIn

READING = Progress(stage="read", done=1, total=9, unit="bytes", name="chat.zip")
OTHER = next(each for each in EXHIBITS if each.id != CHAT.id)


@pytest.fixture
def page(open_window: MainWindow, stand_in: StandIn, qtbot: QtBot) -> AddPage:
    """A page that is busy."""
    stand_in.hold = frozenset({"add"})
    open_window.visit(Destination(page=PageName.ADD, paths=("/home/sam/a.png",)))
    found = open_window.page
    assert isinstance(found, AddPage)
    qtbot.waitUntil(lambda: "add" in stand_in.asked or found.progress.isVisible())
    found._turn(Stage.BUSY)
    return found


@pytest.fixture
def look(page: AddPage) -> FirstLook:
    return page.first


def test_nothing_is_shown_before_something_is_read(page: AddPage, look: FirstLook) -> None:
    assert not look.isVisible()
    look.follow(Progress(stage="secure", done=1, total=2, unit="bytes", name=""))
    assert not look._timer.isActive()
    assert page.progress.isVisible()


def test_messages_can_be_scrolled_while_the_rest_is_read(
    look: FirstLook, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.read_so_far = (CHAT, 300)
    look.follow(READING)
    qtbot.waitUntil(look.isVisible)
    look.view.go_to(200)
    assert look.view.words(200).startswith("201. ")
    bar = look.view.verticalScrollBar()
    before, place = bar.maximum(), bar.value()
    stand_in.read_so_far = (CHAT, 900)
    qtbot.waitUntil(lambda: len(look.rows) == 900)
    assert bar.maximum() > before
    assert bar.value() == place


def test_a_short_chat_is_not_shown(look: FirstLook, stand_in: StandIn, qtbot: QtBot) -> None:
    stand_in.read_so_far = (CHAT, 20)
    look.follow(READING)
    qtbot.waitUntil(lambda: len(look.rows) == 20)
    assert not look.isVisible()


def test_another_file_begins_with_its_own_first_message(
    look: FirstLook, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.read_so_far = (CHAT, 300)
    look.follow(READING)
    qtbot.waitUntil(lambda: len(look.rows) == 300)
    stand_in.read_so_far = (OTHER, 400)
    qtbot.waitUntil(lambda: len(look.rows) == 400)
    assert [look.rows.number(index) for index in range(3)] == [1, 2, 3]


def test_it_ends_with_the_work(
    page: AddPage, look: FirstLook, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.read_so_far = (CHAT, 300)
    look.follow(READING)
    qtbot.waitUntil(look.isVisible)
    page._turn(Stage.DONE)
    assert not look.isVisible()
    assert len(look.rows) == 0
    assert not look._timer.isActive()


def test_a_look_that_fails_disturbs_nobody(
    look: FirstLook, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.broken = {"first_messages": EvidenceKitError(reason="x")}
    look.follow(READING)
    qtbot.waitUntil(lambda: stand_in.asked.count("first_messages") > 1)
    assert not look.isVisible()


def test_a_lock_in_the_middle_ends_it(
    open_window: MainWindow, look: FirstLook, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.read_so_far = (CHAT, 300)
    look.follow(READING)
    qtbot.waitUntil(look.isVisible)
    open_window.s.workspace.close()
    look.ask()
    assert not look._timer.isActive()
    assert len(look.rows) == 0
