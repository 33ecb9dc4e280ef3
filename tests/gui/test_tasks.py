# SPDX-License-Identifier: GPL-3.0-or-later
"""Work off the window's thread: order, progress, stopping, dropping."""

import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from evidence_kit.domain.progress import Progress
from evidence_kit.errors import Cancelled, EvidenceKitError, WrongPassphrase
from evidence_kit.gui import calls
from evidence_kit.gui.tasks import Lane, Task, TaskRunner
from evidence_kit.gui.workspace import Workspace
from gui.stand_in import StandIn


@pytest.fixture
def runner(qtbot: QtBot) -> TaskRunner:
    return TaskRunner()


@pytest.fixture
def workspace(stand_in: StandIn, qtbot: QtBot) -> Iterator[Workspace]:
    # Outlives its tasks, as it does in the program: they are its children.
    found = Workspace(lambda: stand_in)
    yield found
    found.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_result_arrives_in_the_windows_thread(runner: TaskRunner, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []
    task = runner.run(Lane.LOOK, lambda _task: threading.current_thread().name)
    task.succeeded.connect(lambda _name: threads.append(threading.current_thread()))
    with qtbot.waitSignal(task.succeeded) as done:
        pass
    assert done.args[0].startswith("look")
    assert threads == [threading.main_thread()]


def test_looking_goes_on_while_work_runs(runner: TaskRunner, qtbot: QtBot) -> None:
    gate = threading.Event()
    work = runner.run(Lane.WORK, lambda _task: gate.wait(20))
    look = runner.run(Lane.LOOK, lambda _task: "seen")
    with qtbot.waitSignal(look.succeeded):
        pass
    with qtbot.waitSignal(work.succeeded):
        gate.set()


def test_a_flood_of_reports_becomes_the_newest(runner: TaskRunner, qtbot: QtBot) -> None:
    seen: list[Progress] = []

    def flood(task: Task) -> None:
        for done in range(10_000):
            task.report(Progress(stage="secure", done=done, total=10_000, unit="bytes"))

    task = runner.run(Lane.WORK, flood)
    task.progressed.connect(seen.append)
    with qtbot.waitSignal(task.succeeded):
        pass
    assert 0 < len(seen) < 5_000
    assert seen[-1].done == 9_999


def test_a_named_failure_keeps_its_name(runner: TaskRunner, qtbot: QtBot) -> None:
    def fail(_task: Task) -> None:
        raise WrongPassphrase(slot="identity.age")

    task = runner.run(Lane.LOOK, fail)
    with qtbot.waitSignal(task.failed) as failed:
        pass
    assert isinstance(failed.args[0], WrongPassphrase)


def test_an_unforeseen_failure_tells_its_type_and_no_text(runner: TaskRunner, qtbot: QtBot) -> None:
    def fail(_task: Task) -> None:
        raise KeyError("secret words")

    task = runner.run(Lane.LOOK, fail)
    with qtbot.waitSignal(task.failed) as failed:
        pass
    error = failed.args[0]
    assert type(error) is EvidenceKitError
    assert "secret" not in str(error)


def test_stopped_work_says_so(runner: TaskRunner, qtbot: QtBot) -> None:
    started = threading.Event()

    def work(task: Task) -> None:
        started.set()
        while True:
            task.token.check()

    task = runner.run(Lane.WORK, work)
    assert started.wait(5)
    with qtbot.waitSignal(task.failed) as failed:
        task.cancel()
    assert isinstance(failed.args[0], Cancelled)


def test_after_locking_nothing_is_delivered(
    workspace: Workspace, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.hold = frozenset({"exhibits"})
    got: list[object] = []
    owner = QObject()
    workspace.ask(owner, calls.exhibits(), got.append)
    workspace.lock()
    stand_in.gate.set()
    workspace.close()
    qtbot.wait(50)
    assert not got


def test_a_lock_is_not_taken_for_a_persons_stop(runner: TaskRunner) -> None:
    gate = threading.Event()
    task = runner.run(Lane.WORK, lambda _task: gate.wait(20))
    runner.abandon()
    # The vault process tells the two apart by this: it would forget what is to be offered again.
    assert not task.token.cancelled
    gate.set()
    runner.join()


def test_an_answer_for_a_page_that_is_gone_is_dropped(workspace: Workspace, qtbot: QtBot) -> None:
    got: list[object] = []
    owner = QObject()
    task = workspace.ask(owner, calls.exhibits(), got.append)
    shiboken6.delete(owner)
    with qtbot.waitSignal(task.ended):
        pass
    assert not got
