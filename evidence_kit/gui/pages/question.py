# SPDX-License-Identifier: GPL-3.0-or-later
"""The question before copying: could this show someone naked, or someone under 18?"""

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.survey import Survey
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    button,
    column,
    framed,
    icon_button,
    icon_label,
    label,
    line,
    row,
    scrolled,
    top,
)
from evidence_kit.gui.widgets.fold import Fold
from evidence_kit.gui.widgets.question_list import QuestionList
from evidence_kit.gui.widgets.question_row import QuestionRow


class QuestionView(QWidget):
    """The files that ask, on the left; the choices so far, on the right."""

    went_on = Signal()
    put_off = Signal()
    """Later: the answers so far stay."""
    stopped = Signal()

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self._s = s
        t = s.t
        self.list = QuestionList(s)
        self.list.changed.connect(self._count)
        self.list.row_wanted.connect(self._bring)
        self._area = scrolled(
            column(self._ask(), self.list, STRETCH, margins=(20, 14, 14, 14), gap=12)
        )
        self._numbers: dict[Answer | None, QLabel] = {}
        self._total = label("", "sub")
        self.next_open = icon_button(s.look, "chevron-down", t("To the next without a choice"))
        self.next_open.clicked.connect(self._to_open)
        self.all_open = button("")
        self.all_open.clicked.connect(self.list.register_open)
        self.go_on = button("", "primary")
        self.go_on.clicked.connect(self.went_on)
        self.small_go_on = button("", "primary")
        self.small_go_on.clicked.connect(self.went_on)
        self.turn = icon_button(s.look, "list", t("Your choices"))
        self.turn.clicked.connect(self._turn)
        self._bar = framed(
            row(self.turn, STRETCH, self.small_go_on, margins=(20, 8, 16, 8)), "barBelow"
        )
        side = framed(column(scrolled(self._side()), gap=0), "panel")
        self._fold = Fold(self._area, side, side_width=s.look.px(330))
        self.setLayout(column((self._fold, 1), self._bar, gap=0))

    @property
    def answers(self) -> Mapping[str, Answer]:
        """What was answered."""
        return self.list.answers

    def load(self, survey: Survey) -> None:
        """Ask about the items of a survey."""
        self.list.load(survey)
        self._area.verticalScrollBar().setValue(0)
        self._count()

    def fold(self, narrow: bool) -> None:
        """Show the choices in the side's place when there is little room."""
        self._fold.fold(narrow)
        self._bar.setVisible(narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the answers below the words where they do not fit beside them."""
        super().resizeEvent(event)
        room = self.width() if self._fold.folded else self.width() - self._fold.side.width()
        self.list.fold(room < self._s.look.px(700))

    def _ask(self) -> QFrame:
        t = self._s.t
        words = column(
            label(t("Could this show someone naked, or someone under 18?"), "h2", wrap=True),
            label(
                t("<b>Yes</b>: choose Note only. Then the program makes no copy."),
                markup=True,
                wrap=True,
            ),
            label(t("<b>No</b>: choose Keep."), markup=True, wrap=True),
            label(
                t("<b>Not sure</b>: choose I don't know. Then there is no copy either."),
                markup=True,
                wrap=True,
            ),
            gap=3,
        )
        mark = icon_label(self._s.look, "circle-question-mark", "soft_text", 24)
        return framed(row(top(mark), (words, 1), margins=(18, 14, 18, 14), gap=14), "soft")

    def _side(self) -> QFrame:
        t = self._s.t
        counts = [
            self._counter(Answer.COPY, t("Keep"), t("An encrypted copy comes into the vault.")),
            self._counter(
                Answer.REGISTER,
                t("Note only"),
                t("No copy. But name, place, time and fingerprint."),
            ),
            self._counter(
                Answer.UNSURE, t("I don't know"), t("No copy. You can still choose later.")
            ),
            self._counter(
                None, t("No choice yet"), t("These stay for later. Nothing happens to them.")
            ),
        ]
        wrong = framed(
            row(
                top(icon_label(self._s.look, "undo", "soft_text", 18)),
                (
                    column(
                        label(t("Chose wrongly?"), "b", wrap=True),
                        label(
                            t("You can change every choice later. Your files are still there."),
                            wrap=True,
                        ),
                        gap=2,
                    ),
                    1,
                ),
                margins=(14, 12, 14, 12),
                gap=10,
            ),
            "soft",
        )
        stop = button(t("Stop, add nothing"))
        stop.clicked.connect(self.stopped)
        later = button(t("Later"))
        later.clicked.connect(self.put_off)
        return framed(
            column(
                label(t("Your choices"), "h1"),
                self._total,
                line(),
                *counts,
                line(),
                self.next_open,
                self.all_open,
                4,
                wrong,
                STRETCH,
                label(t("The text of a conversation is kept."), "small", wrap=True),
                self.go_on,
                row(later, (stop, 1)),
                margins=(22, 20, 22, 18),
                gap=11,
            )
        )

    def _counter(self, answer: Answer | None, what: str, hint: str) -> QVBoxLayout:
        number = label("0", "count" if answer is not None else "countWarn")
        number.setFixedWidth(self._s.look.px(44))
        self._numbers[answer] = number
        words = column(label(what, "b", wrap=True), label(hint, "small", wrap=True), STRETCH, gap=0)
        return column(row(top(number), (words, 1), gap=10), gap=0)

    def _count(self) -> None:
        t = self._s.t
        for answer, number in self._numbers.items():
            number.setText(str(self.list.count(answer)))
        total, left = len(self.list.items), self.list.count(None)
        self._total.setText(t.n("{n} file", "{n} files", total))
        self.next_open.setEnabled(left > 0)
        self.all_open.setVisible(left > 0)
        self.all_open.setText(t.n("Note only this {n}", "Note only all {n}", left))
        words = t.n("Go on with {n} file", "Go on with {n} files", total - left)
        for each in (self.go_on, self.small_go_on):
            each.setText(words if left < total else t("Go on without these"))
            each.setAccessibleName(each.text())

    def _to_open(self) -> None:
        if self._fold.folded and self._fold.side_shown:
            self._turn()
        self.list.go_to_open()

    def _bring(self, found: QuestionRow) -> None:
        # After the layout has placed a row that was just built.
        QTimer.singleShot(0, lambda: self._area.ensureWidgetVisible(found, 0, 80))
        found.take_focus()

    def _turn(self) -> None:
        t = self._s.t
        self._fold.turn()
        self.turn.setText("  " + (t("The files") if self._fold.side_shown else t("Your choices")))
