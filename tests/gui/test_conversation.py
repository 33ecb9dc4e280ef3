# SPDX-License-Identifier: GPL-3.0-or-later
"""A conversation of a million messages: reading, choosing, searching, pointing out."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from evidence_kit.domain.annotation import AnnotationKind, Why
from evidence_kit.gui.dialogs.mark import MarkSheet
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.conversation import ConversationPage
from evidence_kit.gui.surroundings import Destination, PageName
from evidence_kit.gui.widgets.chat_access import chat_factory
from gui.hands import click, press
from gui.made_up import CHAT
from gui.stand_in import StandIn


def go(window: MainWindow, qtbot: QtBot, n: int | None = None) -> ConversationPage:
    window.visit(Destination(page=PageName.CONVERSATION, exhibit=CHAT.id, conversation=1, n=n))
    page = window.page
    assert isinstance(page, ConversationPage)
    qtbot.waitUntil(lambda: len(page.store) > 0 and page.store.row(0) is not None)
    page.view.grab()
    return page


@pytest.fixture
def page(open_window: MainWindow, qtbot: QtBot) -> ConversationPage:
    return go(open_window, qtbot)


def test_only_what_can_be_seen_is_fetched(page: ConversationPage, stand_in: StandIn) -> None:
    assert stand_in.asked.count("messages") <= 2
    assert len(page.view.visible) < 30


def test_a_far_message_comes_into_view(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.total = 1_000_000
    page = go(open_window, qtbot, n=765_432)
    qtbot.waitUntil(lambda: page.store.by_number(765_432) is not None)
    page.view.grab()
    assert 765_431 in [index for index, _, _ in page.view.visible]
    assert page.chosen_numbers == (765_432,)


def test_scrolling_a_million_stays_quick(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.total = 1_000_000
    page = go(open_window, qtbot)
    started = time.perf_counter()
    for _ in range(60):
        page.view.scroll_by(90)
        page.view.viewport().repaint()
    assert (time.perf_counter() - started) / 60 < 0.1


def test_the_end_is_the_end(page: ConversationPage, qtbot: QtBot) -> None:
    press(page.view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: page.store.by_number(2418) is not None)
    page.view.grab()
    page.view.scroll_by(5000)
    page.view.grab()
    index, top, height = page.view.visible[-1]
    assert index == 2417
    assert top + height >= page.view.viewport().height() - 1


def test_arrows_choose_and_shift_extends(page: ConversationPage) -> None:
    page.view.choose(3)
    press(page.view, Qt.Key.Key_Down, shift=True)
    press(page.view, Qt.Key.Key_Down, shift=True)
    stretch = page.chosen_numbers
    press(page.view, Qt.Key.Key_Up)
    one = page.chosen_numbers
    assert (stretch, one) == ((4, 5, 6), (5,))


def test_a_message_is_copied_as_text(page: ConversationPage) -> None:
    page.view.choose(1)
    page.view.copy()
    assert "Rico: haha 😂 denk je dat dat iets uitmaakt" in QApplication.clipboard().text()


def test_the_detail_keeps_the_three_times_apart(page: ConversationPage) -> None:
    page.view.choose(4)
    words = "\n".join(each.text() for each in page.detail.findChildren(QLabel))
    assert "1. Sent" in words
    assert "2. File last changed" in words
    assert "3. Added to the vault" in words
    assert "_chat.txt, bytes 400 to 480" in words
    assert f"{5:064x}"[-8:] in words


def test_a_search_walks_through_the_places(page: ConversationPage, qtbot: QtBot) -> None:
    page.search.setText("vrijdag")
    qtbot.waitUntil(lambda: page.place.text() == "1 of 200")
    assert page.chosen_numbers == (9,)
    click(page._after)
    assert page.place.text() == "2 of 200"
    assert page.chosen_numbers == (19,)
    click(page._before)
    click(page._before)
    assert page.place.text() == "200 of 200"


def test_a_search_without_result_says_so(page: ConversationPage, qtbot: QtBot) -> None:
    page.search.setText("zeppelin")
    qtbot.waitUntil(lambda: page.place.text() == "Not found")


def test_only_what_is_pointed_out_can_be_shown(page: ConversationPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.marked == (5, 6, 7))
    click(page.only_marked)
    assert [page.store.number(index) for index in range(len(page.store))] == [5, 6, 7]
    click(page.all)
    assert len(page.store) == 2418


def test_pointing_out_names_conduct_and_own_words(
    open_window: MainWindow, page: ConversationPage, stand_in: StandIn, qtbot: QtBot
) -> None:
    page.view.choose(8)
    place = Destination(page=PageName.CONVERSATION, exhibit=CHAT.id, conversation=1)
    sheet = MarkSheet(open_window.s, place, page.chosen_numbers, open_window)
    sheet.open()
    assert not sheet.point.isEnabled()
    sheet.reasons[Why.ASKS_MONEY].click()
    sheet.words.setText("hij belde ook")
    with qtbot.waitSignal(sheet.accepted):
        click(sheet.point)
    made = stand_in.made[0]
    assert made.kind is AnnotationKind.MARK
    assert made.fact("why") == ("asks_money",)
    qtbot.waitUntil(lambda: 9 in page.marked)


def test_this_is_me_is_noted_beside_the_label(
    page: ConversationPage, stand_in: StandIn, qtbot: QtBot
) -> None:
    page.detail.own_asked.emit("Sam")
    qtbot.waitUntil(lambda: "annotate" in stand_in.asked)


def test_a_screen_reader_finds_the_messages(page: ConversationPage) -> None:
    QAccessible.installFactory(chat_factory())
    found = QAccessible.queryAccessibleInterface(page.view)
    assert found.role() is QAccessible.Role.List
    assert found.childCount() == len(page.view.visible)
    item = found.child(1)
    assert item.role() is QAccessible.Role.ListItem
    assert "Rico: haha" in item.text(QAccessible.Text.Name)
    assert item.rect().height() > 20


def test_right_to_left_keeps_to_the_right_of_its_bubble(page: ConversationPage) -> None:
    row = page.store.by_number(6)
    assert row is not None
    laid = page.view.bubbles.lay(row, None, 800, 1, 0)
    box = next(each for each in laid.boxes if each.kind == "bubble")
    assert box.text is not None
    line = box.text.lineAt(0)
    inner = box.width - page.s.look.px(28)
    assert line.x() + line.naturalTextWidth() == pytest.approx(inner, abs=1)


def test_letters_are_drawn_as_they_stand(page: ConversationPage) -> None:
    # Inter would draw 9x2 as 9×2.
    assert page.s.look.font().featureTags()
