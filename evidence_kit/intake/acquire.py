# SPDX-License-Identifier: GPL-3.0-or-later
"""Secure what was dropped, file by file, in groups that are logged together.

Only when a group is secured is anything allowed to understand it (`intake.interpret`). One file's
trouble costs the others nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.progress import CancelToken, Report, silent
from evidence_kit.domain.survey import AddedItem, AddResult, Taken
from evidence_kit.errors import Cancelled
from evidence_kit.intake.batch import Drop, look
from evidence_kit.intake.completing import complete_exports
from evidence_kit.intake.interpret import read_secured
from evidence_kit.intake.known import Known
from evidence_kit.intake.taking import Chosen, Meter, Taker, Withheld, Work, outcome
from evidence_kit.limits import GROUP_BYTES, GROUP_FILES
from evidence_kit.reader.client import Reader
from evidence_kit.vault.vault import Vault

Answers = Mapping[str, Answer]
"""By survey key; what is missing was not answered."""


def acquire(
    vault: Vault,
    drop: Drop,
    answers: Answers,
    reader: Reader,
    *,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> AddResult:
    """Take what the answers allow; everything else is said, item by item.

    Raises:
        VaultReadOnly: the vault takes nothing.
        DiskFull, StorageFailed: the vault's own disk refused; what was logged before is safe.
    """
    stop = cancel or CancelToken()
    work = _work(drop, answers)
    meter = Meter(report, sum(one.item.size for one in work))
    known = Known(vault)
    before = vault.head().size
    done: list[AddedItem] = []
    try:
        for group in _groups(work):
            secured = _secure(vault, group, Taker(known, reader, meter, stop))
            done.extend(read_secured(vault, secured, reader, report, stop))
        copied = frozenset(one.item.key for one in work if one.answer is Answer.COPY)
        done, completed = complete_exports(vault, done, copied, before, stop)
        done.extend(read_secured(vault, completed, reader, report, stop))
    except Cancelled:
        return _cancelled(work, done)
    return AddResult(items=tuple(done))


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
    meter = Meter(report, sum(one.item.size for one in work))
    known = Known(vault)
    done: list[AddedItem] = []
    try:
        for group in _groups(work):
            done.extend(_secure(vault, group, Taker(known, reader, meter, stop)))
    except Cancelled:
        return _cancelled(work, done)
    return AddResult(items=tuple(done))


def _cancelled(work: Sequence[Work], done: Sequence[AddedItem]) -> AddResult:
    said = {item.key for item in done}
    rest = [outcome(one.item, Taken.POSTPONED, reason="cancelled") for one in work]
    items = (*done, *(item for item in rest if item.key not in said))
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


def _secure(vault: Vault, group: list[Work], taker: Taker) -> list[AddedItem]:
    done: list[AddedItem] = []
    with vault.batch() as batch:
        for one in group:
            done.extend(taker.take(one, batch))
        if taker.wrote:
            batch.commit()
    return done
