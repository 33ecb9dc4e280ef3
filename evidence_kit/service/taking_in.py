# SPDX-License-Identifier: GPL-3.0-or-later
"""Files into the vault, and out of it on the owner's word."""

from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.ids import ExhibitId, is_id
from evidence_kit.domain.reading import Choices
from evidence_kit.domain.survey import AddResult, Answered, Survey
from evidence_kit.errors import UnknownExhibit
from evidence_kit.export_door import write_new_file
from evidence_kit.intake import acquire as intake
from evidence_kit.intake.batch import look
from evidence_kit.intake.interpret import read_again
from evidence_kit.limits import COPY_BLOCK
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task
from evidence_kit.service.unfinished import Ledger


def survey(session: Session, task: Task, /, *, paths: tuple[str, ...]) -> Survey:
    """List what was dropped; nothing is copied."""
    drop = look(
        [Path(path) for path in paths],
        session.reader,
        vault_path=session.vault.path,
        report=task.report,
        cancel=task.cancel,
    )
    session.keep_drop(drop)
    if intake.many_small(drop):
        session.sealers.start()  # while the person is asked
    return drop.survey


def add(
    session: Session, task: Task, /, *, survey_id: str, answers: tuple[Answered, ...]
) -> AddResult:
    """Take what the answers allow; what a lock cuts off is offered again (service.unfinished)."""
    drop = session.take_drop(survey_id)
    given = {answered.key: answered.answer for answered in answers}
    ledger = Ledger(session, drop, given)
    ledger.begin()
    result = intake.acquire(
        session.vault,
        drop,
        given,
        session.reader,
        sealers=session.sealers,
        first_seen=session.first_seen,
        report=task.report,
        cancel=task.cancel,
    )
    ledger.settle(result)
    return result


def forget_survey(session: Session, task: Task, /, *, survey_id: str) -> None:
    """Drop a survey without taking anything."""
    del task
    session.take_drop(survey_id)
    session.sealers.close()


def register(session: Session, task: Task, /, *, paths: tuple[str, ...]) -> AddResult:
    """Note files without a copy."""
    return intake.register(
        session.vault,
        [Path(path) for path in paths],
        session.reader,
        report=task.report,
        cancel=task.cancel,
    )


def remove(session: Session, task: Task, /, *, exhibit: ExhibitId, reason: str) -> ChangeSet:
    """Remove the content of one exhibit on the owner's word; number, digest and the fact stay."""
    del task
    return session.vault.remove(session.vault.exhibit(exhibit), reason)


def set_zone(session: Session, task: Task, /, *, exhibit: ExhibitId, zone: str) -> ChangeSet:
    """Read a source again with the zone the person chose for its local times."""
    found = session.vault.exhibit(exhibit)
    return again(session, task, found, replace(chosen_before(found), zone=zone))


def choose_day_order(
    session: Session, task: Task, /, *, exhibit: ExhibitId, day_first: bool
) -> ChangeSet:
    """Read a source again with the order of day and month the person chose."""
    found = session.vault.exhibit(exhibit)
    return again(session, task, found, replace(chosen_before(found), day_first=day_first))


def read_anew(session: Session, task: Task, /, *, exhibit: ExhibitId) -> ChangeSet:
    """Read a source again as it was chosen before."""
    found = session.vault.exhibit(exhibit)
    return again(session, task, found, chosen_before(found))


def chosen_before(found: Exhibit) -> Choices:
    """Return what the person chose for a source so far."""
    before = found.reading
    if before is None:
        return Choices()
    return Choices(zone=before.zone, day_first=before.day_first, columns=before.columns)


def again(session: Session, task: Task, found: Exhibit, choices: Choices) -> ChangeSet:
    """Read a source again by these choices."""
    return read_again(
        session.vault, found, session.reader, choices, report=task.report, cancel=task.cancel
    )


def export(session: Session, task: Task, /, *, exhibit: ExhibitId, out: str) -> int:
    """Write one original in the clear to a new file the person names; returns its size.

    Raises:
        NotHeld: it was registered without a copy, or removed.
        OutputExists, DiskFull, StorageFailed: the place does not do.
    """
    with session.vault.open_original(session.vault.exhibit(exhibit)) as original:
        size = original.size

        def copy(stream: BinaryIO) -> None:
            for offset in range(0, size, COPY_BLOCK):
                task.cancel.check()
                stream.write(original.read_at(offset, COPY_BLOCK))

        write_new_file(Path(out), copy)
    return size


def resolve(session: Session, task: Task, /, *, exhibit: str) -> ExhibitId:
    """Turn what a person typed, a number or an id, into an id.

    Raises:
        UnknownExhibit: there is none.
    """
    del task
    if exhibit.isascii() and exhibit.isdigit() and len(exhibit) < 10:
        return session.vault.exhibit(int(exhibit)).id
    if is_id(exhibit):
        return session.vault.exhibit(ExhibitId(exhibit)).id
    raise UnknownExhibit(exhibit=exhibit)
