# SPDX-License-Identifier: GPL-3.0-or-later
"""The choices of a dossier: for whom, which parts, which files in which order, how much around."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from evidence_kit import wording
from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.exhibit import ExhibitRow
from evidence_kit.domain.ids import AnnotationId, ExhibitId, new_id
from evidence_kit.domain.plan import ALL_PARTS, PartKind, Plan, Receiver
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import STRETCH, choice, column, label, line, row, scrolled
from evidence_kit.gui.widgets.order_list import Line, OrderList

_CONTEXT_MOST = 50
_LANGUAGES = (("nl", "Nederlands"), ("en", "English"))
_LIST_HEIGHT = 250


def kept_plan(plan: Plan) -> Annotation:
    """Return the annotation that keeps a plan (docs/formats/annotation.md)."""
    return Annotation(
        id=AnnotationId(new_id()),
        kind=AnnotationKind.PLAN,
        facts=(
            ("language", plan.language),
            ("receiver", plan.receiver.value),
            ("parts", tuple(part.value for part in plan.parts)),
            ("order", tuple(plan.order)),
            ("left_out", tuple(plan.left_out)),
            ("context", plan.context),
            ("print_place", "yes" if plan.print_place else "no"),
            ("show_marks", "yes" if plan.show_marks else "no"),
        ),
    )


class PlanChoices(QWidget):
    """Says so whenever a choice changed."""

    changed = Signal()

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self._s = s
        self._loading = False
        t = s.t
        self._receivers: dict[Receiver, QPushButton] = {}
        self._said = label("", "small", wrap=True)
        self._pages = label("", "b")
        self.parts = OrderList(s, t("Parts"), ordered=False)
        self.files = OrderList(s, t("Files in their order"), ordered=True)
        for each in (self.parts, self.files):
            each.changed.connect(self._told)
        self.parts.setFixedHeight(s.look.px(34) * len(ALL_PARTS) + 8)
        self.files.setFixedHeight(s.look.px(_LIST_HEIGHT))
        self.context = QSpinBox()
        self.context.lineEdit().setTextMargins(10, 0, 0, 0)
        self.context.setRange(0, _CONTEXT_MOST)
        self.context.setAccessibleName(t("Messages around one pointed out"))
        self.context.valueChanged.connect(self._told)
        self.language = QComboBox()
        for code, words in _LANGUAGES:
            self.language.addItem(words, code)
        self.language.setAccessibleName(t("Language of the dossier"))
        self.language.currentIndexChanged.connect(self._told)
        self.marks = QCheckBox(t("Print why I point things out"))
        self.place = QCheckBox(t("Print the place (GPS) of pictures"))
        for box in (self.marks, self.place):
            box.setAccessibleName(box.text())
            box.toggled.connect(self._told)
        self.setLayout(column(scrolled(self._content()), gap=0))

    @property
    def plan(self) -> Plan:
        """The plan as it stands."""
        ticked = set(self.parts.keys_of(ticked=True))
        return Plan(
            language=str(self.language.currentData()),
            receiver=next(each for each, chip in self._receivers.items() if chip.isChecked()),
            parts=tuple(part for part in ALL_PARTS if part.value in ticked),
            order=tuple(ExhibitId(key) for key in self.files.keys_of()),
            left_out=tuple(ExhibitId(key) for key in self.files.keys_of(ticked=False)),
            context=self.context.value(),
            print_place=self.place.isChecked(),
            show_marks=self.marks.isChecked(),
        )

    def load(self, plan: Plan, rows: tuple[ExhibitRow, ...]) -> None:
        """Show a plan."""
        self._loading = True
        words = self._s.words
        self._receivers[plan.receiver].setChecked(True)
        self.parts.load(
            tuple(
                Line(key=part.value, words=wording.name(words, part), ticked=part in plan.parts)
                for part in PartKind
            )
        )
        place = {key: number for number, key in enumerate(plan.order)}
        ordered = sorted(
            rows, key=lambda each: (place.get(each.exhibit.id, len(place)), each.exhibit.number)
        )
        self.files.load(
            tuple(
                Line(
                    key=each.exhibit.id,
                    words=f"{each.exhibit.number}. {each.title}",
                    ticked=each.exhibit.id not in plan.left_out,
                )
                for each in ordered
            )
        )
        self.context.setValue(plan.context)
        self.language.setCurrentIndex(max(0, self.language.findData(plan.language)))
        self.marks.setChecked(plan.show_marks)
        self.place.setChecked(plan.print_place)
        self._loading = False
        self._explain()

    def say_pages(self, pages: int) -> None:
        """Say how long it will be."""
        shown = wording.number(self._s.words, pages)
        self._pages.setText(self._s.t.n("{shown} page", "{shown} pages", pages, shown=shown))

    def _content(self) -> QVBoxLayout:
        t = self._s.t
        return column(
            label(t("For whom?"), "h2"),
            self._chips(),
            self._said,
            line(),
            row((label(t("Parts"), "h2"), 1), self._pages),
            self.parts,
            line(),
            label(t("Files and their order"), "h2"),
            label(t("Drag, or Alt and arrow."), "small"),
            self.files,
            line(),
            row((label(t("Messages around one pointed out"), wrap=True), 1), self.context),
            row((label(t("Language of the dossier"), wrap=True), 1), self.language),
            self.marks,
            self.place,
            STRETCH,
            margins=(18, 16, 16, 14),
            gap=9,
        )

    def _chips(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(6)
        group = QButtonGroup(self)
        for number, receiver in enumerate(Receiver):
            words = wording.name(self._s.words, receiver)
            chip = choice(words[:1].upper() + words[1:], checked=receiver is Receiver.POLICE)
            chip.toggled.connect(self._told)
            group.addButton(chip)
            grid.addWidget(chip, number // 2, number % 2)
            self._receivers[receiver] = chip
        return grid

    def _told(self) -> None:
        if not self._loading:
            self._explain()
            self.changed.emit()

    def _explain(self) -> None:
        t = self._s.t
        police = self._receivers[Receiver.POLICE].isChecked()
        self._said.setText(
            t("Police: numbers and names stand in it in full.")
            if police
            else t("Think first: names of others may stand in it.")
        )
