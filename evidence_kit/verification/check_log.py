# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks a vault's custody log: every segment, line, link of the chain, tree root and signed head.

Told apart, each by name: a segment that is missing, one that does not open, a line that was edited,
reordered or left out, a head that nobody with the key signed, a log shorter than a head says.
"""

from dataclasses import dataclass, field

from evidence_kit.crypto.age import open_bytes
from evidence_kit.crypto.derive import LOG_SALTS, derive
from evidence_kit.crypto.merkle import Frontier, derive_salt
from evidence_kit.domain.custody import LogEntry, LogHead
from evidence_kit.errors import (
    Damaged,
    EvidenceKitError,
    LimitReached,
    NewerFormat,
    StorageFailed,
    WrongPassphrase,
)
from evidence_kit.formats import checkpoint as checkpoint_format
from evidence_kit.formats import log_entry
from evidence_kit.formats.checkpoint import Checkpoint
from evidence_kit.formats.entry_body import body_fits
from evidence_kit.formats.key_slot import KeyMaterial
from evidence_kit.formats.vault_header import VaultHeader
from evidence_kit.limits import CHECKPOINT_MAX, LOG_SEGMENT_MAX
from evidence_kit.verification.vault_folder import (
    VaultFolder,
    checkpoint_item,
    number_in,
    segment_item,
)
from evidence_kit.verification.verdicts import Verdicts

_SEALED_ROOM = 1 << 20


@dataclass(slots=True)
class LogReading:
    """What a check could read of a log."""

    entries: list[LogEntry] = field(default_factory=list)
    """In order; those that cannot be read are missing."""
    roots: dict[int, str] = field(default_factory=dict)
    """Tree root by size, as far as every entry before could be read."""
    ends: tuple[int, ...] = ()
    """Log size after each segment, where known."""
    whole: bool = True
    """Whether every entry up to the end was read, chained and signed."""
    complete: bool = True
    """Whether every segment up to the end could be opened, right or wrong."""


def check_log(
    folder: VaultFolder, header: VaultHeader, keys: KeyMaterial | None, verdicts: Verdicts
) -> LogReading:
    """Check segments and checkpoints; without keys as far as names and signatures go."""
    reading = LogReading()
    starts = _starts(folder)
    if keys is None:
        reading.whole = False
        _check_names(folder, starts, verdicts)
    else:
        _LogWalk(folder, header, keys, (reading, verdicts)).walk(starts)
    _Heads(folder, header, reading, verdicts).check(locked=keys is None)
    return reading


def _starts(folder: VaultFolder) -> tuple[int, ...]:
    found = (number_in(name, ".age") for name in folder.names("log"))
    return tuple(sorted(number for number in found if number is not None))


def _heads(folder: VaultFolder) -> tuple[int, ...]:
    found = (number_in(name, ".json") for name in folder.names("checkpoints"))
    return tuple(sorted(number for number in found if number is not None))


def _check_names(folder: VaultFolder, starts: tuple[int, ...], verdicts: Verdicts) -> None:
    """Each head but the last is where the next segment begins: gaps show without the keys."""
    heads = _heads(folder)
    for first in sorted({0, *heads[:-1]} - set(starts)):
        verdicts.differs(segment_item(first), "missing")
    for size in sorted(set(starts) - {0, *heads}):
        verdicts.differs(checkpoint_item(size), "missing")
    for first in starts:
        verdicts.unjudged(segment_item(first), "locked")


class _LogWalk:
    """Goes through the segments, keeping chain and tree as long as they hold."""

    def __init__(
        self,
        folder: VaultFolder,
        header: VaultHeader,
        keys: KeyMaterial,
        into: tuple[LogReading, Verdicts],
    ) -> None:
        self._folder = folder
        self._header = header
        self._identity = keys.identity
        self._salts = derive(keys.seed, LOG_SALTS)
        self._reading, self._verdicts = into
        self._frontier = Frontier()
        self._size = 0
        self._leaf: bytes | None = None

    def walk(self, starts: tuple[int, ...]) -> None:
        """Check all segments in order."""
        if not starts:
            self._reading.complete = False
            self._lose(segment_item(0), "missing")
        for first in starts:
            if first < self._size:
                self._lose(segment_item(first), "overlaps")
                continue
            if first > self._size and self._reading.complete:
                self._reading.complete = False
                self._lose(segment_item(self._size), "missing")
            self._check(first)
        self._reading.ends = (*starts[1:], self._size) if starts else ()

    def _check(self, first: int) -> None:
        item = segment_item(first)
        try:
            entries, signed = self._open(first, item)
        except StorageFailed as error:
            self._reading.whole = self._reading.complete = False
            self._verdicts.unjudged(item, error.code)
            return
        except (Damaged, LimitReached, NewerFormat, WrongPassphrase) as error:
            # vault.json names the version of all: a newer part in an older vault is no part of it.
            self._reading.complete = False
            self._lose(item, _why(error))
            return
        if self._take(first, entries) and self._head_fits(item, signed):
            self._verdicts.matches(item)

    def _open(self, first: int, item: str) -> tuple[tuple[LogEntry, ...], Checkpoint]:
        sealed = self._folder.read(item, LOG_SEGMENT_MAX + _SEALED_ROOM)
        plain = open_bytes(sealed, [self._identity])
        lines, last = log_entry.split_segment(plain, item)
        entries = tuple(
            log_entry.decode(line, derive_salt(self._salts, first + offset), item)
            for offset, line in enumerate(lines)
        )
        return entries, checkpoint_format.decode(last, item)

    def _take(self, first: int, entries: tuple[LogEntry, ...]) -> bool:
        """Check numbers, links and bodies; say whether all of them fit."""
        fits = True
        for offset, entry in enumerate(entries):
            fits &= self._entry_fits(
                entry, first + offset, linked=offset > 0 or self._reading.whole
            )
            self._reading.entries.append(entry)
            self._leaf = entry.leaf
            self._frontier.append(entry.leaf)
        self._size = first + len(entries)
        if self._reading.whole:
            self._reading.roots[self._size] = self._frontier.root().hex()
        return fits

    def _entry_fits(self, entry: LogEntry, seq: int, *, linked: bool) -> bool:
        item = f"log entry {seq}"
        before = None if self._leaf is None else self._leaf.hex()
        if entry.seq != seq:
            self._lose(item, "sequence", str(seq), str(entry.seq))
        elif not body_fits(entry.type, entry.body):
            self._lose(item, "body")
        elif linked and entry.prev != before:
            self._lose(item, "chain", before or "", entry.prev or "")
        else:
            return True
        return False

    def _head_fits(self, item: str, signed: Checkpoint) -> bool:
        root = self._reading.roots.get(self._size)
        if signed.vault != self._header.vault:
            self._lose(item, "other_vault", self._header.vault, signed.vault)
        elif not signed.is_signed_by(self._header.signing_pem):
            self._lose(item, "signature")
        elif signed.head.size != self._size:
            self._lose(item, "size", str(self._size), str(signed.head.size))
        elif root is not None and signed.head.root != root:
            self._lose(item, "root", root, signed.head.root)
        else:
            return True
        return False

    def _lose(self, item: str, why: str, expected: str = "", found: str = "") -> None:
        self._reading.whole = False
        self._verdicts.differs(item, why, expected=expected, found=found)


class _Heads:
    """Holds the signed heads that lie in the clear against the log."""

    def __init__(
        self, folder: VaultFolder, header: VaultHeader, reading: LogReading, verdicts: Verdicts
    ) -> None:
        self._folder = folder
        self._header = header
        self._reading = reading
        self._verdicts = verdicts

    def check(self, *, locked: bool) -> None:
        """Check all heads, and that each batch has one."""
        sizes = _heads(self._folder)
        for size in sizes:
            head = self._read(size)
            if head is not None and locked:
                self._verdicts.matches(checkpoint_item(size), "signature")
            elif head is not None:
                self._compare(head)
        for end in self._reading.ends:
            if end in sizes or end not in self._reading.roots:
                continue
            # The head stands in the segment too; a crash may leave the last one unwritten.
            if end == self._reading.ends[-1]:
                self._verdicts.unjudged(checkpoint_item(end), "missing")
            else:
                self._verdicts.differs(checkpoint_item(end), "missing")

    def _read(self, size: int) -> LogHead | None:
        """Return a head whose form and signature are right."""
        item = checkpoint_item(size)
        try:
            raw = self._folder.read(item, CHECKPOINT_MAX)
            if not raw.endswith(b"\n"):
                raise Damaged(item=item, why="no_line_end")
            signed = checkpoint_format.decode(raw[:-1], item)
        except StorageFailed as error:
            self._verdicts.unjudged(item, error.code)
            return None
        except EvidenceKitError as error:
            self._verdicts.differs(item, _why(error))
            return None
        if signed.vault != self._header.vault or signed.head.size != size:
            self._verdicts.differs(item, "other_head")
        elif not signed.is_signed_by(self._header.signing_pem):
            self._verdicts.differs(item, "signature")
        else:
            return signed.head
        return None

    def _compare(self, head: LogHead) -> None:
        item = checkpoint_item(head.size)
        root = self._reading.roots.get(head.size)
        if root is None and self._reading.whole:
            # Every entry was read, and a signed head speaks of more, or of a batch cut in two.
            self._verdicts.differs(item, "log_shorter")
        elif root is None:
            self._verdicts.unjudged(item, "log_gap")
        elif root == head.root:
            self._verdicts.matches(item)
        else:
            self._verdicts.differs(item, "root", expected=root, found=head.root)


def _why(error: EvidenceKitError) -> str:
    if isinstance(error, WrongPassphrase):
        return "not_sealed_to_this_vault"
    return str(error.fields.get("why", error.code))
