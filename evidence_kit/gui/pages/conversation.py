# SPDX-License-Identifier: GPL-3.0-or-later
"""One conversation: reading, searching, pointing out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QLineEdit, QToolButton, QWidget

from evidence_kit import wording
from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.ids import AnnotationId, new_id
from evidence_kit.domain.views import ConversationRow, ExhibitDetail, MarkRow
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.mark import MarkSheet
from evidence_kit.gui.dialogs.picture import PictureSheet
from evidence_kit.gui.models.messages import MessageStore
from evidence_kit.gui.pages.conversations import conversation_words
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.bar import Bar
from evidence_kit.gui.widgets.build import (
    STRETCH,
    choice,
    column,
    framed,
    icon_button,
    label,
    row,
)
from evidence_kit.gui.widgets.chat_view import ChatView
from evidence_kit.gui.widgets.fold import Fold
from evidence_kit.gui.widgets.message_detail import MessageDetail

if TYPE_CHECKING:
    from evidence_kit.domain.exhibit import Exhibit

_SEARCH_AFTER_MS = 300


class ConversationPage(Page):
    """Messages on the left, what is known about one on the right."""

    name = PageName.CONVERSATION
    nav = PageName.CONVERSATIONS

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        self.back = Destination(page=PageName.CONVERSATIONS)
        self.back_text = s.t("Back to the conversations")
        self.row: ConversationRow | None = None
        self.exhibit: Exhibit | None = None
        self.annotations: tuple[Annotation, ...] = ()
        self.marked: tuple[int, ...] = ()
        self.hits: tuple[int, ...] = ()
        self._hit = -1
        self._opened: tuple[object, object] = (None, None)
        self.store = MessageStore(s.workspace, self)
        self.view = ChatView(s, self.store)
        self.store.arrived.connect(self._arrived_some)
        self.view.chosen.connect(self._chosen)
        self.view.mark_asked.connect(self.on_mark)
        self.detail = MessageDetail(s)
        self.detail.retract_asked.connect(self._retract)
        self.detail.picture_asked.connect(self._show_picture)
        self.detail.own_asked.connect(self._say_own)
        main = framed(column(self._search_bar(), (self.view, 1), self._action_bar(), gap=0))
        self._fold = Fold(main, self.detail, side_width=s.look.px(340))
        self._fold.turned.connect(self._turned)
        self._back_bar = framed(
            row(self._messages_button(), STRETCH, margins=(20, 8, 16, 8)), "barBelow"
        )
        self.setLayout(column((self._fold, 1), self._back_bar, gap=0))
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        self._turned()

    def arrived(self) -> None:
        """Open the conversation that is asked for."""
        wanted = (self.destination.exhibit, self.destination.conversation)
        if wanted != self._opened:
            self.search.clear()
            self.view.restart()
            self.all.setChecked(True)
        self.s.workspace.ask(self, calls.conversations(), self._found)

    def reread(self) -> None:
        """Marks, notes or the reading of the file changed."""
        self.s.workspace.ask(self, calls.conversations(), self._found)

    def fold(self, narrow: bool) -> None:
        """Show the details in place of the messages when there is little room."""
        super().fold(narrow)
        self._fold.fold(narrow)
        self._turned()

    # -- parts

    def _search_bar(self) -> QFrame:
        s, t = self.s, self.s.t
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("Search in this conversation"))
        self.search.setAccessibleName(t("Search in this conversation"))
        self.search.setMinimumWidth(s.look.px(180))
        self.search.setMaximumWidth(s.look.px(300))
        self.search.addAction(
            s.look.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        for inner in self.search.findChildren(QToolButton):
            inner.setAccessibleName(t("Search in this conversation"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SEARCH_AFTER_MS)
        self._timer.timeout.connect(self._search)
        self.search.textChanged.connect(self._timer.start)
        self.search.returnPressed.connect(lambda: self._step(1))
        self.place: QLabel = label("")
        self._before = icon_button(s.look, "chevron-up", name=t("Previous place found"))
        self._before.clicked.connect(lambda: self._step(-1))
        self._after = icon_button(s.look, "chevron-down", name=t("Next place found"))
        self._after.clicked.connect(lambda: self._step(1))
        self._end = icon_button(s.look, "x", name=t("Stop searching"))
        self._end.clicked.connect(self.search.clear)
        self.all = choice(t("All"), checked=True)
        self.only_marked = choice(t("Pointed out"))
        group = QButtonGroup(self)
        for each in (self.all, self.only_marked):
            group.addButton(each)
            each.toggled.connect(self._filter)
        self._to_detail = icon_button(s.look, "info", t("Details"))
        self._to_detail.clicked.connect(self._fold_turn)
        self._bar = Bar(
            row((self.search, 1), self.place, self._before, self._after, self._end, STRETCH),
            row(self.all, self.only_marked, self._to_detail),
        )
        self._show_place()
        return self._bar

    def _action_bar(self) -> QFrame:
        s, t = self.s, self.s.t
        self.what = label("", "b")
        self._hint = label(t("Drag, or Shift and arrow, for more messages"), "small")
        self.point = icon_button(s.look, "flag", t("Point out"), "primary", colour="on_primary")
        self.point.clicked.connect(self.on_mark)
        self._copy = icon_button(s.look, "copy", t("Copy"))
        self._copy.clicked.connect(self.view.copy)
        self._chosen(-1, -1)
        return framed(
            row(self.what, self._hint, STRETCH, self._copy, self.point, margins=(20, 8, 16, 8)),
            "barBelow",
        )

    def _messages_button(self) -> QWidget:
        found = icon_button(self.s.look, "messages-square", self.s.t("Back to the messages"))
        found.clicked.connect(self._fold_turn)
        return found

    # -- what comes back

    def _found(self, rows: tuple[ConversationRow, ...]) -> None:
        wanted = (self.destination.exhibit, self.destination.conversation)
        for each in rows:
            if (each.exhibit, each.conversation) == wanted:
                self._open(each)
                return

    def _open(self, found: ConversationRow) -> None:
        words = self.s.words
        self.row = found
        self.head(found.title, conversation_words(self.s, found))
        self.all.setText(f"{self.s.t('All')}  {wording.number(words, found.messages)}")
        wanted = (found.exhibit, found.conversation)
        if wanted != self._opened:
            self._opened = wanted
            self.store.open(found.exhibit, found.conversation, found.messages)
            self.view.restart()
            self.s.workspace.ask(self, calls.exhibit(found.exhibit), self._take_exhibit)
        else:
            self.store.refresh()
            self.view.viewport().update()
        self.s.workspace.ask(self, calls.annotations(), self._take_annotations)
        if self.destination.n is not None:
            index = self.store.index(self.destination.n)
            self.view.go_to(index)
            self.view.choose(index)
            self.destination = Destination(
                page=self.name, exhibit=found.exhibit, conversation=found.conversation
            )

    def _take_exhibit(self, detail: ExhibitDetail) -> None:
        self.exhibit = detail.exhibit
        self._show_detail()

    def _take_annotations(self, found: tuple[Annotation, ...]) -> None:
        self.annotations = found
        wanted = self.row
        if wanted is None:
            return
        numbers = {
            target.n
            for each in found
            if each.kind is AnnotationKind.MARK and each.exhibit == wanted.exhibit
            for target in each.targets
            if target.conversation == wanted.conversation and not each.retracted
        }
        self.marked = tuple(sorted(numbers))
        shown = wording.number(self.s.words, len(self.marked))
        self.only_marked.setText(f"{self.s.t('Pointed out')}  {shown}")
        self.only_marked.setEnabled(bool(self.marked))
        if self.only_marked.isChecked():
            self._filter()

    def _arrived_some(self) -> None:
        self.view.settle()
        self._show_detail()

    # -- choosing

    def _chosen(self, first: int, last: int) -> None:
        t, words = self.s.t, self.s.words
        some = first >= 0
        self.point.setEnabled(some)
        self._copy.setEnabled(some)
        if not some:
            self.what.setText(t("Choose a message"))
            return
        numbers = (self.store.number(first), self.store.number(last))
        if first == last:
            self.what.setText(
                t("Chosen: message {number}", number=wording.number(words, numbers[0]))
            )
        else:
            self.what.setText(
                t(
                    "Chosen: {first} to {last}",
                    first=wording.number(words, numbers[0]),
                    last=wording.number(words, numbers[1]),
                )
            )
        self._show_detail()

    def _show_detail(self) -> None:
        if 0 <= self.view.current < len(self.store):
            found = self.store.row(self.view.current)
            if found is not None:
                self.detail.show_message(found, self.exhibit)

    @property
    def chosen_numbers(self) -> tuple[int, ...]:
        """Numbers of the chosen messages."""
        first, last = self.view.span
        if first < 0:
            return ()
        return tuple(self.store.number(index) for index in range(first, last + 1))

    def on_mark(self) -> None:
        """Ask why these messages are pointed out."""
        if self.row is not None and self.chosen_numbers:
            place = Destination(
                page=self.name, exhibit=self.row.exhibit, conversation=self.row.conversation
            )
            MarkSheet(self.s, place, self.chosen_numbers, self.window()).open()

    def _retract(self, mark: MarkRow) -> None:
        self.s.workspace.change(self, calls.retract(mark.annotation))

    def _say_own(self, sender: str) -> None:
        """Note that a sender's label means the person themselves; the label stays as exported."""
        if self.row is None:
            return
        exhibit = self.row.exhibit
        told = [
            each
            for each in self.annotations
            if each.kind is AnnotationKind.PROVENANCE and each.exhibit == exhibit
        ]
        before = told[-1] if told else None
        words = dict(before.words) if before is not None else {}
        known = words.get("own_labels", ())
        words["own_labels"] = (*(known if isinstance(known, tuple) else (known,)), sender)
        annotation = Annotation(
            id=AnnotationId(new_id()),
            kind=AnnotationKind.PROVENANCE,
            exhibit=exhibit,
            facts=before.facts if before is not None else (),
            words=tuple(words.items()),
            replaces=before.id if before is not None else None,
        )
        self.s.workspace.change(self, calls.annotate(annotation))

    def _show_picture(self, member: str) -> None:
        if self.row is not None:
            PictureSheet(self.s, self.row.exhibit, member, self.window()).open()

    # -- searching

    def _search(self) -> None:
        text = self.search.text().strip()
        self.view.show_found(text)
        if self.row is None or not text:
            self._take_hits(())
            return
        call = calls.find(self.row.exhibit, self.row.conversation, text)
        self.s.workspace.ask(self, call, self._take_hits)

    def _take_hits(self, hits: tuple[int, ...]) -> None:
        self.hits = hits
        self._hit = -1
        if hits:
            self._step(1)
        self._show_place()

    def _step(self, by: int) -> None:
        if not self.hits:
            return
        if self._hit < 0 and by > 0:
            start = self.store.number(self.view.current) if self.view.current >= 0 else 0
            later = (i for i, number in enumerate(self.hits) if number >= start)
            self._hit = next(later, 0)
        else:
            self._hit = (self._hit + by) % len(self.hits)
        if self.store.filtered and self.hits[self._hit] not in self.marked:
            self.all.setChecked(True)
        self.view.choose(self.store.index(self.hits[self._hit]))
        self._show_place()

    def _show_place(self) -> None:
        t, words = self.s.t, self.s.words
        searching = bool(self.search.text().strip())
        for each in (self.place, self._before, self._after, self._end):
            each.setVisible(searching)
        for each in (self._before, self._after):
            each.setEnabled(bool(self.hits))
        self._bar.arrange()
        if not self.hits:
            self.place.setText(t("Not found") if searching else "")
        else:
            total = wording.number(words, len(self.hits))
            self.place.setText(
                t("{done} of {total}", done=wording.number(words, self._hit + 1), total=total)
            )

    def _filter(self) -> None:
        numbers = self.marked if self.only_marked.isChecked() else None
        at = self.chosen_numbers[:1]
        self.store.show_only(numbers)
        self.view.restart()
        self._chosen(-1, -1)
        if at:
            index = self.store.index(at[0])
            self.view.go_to(index)

    # -- folding

    def _fold_turn(self) -> None:
        self._fold.turn()

    def _turned(self) -> None:
        folded = self._fold.folded
        self._to_detail.setVisible(folded)
        self._hint.setVisible(not folded)
        self._bar.arrange()
        self._back_bar.setVisible(folded and self._fold.side_shown)
