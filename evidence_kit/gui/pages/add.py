# SPDX-License-Identifier: GPL-3.0-or-later
"""Adding files: drop, the question before copying, progress, what became of each."""

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QListView, QScrollArea, QStackedWidget

from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.survey import AddResult, Answered, Survey, Taken, TakenUp
from evidence_kit.errors import Cancelled, EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.choose import choose_files, choose_folder
from evidence_kit.gui.dialogs.recovery_card import RecoveryCard
from evidence_kit.gui.models.outcomes import OutcomeModel
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.pages.question import QuestionView
from evidence_kit.gui.surroundings import PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    button,
    column,
    framed,
    label,
    row,
    scrolled,
)
from evidence_kit.gui.widgets.drop_zone import DropZone
from evidence_kit.gui.widgets.first_look import FirstLook
from evidence_kit.gui.widgets.progress_panel import ProgressPanel

if TYPE_CHECKING:
    from evidence_kit.gui.tasks import Task


class Stage(Enum):
    """Where one drop stands."""

    DROP = 0
    BUSY = 1
    QUESTION = 2
    DONE = 3


class AddPage(Page):
    """From a dropped file to a secured one."""

    name = PageName.ADD
    nav = PageName.FILES

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        self.stage = Stage.DROP
        self._survey: Survey | None = None
        self._task: Task | None = None
        self._waiting: tuple[str, ...] = ()
        self.drop = DropZone(s)
        self.drop.files_asked.connect(self._choose_files)
        self.drop.folder_asked.connect(self._choose_folder)
        self.recovery = RecoveryCard(s)
        self.progress = ProgressPanel(s)
        self.progress.stop_asked.connect(self._stop)
        self.first = FirstLook(s)
        self.question = QuestionView(s)
        self.question.went_on.connect(self._add)
        self.question.put_off.connect(lambda: self.go(PageName.OVERVIEW))
        self.question.stopped.connect(self._forget)
        self.outcomes = OutcomeModel(s)
        self.counts = label("", "h2", wrap=True)
        self.stack = QStackedWidget()
        for part in (self._drop_part(), self._busy_part(), self.question, self._done_part()):
            self.stack.addWidget(part)
        self.setLayout(column((self.stack, 1), gap=0))
        self._turn(Stage.DROP)

    def arrived(self) -> None:
        """Take what was dropped on the window."""
        self.recovery.refresh()
        if self.destination.takes_up:
            self.take_up()
        elif self.destination.paths:
            self.take(self.destination.paths)
        elif self.stage is Stage.DONE:
            self._turn(Stage.DROP)

    def reread(self) -> None:
        """The recovery key may have been confirmed."""
        self.recovery.refresh()

    def fold(self, narrow: bool) -> None:
        """Pass on how much room there is."""
        super().fold(narrow)
        self.question.fold(narrow)

    def take(self, paths: tuple[str, ...]) -> None:
        """Look what is under the paths; nothing is copied."""
        if self.stage is Stage.BUSY:
            self._waiting += paths
            return
        self._look_begins()
        self._task = self.s.workspace.ask(self, calls.survey(paths), self._surveyed, self._failed)
        self._task.progressed.connect(self.progress.show_progress)

    def take_up(self) -> None:
        """Go on with files that were left; what was answered is not asked again."""
        if self.stage is Stage.BUSY:
            return
        self._look_begins()
        self._task = self.s.workspace.ask(self, calls.take_up(), self._taken_up, self._failed)
        self._task.progressed.connect(self.progress.show_progress)

    def _look_begins(self) -> None:
        self._let_go()
        self.progress.begin(self.s.t("Looking what there is ..."))
        self._turn(Stage.BUSY)

    def _taken_up(self, found: TakenUp) -> None:
        self._surveyed(found.survey)
        if self.stage is Stage.QUESTION:
            for each in found.answers:
                self.question.list.answer(each.key, each.answer)
            if not self.question.list.count(None):
                self._add()

    def _drop_part(self) -> QScrollArea:
        return scrolled(column(self.drop, self.recovery, STRETCH, margins=(24, 22, 24, 20), gap=16))

    def _busy_part(self) -> QFrame:
        body = column(self.progress, (self.first, 1), margins=(24, 22, 24, 20), gap=16)
        body.addStretch(0)
        return framed(body)

    def _done_part(self) -> QFrame:
        t = self.s.t
        view = QListView()
        view.setModel(self.outcomes)
        view.setAccessibleName(t("What became of each file"))
        view.setWordWrap(True)
        view.setSpacing(3)
        files = button(t("To the files"), "primary")
        files.clicked.connect(lambda: self.go(PageName.FILES))
        more = button(t("Add more"))
        more.clicked.connect(lambda: self._turn(Stage.DROP))
        chats = button(t("To the conversations"))
        chats.clicked.connect(lambda: self.go(PageName.CONVERSATIONS))
        stays = label(t("Your own files are still where they were."), "sub", wrap=True)
        return framed(
            column(
                self.counts,
                stays,
                (view, 1),
                row(STRETCH, more, chats, files),
                margins=(24, 20, 24, 16),
                gap=12,
            )
        )

    def _turn(self, stage: Stage) -> None:
        t = self.s.t
        self.stage = stage
        if stage is not Stage.BUSY:
            self.first.end()
        self.stack.setCurrentIndex(stage.value)
        if stage is Stage.QUESTION:
            self.head(
                t("A question before anything is copied"),
                t("Nothing was copied yet. You need not open or look at anything."),
            )
        elif stage is Stage.DONE:
            self.head(t("Done"))
        else:
            self.head(t("Add files"), t("Nothing leaves this computer."))

    def _surveyed(self, survey: Survey) -> None:
        self._survey = survey
        self._task = None
        if any(item.asks and item.problem is None for item in survey.items):
            self.question.load(survey)
            self._turn(Stage.QUESTION)
        else:
            self._add()

    def _add(self) -> None:
        if self._survey is None:
            return
        given = self.question.answers if self.stage is Stage.QUESTION else {}
        answers = tuple(
            Answered(key=item.key, answer=given.get(item.key, Answer.LATER))
            for item in self._survey.items
            if item.asks and item.problem is None
        )
        self.progress.begin(self.s.t("Securing ..."))
        self._turn(Stage.BUSY)
        call = calls.add(self._survey.id, answers)
        self._task = self.s.workspace.ask(self, call, self._added, self._failed)
        self._task.progressed.connect(self.progress.show_progress)
        self._task.progressed.connect(self.first.follow)

    def _added(self, result: AddResult) -> None:
        self._task = None
        self._survey = None
        self.outcomes.load(result.items)
        self.counts.setText(self._count_words(result))
        self._turn(Stage.DONE)
        numbers = tuple(item.exhibit for item in result.items if item.exhibit is not None)
        self.s.workspace.tell(ChangeSet(log_size=-1, exhibits=numbers))
        self._go_on()

    def _count_words(self, result: AddResult) -> str:
        t = self.s.t

        def count(*kinds: Taken) -> int:
            return sum(1 for item in result.items if item.taken in kinds)

        parts = [t.n("{n} file secured", "{n} files secured", count(Taken.SECURED))]
        for number, one, many in (
            (count(Taken.ALREADY_HELD), "{n} was already here", "{n} were already here"),
            (count(Taken.REGISTERED), "{n} noted, no copy", "{n} noted, no copies"),
            (count(Taken.POSTPONED), "{n} left for later", "{n} left for later"),
            (
                count(Taken.REFUSED, Taken.FAILED),
                "{n} could not be taken",
                "{n} could not be taken",
            ),
        ):
            if number:
                parts.append(t.n(one, many, number))
        if result.cancelled:
            parts.append(t("stopped by you"))
        return "  ·  ".join(parts)

    def _failed(self, error: EvidenceKitError) -> None:
        self._task = None
        self._turn(Stage.QUESTION if self._survey is not None else Stage.DROP)
        if not isinstance(error, Cancelled):
            self.s.workspace.failed.emit(error)
        self._go_on()

    def _go_on(self) -> None:
        waiting, self._waiting = self._waiting, ()
        if waiting:
            QTimer.singleShot(0, lambda: self.take(waiting))

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _forget(self) -> None:
        self._let_go()
        self._turn(Stage.DROP)

    def _let_go(self) -> None:
        if self._survey is not None:
            survey, self._survey = self._survey, None
            self.s.workspace.ask(self, calls.forget_survey(survey.id), lambda _none: None)

    def _choose_files(self) -> None:
        choose_files(self.s, self, self.s.t("Choose files"), self.take)

    def _choose_folder(self) -> None:
        choose_folder(self.s, self, self.s.t("Choose a folder"), self.take)
