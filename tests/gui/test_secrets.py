# SPDX-License-Identifier: GPL-3.0-or-later
"""What is typed to open a vault is covered, and forgotten; names of things tell nothing."""

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.create import CreatePage
from evidence_kit.gui.pages.unlock import UnlockPage
from evidence_kit.gui.surroundings import Destination, PageName
from evidence_kit.gui.widgets.passphrase import PassphraseField
from evidence_kit.settings import LANGUAGES, WINDOW_TITLES, Settings
from gui.conftest import MakeWindow
from gui.hands import click

TELLING = (
    "evidence",
    "bewijs",
    "kit",
    "vault",
    "kluis",
    "politie",
    "police",
    "aangifte",
    "dossier",
)


@pytest.mark.parametrize("name", list(PageName), ids=lambda name: name.value)
def test_every_secret_is_covered_when_typed(open_window: MainWindow, name: PageName) -> None:
    open_window.visit(Destination(page=name))
    fields = open_window.page.findChildren(PassphraseField)
    assert [each.line.echoMode() for each in fields] == [QLineEdit.EchoMode.Password] * len(fields)
    for line in open_window.page.findChildren(QLineEdit):
        secret = any(word in line.accessibleName() for word in ("Passphrase", "Recovery key"))
        assert not secret or line.echoMode() is QLineEdit.EchoMode.Password


def test_there_are_such_fields(window: MainWindow) -> None:
    for name in (PageName.CREATE, PageName.UNLOCK):
        window.visit(Destination(page=name))
        assert window.page.findChildren(PassphraseField)


def test_a_passphrase_that_was_shown_is_gone_after_hiding(window: MainWindow, qtbot: QtBot) -> None:
    window.visit(Destination(page=PageName.UNLOCK))
    page = window.page
    assert isinstance(page, UnlockPage)
    page.secret.put("iets heel anders dan dat")
    window.hide_now()
    window.showNormal()
    qtbot.waitUntil(window.blank.go_on.isVisible)
    click(window.blank.go_on)
    again = window.page
    assert isinstance(again, UnlockPage)
    assert again.secret.text == ""
    assert again.secret.line.echoMode() is QLineEdit.EchoMode.Password


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_tell_nothing(make_window: MakeWindow, language: str) -> None:
    for title in WINDOW_TITLES:
        window = make_window(Settings(language=language, window_title=title))
        shown = [window.windowTitle(), window.windowIconText(), window.windowRole()]
        window.visit(Destination(page=PageName.CREATE))
        page = window.page
        assert isinstance(page, CreatePage)
        name = page.findChild(QLineEdit)
        assert name is not None
        shown.append(name.text().rpartition("/")[2])
        assert all(shown[0:1])
        assert not [each for each in shown if any(word in each.lower() for word in TELLING)]
