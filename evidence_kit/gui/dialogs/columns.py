# SPDX-License-Identifier: GPL-3.0-or-later
"""Pointing out which columns of a text hold time, sender and words; what is made of them is seen at once."""

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from evidence_kit import wording
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.columns import Columns, ColumnsLook, ColumnsTried, Shape
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.record import Message
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.sheet import Sheet
from evidence_kit.gui.dialogs.zone import fill_zones
from evidence_kit.gui.models.table import Column, RowTable
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import Item, button, column, framed, label, row
from evidence_kit.gui.widgets.error_note import ErrorNote
from evidence_kit.gui.widgets.table_view import TableView

_FORM = "[{time}] {sender}: {text}"
_HEIGHT = 168
_WIDEST = 260
_ROW = 30


class ColumnsSheet(Sheet):
    """First rows, three questions, and the answer to them as messages."""

    def __init__(self, s: Surroundings, exhibit: Exhibit, parent: QWidget) -> None:
        t = s.t
        super().__init__(s, t("What do the columns hold?"), parent)
        self._exhibit = exhibit
        self._before = exhibit.reading.columns if exhibit.reading is not None else None
        self._look: ColumnsLook | None = None
        self._edition = 0
        self._filling = False
        self.error = ErrorNote(s)
        self.shape = self._combo(t("How the file is built"))
        for text, kind in (
            (t("Table with commas"), Columns(shape=Shape.ROWS, separator=",")),
            (t("Table with semicolons"), Columns(shape=Shape.ROWS, separator=";")),
            (t("Table with tabs"), Columns(shape=Shape.ROWS, separator="\t")),
            (t("Table with bars |"), Columns(shape=Shape.ROWS, separator="|")),
            (t("Lines of JSON"), Columns(shape=Shape.OBJECTS)),
            (t("Lines of one form"), Columns(shape=Shape.PATTERN)),
        ):
            self.shape.addItem(text, kind)
        self.names = QCheckBox(t("The first row holds names"))
        self.form = QLineEdit(_FORM)
        self.form.setAccessibleName(t("Form of a line"))
        self.time = self._combo(t("Time"))
        self.who = self._combo(t("Sender"))
        self.words = self._combo(t("Words"))
        self.order = self._combo(t("Order of day and month"))
        for text, first in (
            (t("I don't know"), None),
            (t("3 April"), True),
            (t("4 March"), False),
        ):
            self.order.addItem(text, first)
        self.zone = self._combo(t("Time zone"))
        self.zone.addItem(t("I don't know"), None)
        fill_zones(self.zone)
        self.first_rows = TableView(s, t("First rows of the file"), RowTable([]))
        self.made: RowTable[Message] = RowTable(
            [
                Column(t("Time"), self._when),
                Column(t("Sender"), lambda each: each.sender or t("not stated")),
                Column(t("Words"), lambda each: " ".join(each.text.split())),
            ]
        )
        self.made_view = TableView(s, t("What is made of them"), self.made)
        for view in (self.first_rows, self.made_view):
            view.setFixedHeight(s.look.px(_HEIGHT))
            view.verticalHeader().setDefaultSectionSize(s.look.px(_ROW))
        self.first_rows.setWordWrap(False)
        self.made_view.shape((s.look.px(250), s.look.px(140), s.look.px(240)), 2)
        self.plain = button(t("Read as plain text again"))
        self.plain.clicked.connect(self.on_plain)
        self.plain.setVisible(self._before is not None)
        self.keep = self.doing_button(t("Read it this way"), self.on_keep)
        self._lay_out()
        self._begin()
        self._listen()

    def _combo(self, name: str) -> QComboBox:
        found = QComboBox()
        found.setAccessibleName(name)
        found.setMinimumContentsLength(8)
        return found

    def _lay_out(self) -> None:
        t = self.s.t
        hint = t(
            "Put {time}, {sender} and {text} in their places, with the signs between them.",
            time="{time}",
            sender="{sender}",
            text="{text}",
        )
        self._form_parts = (
            label(t("Form of a line"), "b"),
            self.form,
            label(hint, "small", wrap=True),
        )
        self._places = framed(
            row(
                self._asked(t("Time"), self.time),
                self._asked(t("Sender"), self.who),
                self._asked(t("Words"), self.words),
                gap=16,
            )
        )
        self.fill(
            label(t("The program does not know this file. You can say what is in it."), wrap=True),
            label(t("The file stays as it is. Your choice is noted, as yours."), wrap=True),
            self.error,
            row(self._asked(t("How the file is built"), self.shape), self.names, gap=16),
            *self._form_parts,
            label(t("First rows of the file"), "b"),
            self.first_rows,
            self._places,
            row(
                self._asked(t("Does 3/4 mean 3 April or 4 March?"), self.order),
                self._asked(t("Where was the clock?"), self.zone),
                gap=16,
            ),
            label(t("What is made of them"), "b"),
            self.made_view,
            buttons=(self.closing_button(t("Leave it so")), self.plain, self.keep),
            width=760,
        )

    def _asked(self, text: str, field: QWidget) -> Item:
        name = label(text, "b")
        name.setBuddy(field)
        return (column(name, field, gap=4), 1)

    def _begin(self) -> None:
        """Show what was chosen before, else what the file seems to be."""
        reading = self._exhibit.reading
        self.keep.setEnabled(False)
        if reading is not None and reading.zone is not None:
            self.zone.setCurrentText(reading.zone)
        if reading is not None and reading.day_first is not None:
            self.order.setCurrentIndex(self.order.findData(reading.day_first))
        if self._before is not None and self._before.pattern:
            self.form.setText(self._before.pattern)
        self._ask_look(self._before)

    def _listen(self) -> None:
        self.shape.currentIndexChanged.connect(self._reshaped)
        self.names.toggled.connect(self._reshaped)
        self.form.textChanged.connect(self._try)
        for each in (self.time, self.who, self.words, self.order, self.zone):
            each.currentIndexChanged.connect(self._try)

    # -- the first rows

    def _ask_look(self, asked: Columns | None) -> None:
        self._edition += 1
        if asked is not None and asked.shape is not Shape.PATTERN:
            asked = replace(asked, time=None, sender=None, text=None)
        call = calls.columns_look(self._exhibit.id, asked)
        self.s.workspace.ask(self, call, partial(self._take_look, self._edition), self._failed)

    def _reshaped(self) -> None:
        if not self._filling:
            self._ask_look(replace(self._shape(), header=self.names.isChecked()))

    def _shape(self) -> Columns:
        kind = self.shape.currentData()
        shape = kind if isinstance(kind, Columns) else Columns(shape=Shape.PATTERN)
        return replace(shape, pattern=self.form.text()) if shape.shape is Shape.PATTERN else shape

    def _take_look(self, edition: int, look: ColumnsLook) -> None:
        if edition != self._edition:
            return
        self.error.dismiss()
        first, self._look = self._look is None, look
        shape = look.suggested or Columns(shape=Shape.PATTERN)
        self._filling = True
        if first:
            self.shape.setCurrentIndex(self._place_of(shape))
        self.names.setChecked(shape.header)
        of_lines = shape.shape is Shape.PATTERN
        self.names.setVisible(shape.shape is Shape.ROWS)
        for part in self._form_parts:
            part.setVisible(of_lines)
        self._places.setVisible(not of_lines)
        self._show_rows(look, of_lines=of_lines)
        self._offer_columns(look, self._before if first else None)
        self._filling = False
        self._try()

    def _place_of(self, shape: Columns) -> int:
        for place in range(self.shape.count()):
            kind = self.shape.itemData(place)
            if (kind.shape, kind.separator) == (shape.shape, shape.separator):
                return place
        return 0

    def _show_rows(self, look: ColumnsLook, *, of_lines: bool) -> None:
        rows = tuple((line,) for line in look.lines) if of_lines else look.rows
        width = 1 if of_lines else _width(look)
        titles = [self.s.t("Line")] if of_lines else [_titled(look, n) for n in range(1, width + 1)]
        self.shown = RowTable(
            [Column(title, partial(_cell, place)) for place, title in enumerate(titles)]
        )
        self.shown.load(rows)
        self.first_rows.setModel(self.shown)
        self.first_rows.resizeColumnsToContents()
        header = self.first_rows.horizontalHeader()
        for place in range(width):
            header.resizeSection(place, min(header.sectionSize(place), self.s.look.px(_WIDEST)))
        header.setStretchLastSection(True)

    def _offer_columns(self, look: ColumnsLook, before: Columns | None) -> None:
        chosen = before or Columns(shape=Shape.PATTERN)
        for combo, number in (
            (self.time, chosen.time),
            (self.who, chosen.sender),
            (self.words, chosen.text),
        ):
            kept = number if before is not None else combo.currentData()
            combo.clear()
            combo.addItem(self.s.t("not in the file"), None)
            for each in range(1, _width(look) + 1):
                combo.addItem(_titled(look, each), each)
            combo.setCurrentIndex(max(0, combo.findData(kept)))

    # -- what is made of them

    def chosen(self) -> Columns:
        """Return the columns as they stand in the sheet."""
        shape = self._shape()
        if shape.shape is Shape.PATTERN:
            return shape
        return replace(
            shape,
            header=shape.shape is Shape.ROWS and self.names.isChecked(),
            time=self.time.currentData(),
            sender=self.who.currentData(),
            text=self.words.currentData(),
        )

    def _try(self) -> None:
        if self._filling or self._look is None:
            return
        self._edition += 1
        columns = self.chosen()
        fits = not columns.fault()
        self.keep.setEnabled(fits)
        if not fits:
            self.made.load(())
            return
        call = calls.try_columns(
            self._exhibit.id, columns, self.zone.currentData(), self.order.currentData()
        )
        self.s.workspace.ask(self, call, partial(self._take_tried, self._edition), self._failed)

    def _take_tried(self, edition: int, tried: ColumnsTried) -> None:
        if edition == self._edition:
            self.error.dismiss()
            self.made.load(tried.messages)
            self.made_view.resizeRowsToContents()  # two readings of a date take two lines

    def _when(self, message: Message) -> str:
        if message.moment is None:
            return self.s.t("not stated")
        return wording.moment(self.s.words, message.moment)

    # -- doing

    def on_keep(self) -> None:
        """Read the file again by what was pointed out."""
        self._read(self.chosen())

    def on_plain(self) -> None:
        """Read the file again without columns."""
        self._read(None)

    def _read(self, columns: Columns | None) -> None:
        self.keep.setEnabled(False)
        self.plain.setEnabled(False)
        call = calls.point_out_columns(
            self._exhibit.id, columns, self.zone.currentData(), self.order.currentData()
        )
        self.s.workspace.change(self, call, self._done, self._failed)

    def _done(self, _change: ChangeSet) -> None:
        self.accept()

    def _failed(self, error: EvidenceKitError) -> None:
        self.plain.setEnabled(True)
        self.keep.setEnabled(self._look is not None and not self.chosen().fault())
        self.error.say(error)


def _cell(place: int, cells: tuple[str, ...]) -> str:
    return " ".join(cells[place].split()) if place < len(cells) else ""


def _width(look: ColumnsLook) -> int:
    return max([len(look.names), *(len(row) for row in look.rows)], default=0)


def _titled(look: ColumnsLook, number: int) -> str:
    name = look.names[number - 1].strip() if number <= len(look.names) else ""
    return f"{number}  {name}" if name else str(number)
