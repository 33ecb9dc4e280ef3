# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that a lock, a sleeping computer or a crash left to be taken in, offered after unlocking.

The list is sealed into the vault before the first file is read. What the log shows since then was
taken, so the list need not be written again for each file, and is right after a kill too.
"""

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.found_text import from_bytes, from_file_name
from evidence_kit.domain.moment import Moment
from evidence_kit.domain.survey import AddResult, Answered, Taken, TakenUp, Unfinished
from evidence_kit.errors import EvidenceKitError, LimitReached, StorageFailed, VaultReadOnly
from evidence_kit.formats import pending_file
from evidence_kit.formats.pending_file import LeftFile
from evidence_kit.intake.batch import Drop, look
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task
from evidence_kit.vault.vault import PENDING, Vault


def unfinished(session: Session, task: Task, /) -> Unfinished | None:
    """Return how much was left; None when nothing was."""
    del task
    left = _left(session.vault)
    if not left:
        return None
    return Unfinished(files=len(left), size=sum(each.size for each in left))


def take_up(session: Session, task: Task, /) -> TakenUp:
    """List what was left; nothing is copied. A file that changed since is asked about anew."""
    left = {each.path: each for each in _left(session.vault)}
    drop = look(
        [Path(os.fsdecode(path)) for path in left],
        session.reader,
        vault_path=session.vault.path,
        report=task.report,
        cancel=task.cancel,
    )
    session.keep_drop(drop)
    return TakenUp(survey=drop.survey, answers=tuple(_answers(drop, left)))


def leave_it(session: Session, task: Task, /) -> None:
    """Forget what was left; the files stay where they are."""
    del task
    session.vault.clear_desk(PENDING)


class Ledger:
    """The list while work goes on."""

    def __init__(self, session: Session, drop: Drop, answers: Mapping[str, Answer]) -> None:
        self._session = session
        self._drop = drop
        self._vault = session.vault
        self._mine = tuple(_to_do(drop, answers, self._vault.head().size))

    def begin(self) -> None:
        """Seal the list; without it the work goes on all the same, and is not offered again."""
        mine = {each.path for each in self._mine}
        others = [each for each in _left(self._vault) if each.path not in mine]
        self._put((*others, *self._mine))

    def settle(self, result: AddResult) -> None:
        """Take from the list what was done; all of it when it was the person who stopped."""
        rest: set[bytes] = set()
        if result.cancelled and self._session.ending:
            left = {item.key for item in result.items if item.taken is Taken.POSTPONED}
            rest = {os.fsencode(path) for key, path in self._drop.paths.items() if key in left}
        mine = {each.path for each in self._mine} - rest
        self._put(each for each in _read(self._vault) if each.path not in mine)

    def _put(self, files: Iterable[LeftFile]) -> None:
        found = tuple(files)
        with contextlib.suppress(StorageFailed, LimitReached, VaultReadOnly):
            if found:
                self._vault.put_on_desk(PENDING, pending_file.encode(found))
            else:
                self._vault.clear_desk(PENDING)


def _to_do(drop: Drop, answers: Mapping[str, Answer], since: int) -> Iterator[LeftFile]:
    members: dict[str, list[tuple[str, Answer]]] = {}
    for item in drop.survey.items:
        if item.parent is not None and item.key in answers:
            key = drop.members[item.key].key
            members.setdefault(item.parent, []).append((key, answers[item.key]))
    for item in drop.survey.items:
        if item.parent is not None or item.problem is not None:
            continue
        answer = answers.get(item.key, Answer.LATER) if item.asks else Answer.COPY
        if answer is not Answer.LATER:
            yield LeftFile(
                path=os.fsencode(drop.paths[item.key].absolute()),
                size=item.size,
                modified=_time(item.modified),
                since=since,
                answer=answer,
                members=tuple(members.get(item.key, ())),
            )


def _answers(drop: Drop, left: Mapping[bytes, LeftFile]) -> Iterator[Answered]:
    whole = {item.key: item for item in drop.survey.items if item.parent is None}
    for item in drop.survey.items:
        file = whole[item.parent or item.key]
        known = left.get(os.fsencode(drop.paths[file.key]))
        if not item.asks or known is None:
            continue
        if (file.size, _time(file.modified)) != (known.size, known.modified):
            continue
        if item.parent is None:
            yield Answered(key=item.key, answer=known.answer)
        else:
            given = dict(known.members).get(drop.members[item.key].key)
            if given is not None:
                yield Answered(key=item.key, answer=given)


def _left(vault: Vault) -> tuple[LeftFile, ...]:
    """Return what the list holds and the log does not show as taken since."""
    files = _read(vault)
    if not files:
        return ()
    first = min(each.since for each in files)
    taken = {
        (each.name.text, each.folder, each.size, _time(each.modified)): each.entry
        for each in vault.exhibits()
        if each.entry >= first
    }
    return tuple(each for each in files if taken.get(_as_taken(each), -1) < each.since)


def _as_taken(file: LeftFile) -> tuple[str, str, int, str]:
    path = Path(os.fsdecode(file.path))
    folder = from_bytes(os.fsencode(path.parent)).text
    return from_file_name(path.name).text, folder, file.size, file.modified


def _read(vault: Vault) -> tuple[LeftFile, ...]:
    found = vault.desk_file(PENDING)
    if found is None:
        return ()
    try:
        return pending_file.decode(found)
    except EvidenceKitError:
        return ()  # of a newer version, or damaged: nothing is offered, a check names it


def _time(moment: Moment | None) -> str:
    return "" if moment is None else moment.text
