# SPDX-License-Identifier: GPL-3.0-or-later
"""One file of the question: where it stands in a conversation, and three answers.

Nothing of the file is opened: its place, its name and the words around it are enough to know it.
"""

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from evidence_kit import wording
from evidence_kit.domain.exhibit import Answer, MediaKind
from evidence_kit.domain.survey import SurveyItem
from evidence_kit.gui import said
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    choice,
    column,
    framed,
    icon_label,
    label,
    row,
    top,
)

MEDIA_ICONS = {
    MediaKind.PICTURE: "image",
    MediaKind.VIDEO: "video",
    MediaKind.AUDIO: "mic",
    MediaKind.CHAT: "messages-square",
    MediaKind.MAIL: "mail",
    MediaKind.DOCUMENT: "file-text",
    MediaKind.ARCHIVE: "archive",
    MediaKind.OTHER: "file",
}
_KEYS = {
    Qt.Key.Key_1: Answer.COPY,
    Qt.Key.Key_2: Answer.REGISTER,
    Qt.Key.Key_3: Answer.UNSURE,
}


class QuestionRow(QFrame):
    """Keep, note only, or I don't know."""

    answered = Signal(str, object)
    """The item's key and the Answer."""

    def __init__(self, s: Surroundings, item: SurveyItem, answer: Answer | None) -> None:
        super().__init__()
        self.setObjectName("ask")
        t = s.t
        self.item = item
        self._buttons: dict[Answer, QPushButton] = {}
        group = QButtonGroup(self)
        for kind, text, width in (
            (Answer.COPY, t("Keep"), 84),
            (Answer.REGISTER, t("Note only\n(no copy)"), 136),
            (Answer.UNSURE, t("I don't know"), 104),
        ):
            each = choice(text, "seg")
            each.setMinimumWidth(s.look.px(width))
            each.setAccessibleName(f"{text.replace(chr(10), ' ')}: {item.name.text}")
            each.clicked.connect(lambda _=False, kind=kind: self._chosen(kind))
            group.addButton(each)
            self._buttons[kind] = each
        meta = framed(_meta(s, item), width=s.look.px(124))
        words = column(STRETCH, *_words(s, item), STRETCH, gap=3)
        buttons = framed(row(*self._buttons.values(), gap=6))
        self._inside = row(
            top(meta),
            (words, 1),
            column(STRETCH, buttons, STRETCH, gap=0),
            margins=(14, 8, 14, 8),
            gap=10,
        )
        self.setLayout(self._inside)
        self.show_answer(answer)

    def fold(self, narrow: bool) -> None:
        """Put the answers below the words when there is little room."""
        self._inside.setDirection(
            QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight
        )

    def show_answer(self, answer: Answer | None) -> None:
        """Show what was chosen; a row without a choice stands out."""
        for kind, each in self._buttons.items():
            each.setChecked(kind is answer)
        self.setProperty("open", "true" if answer is None else "false")
        self.style().unpolish(self)
        self.style().polish(self)
        for inner in self.findChildren(QFrame):
            inner.style().unpolish(inner)
            inner.style().polish(inner)

    def take_focus(self) -> None:
        """Stand on the first answer."""
        self._buttons[Answer.COPY].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2 and 3 answer too."""
        kind = _KEYS.get(Qt.Key(event.key()))
        if kind is None:
            super().keyPressEvent(event)
        else:
            self._chosen(kind)

    def _chosen(self, kind: Answer) -> None:
        self.show_answer(kind)
        self.answered.emit(self.item.key, kind)


def _meta(s: Surroundings, item: SurveyItem) -> QVBoxLayout:
    context = item.context
    moment = context.moment if context is not None else item.modified
    sender = context.sender if context is not None else None
    local = said.read(moment)
    if local is not None:
        when = (wording.short_day(s.words, local.date()), said.clock_of(s, moment))
    else:
        when = (moment.text if moment is not None else s.t("no date"), "")
    first: list[Item] = []
    if sender:
        # An address has no space to break at: zero-width ones make room.
        breakable = sender.replace("@", "@\u200b").replace(".", ".\u200b")
        first.append(label(breakable, "b", wrap=True))
    return column(*first, *(label(part, wrap=True) for part in when if part), gap=1)


def _words(s: Surroundings, item: SurveyItem) -> list[Item]:
    t, context = s.t, item.context
    icon = icon_label(s.look, MEDIA_ICONS[item.media], "muted", 16)
    size = wording.rough_size(s.words, item.size)
    # Names come from outside: escaped, or they could bring their own markup.
    name = label(f"<b>{html.escape(item.name.text)}</b>  ·  {size}", markup=True, wrap=True)
    found: list[Item] = []
    if context is not None and context.before:
        found.append(label(context.before, "small", wrap=True))
    found.append(row(top(icon), (name, 1), gap=8))
    if context is not None:
        if context.after:
            found.append(label(context.after, "small", wrap=True))
    else:
        found.append(label(t("date of the file"), "small", wrap=True))
    return found
