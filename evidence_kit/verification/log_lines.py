# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines of one log segment as they lie there, however they were changed.

Nothing is refused here but what cannot be opened at all: a line that is no entry, a head that is missing
or a text that stops half-way are what a check has to name.
"""

import re
from collections.abc import Container
from dataclasses import dataclass

from evidence_kit.crypto.derive import LOG_SALTS, derive
from evidence_kit.crypto.merkle import derive_salt, salted_leaf
from evidence_kit.domain.custody import LogEntry, LogHead
from evidence_kit.errors import Damaged, EvidenceKitError, NewerFormat
from evidence_kit.formats import canonical_json, log_entry
from evidence_kit.formats import checkpoint as checkpoint_format
from evidence_kit.formats.checkpoint import Checkpoint
from evidence_kit.formats.entry_body import body_fits
from evidence_kit.formats.key_slot import KeyMaterial
from evidence_kit.formats.vault_header import VaultHeader
from evidence_kit.limits import LOG_LINES_MAX, LOG_SEGMENT_MAX
from evidence_kit.verification.vault_folder import VaultFolder, segment_item

_HEAD_BEGINS = b'{"f'  # {"format": the keys are sorted; an entry begins with {"actor"
_SEQ = re.compile(rb'"seq":\s*(\d{1,15})\b')
_PREV = re.compile(rb'"prev":\s*"([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that should be an entry."""

    place: int
    """Among the lines of its segment, from 0."""
    raw: bytes
    seq: int | None
    """The number it says it has, as far as that can be read."""
    prev: bytes | None
    """The leaf it says came before it."""
    entry: LogEntry | None
    """None when it is not built as an entry."""

    @property
    def leaf(self) -> bytes | None:
        """Its salted leaf at the number it says; None when it is no entry."""
        return None if self.entry is None else self.entry.leaf


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentText:
    """What stands in one segment."""

    number: int
    """In its file name."""
    lines: tuple[Line, ...]
    head: LogHead | None
    """Of the last line, when this vault's key signed it."""
    head_fault: str
    """Why there is no such head; empty when there is one."""

    @property
    def item(self) -> str:
        """Its path in the vault."""
        return segment_item(self.number)

    def home(self, boundaries: Container[int]) -> int:
        """Return the number of its first entry, by what stands in it.

        That differs from its name when a whole file was put under another one: its lines follow each
        other from where a batch is known to begin up to the size that the head in it was signed for.
        """
        seqs = [line.seq for line in self.lines]
        start = seqs[0] if seqs else None
        if start is None or start not in boundaries or self.head is None:
            return self.number
        whole = seqs == list(range(start, self.head.size))
        return start if whole else self.number


class LineReader:
    """Opens segments with the keys of a vault."""

    def __init__(self, folder: VaultFolder, header: VaultHeader, keys: KeyMaterial) -> None:
        self._folder = folder
        self._header = header
        self._identity = keys.identity
        self._salts = derive(keys.seed, LOG_SALTS)

    def read(self, number: int) -> SegmentText:
        """Read one segment.

        Raises:
            Damaged, LimitReached, WrongPassphrase: it does not open.
            StorageFailed: it cannot be read.
        """
        item = segment_item(number)
        plain = self._folder.unseal(item, LOG_SEGMENT_MAX, self._identity)
        if plain.count(b"\n") > LOG_LINES_MAX:
            raise Damaged(item=item, why="segment")
        raws = plain.split(b"\n")
        cut = raws.pop()
        head, fault = self._head(raws[-1] if raws and not cut else b"", item)
        if cut and not cut.startswith(_HEAD_BEGINS):
            raws.append(cut)
        elif raws and not cut and (head is not None or not self._is_entry(raws[-1])):
            raws.pop()
        lines = tuple(self._line(place, raw) for place, raw in enumerate(raws))
        return SegmentText(
            number=number, lines=lines, head=head, head_fault="truncated" if cut else fault
        )

    def leaf_of(self, raw: bytes, seq: int) -> bytes:
        """Return the salted leaf of a line at a number."""
        return salted_leaf(derive_salt(self._salts, seq), raw)

    def _head(self, raw: bytes, item: str) -> tuple[LogHead | None, str]:
        if not raw or self._is_entry(raw):
            return None, "head_missing"
        try:
            signed = checkpoint_format.decode(raw, item)
        except NewerFormat as error:
            return None, error.code
        except EvidenceKitError as error:
            return None, str(error.fields.get("why", error.code))
        return self._judge_head(signed)

    def _judge_head(self, signed: Checkpoint) -> tuple[LogHead | None, str]:
        if signed.vault != self._header.vault:
            return None, "other_vault"
        if not signed.is_signed_by(self._header.signing_pem):
            return None, "signature"
        return signed.head, ""

    @staticmethod
    def _is_entry(raw: bytes) -> bool:
        return _SEQ.search(raw) is not None and not raw.startswith(_HEAD_BEGINS)

    def _line(self, place: int, raw: bytes) -> Line:
        seqs, prevs = _SEQ.findall(raw), _PREV.findall(raw)
        seq = int(seqs[-1]) if seqs else None
        return Line(
            place=place,
            raw=raw,
            seq=seq,
            prev=bytes.fromhex(prevs[-1].decode("ascii")) if prevs else None,
            entry=None if seq is None else self._entry(raw, seq),
        )

    def _entry(self, raw: bytes, seq: int) -> LogEntry | None:
        item = f"log entry {seq}"
        try:
            value = canonical_json.decode_object(raw, item)
            entry = log_entry.from_json(value, raw, derive_salt(self._salts, seq), item)
        except (Damaged, NewerFormat):
            # vault.json names the version of all: a newer part in an older vault is no part of it.
            return None
        return entry if entry.seq == seq else None


def with_prev(line: Line, prev: bytes) -> bytes | None:
    """Return a line as it would be if it named this leaf as the one before it."""
    if line.prev is None:
        return None
    return line.raw.replace(line.prev.hex().encode("ascii"), prev.hex().encode("ascii"))


def is_built_right(entry: LogEntry) -> bool:
    """Say whether a body has the fields of its type."""
    return body_fits(entry.type, entry.body)
