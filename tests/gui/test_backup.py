# SPDX-License-Identifier: GPL-3.0-or-later
"""A second copy: made, brought up to date, compared, put back."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from evidence_kit.domain.backup import CopyComparison, CopyState
from evidence_kit.errors import DiskFull
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.backup import BackupPage
from evidence_kit.gui.pages.restore import RestorePage
from evidence_kit.gui.pages.unlock import UnlockPage
from evidence_kit.gui.surroundings import Destination, PageName
from evidence_kit.gui.widgets.copy_state import state_words
from gui.hands import click
from gui.made_up import COPY, PASSPHRASE
from gui.stand_in import StandIn

STICK = "/media/sam/stick/Papers copy"


def words_of(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def backup_page(window: MainWindow, qtbot: QtBot) -> BackupPage:
    window.visit(Destination(page=PageName.BACKUP))
    page = window.page
    assert isinstance(page, BackupPage)
    qtbot.waitUntil(lambda: page.none.isVisible() or page.list.isVisible())
    return page


def test_without_a_copy_the_page_says_why_one_helps(open_window: MainWindow, qtbot: QtBot) -> None:
    page = backup_page(open_window, qtbot)
    qtbot.waitUntil(page.none.isVisible)
    assert not page.make.isEnabled()


def test_a_place_that_is_copied_to_the_internet_is_named_before_anything_is_written(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    page = backup_page(open_window, qtbot)
    page.place.put("/home/sam/OneDrive/Papers")
    qtbot.waitUntil(lambda: "OneDrive" in words_of(page.place))
    assert not stand_in.backed_up


def test_a_backup_is_made_and_then_known(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    page = backup_page(open_window, qtbot)
    page.place.put(STICK)
    click(page.make)
    qtbot.waitUntil(lambda: "The backup is complete." in words_of(page))
    assert stand_in.backed_up == [(STICK, False)]
    qtbot.waitUntil(lambda: "Complete on: 20 March 2026" in words_of(page.list))
    summary = open_window.s.workspace.summary
    assert summary is not None
    assert summary.last_backup == COPY.time


def test_a_backup_can_be_stopped_and_goes_on_next_time(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.hold = frozenset({"back_up"})
    page = backup_page(open_window, qtbot)
    page.place.put(STICK)
    click(page.make)
    qtbot.waitUntil(page.progress.isVisible)
    click(page.progress.stop)
    qtbot.waitUntil(lambda: "goes on from there" in words_of(page))
    assert page.make.isEnabled()


def test_a_full_stick_is_said_in_two_sentences(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.broken["back_up"] = DiskFull(path=STICK, errno=28, action="write")
    page = backup_page(open_window, qtbot)
    page.place.put(STICK)
    click(page.make)
    qtbot.waitUntil(page.error.isVisible)
    assert page.error.happened.text()
    assert page.error.can_do.text()


def test_a_copy_says_what_it_still_holds_of_what_was_taken_out(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.copies = (replace(COPY, holds_removed=(3, 5)),)
    page = backup_page(open_window, qtbot)
    qtbot.waitUntil(lambda: "files 3, 5" in words_of(page.list))


def test_a_known_copy_is_brought_up_to_date_with_one_button(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.copies = (COPY,)
    page = backup_page(open_window, qtbot)
    qtbot.waitUntil(lambda: bool(page.list.findChildren(QPushButton)))
    renew = next(
        each for each in page.list.findChildren(QPushButton) if "up to date" in each.text()
    )
    assert COPY.place in renew.accessibleName()
    renew.click()
    qtbot.waitUntil(lambda: stand_in.backed_up == [(COPY.place, False)])


@pytest.mark.parametrize("state", list(CopyState), ids=lambda state: state.value)
def test_each_state_of_a_copy_is_said(open_window: MainWindow, state: CopyState) -> None:
    found = CopyComparison(
        state=state, vault_size=24, copy_size=20, common=20, common_time="2026-03-20T13:02:41.120Z"
    )
    words = state_words(open_window.s, found)
    assert all(words)


def test_copies_that_went_their_own_way_are_both_kept(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.comparison = CopyComparison(
        state=CopyState.DIVERGED,
        vault_size=24,
        copy_size=22,
        common=20,
        common_time="2026-03-20T13:02:41.120Z",
    )
    page = backup_page(open_window, qtbot)
    page.place.put(STICK)
    click(page.compare)
    qtbot.waitUntil(lambda: "Keep both" in words_of(page))
    assert not stand_in.backed_up


def restore_page(window: MainWindow) -> RestorePage:
    window.visit(Destination(page=PageName.RESTORE))
    page = window.page
    assert isinstance(page, RestorePage)
    page.source.put(STICK)
    page.target.put("/home/sam/Papers")
    return page


def test_a_backup_is_put_back_and_opened_with_its_passphrase(
    window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    page = restore_page(window)
    page.secret.line.setText(PASSPHRASE)
    with qtbot.waitSignal(window.s.workspace.opened):
        click(page.do)
    assert stand_in.restored == [(STICK, "/home/sam/Papers", PASSPHRASE)]
    assert window.s.workspace.is_open
    assert page.secret.text == ""
    click(page.open)
    assert window.page.name is PageName.OVERVIEW


def test_without_a_passphrase_the_way_goes_over_the_lock(
    window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    page = restore_page(window)
    click(page.do)
    qtbot.waitUntil(page.open.isVisible)
    click(page.open)
    unlock = window.page
    assert isinstance(unlock, UnlockPage)
    assert unlock.place.text() == "/home/sam/Papers"


def test_with_a_vault_open_nothing_else_is_opened(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    page = restore_page(open_window)
    assert page.secret.isHidden() or not page.secret.isVisible()
    click(page.do)
    qtbot.waitUntil(page.report.isVisible)
    assert stand_in.restored == [(STICK, "/home/sam/Papers", None)]
    assert page.open.isHidden()
