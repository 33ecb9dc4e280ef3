# SPDX-License-Identifier: GPL-3.0-or-later
"""Choices go into the vault, come back with it, and offers of left work are calm."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from evidence_kit.domain.custody import Role
from evidence_kit.domain.exhibit import Answer
from evidence_kit.errors import VaultReadOnly
from evidence_kit.gui import calls
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.add import AddPage, Stage
from evidence_kit.gui.pages.overview import OverviewPage
from evidence_kit.gui.pages.settings import SettingsPage
from evidence_kit.gui.surroundings import Destination, PageName
from evidence_kit.settings import Settings
from gui.conftest import open_vault
from gui.hands import click, unexpected
from gui.made_up import PASSPHRASE
from gui.stand_in import StandIn


def choose(window: MainWindow, qtbot: QtBot, title: str) -> None:
    window.visit(Destination(page=PageName.SETTINGS))
    page = window.page
    assert isinstance(page, SettingsPage)
    page.name_shown.setCurrentIndex(page.name_shown.findData(title))
    page.idle.setValue(0)
    click(page.apply)
    qtbot.waitUntil(lambda: window.s.settings.window_title == title)


def unlock(window: MainWindow, qtbot: QtBot) -> None:
    workspace = window.s.workspace
    call = calls.unlock("/tmp/papers", Role.CLIENT, None, passphrase=PASSPHRASE)
    with qtbot.waitSignal(workspace.opened):
        workspace.enter(window, call, lambda _opened: None, unexpected)


def test_a_choice_is_kept_in_the_open_vault(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    choose(open_window, qtbot, "recipes")
    qtbot.waitUntil(lambda: bool(stand_in.kept))
    assert stand_in.kept == [Settings(language="en", window_title="recipes", idle_lock_minutes=0)]
    assert open_window.windowTitle() == "Recipes"


def test_a_choice_made_before_any_vault_goes_into_the_first(
    window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    choose(window, qtbot, "notes")
    assert not stand_in.kept
    open_vault(window, qtbot)
    qtbot.waitUntil(lambda: bool(stand_in.kept))
    assert stand_in.kept[-1].window_title == "notes"


def test_the_choices_of_a_vault_hold_when_it_is_opened(
    window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.kept.append(Settings(language="nl", window_title="household", idle_lock_minutes=12))
    unlock(window, qtbot)
    qtbot.waitUntil(lambda: window.windowTitle() == "Huishouden")
    assert window.navigation._idle.text() == "Sluit vanzelf over 12 minuten"
    assert len(stand_in.kept) == 1


def test_a_vault_that_takes_nothing_keeps_no_choice_and_stops_nobody(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.broken["change_settings"] = VaultReadOnly(item="asked")
    choose(open_window, qtbot, "notes")
    qtbot.waitUntil(lambda: "change_settings" in stand_in.asked)
    qtbot.waitUntil(lambda: not open_window.s.workspace._runner.tasks)
    assert not open_window.error.isVisible()
    assert open_window.windowTitle() == "My notes"


def test_putting_a_reminder_off_leaves_the_pages_as_they_are(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    open_window.visit(Destination(page=PageName.OVERVIEW))
    page = open_window.page
    page.s.choose_settings(page.s.settings.postpone("backup", "2026-12-01"))
    page.s.choose_settings(page.s.settings.postpone("anchor"))
    qtbot.waitUntil(lambda: len(stand_in.kept) == 2)
    assert open_window.page is page
    assert dict(stand_in.kept[-1].postponed) == {"backup": "2026-12-01", "anchor": ""}


def test_a_window_that_was_hidden_stays_blank_when_choices_arrive(
    window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.kept.append(Settings(language="nl"))
    unlock(window, qtbot)
    window.hide_now()
    qtbot.waitUntil(lambda: window.s.settings.language == "nl")
    qtbot.wait(20)
    assert window.is_blank


def overview(window: MainWindow, qtbot: QtBot) -> OverviewPage:
    window.visit(Destination(page=PageName.OVERVIEW))
    qtbot.waitUntil(lambda: not window.s.workspace._runner.tasks)
    page = window.page
    assert isinstance(page, OverviewPage)
    return page


def test_nothing_is_offered_when_nothing_was_left(open_window: MainWindow, qtbot: QtBot) -> None:
    assert not overview(open_window, qtbot).left.isVisible()


def test_what_was_left_goes_on_with_the_answers_given(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.left = 3
    page = overview(open_window, qtbot)
    assert "3 files" in page.left._words.text()
    click(page.left.go_on)
    add = open_window.page
    assert isinstance(add, AddPage)
    qtbot.waitUntil(lambda: add.stage is Stage.DONE)
    assert {each.answer for each in stand_in.added[0]} == {Answer.COPY}


def test_what_was_not_answered_is_asked(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.left, stand_in.answered = 3, 2
    click(overview(open_window, qtbot).left.go_on)
    add = open_window.page
    assert isinstance(add, AddPage)
    qtbot.waitUntil(lambda: add.stage is Stage.QUESTION)
    assert len(add.question.answers) == 2
    assert not stand_in.added


def test_what_was_left_can_be_left_for_good(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.left = 1
    page = overview(open_window, qtbot)
    assert "1 file " in page.left._words.text()
    click(page.left.leave)
    qtbot.waitUntil(lambda: not stand_in.left)
    assert not page.left.isVisible()


def test_language_chosen_here_replaces_only_that(open_window: MainWindow, qtbot: QtBot) -> None:
    open_window.on_settings(replace(open_window.s.settings, language="nl"))
    qtbot.waitUntil(lambda: open_window.s.t.lang == "nl")
    assert open_window.s.settings == Settings(language="nl")
