# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the pictures of the window for README and manual, from a real vault of the sample case.

    .venv/bin/python packaging/screenshots.py OUTDIR [--lang nl] [--dark] [--size 1440x900] [--scale 100]

Needs no screen. The vault is made in a temporary folder and removed afterwards.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# Before anything imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_FONT_DPI"] = "96"

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QDialog

from evidence_kit.clock import SystemClock
from evidence_kit.domain.annotation import Why
from evidence_kit.domain.custody import Role
from evidence_kit.domain.exhibit import Answer, ExhibitRow, Holding
from evidence_kit.domain.paper import PaperKind
from evidence_kit.domain.views import ConversationRow
from evidence_kit.gui import calls
from evidence_kit.gui.calls import Call
from evidence_kit.gui.dialogs.paper import PaperSheet
from evidence_kit.gui.dialogs.passphrase_change import AddPassphraseSheet
from evidence_kit.gui.dialogs.recovery import RecoverySheet
from evidence_kit.gui.dialogs.reminders import AnchorSheet
from evidence_kit.gui.dialogs.remove_vault import RemoveVaultSheet
from evidence_kit.gui.dialogs.try_recovery import TryRecoverySheet
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.add import AddPage, Stage
from evidence_kit.gui.pages.create import CreatePage
from evidence_kit.gui.pages.dossier import DossierPage
from evidence_kit.gui.pages.files import FilesPage
from evidence_kit.gui.surroundings import Destination, PageName
from evidence_kit.gui.theme.look import load_fonts
from evidence_kit.gui.workspace import Workspace
from evidence_kit.service.client import VaultClient
from evidence_kit.settings import Settings

SAMPLE = Path(__file__).resolve().parent.parent / "resources" / "sample_case" / "files"
PATIENCE = 120.0
SETTLE = 0.5
AROUND = 3
"""Messages shown above the one pointed out."""


class Photographer:
    """Drives the window as a person would, and takes pictures."""

    def __init__(self, out: Path, settings: Settings, size: tuple[int, int], work: Path) -> None:
        self._out = out
        self._work = work
        self._settings = settings
        self.workspace = Workspace(VaultClient)
        self.window = MainWindow(
            self.workspace, SystemClock(), settings, start_folder=os.fspath(work)
        )
        self.window.resize(*size)
        self.window.show()

    def wait(self, until: Callable[[], bool], what: str) -> None:
        """Let the window work until something is so."""
        end = time.monotonic() + PATIENCE
        while not until():
            if time.monotonic() > end:
                sys.exit(f"gave up waiting: {what}")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def settle(self, seconds: float = SETTLE) -> None:
        """Let what is under way arrive."""
        end = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > end, "settling")

    def take(self, name: str) -> None:
        """Take a picture of the window."""
        self.settle()
        self.window.grab().save(os.fspath(self._out / f"{name}.png"))
        print(self._out / f"{name}.png")

    def visit(self, page: PageName, **place: object) -> None:
        """Go to a page and take its picture."""
        self.window.visit(Destination(page=page, **place))  # type: ignore[arg-type] # fields of it
        self.settle(1.5)
        self.take(page.value)

    def ask(self, call: Call[object]) -> object:
        """Ask the vault process."""
        answers: list[object] = []
        self.workspace.ask(self.window, call, answers.append)
        self.wait(lambda: bool(answers), call.name)
        return answers[0]

    def before_a_vault(self) -> None:
        """Take the pages that need no vault."""
        for page in (
            PageName.START,
            PageName.NOW,
            PageName.SAFETY,
            PageName.UNLOCK,
            PageName.RESTORE,
        ):
            self.visit(page)

    def make_vault(self) -> None:
        """Make a vault as the page offers it."""
        self.window.visit(Destination(page=PageName.CREATE))
        page = self.window.page
        if not isinstance(page, CreatePage):
            return
        self.wait(lambda: bool(page.passphrase.suggestion.text()), "a suggestion")
        self.take("create")
        page.passphrase.first.put(page.passphrase.suggestion.text())
        page.passphrase.second.put(page.passphrase.suggestion.text())
        page.role.choose(Role.CLIENT)
        self.wait(page.make.isEnabled, "the strength of the passphrase")
        page.make.click()
        self.wait(lambda: self.workspace.is_open, "the vault")
        self.take("add")

    def add_sample(self) -> None:
        """Add the sample case, with different answers to the question."""
        page = self.window.page
        if not isinstance(page, AddPage):
            return
        page.take(tuple(os.fspath(file) for file in sorted(SAMPLE.iterdir())))
        self.wait(lambda: page.stage is Stage.QUESTION, "the question")
        items = page.question.list.items
        for number, item in enumerate(items[:-1]):
            noted = number == len(items) // 2
            page.question.list.answer(item.key, Answer.REGISTER if noted else Answer.COPY)
        self.take("question")
        page.question.list.answer(items[-1].key, Answer.COPY)
        page.question.went_on.emit()
        self.wait(lambda: page.stage is Stage.DONE, "adding")
        self.take("done")

    def show_all(self) -> None:
        """Take the pages of an open vault."""
        rows = self.ask(calls.exhibits())
        exhibits = rows if isinstance(rows, tuple) else ()
        self._files(tuple(row for row in exhibits if isinstance(row, ExhibitRow)))
        self._conversation()
        for page in (
            PageName.OVERVIEW,
            PageName.TIMELINE,
            PageName.IDENTIFIERS,
            PageName.LOG,
            PageName.VAULT,
            PageName.KEYS,
            PageName.STAMP,
            PageName.BACKUP,
            PageName.VAULT_CHECK,
            PageName.HELP,
            PageName.SETTINGS,
        ):
            self.visit(page)
        self._keeping()
        self._dossier()

    def _files(self, rows: tuple[ExhibitRow, ...]) -> None:
        self.window.visit(Destination(page=PageName.FILES))
        page = self.window.page
        self.settle(2.0)
        if rows and isinstance(page, FilesPage):
            page.show_exhibit(rows[0].exhibit.id)
            self.settle(1.5)
        self.take("files")
        for row in rows:
            if row.exhibit.holding is Holding.REGISTERED:
                self.visit(PageName.REGISTERED, exhibit=row.exhibit.id)
                return

    def _conversation(self) -> None:
        self.visit(PageName.CONVERSATIONS)
        found = self.ask(calls.conversations())
        chats = (
            [each for each in found if isinstance(each, ConversationRow)]
            if isinstance(found, tuple)
            else []
        )
        if not chats:
            return
        longest = max(chats, key=lambda chat: chat.messages)
        n = max(1, longest.messages // 2)
        place = (longest.exhibit, longest.conversation)
        self.ask(calls.mark(*place, (n, n + 1), (Why.ASKS_MONEY, Why.KNOWS_WHERE_I_AM), ""))
        self.visit(
            PageName.CONVERSATION, exhibit=place[0], conversation=place[1], n=max(1, n - AROUND)
        )

    def _dossier(self) -> None:
        self.window.visit(Destination(page=PageName.DOSSIER))
        page = self.window.page
        if not isinstance(page, DossierPage):
            return
        self.wait(lambda: page.pages > 0, "the pages of the dossier")
        self.settle(2.0)
        self.take("dossier")
        page.hand.click()
        self._take_sheet("hand_over")

    def _keeping(self) -> None:
        """Take the sheets that keep the vault."""
        s, window = self.window.s, self.window
        sheets: dict[str, Callable[[], QDialog]] = {
            "recovery": lambda: RecoverySheet(s, window),
            "recovery_paper": lambda: PaperSheet(s, PaperKind.RECOVERY, window),
            "anchor_paper": lambda: PaperSheet(s, PaperKind.ANCHOR, window),
            "anchor": lambda: AnchorSheet(s, window),
            "try_recovery": lambda: TryRecoverySheet(s, window),
            "add_passphrase": lambda: AddPassphraseSheet(s, window),
            "remove_vault": lambda: RemoveVaultSheet(s, window),
        }
        for name, make in sheets.items():
            make().open()
            self.settle(1.5)
            self._take_sheet(name)

    def _take_sheet(self, name: str) -> None:
        self.settle()
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                widget.grab().save(os.fspath(self._out / f"{name}.png"))
                print(self._out / f"{name}.png")
                widget.reject()


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description="Make the pictures of the window")
    parser.add_argument("out", type=Path)
    parser.add_argument("--lang", choices=("nl", "en"), default="nl")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--scale", type=int, default=100)
    wanted = parser.parse_args()
    width, height = (int(side) for side in wanted.size.split("x"))
    wanted.out.mkdir(parents=True, exist_ok=True)
    settings = Settings(
        language=wanted.lang,
        appearance="dark" if wanted.dark else "light",
        text_scale=wanted.scale,
        quiet_view=False,
    )
    app = QApplication(["documents"])
    load_fonts()
    work = Path(tempfile.mkdtemp())
    try:
        photographer = Photographer(wanted.out, settings, (width, height), work)
        photographer.before_a_vault()
        photographer.make_vault()
        photographer.add_sample()
        photographer.show_all()
        photographer.window.close()
    finally:
        shutil.rmtree(work)
    app.quit()


if __name__ == "__main__":
    main()
