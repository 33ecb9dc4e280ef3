# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheet in which a person points out columns: with the real importer behind it."""

import json
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from builders.reading import read_bytes
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.columns import Columns, ColumnsLook, ColumnsTried, Shape
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.reading import Choices
from evidence_kit.domain.record import Message
from evidence_kit.errors import UsageFault
from evidence_kit.formats import records
from evidence_kit.gui.dialogs.columns import ColumnsSheet
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.files import FilesPage
from evidence_kit.gui.surroundings import Destination, PageName
from evidence_kit.importers.files.text.looks import look_at
from evidence_kit.importers.protocol import Opened
from evidence_kit.importers.source import MemorySource
from gui.hands import click, press
from gui.made_up import CHAT
from gui.stand_in import StandIn

TABLE = (
    "datum;wie;tekst\n"
    "03/04/2026 14:05;Rico;ik weet waar je werkt\n"
    "03/04/2026 14:09;Sanne;laat me met rust\n"
    "04/04/2026 09:00;Rico;nee\n"
)
POINTED = Columns(shape=Shape.ROWS, time=1, sender=2, text=3, separator=";", header=True)


@dataclass
class TextBehind:
    """Answers about one text as the vault process would, through the real importer."""

    data: bytes
    asked: list[tuple[Columns | None, str | None, bool | None]] = field(default_factory=list)
    refuses: bool = False

    def look(self, exhibit: ExhibitId, asked: Columns | None) -> ColumnsLook:
        return look_at(Opened(MemorySource(self.data), from_text("a.csv")), asked)

    def tried(
        self, exhibit: ExhibitId, columns: Columns, zone: str | None, day_first: bool | None
    ) -> ColumnsTried:
        choices = Choices(columns=columns, zone=zone, day_first=day_first)
        found = self._messages(choices)
        return ColumnsTried(facts=(), messages=found)

    def _messages(self, choices: Choices) -> tuple[Message, ...]:
        lines = read_bytes(self.data, "a.csv", choices)
        made = (records.from_line(json.dumps(line).encode()) for line in lines)
        return tuple(each for each in made if isinstance(each, Message))

    def point_out(
        self, exhibit: ExhibitId, columns: Columns | None, zone: str | None, day_first: bool | None
    ) -> ChangeSet:
        if self.refuses:
            raise UsageFault(reason="no_text_column", argument="")
        self.asked.append((columns, zone, day_first))
        return ChangeSet(log_size=9, exhibits=(exhibit,))


def as_text(columns: Columns | None = None) -> Exhibit:
    assert CHAT.reading is not None
    reading = replace(CHAT.reading, importer="text", columns=columns, zone=None)
    return replace(CHAT, name=from_text("meldingen.csv"), reading=reading)


def behind(stand_in: StandIn, text: str) -> TextBehind:
    found = TextBehind(text.encode())
    stand_in.on_columns_look = found.look  # type: ignore[attr-defined]
    stand_in.on_try_columns = found.tried  # type: ignore[attr-defined]
    stand_in.on_point_out_columns = found.point_out  # type: ignore[attr-defined]
    return found


def sheet_of(window: MainWindow, qtbot: QtBot, exhibit: Exhibit) -> ColumnsSheet:
    sheet = ColumnsSheet(window.s, exhibit, window)
    qtbot.addWidget(sheet)
    sheet.open()
    qtbot.waitUntil(lambda: sheet.words.count() > 0)
    return sheet


def choose(sheet: ColumnsSheet, time: int, who: int, words: int) -> None:
    for combo, number in ((sheet.time, time), (sheet.who, who), (sheet.words, words)):
        combo.setCurrentIndex(combo.findData(number))


def made(sheet: ColumnsSheet) -> list[tuple[str, ...]]:
    model = sheet.made
    return [
        tuple(str(model.data(model.index(line, place))) for place in range(model.columnCount()))
        for line in range(model.rowCount())
    ]


def test_the_first_rows_are_shown_and_nothing_is_chosen_for_the_person(
    open_window: MainWindow, qtbot: QtBot, stand_in: StandIn
) -> None:
    behind(stand_in, TABLE)
    sheet = sheet_of(open_window, qtbot, as_text())
    assert sheet.shape.currentData() == Columns(shape=Shape.ROWS, separator=";")
    assert sheet.names.isChecked()
    assert sheet.shown.rows[0] == ("03/04/2026 14:05", "Rico", "ik weet waar je werkt")
    assert [sheet.words.itemText(place) for place in range(4)][1:] == [
        "1  datum", "2  wie", "3  tekst",
    ]  # fmt: skip
    assert (sheet.time.currentData(), sheet.who.currentData()) == (None, None)
    assert not sheet.keep.isEnabled()


def test_what_is_made_of_the_columns_is_seen_at_once_with_both_readings_of_a_date(
    open_window: MainWindow, qtbot: QtBot, stand_in: StandIn
) -> None:
    behind(stand_in, TABLE)
    sheet = sheet_of(open_window, qtbot, as_text())
    choose(sheet, 1, 2, 3)
    qtbot.waitUntil(lambda: len(made(sheet)) == 3 and made(sheet)[0][1] == "Rico")
    assert "3\u00a0April" in made(sheet)[0][0]
    assert "4\u00a0March" in made(sheet)[0][0]
    sheet.order.setCurrentIndex(sheet.order.findData(False))
    qtbot.waitUntil(lambda: "April" not in made(sheet)[0][0])
    assert sheet.keep.isEnabled()


def test_the_choice_is_sent_as_it_stands_and_the_sheet_closes(
    open_window: MainWindow, qtbot: QtBot, stand_in: StandIn
) -> None:
    text = behind(stand_in, TABLE)
    sheet = sheet_of(open_window, qtbot, as_text())
    choose(sheet, 1, 2, 3)
    sheet.zone.setCurrentIndex(sheet.zone.findData("Europe/Amsterdam"))
    sheet.order.setCurrentIndex(sheet.order.findData(True))
    qtbot.waitUntil(sheet.keep.isEnabled)
    click(sheet.keep)
    qtbot.waitUntil(lambda: not sheet.isVisible())
    assert text.asked == [(POINTED, "Europe/Amsterdam", True)]


def test_lines_of_one_form_are_tried_while_the_form_is_typed(
    open_window: MainWindow, qtbot: QtBot, stand_in: StandIn
) -> None:
    text = behind(stand_in, "(2026-04-03 14:05) Rico > hoi\n(2026-04-03 14:06) Sanne > stop\n")
    sheet = sheet_of(open_window, qtbot, as_text())
    assert sheet.shape.currentData() == Columns(shape=Shape.PATTERN)
    assert sheet.form.isVisible()
    assert not sheet.names.isVisible()
    sheet.form.setText("({time}) {sender}")
    assert not sheet.keep.isEnabled()
    sheet.form.setText("({time}) {sender} > {text}")
    qtbot.waitUntil(lambda: [each[1] for each in made(sheet)] == ["Rico", "Sanne"])
    press(sheet.form, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(text.asked))
    chosen = text.asked[0][0]
    assert chosen is not None
    assert chosen.pattern == "({time}) {sender} > {text}"


def test_another_sign_between_columns_shows_other_rows(
    open_window: MainWindow, qtbot: QtBot, stand_in: StandIn
) -> None:
    behind(stand_in, "a|b;c\nd|e;f\n")
    sheet = sheet_of(open_window, qtbot, as_text())
    place = [sheet.shape.itemData(n).separator for n in range(sheet.shape.count())].index("|")
    sheet.shape.setCurrentIndex(place)
    qtbot.waitUntil(lambda: ("d", "e;f") in sheet.shown.rows)
    assert sheet.shape.currentIndex() == place


def test_a_choice_made_before_stands_there_and_can_be_taken_back(
    open_window: MainWindow, qtbot: QtBot, stand_in: StandIn
) -> None:
    text = behind(stand_in, TABLE)
    sheet = sheet_of(open_window, qtbot, as_text(POINTED))
    qtbot.waitUntil(lambda: sheet.words.currentData() == 3)
    assert sheet.chosen() == POINTED
    click(sheet.plain)
    qtbot.waitUntil(lambda: not sheet.isVisible())
    assert text.asked == [(None, None, None)]


def test_a_refusal_is_said_and_the_sheet_stays(
    open_window: MainWindow, qtbot: QtBot, stand_in: StandIn
) -> None:
    behind(stand_in, TABLE).refuses = True
    sheet = sheet_of(open_window, qtbot, as_text())
    choose(sheet, 1, 2, 3)
    qtbot.waitUntil(sheet.keep.isEnabled)
    click(sheet.keep)
    qtbot.waitUntil(sheet.error.isVisible)
    assert sheet.isVisible()
    assert sheet.keep.isEnabled()


def test_all_of_it_is_reached_by_tab(
    open_window: MainWindow, qtbot: QtBot, stand_in: StandIn
) -> None:
    behind(stand_in, TABLE)
    sheet = sheet_of(open_window, qtbot, as_text(POINTED))
    wanted = {
        *(sheet.shape, sheet.names, sheet.first_rows, sheet.time, sheet.who, sheet.words),
        *(sheet.order, sheet.zone, sheet.made_view, sheet.plain, sheet.keep),
    }
    qtbot.waitUntil(sheet.keep.isEnabled)
    reached = set()
    at = sheet.shape
    at.setFocus()
    for _ in range(40):
        reached.add(sheet.focusWidget())
        press(sheet.focusWidget(), Qt.Key.Key_Tab)
    assert wanted <= reached
    assert all(each.accessibleName() or isinstance(each, QPushButton) for each in wanted
               if isinstance(each, QComboBox))  # fmt: skip


@pytest.mark.parametrize(("importer", "offered"), [("text", True), ("whatsapp", False)])
def test_the_side_pane_offers_it_for_texts_alone(
    open_window: MainWindow, qtbot: QtBot, stand_in: StandIn, importer: str, offered: bool
) -> None:
    behind(stand_in, TABLE)
    assert CHAT.reading is not None
    held = replace(as_text(), reading=replace(CHAT.reading, importer=importer))
    stand_in.exhibits_held = (held,)
    open_window.visit(Destination(page=PageName.FILES, exhibit=held.id))
    page = open_window.page
    assert isinstance(page, FilesPage)
    qtbot.waitUntil(lambda: page.detail is not None)
    found = [
        each for each in page.pane.findChildren(QPushButton)
        if each.text() == "Say what the columns hold"
    ]  # fmt: skip
    assert bool(found) is offered
    if offered:
        click(found[0])
        qtbot.waitUntil(lambda: bool(open_window.findChildren(ColumnsSheet)))
