# SPDX-License-Identifier: GPL-3.0-or-later
"""Choosing files leaves no trace and can be hidden like everything else."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from builders.canaries import left_in, shapes
from evidence_kit.gui.app import _keep_no_history
from evidence_kit.gui.dialogs import choose
from evidence_kit.gui.dialogs.choose import (
    choose_files,
    choose_folder,
    choose_new,
    forget_history,
)
from evidence_kit.gui.main_window import MainWindow


def test_the_dialog_is_qts_own_and_neutral(open_window: MainWindow) -> None:
    dialog = choose_files(open_window.s, open_window, "Choose files", lambda _chosen: None)
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    assert dialog.windowTitle() == "Documents"
    dialog.reject()


def test_quick_hide_stands_in_the_dialog_and_closes_it(open_window: MainWindow) -> None:
    dialog = choose_folder(open_window.s, open_window, "Choose", lambda _chosen: None)
    hide = dialog.findChild(QPushButton, "quickHide")
    assert hide is not None
    hide.click()
    assert open_window.is_blank
    assert not dialog.isVisible()


def test_the_chosen_files_are_handed_on(
    open_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "chat.txt"
    file.write_text("hello")
    chosen: list[tuple[str, ...]] = []
    dialog = choose_files(open_window.s, open_window, "Choose files", chosen.append)
    dialog.filesSelected.emit([str(file)])
    assert chosen == [(str(file),)]
    dialog.reject()


def test_no_folder_is_remembered(open_window: MainWindow, home: Path, qtbot: QtBot) -> None:
    _keep_no_history()
    dialog = choose_new(open_window.s, open_window, "Save", "Overview.pdf", lambda _chosen: None)
    dialog.setDirectory(str(home))
    dialog.accept()
    dialog.deleteLater()
    QSettings().sync()
    QApplication.processEvents()
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_what_qt_keeps_of_folders_is_emptied(tmp_path: Path) -> None:
    # As on Windows and macOS, where the place of Qt's own file cannot be moved.
    kept = QSettings.Format.IniFormat
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))
    QSettings.setPath(kept, QSettings.Scope.UserScope, str(tmp_path))
    written = QSettings(QSettings.Scope.UserScope, "QtProject")
    written.setValue("FileDialog/lastVisited", "file:///home/sam/aangifte")
    written.sync()
    assert left_in([tmp_path], shapes("aangifte"))
    forget_history()
    written.sync()
    assert not left_in([tmp_path], shapes("aangifte"))
    _keep_no_history()


def test_history_is_emptied_when_a_dialog_goes(
    open_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    emptied: list[bool] = []
    monkeypatch.setattr(choose, "forget_history", lambda: emptied.append(True))
    dialog = choose_files(open_window.s, open_window, "Choose files", lambda _chosen: None)
    dialog.reject()
    qtbot.waitUntil(lambda: bool(emptied))
