# SPDX-License-Identifier: GPL-3.0-or-later
"""How a folder stands to the vault: a copy of it, behind it, ahead of it, or parted from it.

One log is the beginning of another when their first entries have the same leaves: it is what a consistency
proof of RFC 9162 (section 2.1.4) shows to somebody who holds the two heads alone. Segments are sealed
with fresh keys, so two files with the same bytes are one and the same batch, and each entry holds the leaf
of the one before: when the copy's last segment is the vault's, so is all before it.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

from evidence_kit.crypto.hashing import sha256_file
from evidence_kit.domain.backup import CopyComparison, CopyState
from evidence_kit.errors import Damaged, LimitReached, NewerFormat, StorageFailed
from evidence_kit.export_door import storage_error
from evidence_kit.formats import vault_header
from evidence_kit.formats.log_entry import utc_text
from evidence_kit.formats.vault_header import VaultHeader
from evidence_kit.limits import VAULT_HEADER_MAX
from evidence_kit.vault import fs
from evidence_kit.vault.backup_files import CopySource, is_system_name
from evidence_kit.vault.custody_log import read_segment, segment_starts
from evidence_kit.vault.layout import Layout
from evidence_kit.vault.store import Store

_MARK = ".copy"
"""Ending of the file in `tmp/` that says of which vault a first copy is being made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a folder stands to the vault, and what of it is damaged."""

    comparison: CopyComparison
    broken: frozenset[int] = frozenset()
    """First entries of segments of the copy that cannot be read; the vault has them all."""


def mark_of(layout: Layout, vault: str) -> Path:
    """Return the file that stands in a first copy of a vault until it is complete."""
    return layout.tmp / f"{vault}{_MARK}"


def compare(source: CopySource, target: Layout, store: Store | None) -> Standing:
    """Hold a folder against a vault; without keys as far as bytes and signed heads go.

    Raises:
        NewerFormat: the copy was made by a newer version of the program.
        StorageFailed: the folder cannot be read.
    """
    state = _what_it_is(source.header, target)
    if state is not None:
        return Standing(comparison=CopyComparison(state=state, vault_size=source.size))
    starts = segment_starts(target)
    if not starts:
        return _standing(source, store, _Walked())
    last = starts[-1]
    if set(starts) <= set(source.segments) and _same_segment(source.layout, target, last):
        end = _end_of(source, last)
        return _standing(source, store, _Walked(copy_size=end, common=end))
    if store is None:
        return _standing(source, None, _walk_locked(source, target, starts))
    return _standing(source, store, _walk(source, target, store, starts))


def _what_it_is(header: VaultHeader, target: Layout) -> CopyState | None:
    """Say what a folder is; None for a copy of this vault."""
    if not os.path.lexists(target.root):
        return CopyState.ABSENT
    if not target.root.is_dir():
        return CopyState.NOT_A_COPY
    names = {name for name in fs.names_in(target.root) if not is_system_name(name)}
    if _is_hardly_begun(names, target):
        return CopyState.ABSENT
    if target.header.name not in names:
        begun = mark_of(target, header.vault).is_file()
        return CopyState.UNFINISHED if begun else CopyState.NOT_A_COPY
    try:
        found = vault_header.decode(fs.read_small(target.header, VAULT_HEADER_MAX))
    except (Damaged, LimitReached):
        return CopyState.NOT_A_COPY
    return None if found.vault == header.vault else CopyState.OTHER_VAULT


def _is_hardly_begun(names: set[str], target: Layout) -> bool:
    """Say whether a folder is empty, or was left before it was said whose copy it is to be."""
    if not names <= {target.lock.name, target.tmp.name}:
        return False
    return all(name.endswith(".part") for name in fs.names_in(target.tmp))


@dataclass(slots=True)
class _Walked:
    """What a walk through the copy's log showed."""

    copy_size: int = 0
    common: int = 0
    parted: bool = False
    broken: set[int] = field(default_factory=set)


def _standing(source: CopySource, store: Store | None, walked: _Walked) -> Standing:
    if walked.parted:
        state = CopyState.DIVERGED
    elif not walked.broken <= set(source.segments):
        state = CopyState.UNREADABLE
    elif walked.copy_size > source.size:
        state = CopyState.NEWER
    else:
        state = CopyState.SAME if walked.common == source.size else CopyState.OLDER
    return Standing(
        comparison=CopyComparison(
            state=state,
            vault_size=source.size,
            copy_size=walked.copy_size,
            common=walked.common,
            common_time=_time_of(store, walked.common - 1),
        ),
        broken=frozenset(walked.broken),
    )


def _walk(source: CopySource, target: Layout, store: Store, starts: tuple[int, ...]) -> _Walked:
    """Read the copy's log, entry by entry."""
    with store.seen:
        leaves = store.catalogue.leaves(source.size)
    walked = _Walked()
    for first in starts:
        try:
            segment = read_segment(target, store.keyring, source.header, first)
        except (Damaged, LimitReached, NewerFormat):
            walked.broken.add(first)
            continue
        for entry in segment.entries:
            walked.copy_size = max(walked.copy_size, entry.seq + 1)
            if walked.parted or entry.seq >= source.size or not leaves[entry.seq]:
                continue  # an entry that the vault cannot read says nothing
            if leaves[entry.seq] == entry.leaf:
                walked.common = entry.seq + 1
            else:
                walked.parted = True
    return walked


def _walk_locked(source: CopySource, target: Layout, starts: tuple[int, ...]) -> _Walked:
    """Compare segments as they lie there; a signed head tells a damaged one from another one."""
    walked = _Walked()
    known = set(source.segments)
    for place, first in enumerate(starts):
        following = starts[place + 1] if place + 1 < len(starts) else first + 1
        if walked.parted or first not in known:
            walked.parted |= first < source.size
            walked.copy_size = following
        elif _same_segment(source.layout, target, first):
            walked.common = walked.copy_size = _end_of(source, first)
        elif _same_head(source.layout, target, _end_of(source, first)):
            walked.broken.add(first)
        else:
            walked.parted, walked.copy_size = True, following
    return walked


def _end_of(source: CopySource, first: int) -> int:
    """Return how many entries the vault's log has after the segment that begins so."""
    following = source.segments.index(first) + 1
    return source.segments[following] if following < len(source.segments) else source.size


def _same_segment(one: Layout, other: Layout, first: int) -> bool:
    return _same(one.segment(first), other.segment(first))


def _same_head(one: Layout, other: Layout, size: int) -> bool:
    return _same(one.checkpoint(size), other.checkpoint(size))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_size == other.stat().st_size and _digest(one) == _digest(other)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise storage_error(other, error, "read") from error


def _digest(path: Path) -> str:
    try:
        with fs.open_regular(path) as file:
            return sha256_file(file)[0]
    except Damaged as error:
        raise StorageFailed(path=os.fspath(path), action="read") from error


def _time_of(store: Store | None, seq: int) -> str:
    if store is None or seq < 0:
        return ""
    with store.seen:
        entry = next(store.catalogue.entries(seq, seq + 1), None)
    return "" if entry is None else utc_text(entry.time.utc)
