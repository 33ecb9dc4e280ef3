# SPDX-License-Identifier: GPL-3.0-or-later
"""The window's one door to the vault process.

Locking ends that process: the only honest way to forget a key. What was under way is stopped and
its outcome is never shown to whoever sits there afterwards.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TypeVar, cast

import shiboken6
from PySide6.QtCore import QObject, Signal

from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.progress import CancelToken, Progress
from evidence_kit.domain.views import Opened, VaultSummary
from evidence_kit.errors import Cancelled, EvidenceKitError
from evidence_kit.gui.calls import Call
from evidence_kit.gui.tasks import Lane, Task, TaskRunner

T = TypeVar("T")
Failed = Callable[[EvidenceKitError], None]


class Client(Protocol):
    """What evidence_kit.service.client.VaultClient offers."""

    def call(self, name: str, /, **arguments: object) -> object:
        """Ask, and wait for the answer."""
        ...

    def call_with(
        self,
        name: str,
        report: Callable[[Progress], None],
        cancel: CancelToken,
        /,
        **arguments: object,
    ) -> object:
        """Ask for long work, and wait for it."""
        ...

    def close(self, *, patience_seconds: float = 3.0) -> None:
        """End the process."""
        ...


class Workspace(QObject):
    """Asks, tells what changed, locks."""

    opened = Signal(object)
    """An Opened: a vault was made or unlocked."""
    locked = Signal()
    changed = Signal(object)
    """A ChangeSet: views read again what it names."""
    failed = Signal(object)
    """An EvidenceKitError that nobody else wanted."""
    removed = Signal(object)
    """A VaultRemoved: the open vault was deleted."""
    lost = Signal(object)
    """The EvidenceKitError with which the vault process ended by itself."""
    working = Signal(bool)
    """Whether long work runs."""

    def __init__(self, make_client: Callable[[], Client], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_client = make_client
        self._client = make_client()
        self._runner = TaskRunner(self)
        self._work = 0
        self._endings: list[threading.Thread] = []
        self.summary: VaultSummary | None = None
        """Of the open vault; None when none is open."""
        self.recovery_key: str | None = None
        """Of a vault just made, until it is confirmed or the vault is locked."""

    @property
    def is_open(self) -> bool:
        """Whether a vault is open."""
        return self.summary is not None

    @property
    def is_working(self) -> bool:
        """Whether long work runs."""
        return self._work > 0

    def ask(
        self,
        owner: QObject,
        call: Call[T],
        then: Callable[[T], None],
        failed: Failed | None = None,
    ) -> Task:
        """Put a question; the answer comes to `then` in this thread, if `owner` still lives.

        Args:
            owner: whoever shows the answer.
            call: the question.
            then: gets the answer.
            failed: gets the error; None to have it shown by the window.
        """
        client, arguments = self._client, dict(call.arguments)
        endings = tuple(self._endings)
        if call.lane is Lane.WORK:
            task = self._runner.run(
                Lane.WORK,
                lambda task: client.call_with(call.name, task.report, task.token, **arguments),
            )
            self._count_work(task)
        else:

            def look(_task: Task) -> object:
                # The process before this one must have let go of its vault first.
                for ending in endings:
                    ending.join()
                return client.call(call.name, **arguments)

            task = self._runner.run(call.lane, look)
        task.succeeded.connect(lambda answer: self._answered(owner, cast("T", answer), then))
        task.failed.connect(lambda error: self._refused(owner, error, failed))
        return task

    def enter(
        self,
        owner: QObject,
        call: Call[Opened],
        then: Callable[[Opened], None],
        failed: Failed,
    ) -> Task:
        """Make or unlock a vault."""

        def take(opened: Opened) -> None:
            self.summary = opened.summary
            self.recovery_key = opened.recovery_key
            then(opened)
            self.hold(opened)

        return self.ask(owner, call, take, failed)

    def hold(self, opened: Opened) -> None:
        """Take a vault that the process opened."""
        self.summary = opened.summary
        self.recovery_key = opened.recovery_key
        self.opened.emit(opened)

    def change(
        self,
        owner: QObject,
        call: Call[ChangeSet],
        then: Callable[[ChangeSet], None] | None = None,
        failed: Failed | None = None,
    ) -> Task:
        """Change something; every view is told afterwards."""

        def tell(change: ChangeSet) -> None:
            if then is not None and shiboken6.isValid(owner):
                then(change)
            self.tell(change)

        # The change has happened, whether or not the page that asked for it is still there.
        return self.ask(self, call, tell, failed)

    def tell(self, change: ChangeSet) -> None:
        """Let all views know what changed."""
        self.changed.emit(change)

    def read_summary(self) -> None:
        """Read the state of the vault again, and let all views know."""

        def take(summary: VaultSummary) -> None:
            if self.is_open:
                self.summary = summary
                self.tell(ChangeSet(log_size=summary.head.size))

        self.ask(self, Call("summary"), take)

    def confirmed_recovery(self) -> None:
        """Note that the person has the recovery key on paper; it is not shown again."""
        self.recovery_key = None
        if self.summary is not None:
            self.summary = replace(self.summary, recovery_confirmed=True)
            self.changed.emit(ChangeSet(log_size=self.summary.head.size))

    def lock(self) -> None:
        """End the vault process. Returns at once; the ending goes on beside it."""
        self._end()
        self._client = self._make_client()
        self._runner = TaskRunner(self)
        self.locked.emit()

    def close(self) -> None:
        """End everything and wait for it: 3 seconds at most."""
        self._end()
        for ending in self._endings:
            ending.join()

    def _end(self) -> None:
        client, runner = self._client, self._runner
        runner.abandon()
        was_working, self._work = self.is_working, 0
        self.summary = None
        self.recovery_key = None

        def end() -> None:
            client.close()
            runner.join()

        ending = threading.Thread(target=end, name="ending")
        ending.start()
        self._endings = [thread for thread in self._endings if thread.is_alive()] + [ending]
        if was_working:
            self.working.emit(self.is_working)

    def _answered(self, owner: QObject, answer: T, then: Callable[[T], None]) -> None:
        if shiboken6.isValid(owner):
            then(answer)

    def _refused(self, owner: QObject, error: EvidenceKitError, failed: Failed | None) -> None:
        if self.is_open and error.fields.get("reason") == "vault_process_ended":
            # Nothing is open any more, and every page would only fail.
            self.lost.emit(error)
            return
        if not shiboken6.isValid(owner):
            return
        if failed is not None:
            failed(error)
        elif not isinstance(error, Cancelled):
            self.failed.emit(error)

    def _count_work(self, task: Task) -> None:
        self._work += 1
        if self._work == 1:
            self.working.emit(self.is_working)
        task.ended.connect(self._one_less)

    def _one_less(self) -> None:
        self._work = max(0, self._work - 1)
        if self._work == 0:
            self.working.emit(self.is_working)
