# SPDX-License-Identifier: GPL-3.0-or-later
"""Many files at once: what makes it quick, and what stays true whatever is ready first."""

import errno
import itertools
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from builders.clock import FixedClock
from builders.fault_fs import Call, FaultFs, Step
from builders.session import add, open_session
from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.progress import CancelToken, Progress
from evidence_kit.domain.survey import AddResult, Taken
from evidence_kit.errors import DiskFull, StorageFailed
from evidence_kit.export_door import storage_error
from evidence_kit.intake import workers
from evidence_kit.intake.acquire import acquire, register
from evidence_kit.intake.batch import look
from evidence_kit.limits import COPY_BLOCK, GROUP_FILES, SEAL_THREADS
from evidence_kit.service import making, viewing
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task
from evidence_kit.vault import fs
from evidence_kit.vault.keyring import Keyring
from evidence_kit.vault.layout import Layout
from evidence_kit.vault.objects import ObjectWriter

PATIENCE = 30.0
"""Seconds after which something that should have happened did not; never waited for when all is well."""


@pytest.fixture
def session(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    with open_session(tmp_path, clock) as made:
        yield made


def files(folder: Path, count: int, size: int = 2000) -> list[Path]:
    """Files that differ, in the order of their names."""
    folder.mkdir(exist_ok=True)
    found = []
    for number in range(count):
        path = folder / f"{number:04}.bin"
        path.write_bytes(number.to_bytes(4, "big") * (size // 4))
        found.append(path)
    return found


def take(session: Session, paths: list[Path], task: Task | None = None) -> AddResult:
    """Add files; the listing before it is not told."""
    told = task or Task()
    drop = look(paths, session.reader, vault_path=session.vault.path)
    answers = {item.key: Answer.COPY for item in drop.survey.items}
    return acquire(
        session.vault, drop, answers, session.reader, report=told.report, cancel=told.cancel
    )


def until_logged(steps: list[Step]) -> list[Step]:
    """The calls up to the one that gives the first log segment its name."""
    for number, step in enumerate(steps):
        if step.call is Call.RENAME and step.to.startswith("log/"):
            return steps[: number + 1]
    pytest.fail("nothing was logged")


def assert_durable_before_logged(steps: list[Step]) -> None:
    """What a segment speaks of lies on the disk, name and all, before the segment has its name."""
    flushed: set[str] = set()
    named: set[str] = set()
    for step in until_logged(steps):
        match step.call:
            case Call.SYNC:
                flushed.add(step.path)
            case Call.RENAME if step.to.startswith("objects/"):
                assert step.path in flushed, "a name for what is not flushed"
                named.add(str(Path(step.to).parent))
            case Call.RENAME if step.to.startswith("log/"):
                assert step.path in flushed
            case Call.SYNC_FOLDER:
                named.discard(step.path)
            case _:
                pass
    assert not named, "logged before the folder was flushed"


# --- causes of speed


def test_a_group_is_one_segment_and_flushes_each_file_and_folder_once(
    session: Session, tmp_path: Path
) -> None:
    paths = files(tmp_path / "in", 40)
    port = FaultFs(session.vault.path)
    with port.watch():
        take(session, paths)
    steps = until_logged(port.steps)
    synced = [step.path for step in steps if step.call is Call.SYNC]
    assert len(synced) == len(set(synced)) == 40 + 1 + 1  # originals, their words, the segment
    folders = [step.path for step in steps if step.call is Call.SYNC_FOLDER]
    assert len(folders) == len(set(folders))
    assert folders.count("objects") <= 1


def test_no_file_of_the_index_is_written_for_short_readings(
    session: Session, tmp_path: Path
) -> None:
    port = FaultFs(session.vault.path)
    with port.watch():
        take(session, files(tmp_path / "in", 20))
    made = {step.to or step.path for step in port.steps if "index/" in (step.to or step.path)}
    assert made <= {"index/catalogue.age"}
    assert all(row.exhibit.reading is not None for row in viewing.exhibits(session, Task()))


def test_buffers_are_made_for_each_thread_and_not_for_each_file(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[workers.Room] = []

    class Counted(workers.Room):
        __slots__ = ()

        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    rooms: list[object] = []
    begin = ObjectWriter.__init__

    def begun(self: ObjectWriter, layout: Layout, keyring: Keyring, **given: Any) -> None:
        rooms.append(given.get("room"))
        begin(self, layout, keyring, **given)

    monkeypatch.setattr(workers, "Room", Counted)
    monkeypatch.setattr(ObjectWriter, "__init__", begun)
    take(session, files(tmp_path / "in", 60))
    assert len(made) == SEAL_THREADS
    assert len(rooms) > 60 + 60
    assert rooms.count(None) == 1  # the words of the group
    lent = {id(room) for room in rooms if room is not None}
    assert len(lent) <= SEAL_THREADS + 1  # and the one of the readings


def test_files_are_sealed_while_others_wait_for_the_disk(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every flush waits until five are under way: one after the other would never end."""
    together = threading.Barrier(5)
    waited: list[int] = []
    sync = fs.sync

    def wait(stream: BinaryIO, path: Path) -> None:
        if threading.current_thread().name.startswith("flush") and len(waited) < 5:
            waited.append(together.wait(PATIENCE))
        sync(stream, path)

    monkeypatch.setattr(fs, "sync", wait)
    assert len(take(session, files(tmp_path / "in", 5)).items) == 5
    assert sorted(waited) == [0, 1, 2, 3, 4]


# --- what stays true


def test_objects_last_before_they_are_logged(session: Session, tmp_path: Path) -> None:
    port = FaultFs(session.vault.path)
    with port.watch():
        take(session, files(tmp_path / "in", 30))
    assert_durable_before_logged(port.steps)


@pytest.mark.parametrize("forgotten", ["sync", "sync_folder"])
def test_a_variant_that_forgets_to_flush_is_found_out(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forgotten: str
) -> None:
    def forget(*given: object) -> None:
        for one in given:
            if hasattr(one, "flush"):
                one.flush()

    port = FaultFs(session.vault.path)
    monkeypatch.setattr(fs, forgotten, forget)
    with port.watch():
        take(session, files(tmp_path / "in", 30))
    with pytest.raises(AssertionError):
        assert_durable_before_logged(port.steps)


def test_numbers_follow_the_drop_whatever_is_ready_first(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = paths = files(tmp_path / "in", 6)
    first.write_bytes(b"een" * COPY_BLOCK)
    ready = threading.Semaphore(0)
    sync, back = fs.sync, ObjectWriter.read_back

    def late(stream: BinaryIO, path: Path) -> None:
        if path.stat().st_size > COPY_BLOCK:
            for _ in others:
                assert ready.acquire(timeout=PATIENCE)
        sync(stream, path)

    def seen(self: ObjectWriter, *given: object) -> object:
        stored = back(self, *given)  # type: ignore[arg-type]  # passed on as it came
        ready.release()
        return stored

    monkeypatch.setattr(fs, "sync", late)
    monkeypatch.setattr(ObjectWriter, "read_back", seen)
    result = take(session, paths)
    assert [(item.name.text, item.number) for item in result.items] == [
        (path.name, number) for number, path in enumerate(paths, start=1)
    ]


def test_more_files_than_a_group_are_logged_in_several(session: Session, tmp_path: Path) -> None:
    paths = files(tmp_path / "in", GROUP_FILES + 3, size=8)
    before = len(list((session.vault.path / "log").iterdir()))
    result = take(session, paths)
    assert [item.number for item in result.items] == list(range(1, GROUP_FILES + 4))
    entries = [entry.type for entry in session.vault.entries()]
    assert entries.count(EntryType.ACQUIRED) == entries.count(EntryType.INTERPRETED) == len(paths)
    # All are secured before the first is read.
    assert entries.index(EntryType.INTERPRETED) > len(paths)
    assert len(list((session.vault.path / "log").iterdir())) - before == 4
    assert making.verify(session, Task(), path=str(session.vault.path)).outcome is not (
        Outcome.DIFFERS
    )


def test_a_disk_that_refuses_in_any_thread_is_the_same_error_and_leaves_nothing(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = files(tmp_path / "in", 30)
    sync = fs.sync
    count = iter(range(10_000))

    def refuse(stream: BinaryIO, path: Path) -> None:
        if next(count) == 17:
            raise storage_error(path, OSError(errno.ENOSPC, "full"), "sync")
        sync(stream, path)

    with monkeypatch.context() as patch:
        patch.setattr(fs, "sync", refuse)
        with pytest.raises(DiskFull):
            take(session, paths)
    assert viewing.exhibits(session, Task()) == ()
    assert not list((session.vault.path / "tmp").iterdir())
    assert len({item.number for item in take(session, paths).items}) == 30


@pytest.mark.parametrize("step", ["create", "read"])
def test_a_failure_before_and_after_the_flush_comes_through_as_well(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def refuse(path: Path, *_more: object) -> BinaryIO:
        raise storage_error(path, OSError(errno.EIO, "broken"), step)

    with monkeypatch.context() as patch:
        patch.setattr(fs, {"create": "create", "read": "open_regular"}[step], refuse)
        with pytest.raises(StorageFailed):
            take(session, files(tmp_path / "in", 3))
    assert viewing.exhibits(session, Task()) == ()


def test_what_does_not_come_back_as_it_was_written_costs_only_itself(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = files(tmp_path / "in", 12)
    paths[7].write_bytes(b"x" * 50_000)
    sync = fs.sync

    def spoil(stream: BinaryIO, path: Path) -> None:
        sync(stream, path)
        if path.stat().st_size > 50_000 and threading.current_thread().name.startswith("flush"):
            with path.open("r+b") as file:
                file.seek(30_000)
                file.write(b"?")

    with monkeypatch.context() as patch:
        patch.setattr(fs, "sync", spoil)
        result = take(session, paths)
    assert [item.taken for item in result.items].count(Taken.SECURED) == 11
    assert (result.items[7].taken, result.items[7].reason) == (Taken.FAILED, "damaged")
    assert len(viewing.exhibits(session, Task())) == 11
    assert [item.number for item in result.items if item.number] == list(range(1, 12))


def test_stopping_takes_about_one_block(session: Session, tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.bin" for n in range(2)]
    for path in paths:
        path.write_bytes(path.name.encode() * (32 << 18))
    cancel = CancelToken()
    after: list[str] = []

    def stop(progress: Progress) -> None:
        if cancel.cancelled:
            after.append(progress.name)
        cancel.cancel()

    result = take(session, paths, Task(report=stop, cancel=cancel))
    assert result.cancelled
    assert len(after) <= SEAL_THREADS  # the block that each had in hand
    assert viewing.exhibits(session, Task()) == ()
    assert not list((session.vault.path / "tmp").iterdir())


@pytest.mark.slow
def test_the_vault_can_be_looked_at_whenever_an_import_waits_for_the_disk(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No flush ends before somebody else has looked: of originals, words, segments, catalogue."""
    add(session, files(tmp_path / "before", 2))
    asked, looked = threading.Semaphore(0), threading.Semaphore(0)
    over = threading.Event()
    sync = fs.sync

    def wait(stream: BinaryIO, path: Path) -> None:
        asked.release()
        assert looked.acquire(timeout=PATIENCE), "whoever looks waits for the import"
        sync(stream, path)

    def browse() -> None:
        while asked.acquire(timeout=PATIENCE) and not over.is_set():
            first = session.vault.exhibits()[0]
            session.vault.conversations(first)
            with session.vault.open_original(first) as original:
                original.read_at(0, 10)
            assert session.vault.head().size
            looked.release()

    thread = threading.Thread(target=browse)
    thread.start()
    with monkeypatch.context() as patch:
        patch.setattr(fs, "sync", wait)
        take(session, files(tmp_path / "in", 140, size=4444))
    over.set()
    asked.release()
    thread.join()
    assert len(session.vault.exhibits()) == 142
    assert session.vault._store.cached_size > 140  # the catalogue was written too


def test_progress_never_goes_back_and_ends_when_all_is_logged(
    session: Session, tmp_path: Path
) -> None:
    paths = files(tmp_path / "in", 20, size=3 << 20)
    seen: list[tuple[str, int, int]] = []
    logged: list[int] = []

    def report(progress: Progress) -> None:
        seen.append((progress.stage, progress.done, progress.total))
        if progress.stage == "secure" and progress.done == progress.total and not logged:
            logged.append(len(session.vault.exhibits()))

    take(session, paths, Task(report=report))
    assert logged == [20]
    for stage in ("secure", "read"):
        told = [done for of, done, _ in seen if of == stage]
        assert told == sorted(told)
    assert [stage for stage, _, _ in seen] == sorted((s for s, _, _ in seen), reverse=True)
    steps = [done for of, done, _ in seen if of == "secure"]
    assert max(b - a for a, b in itertools.pairwise(steps)) <= COPY_BLOCK


def test_no_thread_is_left(session: Session, tmp_path: Path) -> None:
    take(session, files(tmp_path / "in", 5))
    left = {thread.name.partition("-")[0].partition("_")[0] for thread in threading.enumerate()}
    assert not left & {"seal", "flush", "folders"}


def test_a_file_that_was_held_before_is_not_flushed_again(session: Session, tmp_path: Path) -> None:
    paths = files(tmp_path / "in", 10)
    take(session, paths)
    port = FaultFs(session.vault.path)
    with port.watch():
        result = take(session, paths)
    assert {item.taken for item in result.items} == {Taken.ALREADY_HELD}
    assert not [step for step in port.steps if step.call is Call.SYNC]
    assert not list((session.vault.path / "tmp").iterdir())


def test_registering_hashes_in_the_same_threads_and_keeps_the_order(
    session: Session, tmp_path: Path
) -> None:
    paths = files(tmp_path / "in", 9)
    result = register(session.vault, paths, session.reader)
    assert [(item.taken, item.number) for item in result.items] == [
        (Taken.REGISTERED, number) for number in range(1, 10)
    ]
