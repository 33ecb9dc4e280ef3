# SPDX-License-Identifier: GPL-3.0-or-later
"""Copying a whole vault to another folder: only what is absent there, read back, never over a stranger.

Order: (1) originals, records, texts and receipts, (2) slots and vault.json, (3) the log, (4) signed heads,
(5) what the owner removed is deleted from the copy. In a first copy vault.json goes last: half a copy is
no vault. In a later one the log does: cut off at any moment, the copy is a vault, of then or of now. One
corner is left: where something was taken in and removed again since the last run, a cut between the
renamings of (3) leaves a copy that opens for reading only until the next run.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence_kit.domain.backup import CopyComparison, CopyState
from evidence_kit.domain.progress import CancelToken, Report
from evidence_kit.errors import CopyRefused, Damaged, DiskFull
from evidence_kit.limits import BACKUP_SPARE
from evidence_kit.vault import fs
from evidence_kit.vault.backup_compare import Standing, compare, mark_of
from evidence_kit.vault.backup_copying import Copier, Pace, digest_of
from evidence_kit.vault.backup_files import (
    CopyPlan,
    CopySource,
    Part,
    files_in,
    in_order,
    make_plan,
    part_of,
)
from evidence_kit.vault.layout import Layout, segment_number
from evidence_kit.vault.lock import VaultLock
from evidence_kit.vault.place_probe import room_at
from evidence_kit.vault.store import Store

_NEW = frozenset({CopyState.ABSENT, CopyState.UNFINISHED})
_GOES_ON = _NEW | {CopyState.SAME, CopyState.OLDER}
_REFUSALS: Mapping[CopyState, str] = {
    CopyState.NEWER: "copy_newer",
    CopyState.DIVERGED: "copy_diverged",
    CopyState.UNREADABLE: "copy_unreadable",
    CopyState.OTHER_VAULT: "other_vault",
    CopyState.NOT_A_COPY: "not_a_copy",
}
_REPLACED = frozenset({Part.DESK, Part.SLOT, Part.HEADER})
"""Parts that are replaced in a vault, so that their size alone says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyOrder:
    """How a copy is to be made."""

    check_all: bool = False
    """Read everything that lies there already too."""
    report: Report
    cancel: CancelToken


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What was done."""

    first: bool
    copied: int
    copied_bytes: int
    checked: int
    mended: int
    removed: int
    left: int
    damaged: tuple[str, ...]


def check_place(source: CopySource, folder: Path) -> Layout:
    """See that a copy can be made in a folder; its parent must be there.

    Raises:
        CopyRefused: it lies in the vault or around it, or its parent is not there.
    """
    place = Path(os.path.realpath(folder))
    root = Path(os.path.realpath(source.layout.root))
    if place == root or root in place.parents or place in root.parents:
        raise CopyRefused(reason="copy_inside", path=os.fspath(folder))
    if not place.parent.is_dir():
        raise CopyRefused(reason="no_such_place", path=os.fspath(folder))
    return Layout(place)


def copy_vault(
    source: CopySource,
    target: Layout,
    store: Store | None,
    order: CopyOrder,
    begun: Callable[[], None],
) -> Copied:
    """Bring a folder to the state of the source.

    Args:
        source: what is copied.
        target: where to; see `check_place`.
        store: the open vault; None while locked.
        order: how.
        begun: called when the first file is about to be written.

    Raises:
        CopyRefused: the folder is not empty and no copy that this vault goes on from, or it cannot hold
            the files.
        VaultInUse: the copy is open in another program.
        DiskFull, StorageFailed, Damaged, Cancelled: it stopped half-way; the next run goes on.
    """
    before = _standing(source, target, store)
    if before.comparison.state is CopyState.ABSENT:
        fs.make_folder(target.root)
    with VaultLock.acquire(target.lock) as lock:
        if not lock.writable:
            raise CopyRefused(reason="not_writable", path=os.fspath(target.root))
        standing = _standing_again(source, target, store, before)
        return _Run(source, target, standing, order).run(begun)


def _standing(source: CopySource, target: Layout, store: Store | None) -> Standing:
    standing = compare(source, target, store)
    state = standing.comparison.state
    if state not in _GOES_ON:
        raise _refused(standing.comparison, target)
    if state not in _NEW and store is not None and not store.catalogue.whole:
        raise CopyRefused(reason="vault_damaged", path=os.fspath(target.root))
    return standing


def _standing_again(
    source: CopySource, target: Layout, store: Store | None, before: Standing
) -> Standing:
    """Look once more, now that nobody else can write there."""
    if before.comparison.state in _NEW:
        return before
    return _standing(source, target, store)


def _refused(found: CopyComparison, target: Layout) -> CopyRefused:
    return CopyRefused(
        reason=_REFUSALS[found.state],
        path=os.fspath(target.root),
        common=found.common,
        common_time=found.common_time,
        here=found.vault_size - found.common,
        there=found.copy_size - found.common,
    )


class _Run:
    """One run of copying."""

    def __init__(
        self, source: CopySource, target: Layout, standing: Standing, order: CopyOrder
    ) -> None:
        self._source = source
        self._target = target
        self._first = standing.comparison.state in _NEW
        self._broken = standing.broken
        self._copy_size = standing.comparison.copy_size
        self._check_all = order.check_all
        self._pace = Pace(order.report, order.cancel)

    def run(self, begun: Callable[[], None]) -> Copied:
        """Do it all, in the order that keeps the copy whole."""
        self._prepare()
        there, others = files_in(self._target.root)
        plan = make_plan(self._source, there, first=self._first)
        looked, differ = self._look(plan)
        wanted = frozenset({*plan.write, *differ})
        self._check_room(wanted)
        begun()
        copier = Copier(self._source.layout, self._target, self._pace)
        damaged = self._copy(copier, wanted, there)
        self._remove(plan)
        fs.discard(mark_of(self._target, self._source.header.vault))
        mended = [item for item in wanted & there.keys() if part_of(item) not in _REPLACED]
        return Copied(
            first=self._first,
            copied=copier.copied,
            copied_bytes=copier.copied_bytes,
            checked=looked,
            mended=0 if self._first else len(set(mended) - set(damaged)),
            removed=len(plan.remove),
            left=plan.left + others,
            damaged=damaged,
        )

    def _prepare(self) -> None:
        """Make the folders, and sweep what an earlier run left half-made."""
        for folder in self._target.folders:
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                raise CopyRefused(reason="not_a_copy", path=os.fspath(self._target.root))
        if not self._target.tmp.is_dir():
            fs.make_folder(self._target.tmp)
        mark = mark_of(self._target, self._source.header.vault)
        if self._first and not mark.is_file():
            fs.write_new(self._target.temporary(), mark, b"")
        for folder in self._target.folders:
            if not folder.is_dir():
                fs.make_folder(folder)
        for name in fs.names_in(self._target.tmp):
            if name.endswith(".part"):
                fs.discard(self._target.tmp / name)

    def _look(self, plan: CopyPlan) -> tuple[int, frozenset[str]]:
        """Read files that lie there with the right size; return how many, and which differ."""
        looked = [item for item in plan.same if self._check_all or self._is_always_read(item)]
        self._pace.begin("check", sum(self._source.files[item] for item in looked))
        found: set[str] = set()
        for item in looked:
            if not self._lies_there_whole(item):
                found.add(item)
            self._pace.step(self._source.files[item])
        return len(looked), frozenset(found)

    def _is_always_read(self, item: str) -> bool:
        """Say whether size alone says nothing: it is replaced now and then, or was damaged."""
        part = part_of(item)
        if part is Part.LOG:
            return self._first or segment_number(Path(item).name) in self._broken
        return part in _REPLACED or (part is Part.CHECKPOINT and self._first)

    def _lies_there_whole(self, item: str) -> bool:
        wanted = self._source.digests.get(item)
        if wanted is None:
            wanted = digest_of(self._source.layout.root / item)
        try:
            return digest_of(self._target.root / item) == wanted
        except Damaged:
            return False

    def _check_room(self, wanted: frozenset[str]) -> None:
        """See that the disk can hold what is to come, each file rounded up to whole blocks."""
        root, sizes = self._target.root, [self._source.files[item] for item in wanted]
        room = room_at(root)
        if room.file_max is not None and max(sizes, default=0) > room.file_max:
            raise CopyRefused(reason="file_too_large", path=os.fspath(root))
        needed = BACKUP_SPARE + sum(-(-size // room.block) * room.block for size in sizes)
        if sizes and room.free < needed:
            raise DiskFull(path=os.fspath(root), action="room", needed=needed, free=room.free)

    def _copy(
        self, copier: Copier, wanted: frozenset[str], there: Mapping[str, int]
    ) -> tuple[str, ...]:
        """Copy in order, each part lasting before the next begins; return what is damaged."""
        self._pace.begin("copy", sum(self._source.files[item] for item in wanted))
        damaged: list[str] = []
        part: Part | None = None
        for item in in_order(self._source, first=self._first):
            if item not in wanted:
                continue
            if part_of(item) is not part:
                copier.settle()
                part = part_of(item)
            if not copier.copy(item, self._source.digests.get(item), over=item in there):
                damaged.append(item)
            if part is Part.LOG and not self._first:
                copier.settle()  # a later segment must never outlast an earlier one
        copier.settle()
        return tuple(damaged)

    def _remove(self, plan: CopyPlan) -> None:
        """Delete what the owner removed; by now the copy's log says so.

        The copy's index goes too when it may hold words of it: it can be made again.
        """
        for item in plan.remove:
            fs.remove(self._target.root / item)
        if plan.remove or self._source.newest_removal >= self._copy_size:
            for name in fs.names_in(self._target.index):
                fs.remove(self._target.index / name)
        for folder in sorted({(self._target.root / item).parent for item in plan.remove}):
            fs.sync_folder(folder)
