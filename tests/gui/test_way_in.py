# SPDX-License-Identifier: GPL-3.0-or-later
"""From the first screen to the first secured file, and back in later."""

import pytest
from pytestqt.qtbot import QtBot

from evidence_kit.domain.custody import Role
from evidence_kit.domain.exhibit import Answer
from evidence_kit.errors import VaultExists
from evidence_kit.gui.dialogs.recovery import RecoverySheet
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.add import AddPage, Stage
from evidence_kit.gui.pages.create import CreatePage
from evidence_kit.gui.pages.now import NowPage
from evidence_kit.gui.pages.start import StartPage
from evidence_kit.gui.pages.unlock import UnlockPage
from evidence_kit.gui.surroundings import Destination, PageName
from evidence_kit.gui.widgets.key_view import groups
from gui.hands import click
from gui.made_up import KEY, PASSPHRASE
from gui.stand_in import StandIn


def start_page(window: MainWindow) -> StartPage:
    assert isinstance(window.page, StartPage)
    return window.page


def create_page(window: MainWindow, qtbot: QtBot) -> CreatePage:
    click(start_page(window).begin)
    assert isinstance(window.page, CreatePage)
    return window.page


def fill_passphrase(page: CreatePage, text: str) -> None:
    page.passphrase.first.line.setText(text)
    page.passphrase.second.line.setText(text)


def test_threatened_now_needs_no_vault(window: MainWindow, qtbot: QtBot) -> None:
    click(start_page(window).urgent)
    assert isinstance(window.page, NowPage)
    window.on_back()
    start_page(window)


def test_a_suggestion_is_offered_first(window: MainWindow, qtbot: QtBot) -> None:
    page = create_page(window, qtbot)
    qtbot.waitUntil(lambda: page.passphrase.suggestion.text() == PASSPHRASE)


def test_a_weak_passphrase_makes_no_vault(window: MainWindow, qtbot: QtBot) -> None:
    page = create_page(window, qtbot)
    fill_passphrase(page, "geheim")
    qtbot.waitUntil(lambda: "Too easy" in page.passphrase.strength.text())
    assert not page.make.isEnabled()


def test_two_different_passphrases_make_no_vault(window: MainWindow, qtbot: QtBot) -> None:
    page = create_page(window, qtbot)
    fill_passphrase(page, PASSPHRASE)
    qtbot.waitUntil(page.make.isEnabled)
    page.passphrase.second.line.setText(PASSPHRASE + "x")
    qtbot.waitUntil(lambda: "not the same" in page.passphrase.strength.text())
    assert not page.make.isEnabled()


def test_three_screens_lead_to_the_first_secured_file(
    window: MainWindow, qtbot: QtBot, stand_in: StandIn
) -> None:
    # Screen 1 of 3
    page = create_page(window, qtbot)
    # Screen 2 of 3
    fill_passphrase(page, PASSPHRASE)
    page.role.choose(Role.CLIENT)
    qtbot.waitUntil(page.make.isEnabled)
    with qtbot.waitSignal(window.s.workspace.opened):
        click(page.make)
    # Screen 3 of 3
    add = window.page
    assert isinstance(add, AddPage)
    add.take(("/home/sam/chat.zip",))
    qtbot.waitUntil(lambda: add.stage is Stage.QUESTION)
    add.question.list.answer("2", Answer.COPY)
    click(add.question.go_on)
    qtbot.waitUntil(lambda: add.stage is Stage.DONE)
    assert "secured" in add.counts.text()
    given = {each.key: each.answer for each in stand_in.added[0]}
    assert given["2"] is Answer.COPY
    assert given["3"] is Answer.LATER


def test_a_place_that_is_taken_is_said_in_two_sentences(
    window: MainWindow, qtbot: QtBot, stand_in: StandIn
) -> None:
    stand_in.broken["create"] = VaultExists(path="/home/sam/Papers")
    page = create_page(window, qtbot)
    fill_passphrase(page, PASSPHRASE)
    qtbot.waitUntil(page.make.isEnabled)
    click(page.make)
    qtbot.waitUntil(page.error.isVisible)
    assert page.error.happened.text()
    assert page.error.can_do.text()


def unlock_page(window: MainWindow) -> UnlockPage:
    window.visit(Destination(page=PageName.UNLOCK))
    assert isinstance(window.page, UnlockPage)
    return window.page


def test_a_wrong_passphrase_is_said_and_can_be_tried_again(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = unlock_page(window)
    page.secret.line.setText("something else")
    click(page.open)
    qtbot.waitUntil(page.error.isVisible)
    assert page.open.isEnabled()
    assert page.secret.text == ""


@pytest.mark.parametrize("with_recovery", [False, True])
def test_the_right_key_opens(window: MainWindow, qtbot: QtBot, with_recovery: bool) -> None:
    page = unlock_page(window)
    if with_recovery:
        click(page.other_way)
        page.recovery.line.setText(" ".join(groups(KEY)).lower())
    else:
        page.secret.line.setText(PASSPHRASE)
    with qtbot.waitSignal(window.s.workspace.opened):
        click(page.open)


def test_the_recovery_key_is_confirmed_by_one_group(open_window: MainWindow, qtbot: QtBot) -> None:
    open_window.visit(Destination(page=PageName.ADD))
    page = open_window.page
    assert isinstance(page, AddPage)
    assert page.recovery.isVisible()
    sheet = RecoverySheet(open_window.s, open_window)
    sheet.open()
    sheet.answer.line.setText("XXXX")
    sheet.on_check()
    qtbot.waitUntil(lambda: bool(sheet.answer.outcome.text()))
    sheet.answer.line.setText(groups(KEY)[sheet.answer.position])
    with qtbot.waitSignal(sheet.accepted):
        sheet.on_check()
    qtbot.waitUntil(page.recovery.isHidden)
    assert open_window.s.workspace.recovery_key is None


def test_the_recovery_key_can_be_put_off(open_window: MainWindow) -> None:
    open_window.visit(Destination(page=PageName.ADD))
    page = open_window.page
    assert isinstance(page, AddPage)
    page.recovery.later.click()
    assert page.recovery.isHidden()
