# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes that secure many small files: the same outcome as by threads, whatever becomes of them."""

import os
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.session import open_session
from builders.source_files import ROOT
from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.progress import CancelToken, Progress
from evidence_kit.domain.survey import AddResult, Taken
from evidence_kit.errors import DiskFull
from evidence_kit.intake.acquire import acquire
from evidence_kit.intake.batch import Drop, look
from evidence_kit.intake.sealers import Job, Sealers, Sealing
from evidence_kit.limits import SEAL_CHILD_FILES_MIN
from evidence_kit.paths import SEAL_CHILD, own_command
from evidence_kit.service import making, viewing
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task

MANY = SEAL_CHILD_FILES_MIN + 16
COMMAND = own_command(SEAL_CHILD)

SPOILT = """
import os, sys
from evidence_kit.intake import sealing_child
{change}
sys.exit(sealing_child.run(sys.stdin.buffer, sys.stdout.buffer))
"""


def spoilt(change: str) -> Sequence[str]:
    """A command for a sealing process in which something goes wrong."""
    body = SPOILT.format(change=textwrap.dedent(change))
    return (sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{body}")


@pytest.fixture
def session(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    with open_session(tmp_path, clock) as made:
        yield made


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """Files that differ, in content and in size."""
    folder = tmp_path / "in"
    folder.mkdir()
    made = []
    for number in range(MANY):
        path = folder / f"{number:04}.bin"
        path.write_bytes(number.to_bytes(4, "big") * (500 + number))
        made.append(path)
    return made


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were given to processes."""
    seen: list[Path] = []
    secure = Sealing.secure

    def noted(self: Sealing, job: Job) -> None:
        seen.append(job.path)
        secure(self, job)

    monkeypatch.setattr(Sealing, "secure", noted)
    return seen


def drop_of(session: Session, paths: list[Path]) -> Drop:
    return look(paths, session.reader, vault_path=session.vault.path)


def take(
    session: Session,
    paths: list[Path],
    command: Sequence[str] | None = COMMAND,
    task: Task | None = None,
) -> AddResult:
    """Add files with such processes."""
    told = task or Task()
    drop = drop_of(session, paths)
    answers = {item.key: Answer.COPY for item in drop.survey.items}
    sealers = Sealers(command)
    return acquire(
        session.vault,
        drop,
        answers,
        session.reader,
        sealers=sealers,
        report=told.report,
        cancel=told.cancel,
    )


def assert_all_secured(session: Session, paths: list[Path], result: AddResult) -> None:
    """Every file is there, in the order of the drop, and the vault is whole."""
    assert [item.taken for item in result.items] == [Taken.SECURED] * len(paths)
    assert [item.number for item in result.items] == list(range(1, len(paths) + 1))
    assert not list((session.vault.path / "tmp").iterdir())
    for number in (1, len(paths)):
        with session.vault.open_original(session.vault.exhibit(number)) as original:
            assert original.read_at(0, original.size) == paths[number - 1].read_bytes()
    assert making.check(session, Task()).outcome is not Outcome.DIFFERS


# --- the same as by threads


def test_many_small_files_are_secured_by_processes(
    session: Session, paths: list[Path], given: list[Path]
) -> None:
    assert_all_secured(session, paths, take(session, paths))
    assert given == paths


def test_digest_size_and_time_are_those_that_threads_find(
    session: Session, paths: list[Path], tmp_path: Path, clock: FixedClock
) -> None:
    (tmp_path / "second").mkdir()
    with open_session(tmp_path / "second", clock) as other:
        take(session, paths)
        take(other, paths, command=None)
        by_process, by_threads = (
            [(e.number, e.sha256, e.size, e.modified, e.name) for e in one.vault.exhibits()]
            for one in (session, other)
        )
    assert by_process == by_threads


def test_few_files_need_no_process(session: Session, paths: list[Path], given: list[Path]) -> None:
    assert_all_secured(session, paths[:5], take(session, paths[:5], command=("not-there",)))
    assert not given


def test_a_file_twice_in_a_drop_is_held_the_second_time(
    session: Session, paths: list[Path]
) -> None:
    paths[40].write_bytes(paths[3].read_bytes())
    result = take(session, paths)
    assert (result.items[40].taken, result.items[40].number) == (Taken.ALREADY_HELD, 4)
    assert not list((session.vault.path / "tmp").iterdir())
    assert making.check(session, Task()).outcome is not Outcome.DIFFERS


def test_what_may_be_held_already_is_hashed_before_it_is_sealed(
    session: Session, paths: list[Path], given: list[Path]
) -> None:
    take(session, paths)
    given.clear()
    again = take(session, paths)
    assert {item.taken for item in again.items} == {Taken.ALREADY_HELD}
    assert not given


def test_a_file_that_goes_away_costs_only_itself(session: Session, paths: list[Path]) -> None:
    drop = drop_of(session, paths)
    paths[9].unlink()
    answers = {item.key: Answer.COPY for item in drop.survey.items}
    result = acquire(session.vault, drop, answers, session.reader, sealers=Sealers(COMMAND))
    assert (result.items[9].taken, result.items[9].reason) == (Taken.FAILED, "vanished")
    assert [item.taken for item in result.items].count(Taken.SECURED) == MANY - 1


# --- what becomes of the processes


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("os._exit(3)", id="at once"),
        pytest.param(
            """
            end = sealing_child.Sealing._end
            done = []
            def dies(self, begun):
                done.append(1)
                return end(self, begun) if len(done) < 5 else os._exit(3)
            sealing_child.Sealing._end = dies
            """,
            id="in the middle of a portion",
        ),
        pytest.param(
            "sealing_child.Sealing._end = lambda self, begun: {'object': 'x'}",
            id="nonsense",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            "sealing_child.Sealing._end = lambda self, begun: 1 / 0",
            id="raises",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_process_that_fails_costs_nothing(
    session: Session, paths: list[Path], change: str
) -> None:
    result = take(session, paths, spoilt(change))
    assert [item.taken for item in result.items] == [Taken.SECURED] * MANY
    assert [item.number for item in result.items] == list(range(1, MANY + 1))


def test_where_no_process_starts_threads_do_the_work(session: Session, paths: list[Path]) -> None:
    assert_all_secured(session, paths, take(session, paths, ("/not/there/at/all",)))


def test_no_process_is_left(session: Session, paths: list[Path]) -> None:
    sealers = Sealers(COMMAND)
    sealers.start()
    processes = list(sealers._started)
    drop = drop_of(session, paths)
    answers = {item.key: Answer.COPY for item in drop.survey.items}
    acquire(session.vault, drop, answers, session.reader, sealers=sealers)
    assert [process.returncode for process in processes] == [0, 0]


def test_processes_that_nobody_needed_end_with_the_session() -> None:
    sealers = Sealers(COMMAND)
    sealers.start()
    processes = list(sealers._started)
    sealers.close()
    assert len(processes) == 2
    assert all(process.returncode is not None for process in processes)


def test_a_disk_that_refuses_in_a_process_is_the_same_error_and_leaves_nothing(
    session: Session, paths: list[Path]
) -> None:
    small = """
        import resource, signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2200, 2200))
    """
    with pytest.raises(DiskFull):
        take(session, paths, spoilt(small))
    assert viewing.exhibits(session, Task()) == ()
    assert not list((session.vault.path / "tmp").iterdir())
    assert_all_secured(session, paths, take(session, paths))


def test_what_does_not_come_back_as_it_was_written_costs_only_itself(
    session: Session, paths: list[Path]
) -> None:
    flips = f"""
        from evidence_kit.vault import fs
        sync = fs.sync
        def spoil(stream, path):
            sync(stream, path)
            if os.fstat(stream.fileno()).st_size > {4 * (500 + MANY - 1)}:
                with open(path, "r+b") as file:
                    file.seek(1500)
                    byte = file.read(1)
                    file.seek(1500)
                    file.write(bytes([byte[0] ^ 1]))
        fs.sync = spoil
    """
    result = take(session, paths, spoilt(flips))
    taken = [item.taken for item in result.items]
    failed = [item for item in result.items if item.taken is Taken.FAILED]
    assert {item.reason for item in failed} == {"damaged"}
    assert failed
    assert taken[:5] == [Taken.SECURED] * 5
    assert not list((session.vault.path / "tmp").iterdir())


def test_stopping_leaves_nothing_unlogged_behind(session: Session, paths: list[Path]) -> None:
    stop = CancelToken()

    def report(progress: Progress) -> None:
        if progress.done > 0:
            stop.cancel()

    result = take(session, paths, task=Task(report=report, cancel=stop))
    assert result.cancelled
    assert not list((session.vault.path / "tmp").iterdir())
    secured = sum(item.taken is Taken.SECURED for item in result.items)
    assert len(list(session.vault.exhibits())) == secured


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_the_key_stands_in_no_argument_and_no_environment(
    session: Session, paths: list[Path]
) -> None:
    sealers = Sealers(COMMAND)
    sealers.start()
    seen = b""
    for process in sealers._started:
        for part in ("cmdline", "environ"):
            seen += Path(f"/proc/{process.pid}/{part}").read_bytes()
    sealing = sealers.begin(session.vault)
    assert sealing is not None
    sealing.close()
    assert b"child-seal" in seen
    assert b"AGE-SECRET-KEY" not in seen
    assert os.fsencode(session.vault.path) not in seen
    del paths
