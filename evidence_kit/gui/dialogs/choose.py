# SPDX-License-Identifier: GPL-3.0-or-later
"""Choosing files and folders with Qt's own dialog: the system's would remember what was chosen."""

from collections.abc import Callable

from PySide6.QtCore import QSettings, QUrl
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.frame import hide_button

Chosen = Callable[[tuple[str, ...]], None]


def choose_files(s: Surroundings, parent: QWidget, title: str, then: Chosen) -> QFileDialog:
    """Let the person choose files that exist."""
    dialog = _dialog(s, parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _opened(dialog, then)


def choose_folder(s: Surroundings, parent: QWidget, title: str, then: Chosen) -> QFileDialog:
    """Let the person choose a folder."""
    dialog = _dialog(s, parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, on=True)
    return _opened(dialog, then)


def choose_new(
    s: Surroundings, parent: QWidget, title: str, name: str, then: Chosen
) -> QFileDialog:
    """Let the person name a file or folder that does not exist yet."""
    dialog = _dialog(s, parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    # Never over something else: the vault process refuses a place that is taken.
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, on=True)
    dialog.selectFile(name)
    return _opened(dialog, then)


def forget_history() -> None:
    """Empty what Qt's file dialog keeps of folders: on Windows and macOS its place cannot be moved."""
    kept = QSettings(QSettings.Scope.UserScope, "QtProject")
    kept.remove("FileDialog")


def _dialog(s: Surroundings, parent: QWidget, title: str) -> QFileDialog:
    dialog = QFileDialog(parent, s.window_title, s.start_folder)
    dialog.setAccessibleName(title)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog, on=True)
    dialog.setOption(QFileDialog.Option.DontUseCustomDirectoryIcons, on=True)
    dialog.setHistory([])
    dialog.setSidebarUrls([QUrl.fromLocalFile(s.start_folder)])
    layout = dialog.layout()
    if isinstance(layout, QGridLayout):
        hide = hide_button(s)
        hide.clicked.connect(s.hide)
        layout.addWidget(hide, layout.rowCount(), layout.columnCount() - 1)
    return dialog


def _opened(dialog: QFileDialog, then: Chosen) -> QFileDialog:
    dialog.filesSelected.connect(lambda chosen: then(tuple(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    # Qt writes the folders it was in when the dialog goes.
    dialog.destroyed.connect(forget_history)
    dialog.open()
    return dialog
