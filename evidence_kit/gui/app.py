# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the window."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import (
    QLibraryInfo,
    QMessageLogContext,
    QSettings,
    QStandardPaths,
    Qt,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication

from evidence_kit.clock import SystemClock
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.theme.look import load_fonts
from evidence_kit.gui.widgets.chat_access import chat_factory
from evidence_kit.gui.workspace import Workspace
from evidence_kit.i18n import Texts
from evidence_kit.service.client import VaultClient
from evidence_kit.settings import Settings

_NOWHERE = "/dev/null/none"
_NEUTRAL_NAME = "documents"
_NO_SCREEN = 64
"""Exit code of a call that cannot work as it is (docs/cli.md)."""


def run(*, language: str, vault: Path | None = None) -> int:
    """Open the window and stay until it is closed.

    Args:
        language: of the window, "nl" or "en".
        vault: the vault to unlock; None starts at the first page.

    Returns:
        The exit code: 0, or 64 when there is no screen.
    """
    if not _has_screen():
        return _say_no_screen(language)
    _keep_no_history()
    app = QApplication([_NEUTRAL_NAME])
    # Qt's own remarks may name folders, and standard error often ends up in a journal.
    qInstallMessageHandler(_say_nothing)
    app.setApplicationName(_NEUTRAL_NAME)
    app.setApplicationDisplayName("")
    app.setQuitOnLastWindowClosed(True)
    load_fonts()
    translator = _qt_words(language)
    app.installTranslator(translator)
    QAccessible.installFactory(chat_factory())
    workspace = Workspace(VaultClient)
    window = MainWindow(
        workspace,
        SystemClock(),
        Settings(language=language),
        start_folder=_documents(),
        vault_path=os.fspath(vault) if vault is not None else "",
        dark_system=QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark,
    )
    app.installEventFilter(window.watch)
    messages = window.system_lock.listen(int(window.winId()))
    if messages is not None:
        app.installNativeEventFilter(messages)
    window.dress()
    window.show()
    code = app.exec()
    workspace.close()
    return code


def _say_nothing(_kind: QtMsgType, _where: QMessageLogContext, _text: str | None) -> None:
    """Take a remark of Qt."""


def _has_screen() -> bool:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    # Without one Qt aborts, and its message sends people after a library that is there.
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _keep_no_history() -> None:
    # Qt's file dialog writes the folders it was in to a file of the system.
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, _NOWHERE)


def _qt_words(language: str) -> QTranslator:
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator.load(f"qtbase_{language}", folder)
    return translator


def _documents() -> str:
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return found if found and Path(found).is_dir() else str(Path.home())


def _say_no_screen(language: str) -> int:
    t = Texts(language, "gui")
    sys.stderr.write(t("There is no screen to open a window on.") + "\n")
    sys.stderr.write(t("The command line works without one: evidence-kit --help") + "\n")
    return _NO_SCREEN
