# SPDX-License-Identifier: GPL-3.0-or-later
"""What is copied out of the program: marked as private, and gone after a short while."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from evidence_kit.gui.clipboard import FORGET_AFTER_MS, MARK, PRIVATE, ClipboardGuard
from evidence_kit.gui.main_window import MainWindow


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    found = QApplication.clipboard()
    yield found
    found.clear()


@pytest.fixture
def guard(clipboard: QClipboard) -> ClipboardGuard:
    # Qt's offscreen platform owns nothing; the last test here has a screen that does.
    return ClipboardGuard(clipboard, is_own=lambda: True)


def test_a_copy_is_marked_for_programs_that_keep_copies(
    guard: ClipboardGuard, clipboard: QClipboard
) -> None:
    clipboard.setText("06-12345678")
    data = clipboard.mimeData()
    assert data.text() == "06-12345678"
    for format_, value in PRIVATE:
        assert data.data(format_).data() == value


def test_a_copy_out_of_a_field_is_marked_too(
    guard: ClipboardGuard, clipboard: QClipboard, qtbot: QtBot
) -> None:
    field = QLineEdit("van buiten")
    qtbot.addWidget(field)
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "van buiten"
    assert clipboard.mimeData().hasFormat(MARK)


def test_a_copy_is_taken_back_after_half_a_minute(
    guard: ClipboardGuard, clipboard: QClipboard
) -> None:
    assert FORGET_AFTER_MS == 30_000
    clipboard.setText("eerst")
    assert guard._timer.isActive()
    assert guard._timer.interval() == FORGET_AFTER_MS
    guard._timer.timeout.emit()
    assert clipboard.text() == ""
    assert not guard._timer.isActive()


def test_a_second_copy_has_its_own_half_minute(
    guard: ClipboardGuard, clipboard: QClipboard
) -> None:
    clipboard.setText("eerst")
    guard._timer.stop()
    clipboard.setText("later")
    assert guard._timer.isActive()
    assert clipboard.text() == "later"


def test_what_others_copied_is_left_alone(clipboard: QClipboard) -> None:
    guard = ClipboardGuard(clipboard, is_own=lambda: False)
    clipboard.setText("van een ander")
    assert not clipboard.mimeData().hasFormat(MARK)
    guard.forget()
    assert clipboard.text() == "van een ander"


def test_our_copy_that_another_program_offers_on_is_taken_back(clipboard: QClipboard) -> None:
    own = [True]
    guard = ClipboardGuard(clipboard, is_own=lambda: own[0])
    clipboard.setText("van ons")
    own[0] = False
    guard.forget()
    assert clipboard.text() == ""


@pytest.fixture
def owning_window(open_window: MainWindow) -> MainWindow:
    open_window._copied._is_own = lambda: True
    return open_window


def test_locking_takes_a_copy_back(owning_window: MainWindow, clipboard: QClipboard) -> None:
    clipboard.setText("uit de kluis")
    owning_window.lock()
    assert clipboard.text() == ""


def test_closing_takes_a_copy_back(owning_window: MainWindow, clipboard: QClipboard) -> None:
    clipboard.setText("uit de kluis")
    owning_window.close()
    assert clipboard.text() == ""


SCREEN = """
import os, subprocess, sys
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication
from evidence_kit.gui.clipboard import ClipboardGuard
app = QApplication(["documents"])
board = app.clipboard()
if sys.argv[1:] == ["look"]:
    print(sorted(board.mimeData().formats()), [board.text()], [board.text(QClipboard.Mode.Selection)])
    sys.exit()
guard = ClipboardGuard(board)
def look():
    other = subprocess.Popen([sys.executable, "-c", os.environ["SCRIPT"], "look"])
    while other.poll() is None:
        app.processEvents()
board.setText("uit de kluis")
board.setText("gekozen", QClipboard.Mode.Selection)
look()
guard.forget()
look()
"""


@pytest.mark.slow
def test_another_program_on_a_real_screen_sees_the_marks_and_then_nothing(
    stock_tool: Callable[[str], Path],
) -> None:
    command = [str(stock_tool("xvfb-run")), "-a", sys.executable, "-c", SCREEN]
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "SCRIPT": SCREEN}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    first, second = done.stdout.strip().split("\n")
    assert "'x-kde-passwordManagerHint'" in first
    assert first.endswith("['uit de kluis'] ['gekozen']")
    assert second.endswith("[''] ['']")
