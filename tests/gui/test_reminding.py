# SPDX-License-Identifier: GPL-3.0-or-later
"""Offers that can be left, and what is said of a vault that can only be read or is removed."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from evidence_kit.domain.paper import PaperKind
from evidence_kit.gui.dialogs.paper import PaperSheet
from evidence_kit.gui.dialogs.reminders import AnchorSheet
from evidence_kit.gui.dialogs.remove_vault import RemoveVaultSheet
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.overview import OverviewPage
from evidence_kit.gui.pages.start import StartPage
from evidence_kit.gui.pages.vault import VaultPage
from evidence_kit.gui.surroundings import Destination, PageName
from gui.conftest import MakeWindow, open_vault
from gui.hands import click
from gui.made_up import COPY
from gui.stand_in import StandIn


def words_of(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def overview(window: MainWindow) -> OverviewPage:
    window.visit(Destination(page=PageName.OVERVIEW))
    page = window.page
    assert isinstance(page, OverviewPage)
    return page


@pytest.mark.parametrize("due", [True, False])
def test_a_backup_is_offered_only_when_one_is_due(
    make_window: MakeWindow, stand_in: StandIn, qtbot: QtBot, due: bool
) -> None:
    stand_in.backup_due = due
    window = make_window()
    open_vault(window, qtbot)
    assert overview(window).reminders.backup.isVisible() is due


def test_a_reminder_that_was_put_off_stays_away_for_a_week(
    make_window: MakeWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.backup_due = True
    window = make_window()
    open_vault(window, qtbot)
    page = overview(window)
    click(page.reminders.backup.buttons[1])
    assert page.reminders.backup.isHidden()
    assert window.s.settings.is_postponed("backup", window.s.clock.read().local.date().isoformat())
    window.visit(Destination(page=PageName.FILES))
    assert overview(window).reminders.backup.isHidden()


def test_an_anchor_outside_is_offered_and_can_be_refused_for_good(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.offers_anchor = True
    page = overview(open_window)
    qtbot.waitUntil(page.reminders.anchor.isVisible)
    click(page.reminders.anchor.buttons[-1])
    assert page.reminders.anchor.isHidden()
    qtbot.waitUntil(lambda: "decline_anchor" in stand_in.asked)
    assert open_window.s.settings.is_postponed("anchor", "2099-01-01")


def test_one_thing_is_offered_at_a_time(
    make_window: MakeWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.offers_anchor = True
    stand_in.backup_due = True
    window = make_window()
    open_vault(window, qtbot)
    page = overview(window)
    assert page.reminders.backup.isVisible()
    assert "anchor_offered" not in stand_in.asked


def test_the_numbers_can_be_put_on_paper_or_read_aloud(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    paper = PaperSheet(open_window.s, PaperKind.ANCHOR, open_window)
    paper.open()
    qtbot.waitUntil(paper.print.isEnabled)
    assert stand_in.papers == [PaperKind.ANCHOR]
    paper.reject()
    sheet = AnchorSheet(open_window.s, open_window)
    sheet.open()
    qtbot.waitUntil(lambda: "8166be97" in words_of(sheet))
    sheet.reject()


@pytest.mark.parametrize("page", [PageName.OVERVIEW, PageName.FILES, PageName.KEYS])
def test_a_vault_that_can_only_be_read_says_so_on_every_page(
    make_window: MakeWindow, stand_in: StandIn, qtbot: QtBot, page: PageName
) -> None:
    stand_in.read_only = True
    stand_in.findings = ("log_segment_damaged:log/0001",)
    window = make_window()
    open_vault(window, qtbot)
    window.visit(Destination(page=page))
    assert window.state.isVisible()
    assert "reading only" in words_of(window.state)
    click(window.state.check)
    assert window.page.name is PageName.VAULT_CHECK


def test_a_medium_that_takes_nothing_is_not_called_damage(
    make_window: MakeWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.read_only = True
    stand_in.findings = ("medium_read_only",)
    window = make_window()
    open_vault(window, qtbot)
    overview(window)
    assert "damaged" not in words_of(window.state)


def test_an_older_format_is_brought_to_the_newest_when_the_owner_says_so(
    make_window: MakeWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.read_only = True
    stand_in.findings = ("older_format",)
    window = make_window()
    open_vault(window, qtbot)
    overview(window)
    assert "damaged" not in words_of(window.state)
    assert "migrate" not in stand_in.asked
    click(window.state.renew)
    qtbot.waitUntil(window.state.isHidden)
    assert "migrate" in stand_in.asked


def test_a_whole_vault_shows_no_such_line(open_window: MainWindow) -> None:
    overview(open_window)
    assert open_window.state.isHidden()


def test_a_vault_is_removed_only_after_its_name_was_typed(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.copies = (COPY,)
    sheet = RemoveVaultSheet(open_window.s, open_window)
    sheet.open()
    qtbot.waitUntil(lambda: "papers" in sheet.ask.text())
    qtbot.waitUntil(lambda: COPY.place in words_of(sheet))
    assert not sheet.remove.isEnabled()
    assert not sheet.remove.isDefault()
    sheet.name.setText("paper")
    assert not sheet.remove.isEnabled()
    sheet.name.setText("papers")
    click(sheet.remove)
    qtbot.waitUntil(lambda: not open_window.s.workspace.is_open)
    assert isinstance(open_window.page, StartPage)
    assert "The vault is gone." in words_of(open_window.error)


def test_how_things_stand_is_read_without_moving_the_focus(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.copies = (COPY,)
    stand_in.log_size = 31
    open_window.visit(Destination(page=PageName.VAULT))
    page = open_window.page
    assert isinstance(page, VaultPage)
    first = page.tiles[PageName.KEYS]
    first.setFocus()
    qtbot.waitUntil(lambda: "20 March 2026" in words_of(page) and "1 passphrase" in words_of(page))
    assert "31" in words_of(page)
    assert open_window.focusWidget() is first
    assert "1 passphrase" in first.accessibleName()
