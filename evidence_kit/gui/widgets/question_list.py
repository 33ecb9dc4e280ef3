# SPDX-License-Identifier: GPL-3.0-or-later
"""The question over many files: grouped by what they came in, a part at a time."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from evidence_kit import wording
from evidence_kit.domain.exhibit import Answer, MediaKind
from evidence_kit.domain.survey import Survey, SurveyItem
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    button,
    clear,
    column,
    framed,
    label,
    line,
    row,
)
from evidence_kit.gui.widgets.question_row import QuestionRow

AT_ONCE = 40
"""Rows built at a time: an export can hold thousands of pictures."""


class QuestionList(QWidget):
    """Shows the items that ask, and keeps the answers."""

    changed = Signal()
    row_wanted = Signal(object)
    """The QuestionRow that must come into view."""

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self._s = s
        self._items: tuple[SurveyItem, ...] = ()
        self._parents: Mapping[str, SurveyItem] = {}
        self._answers: dict[str, Answer] = {}
        self._rows: dict[str, QuestionRow] = {}
        self._start = 0
        self._narrow = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)

    @property
    def items(self) -> tuple[SurveyItem, ...]:
        """All that ask."""
        return self._items

    @property
    def answers(self) -> Mapping[str, Answer]:
        """Keys with an answer so far."""
        return self._answers

    def count(self, answer: Answer | None) -> int:
        """Count the items with an answer, or with none."""
        if answer is None:
            return len(self._items) - len(self._answers)
        return sum(1 for each in self._answers.values() if each is answer)

    def load(self, survey: Survey) -> None:
        """Show the items of a survey that ask, those of one container together."""
        asking = [item for item in survey.items if item.asks and item.problem is None]
        self._parents = {item.key: item for item in survey.items}
        self._items = tuple(
            sorted(asking, key=lambda item: (item.parent is None, item.parent or ""))
        )
        self._answers = {}
        self._show(0)

    def fold(self, narrow: bool) -> None:
        """Pass on how much room there is."""
        self._narrow = narrow
        for each in self._rows.values():
            each.fold(narrow)

    def answer(self, key: str, answer: Answer) -> None:
        """Take an answer."""
        self._answers[key] = answer
        if key in self._rows:
            self._rows[key].show_answer(answer)
        self.changed.emit()

    def register_open(self) -> None:
        """Answer all that have none: note only."""
        for item in self._items:
            if item.key not in self._answers:
                self.answer(item.key, Answer.REGISTER)

    def go_to_open(self) -> None:
        """Bring the first item without an answer into view."""
        for index, item in enumerate(self._items):
            if item.key not in self._answers:
                if item.key not in self._rows:
                    self._show(index // AT_ONCE * AT_ONCE)
                self.row_wanted.emit(self._rows[item.key])
                return

    def _show(self, start: int) -> None:
        self._start = start
        clear(self._layout)
        self._rows = {}
        shown = self._items[start : start + AT_ONCE]
        for parent in dict.fromkeys(item.parent for item in shown):
            self._layout.addWidget(self._group(parent, shown))
        if len(self._items) > AT_ONCE:
            self._layout.addWidget(self._pager())
        self.fold(self._narrow)

    def _group(self, parent: str | None, shown: tuple[SurveyItem, ...]) -> QFrame:
        items = [item for item in shown if item.parent == parent]
        title, hint = self._head(parent)
        parts: list[Item] = [
            row(label(title, "h2"), (label(hint, "small", wrap=True), 1), margins=(18, 12, 18, 8))
        ]
        for item in items:
            each = QuestionRow(self._s, item, self._answers.get(item.key))
            each.answered.connect(self.answer)
            self._rows[item.key] = each
            parts += [line(), each]
        return framed(column(*parts, margins=(1, 0, 1, 4), gap=0), "card")

    def _head(self, parent: str | None) -> tuple[str, str]:
        t = self._s.t
        count = sum(1 for item in self._items if item.parent == parent)
        files = t.n("{n} file", "{n} files", count)
        if parent is None:
            return t("Loose files"), files
        container = self._parents[parent]
        titles = {MediaKind.CHAT: t("From the conversation"), MediaKind.MAIL: t("From the e-mail")}
        title = titles.get(container.media, t("From the archive"))
        return title, f"{container.name.text}  ·  {files}"

    def _pager(self) -> QWidget:
        t, words = self._s.t, self._s.words
        last = min(self._start + AT_ONCE, len(self._items))
        before = button(t("Previous"))
        before.setEnabled(self._start > 0)
        before.clicked.connect(lambda: self._show(self._start - AT_ONCE))
        after = button(t("Next"))
        after.setEnabled(last < len(self._items))
        after.clicked.connect(lambda: self._show(self._start + AT_ONCE))
        place = t(
            "{first} to {last} of {total}",
            first=wording.number(words, self._start + 1),
            last=wording.number(words, last),
            total=wording.number(words, len(self._items)),
        )
        return framed(row(STRETCH, before, label(place), after, STRETCH))
