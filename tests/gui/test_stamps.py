# SPDX-License-Identifier: GPL-3.0-or-later
"""Trusted time: asked for, carried, added; never more said than it shows."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from evidence_kit.errors import InputRefused
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.stamp import StampPage
from evidence_kit.gui.surroundings import Destination, PageName
from gui.conftest import MakeWindow, open_vault
from gui.hands import click
from gui.made_up import REPLY, REQUEST
from gui.stand_in import StandIn


def words_of(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def stamp_page(window: MainWindow, qtbot: QtBot) -> StampPage:
    window.visit(Destination(page=PageName.STAMP))
    page = window.page
    assert isinstance(page, StampPage)
    qtbot.waitUntil(lambda: page.none.isVisible() or page.list.isVisible())
    return page


def test_there_is_nothing_to_carry_before_something_was_asked(
    open_window: MainWindow, qtbot: QtBot
) -> None:
    page = stamp_page(open_window, qtbot)
    assert page.none.isVisible()
    assert not page.paper.isEnabled()


def test_a_request_is_written_and_waits_for_its_answer(
    open_window: MainWindow, stand_in: StandIn, tmp_path: Path, qtbot: QtBot
) -> None:
    page = stamp_page(open_window, qtbot)
    page.request(str(tmp_path / "request.tsq"))
    qtbot.waitUntil(lambda: "No answer yet" in words_of(page.list))
    assert "request.tsq" in page.done.text()
    assert page.paper.isEnabled()


def test_a_reply_is_said_in_three_parts_with_what_it_does_not_show(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.stamps = (REQUEST,)
    page = stamp_page(open_window, qtbot)
    page.add_reply("/media/stick/reply.tsr")
    qtbot.waitUntil(lambda: "Intact: yes" in words_of(page.list))
    shown = words_of(page)
    assert "Valid: yes" in shown
    assert "Trusted: cannot be judged. You gave no certificates" in shown
    assert "Answered" in shown
    assert "does not say who wrote it" in shown
    assert stand_in.replies == [("/media/stick/reply.tsr", None)]


def test_certificates_that_were_chosen_go_along(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    page = stamp_page(open_window, qtbot)
    page.authorities.setText("/media/stick/ca.pem")
    page.add_reply("/media/stick/reply.tsr")
    qtbot.waitUntil(lambda: bool(stand_in.replies))
    assert stand_in.replies == [("/media/stick/reply.tsr", "/media/stick/ca.pem")]


def test_a_dropped_reply_is_no_new_file_of_the_vault(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    page = stamp_page(open_window, qtbot)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/media/stick/reply.tsr")])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.zone.dropEvent(event)
    qtbot.waitUntil(lambda: bool(stand_in.replies))
    assert open_window.page is page
    assert "survey" not in stand_in.asked


def test_a_reply_to_another_request_is_refused_in_words(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.broken["add_stamp"] = InputRefused(reason="stamp_other_request", name="reply.tsr")
    page = stamp_page(open_window, qtbot)
    page.add_reply("/media/stick/reply.tsr")
    qtbot.waitUntil(page.error.isVisible)
    assert page.error.can_do.text()
    assert page.done.isHidden()


def test_a_vault_that_can_only_be_read_takes_no_reply(
    make_window: MakeWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.read_only = True
    stand_in.stamps = (REQUEST, REPLY)
    window = make_window()
    open_vault(window, qtbot)
    page = stamp_page(window, qtbot)
    assert not page.ask.isEnabled()
    assert not page.zone.isEnabled()
    assert "Intact: yes" in words_of(page.list)


def test_what_to_do_on_the_other_computer_is_shown_with_its_code(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.stamps = (REQUEST,)
    page = stamp_page(open_window, qtbot)
    qtbot.waitUntil(page.paper.isEnabled)
    click(page.paper)
    qtbot.waitUntil(lambda: bool(stand_in.papers))
    open_window._close_sheets()


def test_a_proof_of_another_kind_is_kept_and_called_not_judged(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    page = stamp_page(open_window, qtbot)
    page.about.setText(" 3 ")
    page.add_proof("/media/stick/photo.jpg.ots")
    qtbot.waitUntil(lambda: "Not judged here" in words_of(page.list))
    assert stand_in.proofs == [("/media/stick/photo.jpg.ots", "3")]
    assert "Intact" not in words_of(page.list)
