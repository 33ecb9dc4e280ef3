# SPDX-License-Identifier: GPL-3.0-or-later
"""Choosing files leaves no trace and can be hidden like everything else."""

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from evidence_kit.gui.app import _keep_no_history
from evidence_kit.gui.dialogs.choose import choose_files, choose_folder, choose_new
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
