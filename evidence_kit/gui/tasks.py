# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs calls off the window's thread and brings their outcome back to it.

One thread a lane: long work (adding, printing, checking), looking (lists, messages) and pictures,
so that looking goes on while long work runs, and answers of one lane keep their order.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import Enum

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from evidence_kit.diagnostics import log
from evidence_kit.domain.progress import CancelToken, Progress
from evidence_kit.errors import Cancelled, EvidenceKitError


class Lane(Enum):
    """Which queue a job stands in."""

    LOOK = "look"
    WORK = "work"
    PICTURE = "picture"


class Task(QObject):
    """One job. Its signals arrive in the window's thread, in order."""

    progressed = Signal(object)
    """A Progress; the newest only when they come faster than they can be shown."""
    succeeded = Signal(object)
    failed = Signal(object)
    """An EvidenceKitError."""
    ended = Signal()
    _reported = Signal()
    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.token = CancelToken()
        self._abandoned = False
        self._newest: Progress | None = None
        self._told = True
        queued = Qt.ConnectionType.QueuedConnection
        self._reported.connect(self._pass_on, queued)
        self._done.connect(self._deliver, queued)

    def report(self, progress: Progress) -> None:
        """Take a report of progress; called by the thread that works."""
        self._newest = progress
        if self._told and not self._abandoned:
            self._told = False
            self._reported.emit()

    def cancel(self) -> None:
        """Ask the job to stop; its outcome is still delivered."""
        self.token.cancel()

    def abandon(self) -> None:
        """Deliver nothing more. The end of the vault process stops the job: not the person did."""
        self._abandoned = True

    def follow(self, future: Future[object]) -> None:
        """Deliver the outcome of a job once it is there."""
        future.add_done_callback(self._finished)

    def _finished(self, future: Future[object]) -> None:
        if not self._abandoned and shiboken6.isValid(self):
            self._done.emit(future)

    @Slot()
    def _pass_on(self) -> None:
        self._told = True
        if self._newest is not None and not self._abandoned:
            self.progressed.emit(self._newest)

    @Slot(object)
    def _deliver(self, future: Future[object]) -> None:
        if self._abandoned or future.cancelled():
            return
        error = future.exception()
        if error is None:
            self.succeeded.emit(future.result())
        else:
            self.failed.emit(_named(error))
        self.ended.emit()
        self.deleteLater()


class TaskRunner(QObject):
    """Owns the threads that talk to the vault process."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {
            lane: ThreadPoolExecutor(max_workers=1, thread_name_prefix=lane.value) for lane in Lane
        }
        self._tasks: set[Task] = set()

    def run(self, lane: Lane, job: Callable[[Task], object]) -> Task:
        """Queue a job; it gets its task, to report to and to be stopped by."""
        task = Task(self)
        self._tasks.add(task)
        task.ended.connect(lambda: self._tasks.discard(task))
        task.follow(self._lanes[lane].submit(job, task))
        return task

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Jobs not yet delivered."""
        return tuple(self._tasks)

    def abandon(self) -> None:
        """Drop what waits and deliver nothing more. Returns at once."""
        for task in self._tasks:
            task.abandon()
        for lane in self._lanes.values():
            lane.shutdown(wait=False, cancel_futures=True)

    def join(self) -> None:
        """Wait for the threads, after `abandon`."""
        for lane in self._lanes.values():
            lane.shutdown(wait=True)


def _named(error: BaseException) -> EvidenceKitError:
    if isinstance(error, EvidenceKitError):
        return error
    if isinstance(error, KeyboardInterrupt):
        return Cancelled()
    # The type alone: the text of an unforeseen failure may hold content.
    log().log(logging.ERROR, "unforeseen failure: %s", type(error).__name__)
    return EvidenceKitError(reason=type(error).__name__)
