# SPDX-License-Identifier: GPL-3.0-or-later
"""What each page does with what the vault process says."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from evidence_kit.domain.exhibit import Holding
from evidence_kit.domain.plan import PartKind, Receiver
from evidence_kit.errors import OutputExists
from evidence_kit.gui.dialogs.hand_over import HandOverSheet
from evidence_kit.gui.dialogs.remove import RemoveSheet
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.models.exhibits import COVERED_ROLE, PICTURE_ROLE
from evidence_kit.gui.pages.add import AddPage
from evidence_kit.gui.pages.check import CheckPage
from evidence_kit.gui.pages.custody_log import LogPage
from evidence_kit.gui.pages.dossier import DossierPage
from evidence_kit.gui.pages.files import FilesPage
from evidence_kit.gui.pages.identifiers import IdentifiersPage
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.pages.registered import RegisteredPage
from evidence_kit.gui.pages.settings import SettingsPage
from evidence_kit.gui.pages.timeline import TimelinePage
from evidence_kit.gui.pages.vault_check import VaultCheckPage
from evidence_kit.gui.surroundings import Destination, PageName
from evidence_kit.settings import Settings
from gui.conftest import MakeWindow, open_vault
from gui.hands import click
from gui.made_up import CHAT, COPY, EXHIBITS
from gui.stand_in import StandIn


def words_of(page: Page) -> str:
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def files_page(window: MainWindow, qtbot: QtBot) -> FilesPage:
    window.visit(Destination(page=PageName.FILES))
    page = window.page
    assert isinstance(page, FilesPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == len(EXHIBITS))
    return page


def test_in_quiet_view_no_picture_is_asked_for(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    page = files_page(open_window, qtbot)
    page.grid.grab()
    index = page.model.place(EXHIBITS[0].id)
    assert page.model.data(index, COVERED_ROLE) is True
    assert page.model.data(index, PICTURE_ROLE) is None
    assert "thumbnail" not in stand_in.asked


def test_one_picture_is_uncovered_when_asked(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    page = files_page(open_window, qtbot)
    page.show_exhibit(EXHIBITS[0].id)
    qtbot.waitUntil(lambda: page.detail is not None)
    page.pane.picture_asked.emit()
    qtbot.waitUntil(lambda: not page.pane.preview.pixmap().isNull())
    index = page.model.place(EXHIBITS[1].id)
    assert page.model.data(index, COVERED_ROLE) is True


def test_a_registered_picture_is_never_asked_for(
    make_window: MakeWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    window = make_window(Settings(language="en", quiet_view=False))
    open_vault(window, qtbot)
    page = files_page(window, qtbot)
    noted = next(each for each in EXHIBITS if each.holding is Holding.REGISTERED)
    assert page.model.data(page.model.place(noted.id), PICTURE_ROLE) is None
    window.visit(Destination(page=PageName.REGISTERED, exhibit=noted.id))
    found = window.page
    assert isinstance(found, RegisteredPage)
    qtbot.waitUntil(lambda: "Not copied" in words_of(found))
    assert noted.sha256.hex[-8:] in words_of(found)


def test_files_dropped_anywhere_go_to_the_question(
    open_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    open_window.visit(Destination(page=PageName.TIMELINE))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "chat.zip"))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.MoveAction | Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    open_window.dropEvent(event)
    assert isinstance(open_window.page, AddPage)
    assert event.dropAction() is Qt.DropAction.CopyAction


def test_removing_says_what_goes_and_keeps_by_default(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    sheet = RemoveSheet(open_window.s, EXHIBITS[0], open_window)
    sheet.open()
    assert not sheet.remove.isDefault()
    with qtbot.waitSignal(sheet.accepted):
        click(sheet.remove)
    assert stand_in.exhibits_held[0].holding is Holding.REMOVED


def test_taking_out_names_the_backups_that_still_hold_it(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.copies = (COPY,)
    sheet = RemoveSheet(open_window.s, EXHIBITS[0], open_window)
    sheet.open()
    qtbot.waitUntil(lambda: COPY.place in sheet.copies.text())
    assert sheet.copies.isVisible()
    sheet.reject()


def dossier_page(window: MainWindow, qtbot: QtBot) -> DossierPage:
    window.visit(Destination(page=PageName.DOSSIER))
    page = window.page
    assert isinstance(page, DossierPage)
    qtbot.waitUntil(lambda: page.pages == 41)
    return page


@pytest.mark.slow
def test_the_page_shown_follows_the_choices(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    page = dossier_page(open_window, qtbot)
    assert page.place.text() == "Page 1 of 41"
    click(page._after)
    assert page.place.text() == "Page 2 of 41"
    page.choices._receivers[Receiver.LAWYER].click()
    page.choices.context.setValue(9)
    qtbot.waitUntil(lambda: len(stand_in.plans) == 2)
    assert stand_in.plans[-1].receiver is Receiver.LAWYER
    assert stand_in.plans[-1].context == 9


def test_the_order_changes_by_button_and_a_file_can_stay_out(
    open_window: MainWindow, qtbot: QtBot
) -> None:
    page = dossier_page(open_window, qtbot)
    files = page.choices.files
    files.list.setCurrentRow(1)
    click(files.up)
    assert page.plan.order[:2] == (EXHIBITS[1].id, EXHIBITS[0].id)
    files.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert page.plan.left_out == (EXHIBITS[1].id,)
    page.choices.parts.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert PartKind.COVER not in page.plan.parts


def test_a_dossier_says_where_it_is_and_what_is_left_out(
    open_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page = dossier_page(open_window, qtbot)
    page._make((str(tmp_path / "overview"),))
    qtbot.waitUntil(lambda: "overview.pdf" in words_of(page))
    assert "2,324 messages are not printed" in words_of(page)


def test_a_place_that_is_taken_is_said(
    open_window: MainWindow, stand_in: StandIn, tmp_path: Path, qtbot: QtBot
) -> None:
    page = dossier_page(open_window, qtbot)
    stand_in.broken["make_dossier"] = OutputExists(path="x")
    page._make((str(tmp_path / "overview.pdf"),))
    qtbot.waitUntil(open_window.error.isVisible)
    assert page.make.isEnabled()


def test_what_travels_along_is_shown_before(open_window: MainWindow, qtbot: QtBot) -> None:
    page = dossier_page(open_window, qtbot)
    sheet = HandOverSheet(open_window.s, page.plan, page._rows, open_window)
    sheet.open()
    shown = "\n".join(each.text() for each in sheet.findChildren(QLabel))
    assert "7 original files" in shown
    assert "IMG-20260113-WA0005.jpg" not in shown
    click(sheet.make)
    qtbot.waitUntil(sheet.ready.isVisible)
    sheet.reject()


def test_a_received_folder_is_checked_without_a_vault(window: MainWindow, qtbot: QtBot) -> None:
    window.visit(Destination(page=PageName.CHECK))
    page = window.page
    assert isinstance(page, CheckPage)
    page.place.setText("/tmp/bag")
    click(page.check)
    qtbot.waitUntil(lambda: page.report.outcome.text() == "It matches.")
    page.place.setText("/tmp/other")
    click(page.check)
    qtbot.waitUntil(lambda: page.report.outcome.text() == "It does not match.")
    assert page.save.isVisible()
    assert any("dossier.pdf" in each for each in page.report.sentences())


def test_the_log_is_read_and_leads_to_a_check(open_window: MainWindow, qtbot: QtBot) -> None:
    open_window.visit(Destination(page=PageName.LOG))
    page = open_window.page
    assert isinstance(page, LogPage)
    qtbot.waitUntil(lambda: page.table.rowCount() == 24)
    click(page.check)
    assert isinstance(open_window.page, VaultCheckPage)


def test_a_line_of_the_timeline_leads_to_its_message(open_window: MainWindow, qtbot: QtBot) -> None:
    open_window.visit(Destination(page=PageName.TIMELINE))
    page = open_window.page
    assert isinstance(page, TimelinePage)
    qtbot.waitUntil(lambda: page.table.rowCount() == 59)
    page.view.selectRow(3)
    with qtbot.waitSignal(page.went) as went:
        click(page.to_source)
    assert went.args == [
        Destination(page=PageName.CONVERSATION, exhibit=CHAT.id, conversation=1, n=4)
    ]


def test_an_identifier_says_where_it_stands(open_window: MainWindow, qtbot: QtBot) -> None:
    open_window.visit(Destination(page=PageName.IDENTIFIERS))
    page = open_window.page
    assert isinstance(page, IdentifiersPage)
    qtbot.waitUntil(lambda: page.table.rowCount() == 4)
    page.view.selectRow(0)
    qtbot.waitUntil(lambda: "by Rico" in words_of(page))
    assert "and 240 more" in words_of(page)


def test_the_language_changes_while_running(open_window: MainWindow, qtbot: QtBot) -> None:
    open_window.visit(Destination(page=PageName.SETTINGS))
    page = open_window.page
    assert isinstance(page, SettingsPage)
    page.language.setCurrentIndex(page.language.findData("nl"))
    page.idle.setValue(12)
    click(page.apply)
    qtbot.waitUntil(lambda: open_window.s.t.lang == "nl")
    assert open_window.windowTitle() == "Documenten"
    assert open_window.page.title == "Instellingen"
    assert open_window.s.settings.idle_lock_minutes == 12
    assert open_window.s.workspace.is_open


def test_the_large_letters_are_twice_the_small(open_window: MainWindow, qtbot: QtBot) -> None:
    open_window.visit(Destination(page=PageName.SETTINGS))
    page = open_window.page
    assert isinstance(page, SettingsPage)
    box: QComboBox = page.scale
    box.setCurrentIndex(box.findData("200"))
    click(page.apply)
    qtbot.waitUntil(lambda: open_window.s.look.scale == 200)
