# SPDX-License-Identifier: GPL-3.0-or-later
"""The window on the real vault process: from an empty folder to a folder handed over."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from builders.source_files import ROOT
from evidence_kit.clock import SystemClock
from evidence_kit.domain.annotation import Why
from evidence_kit.domain.exhibit import Answer
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.hand_over import HandOverSheet
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.add import AddPage, Stage
from evidence_kit.gui.pages.check import CheckPage
from evidence_kit.gui.pages.conversation import ConversationPage
from evidence_kit.gui.pages.create import CreatePage
from evidence_kit.gui.pages.dossier import DossierPage
from evidence_kit.gui.pages.unlock import UnlockPage
from evidence_kit.gui.surroundings import Destination, PageName
from evidence_kit.gui.workspace import Workspace
from evidence_kit.service.client import VaultClient
from evidence_kit.settings import Settings
from gui.hands import click

pytestmark = [pytest.mark.slow, pytest.mark.e2e, pytest.mark.timeout(300)]

SAMPLE = ROOT / "resources" / "sample_case" / "files"
PATIENCE_MS = 120_000


@pytest.fixture
def real_window(qtbot: QtBot, tmp_path: Path, _letters: None) -> Iterator[MainWindow]:
    workspace = Workspace(VaultClient)
    window = MainWindow(
        workspace, SystemClock(), Settings(language="en"), start_folder=str(tmp_path)
    )
    window.resize(1440, 900)
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


def make_vault(window: MainWindow, qtbot: QtBot) -> str:
    window.visit(Destination(page=PageName.CREATE))
    page = window.page
    assert isinstance(page, CreatePage)
    qtbot.waitUntil(lambda: bool(page.passphrase.suggestion.text()), timeout=PATIENCE_MS)
    words = page.passphrase.suggestion.text()
    page.passphrase.first.put(words)
    page.passphrase.second.put(words)
    qtbot.waitUntil(page.make.isEnabled, timeout=PATIENCE_MS)
    click(page.make)
    qtbot.waitUntil(lambda: window.s.workspace.is_open, timeout=PATIENCE_MS)
    return words


def add_sample(window: MainWindow, qtbot: QtBot) -> None:
    page = window.page
    assert isinstance(page, AddPage)
    page.take(tuple(str(file) for file in sorted(SAMPLE.iterdir())))
    qtbot.waitUntil(lambda: page.stage is Stage.QUESTION, timeout=PATIENCE_MS)
    items = page.question.list.items
    for item in items:
        page.question.list.answer(item.key, Answer.COPY)
    page.question.list.answer(items[-1].key, Answer.REGISTER)
    click(page.question.go_on)
    qtbot.waitUntil(lambda: page.stage is Stage.DONE, timeout=PATIENCE_MS)


def point_out(window: MainWindow, qtbot: QtBot) -> None:
    chats: list[Destination] = []
    window.s.workspace.ask(
        window,
        calls.conversations(),
        lambda rows: chats.extend(
            Destination(
                page=PageName.CONVERSATION, exhibit=row.exhibit, conversation=row.conversation
            )
            for row in sorted(rows, key=lambda row: -row.messages)
        ),
    )
    qtbot.waitUntil(lambda: bool(chats), timeout=PATIENCE_MS)
    window.visit(chats[0])
    page = window.page
    assert isinstance(page, ConversationPage)
    qtbot.waitUntil(
        lambda: len(page.store) > 100 and page.store.row(0) is not None, timeout=PATIENCE_MS
    )
    assert page.row is not None
    call = calls.mark(page.row.exhibit, page.row.conversation, (5, 6), (Why.ASKS_MONEY,), "")
    window.s.workspace.change(window, call)
    qtbot.waitUntil(lambda: page.marked == (5, 6), timeout=PATIENCE_MS)


def test_from_an_empty_folder_to_a_folder_that_matches(
    real_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window = real_window
    words = make_vault(window, qtbot)
    add_sample(window, qtbot)
    point_out(window, qtbot)
    window.visit(Destination(page=PageName.DOSSIER))
    dossier = window.page
    assert isinstance(dossier, DossierPage)
    qtbot.waitUntil(lambda: dossier.pages > 0, timeout=PATIENCE_MS)
    dossier._make((str(tmp_path / "overview.pdf"),))
    qtbot.waitUntil(dossier.make.isEnabled, timeout=PATIENCE_MS)
    assert (tmp_path / "overview.pdf").read_bytes().startswith(b"%PDF-")
    click(dossier.hand)
    sheet = next(each for each in window.findChildren(QDialog) if isinstance(each, HandOverSheet))
    sheet.place.setText(str(tmp_path / "bag"))
    click(sheet.make)
    qtbot.waitUntil(sheet.ready.isVisible, timeout=PATIENCE_MS)
    window.lock()
    unlock = window.page
    assert isinstance(unlock, UnlockPage)
    qtbot.waitUntil(unlock.open.isVisible)
    unlock.secret.line.setText(words)
    click(unlock.open)
    qtbot.waitUntil(lambda: window.s.workspace.is_open, timeout=PATIENCE_MS)
    window.visit(Destination(page=PageName.CHECK))
    check = window.page
    assert isinstance(check, CheckPage)
    check.place.setText(str(tmp_path / "bag"))
    click(check.check)
    qtbot.waitUntil(check.report.isVisible, timeout=PATIENCE_MS)
    assert check.report.outcome.text() == "It matches."
