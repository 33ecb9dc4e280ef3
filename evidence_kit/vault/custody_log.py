# SPDX-License-Identifier: GPL-3.0-or-later
"""Segments of the custody log on disk: reading one with its chain checked, writing one.

A segment holds the entries of one batch and, as its last line, the signed head after them. Chain,
tree and signature are all checked before an entry is believed.
"""

from dataclasses import dataclass

from evidence_kit.crypto.age import seal_bytes
from evidence_kit.crypto.merkle import Frontier
from evidence_kit.domain.custody import LogEntry, LogHead
from evidence_kit.errors import Damaged, LimitReached, StorageFailed
from evidence_kit.formats import checkpoint as checkpoint_format
from evidence_kit.formats import log_entry
from evidence_kit.formats.checkpoint import Checkpoint
from evidence_kit.formats.entry_body import body_fits
from evidence_kit.formats.vault_header import VaultHeader
from evidence_kit.limits import LOG_SEGMENT_MAX
from evidence_kit.vault import fs
from evidence_kit.vault.keyring import Keyring
from evidence_kit.vault.layout import Layout, segment_number
from evidence_kit.vault.objects import open_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The entries of one batch and the head they lead to."""

    entries: tuple[LogEntry, ...]
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The log before a segment, as far as it is known."""

    size: int
    leaf: bytes | None
    """Salted leaf of the last entry; None at the start."""
    frontier: Frontier


def segment_starts(layout: Layout) -> tuple[int, ...]:
    """Return the numbers of the first entries of all segments on disk, in order.

    Raises:
        StorageFailed: the folder cannot be listed.
    """
    numbers = (segment_number(name) for name in fs.names_in(layout.log))
    return tuple(sorted(number for number in numbers if number is not None))


def read_segment(layout: Layout, keyring: Keyring, header: VaultHeader, first: int) -> Segment:
    """Read one segment by itself: entries in order, chained to each other, head signed.

    Raises:
        StorageFailed: it cannot be read.
        Damaged, NewerFormat: it is not what was written.
    """
    path = layout.segment(first)
    item = layout.label(path)
    with open_file(path, item, keyring) as reader:
        if reader.size > LOG_SEGMENT_MAX:
            raise LimitReached(limit="LOG_SEGMENT_MAX", value=reader.size, ceiling=LOG_SEGMENT_MAX)
        try:
            plain = reader.read_at(0, reader.size)
        except Damaged as error:
            raise Damaged(item=item, why=error.fields.get("why")) from error
        except OSError as error:
            raise StorageFailed(path=item, errno=error.errno, action="read") from error
    lines, last = log_entry.split_segment(plain, item)
    entries = tuple(
        log_entry.decode(line, keyring.entry_salt(first + offset), item)
        for offset, line in enumerate(lines)
    )
    _check_inside(entries, first, item)
    checkpoint = checkpoint_format.decode(last, item)
    if checkpoint.vault != header.vault or checkpoint.head.size != first + len(entries):
        raise Damaged(item=item, why="head_of_another")
    if not checkpoint.is_signed_by(header.signing_pem):
        raise Damaged(item=item, why="head_not_signed")
    return Segment(entries=entries, checkpoint=checkpoint)


def check_follows(segment: Segment, before: Before, item: str) -> Frontier:
    """See that a segment goes on where the log stood; return the tree after it.

    Raises:
        Damaged: it does not.
    """
    first = segment.entries[0]
    expected = None if before.leaf is None else before.leaf.hex()
    if first.seq != before.size or first.prev != expected:
        raise Damaged(item=item, why="chain")
    frontier = before.frontier.copy()
    for entry in segment.entries:
        frontier.append(entry.leaf)
    if frontier.root().hex() != segment.checkpoint.head.root:
        raise Damaged(item=item, why="root")
    return frontier


def write_segment(
    layout: Layout, keyring: Keyring, first: int, lines: tuple[bytes, ...], signed: Checkpoint
) -> None:
    """Write a batch's entries; when this returns they last, and came back as they were written.

    Raises:
        DiskFull, StorageFailed: the system refused.
        Damaged: something else came back.
    """
    plain = log_entry.encode_segment(lines, checkpoint_format.encode(signed))
    sealed, path = seal_bytes(plain, keyring.recipients), layout.segment(first)
    fs.write_new(layout.temporary(), path, sealed)
    if fs.read_small(path, len(sealed)) != sealed:
        raise Damaged(item=layout.label(path), why="read_back_differs")


def write_checkpoint(layout: Layout, signed: Checkpoint) -> None:
    """Put a signed head where it can be read without the keys.

    Raises:
        DiskFull, StorageFailed: the system refused.
    """
    target = layout.checkpoint(signed.head.size)
    if not target.exists():
        fs.write_new(layout.temporary(), target, checkpoint_format.encode(signed) + b"\n")


def sign_head(header: VaultHeader, keyring: Keyring, head: LogHead) -> Checkpoint:
    """Sign a head with the vault's key."""
    return checkpoint_format.sign(header.vault, head, keyring.signing)


def _check_inside(entries: tuple[LogEntry, ...], first: int, item: str) -> None:
    before: LogEntry | None = None
    for offset, entry in enumerate(entries):
        if entry.seq != first + offset:
            raise Damaged(item=item, why=f"sequence:{entry.seq}")
        if before is not None and entry.prev != before.leaf.hex():
            raise Damaged(item=item, why=f"chain:{entry.seq}")
        if not body_fits(entry.type, entry.body):
            raise Damaged(item=item, why=f"body:{entry.seq}")
        before = entry
