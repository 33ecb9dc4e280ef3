# SPDX-License-Identifier: GPL-3.0-or-later
"""The question before copying: item by item, undone at will, nothing decided by itself."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.found_text import FoundText
from evidence_kit.domain.survey import Survey
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.add import AddPage, Stage
from evidence_kit.gui.surroundings import Destination, PageName
from evidence_kit.gui.widgets.question_list import AT_ONCE
from gui.hands import click, press
from gui.made_up import SURVEY
from gui.stand_in import StandIn


@pytest.fixture
def page(open_window: MainWindow, qtbot: QtBot) -> AddPage:
    open_window.visit(Destination(page=PageName.ADD, paths=("/home/sam/chat.zip",)))
    found = open_window.page
    assert isinstance(found, AddPage)
    qtbot.waitUntil(lambda: found.stage is Stage.QUESTION)
    return found


def test_nothing_is_answered_beforehand(page: AddPage) -> None:
    assert page.question.list.count(None) == 7
    assert not page.question.answers


def test_an_answer_can_be_changed(page: AddPage) -> None:
    questions = page.question.list
    questions.answer("1/1", Answer.COPY)
    questions.answer("1/1", Answer.REGISTER)
    assert questions.count(Answer.COPY) == 0
    assert questions.count(Answer.REGISTER) == 1


def test_a_row_is_answered_by_keyboard_too(page: AddPage) -> None:
    row = page.question.list._rows["1/2"]
    press(row, Qt.Key.Key_2)
    assert page.question.answers["1/2"] is Answer.REGISTER


def test_the_next_without_a_choice_gets_the_focus(page: AddPage, qtbot: QtBot) -> None:
    page.question.list.answer("1/1", Answer.COPY)
    page.question.next_open.click()
    focused = page.window().focusWidget()
    assert focused is not None
    assert "IMG-20260113-WA0005.jpg" in focused.accessibleName()


def test_all_that_is_open_can_be_noted_only(page: AddPage) -> None:
    page.question.list.answer("2", Answer.COPY)
    click(page.question.all_open)
    assert page.question.list.count(None) == 0
    assert page.question.list.count(Answer.REGISTER) == 6


def test_place_and_words_around_are_shown_not_the_picture(page: AddPage, stand_in: StandIn) -> None:
    words = "\n".join(each.text() for each in page.findChildren(QLabel))
    assert "Sam: Stop hiermee." in words
    assert "Rico: Deze heb ik ook nog" in words
    assert "thumbnail" not in stand_in.asked


def test_stopping_adds_nothing(page: AddPage, stand_in: StandIn, qtbot: QtBot) -> None:
    page.question.stopped.emit()
    qtbot.waitUntil(lambda: "forget_survey" in stand_in.asked)
    assert page.stage is Stage.DROP
    assert not stand_in.added


def test_later_keeps_the_answers(page: AddPage, open_window: MainWindow) -> None:
    page.question.list.answer("2", Answer.COPY)
    page.question.put_off.emit()
    open_window.visit(Destination(page=PageName.ADD))
    assert page.stage is Stage.QUESTION
    assert page.question.answers == {"2": Answer.COPY}


def test_names_from_outside_bring_no_markup(page: AddPage) -> None:
    hostile = replace(SURVEY.items[5], name=FoundText(text="<img src=x><b>boo</b>.png"))
    page.question.load(Survey(id="x", items=(hostile,)))
    words = [each.text() for each in page.question.list.findChildren(QLabel)]
    assert not [text for text in words if "<img" in text]


def test_thousands_of_files_are_shown_a_part_at_a_time(page: AddPage) -> None:
    items = tuple(replace(SURVEY.items[5], key=str(n)) for n in range(3000))
    page.question.load(Survey(id="x", items=items))
    assert len(page.question.list._rows) == AT_ONCE
    for n in range(100):
        page.question.list.answer(str(n), Answer.COPY)
    page.question.list.go_to_open()
    assert "100" in page.question.list._rows


def test_the_work_can_be_stopped(open_window: MainWindow, stand_in: StandIn, qtbot: QtBot) -> None:
    stand_in.hold = frozenset({"survey"})
    open_window.visit(Destination(page=PageName.ADD, paths=("/home/sam/chat.zip",)))
    page = open_window.page
    assert isinstance(page, AddPage)
    assert page.stage is Stage.BUSY
    click(page.progress.stop)
    qtbot.waitUntil(lambda: page.stage is Stage.DROP)
    assert not open_window.error.isVisible()
