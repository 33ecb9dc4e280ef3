# SPDX-License-Identifier: GPL-3.0-or-later
"""Secure what was dropped, in groups that are logged together and in the order of the drop.

While one group is logged the next are being sealed (`intake.workers`). Only when all is secured is
anything allowed to understand it (`intake.interpret`). One file's trouble costs the others nothing.
Why: docs/decisions/007-acquire.md.
"""

import itertools
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.progress import CancelToken, Report, silent
from evidence_kit.domain.survey import AddedItem, AddResult, Taken
from evidence_kit.errors import Cancelled
from evidence_kit.intake.batch import Drop, look
from evidence_kit.intake.completing import complete_exports
from evidence_kit.intake.first_seen import FirstSeen
from evidence_kit.intake.interpret import read_secured
from evidence_kit.intake.known import Known
from evidence_kit.intake.meter import Meter
from evidence_kit.intake.preparing import Chosen, Preparer, Withheld, Work
from evidence_kit.intake.sealers import Sealers
from evidence_kit.intake.taking import Hands, Started, Taker, outcome
from evidence_kit.intake.workers import Workers
from evidence_kit.limits import (
    GROUP_BYTES,
    GROUP_FILES,
    GROUPS_AHEAD,
    SEAL_CHILD_FILE_MAX,
    SEAL_CHILD_FILES_MIN,
)
from evidence_kit.reader.client import Reader
from evidence_kit.vault.vault import Vault, WriteBatch

Answers = Mapping[str, Answer]
"""By survey key; what is missing was not answered."""


def acquire(  # noqa: PLR0913 -- what one run needs, each by name
    vault: Vault,
    drop: Drop,
    answers: Answers,
    reader: Reader,
    *,
    sealers: Sealers | None = None,
    first_seen: FirstSeen | None = None,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> AddResult:
    """Take what the answers allow; everything else is said, item by item.

    Args:
        vault: takes them.
        drop: what was dropped.
        answers: of the person.
        reader: reads what was secured.
        sealers: processes for many small files; without, threads do all of it.
        first_seen: keeps the first messages of the file in hand, to look at meanwhile.
        report: told how far it is.
        cancel: stops it; what was logged stays.

    Raises:
        VaultReadOnly: the vault takes nothing.
        DiskFull, StorageFailed: the vault's own disk refused; what was logged before is safe.
    """
    stop = cancel or CancelToken()
    work = _work(drop, answers)
    before = vault.head().size
    done: list[AddedItem] = []
    with Workers() as workers:
        try:
            sealing = sealers.begin(vault) if sealers and many_small(drop) else None
            hands = Hands(workers=workers, sealing=sealing)
            for group in _Securing(vault, reader, hands, (report, stop)).groups(work):
                done.extend(group)
            copied = frozenset(one.item.key for one in work if one.answer is Answer.COPY)
            done, completed = complete_exports(vault, done, copied, before, stop)
        except Cancelled:
            return _cancelled(work, done)
        secured = [*done, *completed]
        items = read_secured(
            vault, secured, reader, workers, report=report, cancel=stop, first_seen=first_seen
        )
    return AddResult(items=tuple(items))


def register(
    vault: Vault,
    paths: Sequence[Path],
    reader: Reader,
    *,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> AddResult:
    """Note files without a copy: digest, size, place; nothing is decoded or sealed.

    Raises:
        VaultReadOnly: the vault takes nothing.
    """
    drop = look(paths, reader, vault_path=vault.path, listing_only=True, cancel=cancel)
    stop = cancel or CancelToken()
    work = [
        Work(item=item, path=drop.paths[item.key], answer=Answer.REGISTER)
        for item in drop.survey.items
    ]
    done: list[AddedItem] = []
    with Workers() as workers:
        try:
            hands = Hands(workers=workers, sealing=None)
            for group in _Securing(vault, reader, hands, (report, stop)).groups(work):
                done.extend(group)
        except Cancelled:
            return _cancelled(work, done)
    return AddResult(items=tuple(done))


def many_small(drop: Drop) -> bool:
    """Say whether processes that seal small files pay for this drop."""
    small = sum(
        item.parent is None and item.size <= SEAL_CHILD_FILE_MAX for item in drop.survey.items
    )
    return small >= SEAL_CHILD_FILES_MIN


def _cancelled(work: Sequence[Work], done: Sequence[AddedItem]) -> AddResult:
    said = {item.key for item in done}
    held = [
        replace(item, finding="not_read_yet") if item.taken is Taken.SECURED else item
        for item in done
    ]
    rest = [outcome(one.item, Taken.POSTPONED, reason="cancelled") for one in work]
    items = (*held, *(item for item in rest if item.key not in said))
    return AddResult(items=items, cancelled=True)


def _work(drop: Drop, answers: Answers) -> list[Work]:
    items = {item.key: item for item in drop.survey.items}
    withheld: dict[str, list[Withheld]] = defaultdict(list)
    chosen: dict[str, list[Chosen]] = defaultdict(list)
    for item in drop.survey.items:
        answer = answers.get(item.key, Answer.LATER)
        if item.parent is None or not item.asks:
            continue
        if answer is Answer.COPY:
            chosen[item.parent].append((item, drop.members[item.key]))
        else:
            withheld[item.parent].append((item, drop.members[item.key], answer))
    return [
        Work(
            item=items[key],
            path=path,
            answer=answers.get(key, Answer.LATER) if items[key].asks else Answer.COPY,
            withheld=tuple(withheld[key]),
            chosen=tuple(chosen[key]),
        )
        for key, path in drop.paths.items()
    ]


def _groups(work: list[Work]) -> Iterator[list[Work]]:
    group: list[Work] = []
    size = 0
    for one in work:
        group.append(one)
        size += one.item.size
        if len(group) >= GROUP_FILES or size >= GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


class _Group:
    """Files that are logged together, while they are being prepared."""

    def __init__(self, batch: WriteBatch, taker: Taker, started: list[Started]) -> None:
        self.batch, self._taker, self._started = batch, taker, started

    def log(self, meter: Meter) -> list[AddedItem]:
        """Log the files in their order, each as soon as it is ready, and make them last."""
        done: list[AddedItem] = []
        for started in self._started:
            done.extend(self._taker.take(started, self.batch))
        if self._taker.wrote:
            self.batch.commit()
        for one, _ in self._started:
            meter.settle(one.item.size, one.item.name.text)
        return done


class _Securing:
    """Secures the files of one run, several groups at a time."""

    def __init__(
        self, vault: Vault, reader: Reader, hands: Hands, told: tuple[Report, CancelToken]
    ) -> None:
        self._vault, self._reader, self._hands = vault, reader, hands
        self._report, self._stop = told
        self._known = Known(vault)

    def groups(self, work: list[Work]) -> Iterator[list[AddedItem]]:
        """Yield what became of each group, once it is logged.

        Raises: as `acquire`, and Cancelled; the group in hand is not logged then.
        """
        meter = Meter(self._report, sum(one.item.size for one in work))
        stops = (self._stop, self._hands.workers.halted)
        preparer = Preparer(self._known, self._reader, meter, stops)
        begun: deque[_Group] = deque()
        waiting = _groups(work)
        try:
            while True:
                for files in itertools.islice(waiting, 1 + GROUPS_AHEAD - len(begun)):
                    begun.append(self._begin(files, preparer, meter))
                if not begun:
                    return
                done = begun[0].log(meter)
                begun.popleft().batch.abort()  # one without entries was not committed
                yield done
        finally:
            # Before what they write is taken away.
            if self._hands.sealing is not None:
                self._hands.sealing.close()
            if begun:
                self._hands.workers.close()
            for group in begun:
                group.batch.abort()

    def _begin(self, files: list[Work], preparer: Preparer, meter: Meter) -> _Group:
        batch = self._vault.batch()
        taker = Taker(self._known, self._reader, preparer, self._stop)
        return _Group(batch, taker, [taker.start(one, batch, self._hands, meter) for one in files])
