# SPDX-License-Identifier: GPL-3.0-or-later
"""What a lock, a kill or a crash leaves to be taken in is offered again; what a person stopped is not."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.canaries import left_in, shapes
from builders.clock import FixedClock
from builders.processes import family, lives
from builders.session import PASSPHRASE, add, chat_zip, jpeg, open_session
from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.progress import CancelToken, Progress
from evidence_kit.domain.survey import AddResult, Answered, Survey, Taken, TakenUp, Unfinished
from evidence_kit.errors import Damaged, ReaderFailed
from evidence_kit.formats import pending_file
from evidence_kit.intake.acquire import acquire
from evidence_kit.intake.batch import look
from evidence_kit.service import taking_in
from evidence_kit.service.client import VaultClient
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task
from evidence_kit.service.unfinished import Ledger, leave_it, take_up, unfinished
from evidence_kit.vault.vault import PENDING


@pytest.fixture
def session(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    with open_session(tmp_path, clock) as made:
        yield made


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, ...]:
    folder = tmp_path / "zeldzame-map"
    folder.mkdir()
    made = []
    for number in range(3):
        made.append(folder / f"brief {number}.xyz")
        made[-1].write_bytes(b"%d" % number * 1000)
    return tuple(made)


def stopped(session: Session, files: tuple[Path, ...], *, by_lock: bool) -> AddResult:
    """Add, and stop at the first byte."""
    survey = taking_in.survey(session, Task(), paths=tuple(str(file) for file in files))
    session.ending = by_lock
    task = Task(cancel=CancelToken())
    task.cancel.cancel()
    answers = tuple(Answered(key=i.key, answer=Answer.COPY) for i in survey.items if i.asks)
    result = taking_in.add(session, task, survey_id=survey.id, answers=answers)
    session.ending = False
    return result


def left(session: Session) -> int:
    found = unfinished(session, Task())
    return 0 if found is None else found.files


def test_what_a_lock_cuts_off_is_offered(session: Session, files: tuple[Path, ...]) -> None:
    assert stopped(session, files, by_lock=True).cancelled
    assert unfinished(session, Task()) == Unfinished(files=3, size=3000)


def test_what_the_person_stopped_is_not(session: Session, files: tuple[Path, ...]) -> None:
    assert stopped(session, files, by_lock=False).cancelled
    assert unfinished(session, Task()) is None


def test_done_work_leaves_nothing(session: Session, files: tuple[Path, ...]) -> None:
    add(session, files)
    assert unfinished(session, Task()) is None
    assert not (session.vault.path / "desk" / PENDING).exists()


def test_the_list_is_kept_sealed_before_the_first_byte(
    session: Session, files: tuple[Path, ...], tmp_path: Path
) -> None:
    kept: list[bool] = []
    survey = taking_in.survey(session, Task(), paths=tuple(str(file) for file in files))
    task = Task(report=lambda _: kept.append((session.vault.path / "desk" / PENDING).is_file()))
    taking_in.add(session, task, survey_id=survey.id, answers=())
    assert kept
    assert all(kept)
    stopped(session, (chat_zip(tmp_path / "zeldzame-map" / "gesprek.zip"),), by_lock=True)
    assert not left_in([session.vault.path], shapes("zeldzame-map", "gesprek.zip"))


def test_after_a_crash_the_log_says_what_was_taken(
    session: Session, files: tuple[Path, ...]
) -> None:
    drop = look(files, session.reader)
    answers = {item.key: Answer.COPY for item in drop.survey.items}
    Ledger(session, drop, answers).begin()
    # Killed after two: nobody settled.
    acquire(session.vault, look(files[:2], session.reader), answers, session.reader)
    assert unfinished(session, Task()) == Unfinished(files=1, size=1000)


def test_a_file_taken_in_before_the_work_began_is_still_offered(
    session: Session, files: tuple[Path, ...]
) -> None:
    add(session, files[:1])
    stopped(session, files, by_lock=True)
    assert left(session) == 3


def test_it_is_taken_up_with_the_answers_given(session: Session, tmp_path: Path) -> None:
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(jpeg("red"))
    export = chat_zip(tmp_path / "gesprek.zip")
    survey = taking_in.survey(session, Task(), paths=(str(photo), str(export)))
    given = {i.key: Answer.REGISTER if "/" in i.key else Answer.COPY for i in survey.items}
    session.ending = True
    task = Task(cancel=CancelToken())
    task.cancel.cancel()
    answers = tuple(Answered(key=i.key, answer=given[i.key]) for i in survey.items if i.asks)
    taking_in.add(session, task, survey_id=survey.id, answers=answers)
    session.ending = False
    found = take_up(session, Task())
    assert set(found.answers) == set(answers)
    result = taking_in.add(session, Task(), survey_id=found.survey.id, answers=found.answers)
    assert {item.taken for item in result.items} == {Taken.SECURED, Taken.REGISTERED}
    assert unfinished(session, Task()) is None


def test_a_file_that_changed_since_is_asked_about_anew(session: Session, tmp_path: Path) -> None:
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(jpeg())
    stopped(session, (photo,), by_lock=True)
    photo.write_bytes(jpeg("red", (99, 99)))
    found = take_up(session, Task())
    assert [item.asks for item in found.survey.items] == [True]
    assert found.answers == ()


def test_a_file_that_is_gone_is_said_and_then_forgotten(
    session: Session, files: tuple[Path, ...]
) -> None:
    stopped(session, files, by_lock=True)
    files[1].unlink()
    found = take_up(session, Task())
    result = taking_in.add(session, Task(), survey_id=found.survey.id, answers=found.answers)
    taken = [item.taken for item in result.items]
    assert sorted(each.value for each in taken) == ["refused", "secured", "secured"]
    leave_it(session, Task())
    assert unfinished(session, Task()) is None


def test_new_work_keeps_what_was_left_before(session: Session, files: tuple[Path, ...]) -> None:
    stopped(session, files[:1], by_lock=True)
    add(session, files[1:2])
    stopped(session, files[2:], by_lock=True)
    assert left(session) == 2


def test_a_file_is_offered_anew_though_it_was_taken_between_two_stops(
    session: Session, files: tuple[Path, ...]
) -> None:
    stopped(session, files[:1], by_lock=True)
    add(session, files[1:2])
    stopped(session, files[1:2], by_lock=True)
    assert left(session) == 2


def test_a_damaged_list_offers_nothing_and_stops_nothing(
    session: Session, files: tuple[Path, ...]
) -> None:
    stopped(session, files, by_lock=True)
    session.vault.put_on_desk(PENDING, b'{"files":[{}],"version":1}')
    assert unfinished(session, Task()) is None
    assert {item.taken for item in add(session, files)} == {Taken.SECURED}


@pytest.mark.parametrize("raw", [b"", b'{"files":[],"version":2}', b'{"files":[1],"version":1}'])
def test_what_is_no_list_is_refused(raw: bytes) -> None:
    with pytest.raises(Damaged):
        pending_file.decode(raw)


def big(folder: Path) -> tuple[Path, ...]:
    """Files that take long enough to be cut off."""
    made = []
    for number in range(4):
        made.append(folder / f"opname {number}.bin")
        with made[-1].open("wb") as stream:
            stream.truncate(300 << 20)
            stream.write(b"%d" % number)
    return tuple(made)


@pytest.mark.slow
@pytest.mark.parametrize("kill", [False, True], ids=["locked", "killed"])
def test_a_process_that_ends_in_the_middle_leaves_an_offer(tmp_path: Path, kill: bool) -> None:
    client, vault = VaultClient(), str(tmp_path / "kluis")
    client.call("create", path=vault, passphrase=PASSPHRASE)
    survey = client.call("survey", paths=tuple(str(file) for file in big(tmp_path)))
    assert isinstance(survey, Survey)
    answers = tuple(Answered(key=i.key, answer=Answer.COPY) for i in survey.items if i.asks)
    begun, failed = threading.Event(), []

    def seen(progress: Progress) -> None:
        if progress.done:
            begun.set()

    def work() -> None:
        try:
            client.call_with("add", seen, CancelToken(), survey_id=survey.id, answers=answers)
        except ReaderFailed as error:
            failed.append(error.fields["reason"])

    thread = threading.Thread(target=work)
    thread.start()
    assert begun.wait(60)
    child = client._child
    assert child is not None
    processes = family(child.pid)
    if kill:
        os.kill(child.pid, 9)
    started = time.monotonic()
    client.close()
    while any(lives(each) for each in processes):
        assert time.monotonic() - started < 5
    thread.join()
    assert failed in ([], ["vault_process_ended"])
    client.call("unlock", path=vault, passphrase=PASSPHRASE)
    found = client.call("unfinished")
    assert isinstance(found, Unfinished)
    assert 0 < found.files <= 4
    up = client.call("take_up")
    assert isinstance(up, TakenUp)
    assert len(up.answers) == sum(item.asks for item in up.survey.items)
    client.call("leave_it")
    assert client.call("unfinished") is None
    client.close()
