# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program on a real screen, driven as by hand: run as a script, it says what it saw as JSON.

    python window_scenario.py FOLDER [careless]

FOLDER/in holds what is dropped; FOLDER/vault is made, FOLDER/out takes what is exported. A careless
program lets Qt keep its history of folders: what looks for traces must find that.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer, qWarning
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from builders.processes import family, lives, told
from evidence_kit.__main__ import main as start
from evidence_kit.domain.exhibit import Answer, MediaKind
from evidence_kit.gui import app as program
from evidence_kit.gui import calls
from evidence_kit.gui.calls import Call
from evidence_kit.gui.dialogs import choose
from evidence_kit.gui.dialogs.picture import PictureSheet
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.add import AddPage, Stage
from evidence_kit.gui.pages.conversation import ConversationPage
from evidence_kit.gui.pages.create import CreatePage
from evidence_kit.gui.pages.files import FilesPage
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.pages.settings import SettingsPage
from evidence_kit.gui.pages.unlock import UnlockPage
from evidence_kit.gui.surroundings import Destination, PageName

PASSPHRASE = "kwispelstaart dondersteen bakfiets zilvermeeuw"
ACTOR = "Zwaantje Kanariepiet"
SAID = "de zeldzame kanarie zingt om middernacht"
FILE = "kanarie-in-de-kelder"
PATIENCE = 120.0

T = TypeVar("T")
P = TypeVar("P", bound=Page)


def main(folder: Path, *, careless: bool) -> int:
    """Run the program with hands in place of a person."""

    class Driven(QApplication):
        @staticmethod
        def exec() -> int:
            window = next(
                each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)
            )
            hands = Hands(window, folder)
            print(json.dumps(hands.carelessly() if careless else hands.all()), flush=True)
            window.close()
            return 0

    vars(program)["QApplication"] = Driven  # ours in place of Qt's, for this run
    if careless:
        vars(program)["_keep_no_history"] = lambda: None
        vars(choose)["forget_history"] = lambda: None
    sys.argv[1:] = []
    return start()


class Hands:
    """Does what a person would do."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self._window = window
        self._folder = folder
        self._saw: dict[str, object] = {}

    def all(self) -> dict[str, object]:
        """Go through everything; returns what was seen."""
        for step in (
            self.settle,
            self.make_vault,
            self.add_files,
            self.look_at_pictures,
            self.read_and_copy,
            self.open_and_leave_a_file_dialog,
            self.export,
            self.choose,
            self.fail,
            self.note_processes,
            self.lock,
            self.unlock,
            self.hide,
        ):
            step()
        return self._saw

    def carelessly(self) -> dict[str, object]:
        """Only look around in a file dialog."""
        self.open_and_leave_a_file_dialog()
        return self._saw

    def make_vault(self) -> None:
        """Make a vault with a passphrase of one's own."""
        self.go(PageName.CREATE)
        page = self._page(CreatePage)
        page.place.put(os.fspath(self._folder / "vault"))
        for field in (page.passphrase.first, page.passphrase.second):
            QTest.keyClicks(field.line, PASSPHRASE)
        self.wait(page.make.isEnabled)
        self.click(page.make)
        self.wait(lambda: self._window.s.workspace.is_open)

    def add_files(self) -> None:
        """Add everything, after the question."""
        self.go(PageName.ADD)
        page = self._page(AddPage)
        page.take(tuple(os.fspath(path) for path in sorted((self._folder / "in").iterdir())))
        self.wait(lambda: page.stage in (Stage.QUESTION, Stage.DONE))
        for item in page.question.list.items:
            page.question.list.answer(item.key, Answer.COPY)
        self.settle()
        if page.stage is Stage.QUESTION:
            self.click(page.question.go_on)
        self.wait(lambda: page.stage is Stage.DONE)

    def look_at_pictures(self) -> None:
        """Look at each picture, small and large."""
        rows = self.ask(calls.exhibits())
        for row in rows:
            if row.exhibit.media is MediaKind.PICTURE:
                self._window.visit(Destination(page=PageName.FILES, exhibit=row.exhibit.id))
                self.settle()
                sheet = PictureSheet(self._window.s, row.exhibit.id, None, self._window)
                sheet.open()
                sheet.on_uncover()
                self.wait(partial(_shows, sheet))
                sheet.reject()
        self._saw["exhibits"] = len(rows)

    def read_and_copy(self) -> None:
        """Read a conversation, look for words in it and copy a message."""
        chat = self.ask(calls.conversations())[0]
        self._window.visit(
            Destination(
                page=PageName.CONVERSATION,
                exhibit=chat.exhibit,
                conversation=chat.conversation,
                n=1,
            )
        )
        page = self._page(ConversationPage)
        self.settle()
        found = self.ask(calls.find(chat.exhibit, chat.conversation, "kanarie"))
        page.view.choose(0)
        page.view.copy()
        self.settle()
        self._saw["found"] = len(found)
        self._saw["copied"] = QApplication.clipboard().text()

    def open_and_leave_a_file_dialog(self) -> None:
        """Look around in a file dialog, choose something in it."""
        chosen: list[str] = []
        dialog = choose.choose_files(self._window.s, self._window, "Choose files", chosen.extend)
        dialog.setDirectory(os.fspath(self._folder / "in"))
        self.settle()
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert name is not None
        name.setText(os.fspath(next((self._folder / "in").iterdir())))
        dialog.accept()
        self.settle()
        self._saw["chosen"] = len(chosen)

    def export(self) -> None:
        """Write an original to a place that is chosen in the dialog."""
        row = self.ask(calls.exhibits())[0]
        self._window.visit(Destination(page=PageName.FILES, exhibit=row.exhibit.id))
        page = self._page(FilesPage)
        self.settle()
        page._export()
        dialog = next(each for each in self._window.findChildren(QFileDialog) if each.isVisible())
        out = self._folder / "out" / "export.bin"
        dialog.setDirectory(os.fspath(out.parent))
        dialog.selectFile(os.fspath(out))
        dialog.accept()
        self.wait(out.exists)
        self.settle()

    def choose(self) -> None:
        """Change a choice, so that it is kept."""
        self.go(PageName.SETTINGS)
        page = self._page(SettingsPage)
        page.idle.setValue(7)
        self.click(page.apply)
        self.settle()

    def fail(self) -> None:
        """Let something go wrong with a person's words in hand, in our code and in Qt's."""
        QTimer.singleShot(0, _break_down)
        qWarning(SAID)
        self.settle()

    def note_processes(self) -> None:
        """Note what the system tells others of this program's processes."""
        self._saw["processes"] = {pid: told(pid) for pid in family(os.getpid())}

    def lock(self) -> None:
        """Lock by hand: every process that had keys or read files is gone soon."""
        children = family(os.getpid())[1:]
        self._window.navigation.lock_asked.emit()
        self.settle()
        self.wait(lambda: not any(lives(child) for child in children))
        self._saw["ended"] = len(children)
        self._saw["copied_after"] = QApplication.clipboard().text()

    def unlock(self) -> None:
        """Open it again."""
        page = self._page(UnlockPage)
        QTest.keyClicks(page.secret.line, PASSPHRASE)
        page.actor.setText(ACTOR)
        self.click(page.open)
        self.wait(lambda: self._window.s.workspace.is_open)
        self.settle()
        self._saw["idle"] = self._window.s.settings.idle_lock_minutes

    def hide(self) -> None:
        """Hide everything at once."""
        QTest.keyClick(self._window, Qt.Key.Key_F9)
        self.settle()
        self._saw["blank"] = self._window.is_blank
        self._saw["open"] = self._window.s.workspace.is_open

    def go(self, name: PageName) -> None:
        """Go to a page."""
        self._window.visit(Destination(page=name))
        self.settle()

    def ask(self, call: Call[T]) -> T:
        """Ask the vault process."""
        answers: list[T] = []
        self._window.s.workspace.ask(self._window, call, answers.append)
        self.wait(lambda: bool(answers))
        return answers[0]

    def _page(self, kind: type[P]) -> P:
        page = self._window.page
        assert isinstance(page, kind), page
        return page

    def click(self, widget: QWidget) -> None:
        """Click the middle of a control."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def wait(self, until: Callable[[], bool]) -> None:
        """Let the program work until something is so."""
        end = time.monotonic() + PATIENCE
        while not until():
            if time.monotonic() > end:
                sys.exit(f"gave up; seen: {self._saw}")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def settle(self) -> None:
        """Let what is under way arrive."""
        end = time.monotonic() + 0.4
        self.wait(lambda: time.monotonic() > end)
        self.wait(lambda: not self._window.s.workspace._runner.tasks)


def _break_down() -> None:
    raise KeyError(SAID)


def _shows(sheet: PictureSheet) -> bool:
    return not sheet.canvas.pixmap().isNull()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), careless=sys.argv[2:] == ["careless"]))
