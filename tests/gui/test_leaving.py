# SPDX-License-Identifier: GPL-3.0-or-later
"""When the computer sleeps, locks its screen, or the vault process ends: nothing stays on the screen."""

import ctypes.wintypes
import gc
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QPixmap, QPixmapCache
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from builders.clock import FixedClock
from evidence_kit.domain.exhibit import ExhibitRow, Picture
from evidence_kit.domain.views import ConversationRow, ExhibitDetail, MessageRow, Opened
from evidence_kit.errors import ReaderFailed
from evidence_kit.gui import calls, system_lock
from evidence_kit.gui.dialogs.picture import PictureSheet
from evidence_kit.gui.dialogs.recovery import RecoverySheet
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.settings import SettingsPage
from evidence_kit.gui.surroundings import Destination, PageName
from evidence_kit.gui.system_lock import SystemLock, is_leaving, is_local
from evidence_kit.settings import Settings
from gui.conftest import MakeWindow, open_vault
from gui.made_up import CHAT, EXHIBITS, KEY
from gui.stand_in import StandIn

OF_THE_VAULT = (ConversationRow, ExhibitDetail, ExhibitRow, MessageRow, Opened, Picture)
SEEN = ("Rico", "IMG_2291", "Screenshot_2026", KEY[20:24])


def quiet(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.s.workspace._runner.tasks, timeout=10_000)


def look_around(window: MainWindow, qtbot: QtBot) -> None:
    """Visit what shows most."""
    for destination in (
        Destination(page=PageName.FILES, exhibit=EXHIBITS[0].id),
        Destination(page=PageName.CONVERSATION, exhibit=CHAT.id, conversation=1, n=6),
        Destination(page=PageName.TIMELINE),
        Destination(page=PageName.IDENTIFIERS),
        Destination(page=PageName.OVERVIEW),
    ):
        window.visit(destination)
        quiet(window, qtbot)
        window.grab()


def objects_of_a_vault() -> list[object]:
    return [each for each in gc.get_objects() if isinstance(each, OF_THE_VAULT)]


def words_of_a_vault(widgets: Iterable[QWidget]) -> list[str]:
    texts = []
    for widget in widgets:
        if isinstance(widget, QLabel | QLineEdit):
            texts.append(widget.text())
        elif isinstance(widget, QPlainTextEdit):
            texts.append(widget.toPlainText())
        texts += [widget.toolTip(), widget.accessibleName()]
    return [text for text in texts if any(word in text for word in SEEN)]


def test_the_window_holds_nothing_of_the_vault_after_a_lock(
    window: MainWindow, qtbot: QtBot
) -> None:
    # Held, so that no later object takes the place of one that other tests left.
    before = objects_of_a_vault()
    others = {id(each) for each in before}

    def left() -> list[str]:
        gc.collect()
        return [type(each).__name__ for each in objects_of_a_vault() if id(each) not in others]

    open_vault(window, qtbot)
    look_around(window, qtbot)
    RecoverySheet(window.s, window).open()
    picture = PictureSheet(window.s, EXHIBITS[0].id, None, window)
    picture.open()
    picture.on_uncover()
    quiet(window, qtbot)
    del picture
    QPixmapCache.insert("seen", QPixmap(8, 8))
    assert left()
    assert words_of_a_vault(window.findChildren(QWidget))
    page = weakref.ref(window.page)
    window.lock()
    qtbot.waitUntil(lambda: page() is None)
    qtbot.waitUntil(lambda: not window.findChildren(QDialog))
    # A value on its way in a queued signal goes with the next turn of the loop.
    qtbot.waitUntil(lambda: not left(), timeout=5000)
    assert not words_of_a_vault(window.findChildren(QWidget))
    assert not QPixmapCache.find("seen", QPixmap())


def test_a_computer_that_slept_is_blank_and_locked(
    open_window: MainWindow, clock: FixedClock, stand_in: StandIn
) -> None:
    open_window.watch.look()
    clock.advance(timedelta(minutes=1))
    # Whoever woke it moved the mouse.
    open_window.watch.somebody_is_there()
    open_window.watch.look()
    assert open_window.is_blank
    assert not open_window.s.workspace.is_open
    open_window.s.workspace.close()
    assert stand_in.closed


def test_a_wall_clock_that_alone_went_on_means_sleep_too(
    open_window: MainWindow, clock: FixedClock
) -> None:
    open_window.watch.look()
    clock.set(clock.now + timedelta(hours=8))
    open_window.watch.look()
    assert not open_window.s.workspace.is_open


def test_seconds_between_two_looks_are_no_sleep(open_window: MainWindow, clock: FixedClock) -> None:
    for _ in range(5):
        clock.advance(timedelta(seconds=20))
        open_window.watch.look()
    assert open_window.s.workspace.is_open


def test_sleep_does_not_wait_for_work(
    open_window: MainWindow, stand_in: StandIn, clock: FixedClock
) -> None:
    stand_in.hold = frozenset({"check"})
    open_window.s.workspace.ask(open_window, calls.check(), lambda _report: None)
    clock.advance(timedelta(hours=1))
    open_window.watch.look()
    assert not open_window.s.workspace.is_open
    assert open_window.is_blank


def test_it_never_locks_by_itself_when_so_chosen(
    make_window: MakeWindow, clock: FixedClock, qtbot: QtBot
) -> None:
    window = make_window(Settings(language="en", idle_lock_minutes=0))
    open_vault(window, qtbot)
    for _ in range(400):
        clock.advance(timedelta(seconds=20))
        window.watch.look()
    assert window.s.workspace.is_open
    assert window.navigation._idle.text() == "Does not lock by itself"


def test_a_sheet_that_opens_late_is_not_shown_over_a_blank_window(
    open_window: MainWindow, qtbot: QtBot
) -> None:
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(open_window.watch)
    open_window.hide_now()
    qtbot.wait(20)
    sheet = RecoverySheet(open_window.s, open_window)
    sheet.open()
    qtbot.wait(20)
    app.removeEventFilter(open_window.watch)
    assert not sheet.isVisible()
    assert open_window.is_blank


def test_a_vault_process_that_ends_by_itself_locks_the_window_and_is_said(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    quiet(open_window, qtbot)
    stand_in.broken["timeline"] = ReaderFailed(reason="vault_process_ended")
    open_window.visit(Destination(page=PageName.TIMELINE))
    qtbot.waitUntil(lambda: not open_window.s.workspace.is_open)
    assert open_window.page.name is PageName.UNLOCK
    qtbot.waitUntil(open_window.error.isVisible)


def words_of(page: QWidget) -> str:
    return "\n".join(each.text() for each in page.findChildren(QLabel))


def test_the_settings_say_what_the_system_does_not_tell(open_window: MainWindow) -> None:
    open_window.visit(Destination(page=PageName.SETTINGS))
    assert "does not tell when its screen is locked" in words_of(open_window.page)
    open_window.system_lock.tells = True
    open_window.dress()
    assert isinstance(open_window.page, SettingsPage)
    assert "also locks when this computer sleeps" in words_of(open_window.page)


@pytest.mark.parametrize(
    ("message", "parameter", "leaves"),
    [(0x0218, 4, True), (0x0218, 18, False), (0x02B1, 7, True), (0x02B1, 8, False), (1, 4, False)],
)
def test_windows_messages_of_sleep_and_lock_are_known(
    message: int, parameter: int, leaves: bool
) -> None:
    found = ctypes.wintypes.MSG()
    found.message, found.wParam = message, parameter
    assert is_leaving(found) is leaves


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("unix:path=/run/dbus/system_bus_socket", True),
        ("unix:abstract=/tmp/x,guid=1;unix:path=/y", True),
        ("tcp:host=192.0.2.7,port=12434", False),
        ("unix:path=/x;tcp:host=192.0.2.7,port=1", False),
        ("autolaunch:", False),
        ("", False),
    ],
)
def test_only_a_bus_of_this_computer_is_listened_to(address: str, local: bool) -> None:
    assert is_local(address) is local


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="D-Bus is Linux's")
def test_another_bus_is_not_even_tried(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    for name in ("DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.setenv(name, "tcp:host=127.0.0.1,port=9")
    monkeypatch.setattr(system_lock, "QDBusConnection", None)
    lock = SystemLock()
    assert lock.listen(0) is None
    assert not lock.tells


LISTENER = """
from PySide6.QtCore import QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtWidgets import QApplication
from evidence_kit.gui.system_lock import SystemLock
app = QApplication(["documents"])
bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, "the system")
assert bus.registerService("org.freedesktop.login1")
lock = SystemLock()
lock.listen(0)
told = []
lock.locking.connect(lambda: told.append("locked"))
def say(path, interface, name, *arguments):
    message = QDBusMessage.createSignal(path, interface, name)
    message.setArguments(list(arguments))
    assert bus.send(message)
say("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", False)
say("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", True)
say("/org/freedesktop/login1/session/_31", "org.freedesktop.login1.Session", "Lock")
QTimer.singleShot(1000, app.quit)
app.exec()
print(lock.tells, told)
"""


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="D-Bus is Linux's")
def test_what_logind_says_is_heard(stock_tool: Callable[[str], Path]) -> None:
    script = 'export DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS; exec "$@"'
    command = [
        str(stock_tool("dbus-run-session")),
        "--",
        "sh",
        "-c",
        script,
        "sh",
        sys.executable,
        "-c",
        LISTENER,
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.split("\n")[-2] == "True ['locked', 'locked']"
