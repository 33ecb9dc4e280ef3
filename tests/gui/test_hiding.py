# SPDX-License-Identifier: GPL-3.0-or-later
"""Quick hide, locking by itself, locking by hand, closing."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from builders.clock import FixedClock
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.recovery import RecoverySheet
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.unlock import UnlockPage
from evidence_kit.gui.surroundings import Destination, PageName
from evidence_kit.settings import Settings
from gui.conftest import MakeWindow, open_vault
from gui.hands import click, press
from gui.made_up import PASSPHRASE
from gui.stand_in import StandIn


def shown_words(window: MainWindow) -> str:
    return "\n".join(each.text() for each in window.findChildren(QLabel) if each.isVisible())


def test_quick_hide_blanks_locks_and_minimises(open_window: MainWindow, stand_in: StandIn) -> None:
    open_window.visit(Destination(page=PageName.FILES))
    click(open_window.top.hide_button)
    assert open_window.is_blank
    assert open_window.isMinimized()
    assert not open_window.s.workspace.is_open
    open_window.s.workspace.close()
    assert stand_in.closed


def test_nothing_of_the_vault_is_left_after_hiding(open_window: MainWindow, qtbot: QtBot) -> None:
    open_window.visit(Destination(page=PageName.CONVERSATIONS))
    qtbot.waitUntil(lambda: "Rico" in shown_words(open_window))
    open_window.hide_now()
    open_window.showNormal()
    assert "Rico" not in shown_words(open_window)
    assert open_window.windowTitle() == "Documents"
    qtbot.waitUntil(open_window.blank.go_on.isVisible)
    click(open_window.blank.go_on)
    assert open_window.page.name is PageName.UNLOCK


def test_the_hide_key_works_wherever_the_keyboard_is(open_window: MainWindow) -> None:
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(open_window.watch)
    sheet = RecoverySheet(open_window.s, open_window)
    sheet.open()
    press(sheet.answer.line, Qt.Key.Key_F9)
    app.removeEventFilter(open_window.watch)
    assert open_window.is_blank
    assert not [
        each
        for each in QApplication.topLevelWidgets()
        if isinstance(each, QDialog) and each.isVisible()
    ]


def test_hiding_before_a_vault_keeps_the_page(window: MainWindow, qtbot: QtBot) -> None:
    window.visit(Destination(page=PageName.NOW))
    window.hide_now()
    window.showNormal()
    qtbot.waitUntil(window.blank.go_on.isVisible)
    click(window.blank.go_on)
    assert window.page.name is PageName.NOW


def test_a_vault_that_was_about_to_open_stays_shut_after_hiding(
    window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.hold = frozenset({"unlock"})
    window.visit(Destination(page=PageName.UNLOCK))
    page = window.page
    assert isinstance(page, UnlockPage)
    page.secret.line.setText(PASSPHRASE)
    click(page.open)
    qtbot.waitUntil(lambda: "unlock" in stand_in.asked)
    window.hide_now()
    stand_in.gate.set()
    window.showNormal()
    qtbot.waitUntil(window.blank.go_on.isVisible)
    qtbot.wait(50)
    click(window.blank.go_on)
    assert window.page.name is PageName.UNLOCK
    assert not window.s.workspace.is_open


def pass_time(window: MainWindow, clock: FixedClock, **by: float) -> None:
    """Let time pass with the computer awake."""
    for _ in range(int(timedelta(**by).total_seconds() // 10)):
        clock.advance(timedelta(seconds=10))
        window.watch.look()


def test_the_vault_locks_when_nobody_is_there(open_window: MainWindow, clock: FixedClock) -> None:
    pass_time(open_window, clock, minutes=4)
    before = open_window.is_blank
    pass_time(open_window, clock, minutes=2)
    assert not before
    assert open_window.is_blank
    assert not open_window.s.workspace.is_open


def test_a_sign_of_life_puts_the_lock_off(open_window: MainWindow, clock: FixedClock) -> None:
    pass_time(open_window, clock, minutes=4)
    open_window.watch.somebody_is_there()
    pass_time(open_window, clock, minutes=4)
    assert open_window.s.workspace.is_open


def test_idle_blanks_at_once_and_locks_after_running_work(
    open_window: MainWindow, stand_in: StandIn, clock: FixedClock, qtbot: QtBot
) -> None:
    stand_in.hold = frozenset({"check"})
    workspace = open_window.s.workspace
    workspace.ask(open_window, calls.check(), lambda _report: None)
    pass_time(open_window, clock, minutes=6)
    assert open_window.is_blank
    assert workspace.is_open
    assert not open_window.blank.go_on.isEnabled()
    stand_in.gate.set()
    qtbot.waitUntil(lambda: not workspace.is_open)
    assert open_window.is_blank


def test_locking_by_hand_leads_to_unlocking(open_window: MainWindow) -> None:
    open_window.navigation.lock_asked.emit()
    assert open_window.page.name is PageName.UNLOCK
    assert not open_window.navigation.isVisible()
    assert open_window.s.workspace.recovery_key is None


def test_closing_asks_nothing_and_ends_the_process(
    open_window: MainWindow, stand_in: StandIn
) -> None:
    stand_in.hold = frozenset({"check"})
    open_window.s.workspace.ask(open_window, calls.check(), lambda _report: None)
    open_window.close()
    assert stand_in.closed


def test_another_key_can_hide(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(Settings(language="en", hide_key="Ctrl+Shift+H"))
    open_vault(window, qtbot)
    assert "Ctrl+Shift+H" in window.top.hide_button.text()
