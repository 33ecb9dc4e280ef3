# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks a vault's custody log: every segment, line, link of the chain, tree root and signed head.

Told apart, each by name: a segment that is missing, damaged, put under another name, kept twice or sealed
by somebody without the keys; an entry that was deleted, edited, replaced, moved or put in; a head that
nobody with the key signed; a log shorter than a head says. Who has the seed can make all of it anew, and
only a head that was kept elsewhere tells (`check_since`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from evidence_kit.crypto.merkle import Frontier
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
from evidence_kit.formats.key_slot import KeyMaterial
from evidence_kit.formats.vault_header import VaultHeader
from evidence_kit.limits import CHECKPOINT_MAX
from evidence_kit.verification.log_chain import Blame, Stretch, blame, runs
from evidence_kit.verification.log_lines import (
    Line,
    LineReader,
    SegmentText,
    is_built_right,
    with_prev,
)
from evidence_kit.verification.log_order import Order, put_in_order
from evidence_kit.verification.vault_folder import (
    VaultFolder,
    checkpoint_item,
    number_in,
    segment_item,
)
from evidence_kit.verification.verdicts import Verdicts


@dataclass(slots=True)
class LogReading:
    """What a check could read of a log."""

    entries: list[LogEntry] = field(default_factory=list)
    """In order; those that are gone or were changed are missing."""
    leaves: list[bytes] = field(default_factory=list)
    """Of the first entries, as far as each is proven by a signed root."""
    roots: dict[int, str] = field(default_factory=dict)
    """Tree root by size, as far as every entry before is known."""
    ends: tuple[int, ...] = ()
    """Log size after each segment, where known."""
    size: int = 0
    """Log size by its segments; a lower bound when the last cannot be read."""
    whole: bool = True
    """Whether every entry up to the end was read, chained and signed."""
    complete: bool = True
    """Whether every entry up to the end is there as it was written."""
    end_known: bool = True
    """Whether the last segment could be opened."""


def check_log(
    folder: VaultFolder, header: VaultHeader, keys: KeyMaterial | None, verdicts: Verdicts
) -> LogReading:
    """Check segments and checkpoints; without keys as far as names and signatures go."""
    reading = LogReading()
    starts = _starts(folder)
    heads = _Heads(folder, header, reading, verdicts)
    heads.read()
    if keys is None:
        reading.whole = False
        _check_names(folder, starts, verdicts)
    else:
        reader = LineReader(folder, header, keys)
        _LogWalk(reader, heads.signed, (reading, verdicts)).walk(starts)
    heads.check(locked=keys is None)
    return reading


def signed_heads(
    folder: VaultFolder, header: VaultHeader, verdicts: Verdicts | None = None
) -> Mapping[int, LogHead]:
    """Return the heads in checkpoints/ whose form and signature are right, by size."""
    heads = _Heads(folder, header, LogReading(), verdicts or Verdicts())
    heads.read()
    return heads.signed


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One segment at its place in the log; no text when it cannot be opened."""

    first: int
    item: str
    text: SegmentText | None


class _LogWalk:
    """Goes through the segments, keeping chain and tree as long as they hold."""

    def __init__(
        self,
        reader: LineReader,
        signed: Mapping[int, LogHead],
        into: tuple[LogReading, Verdicts],
    ) -> None:
        self._reader = reader
        self._signed = signed
        self._reading, self._verdicts = into
        self._frontier: Frontier | None = Frontier()
        self._size = 0
        self._last_leaf: bytes | None = None
        self._named: set[str] = set()

    def walk(self, starts: tuple[int, ...]) -> None:
        """Check all segments in order."""
        parts = self._in_place([(first, self._open(first)) for first in starts])
        if not parts:
            self._lose(segment_item(0), "missing")
        ends: list[int] = []
        for part, after in zip(parts, [*parts[1:], None], strict=True):
            if part.first < self._size:
                self._lose(part.item, "overlaps")
                continue
            if part.first > self._size:
                self._gap(part.first)
            self._check(part, after)
            ends.append(self._size)
        self._reading.ends = tuple(ends)
        self._reading.size = self._size

    def _open(self, number: int) -> SegmentText | None:
        item = segment_item(number)
        try:
            return self._reader.read(number)
        except StorageFailed as error:
            self._reading.whole = self._reading.complete = False
            self._verdicts.unjudged(item, error.code)
        except (Damaged, LimitReached, NewerFormat, WrongPassphrase) as error:
            self._lose(item, _why(error))
        return None

    def _in_place(self, found: list[tuple[int, SegmentText | None]]) -> list[_Part]:
        """Put each segment where its lines belong; one that is there twice counts once."""
        ends = {text.head.size for _, text in found if text is not None and text.head is not None}
        boundaries = {0, *self._signed, *ends}
        parts = [
            _Part(
                first=number if text is None else text.home(boundaries),
                item=segment_item(number),
                text=text,
            )
            for number, text in found
        ]
        placed: dict[int, _Part] = {}
        for part in sorted(parts, key=lambda one: one.item != segment_item(one.first)):
            moved = part.item != segment_item(part.first)
            known = placed.get(part.first)
            if known is not None and known.text is not None:
                self._lose(part.item, "segment_copied", found=known.item)
                continue
            if moved:
                self._lose(part.item, "segment_moved", found=segment_item(part.first), lost=False)
            placed[part.first] = part
        return [placed[first] for first in sorted(placed)]

    def _gap(self, first: int) -> None:
        self._lose(segment_item(self._size), "missing")
        self._forget()
        self._size = first

    def _forget(self) -> None:
        """From here on the tree is not known."""
        self._frontier = None
        self._last_leaf = None
        self._reading.whole = self._reading.complete = False

    def _check(self, part: _Part, after: _Part | None) -> None:
        text = part.text
        if text is None:
            # Where it ended shows in the name of the next one.
            self._reading.end_known = after is not None
            self._size = part.first + 1 if after is None else max(after.first, part.first + 1)
            self._forget()
            return
        end, root = self._end_of(text, part.first, after)
        order = put_in_order(text.lines, part.first, end)
        stretch = Stretch(
            first=part.first,
            end=end,
            lines=order.lines,
            foreign=order.foreign,
            last_leaf=self._last_leaf,
            next_prev=_next_prev(after, end),
            next_is_sure=_begins_surely(after),
            root=root,
        )
        found = blame(stretch, self._frontier, self._reader)
        self._size = end
        fits = self._name_head(text, end)
        if found.strange and text.head is None:
            self._lose(part.item, "sealed_anew")
            self._forget()
            return
        fits &= self._name_lines(part, (order, found), stretch)
        self._take(stretch, found)
        self._conclude(part.item, found, fits=fits)

    def _end_of(self, text: SegmentText, first: int, after: _Part | None) -> tuple[int, str | None]:
        """Return the size after a segment, and the signed root there."""
        stop = None if after is None or after.first <= first else after.first
        reached = max(
            (n.seq + 1 for n in text.lines if n.seq is not None and n.prev is not None),
            default=first + len(text.lines),
        )
        end = stop if stop is not None and stop - first == len(text.lines) else None
        if text.head is not None and text.head.size > first and end is None:
            unsigned = reached in self._signed and reached > text.head.size
            end = reached if unsigned and stop is None else text.head.size
        if end is None:
            end = stop if stop is not None else self._longest(first, reached)
        if text.head is not None and text.head.size == end:
            return end, text.head.root
        return end, self._signed[end].root if end in self._signed else None

    def _longest(self, first: int, reached: int) -> int:
        """The end of the log when its last segment lost its head."""
        known = [size for size in self._signed if size > first]
        return max(known) if known else max(first + 1, reached)

    def _name_head(self, text: SegmentText, end: int) -> bool:
        if text.head_fault:
            self._lose(text.item, text.head_fault, lost=False)
        elif text.head is not None and text.head.size != end:
            self._lose(text.item, "size", expected=str(end), found=str(text.head.size), lost=False)
        else:
            return True
        return False

    def _name_lines(self, part: _Part, what: tuple[Order, Blame], stretch: Stretch) -> bool:
        order, found = what
        for gone in order.deleted:
            self._lose(_entries(gone[0], gone[-1]), "deleted")
        for seq in order.moved:
            self._lose(f"log entry {seq}", "moved", lost=False)
        for seq in dict.fromkeys(order.inserted):
            self._lose(part.item, f"inserted:{seq}", lost=False)
        for why in ("edited", "replaced"):
            named = [seq for seq in sorted(found.changed) if self._kind(seq, stretch, found) == why]
            for run in runs(named):
                self._lose(_entries(run[0], run[-1]), why)
        for seqs, why in ((found.unclear, "unclear"), (found.unproven, "unproven")):
            for run in runs(sorted(seqs)):
                self._reading.whole = False
                self._verdicts.unjudged(_entries(run[0], run[-1]), why)
        return self._built_right(stretch, found) and order.kept and not found.changed

    def _kind(self, seq: int, stretch: Stretch, found: Blame) -> str:
        """A line that still names the one before it was edited; any other was put in its place."""
        line = stretch.lines.get(seq) or stretch.foreign.get(seq)
        if line is None:
            return "replaced"
        before = self._last_leaf if seq == stretch.first else found.leaves.get(seq - 1)
        if before is None:
            return "edited" if b'"prev":null' in line.raw else "replaced"
        if line.prev == before:
            return "edited"
        return "edited" if self._told_only_before(line, seq, before, found) else "replaced"

    def _told_only_before(self, line: Line, seq: int, before: bytes | None, found: Blame) -> bool:
        raw = None if before is None else with_prev(line, before)
        return raw is not None and self._reader.leaf_of(raw, seq) == found.leaves.get(seq)

    def _built_right(self, stretch: Stretch, found: Blame) -> bool:
        fits = True
        for seq, line in stretch.lines.items():
            if seq in found.changed or line.entry is None:
                continue
            if not is_built_right(line.entry):
                self._lose(f"log entry {seq}", "body")
                fits = False
        return fits

    def _take(self, stretch: Stretch, found: Blame) -> None:
        """Keep what is to be believed."""
        for seq in sorted(stretch.lines):
            entry = stretch.lines[seq].entry
            if entry is not None and seq not in found.changed and is_built_right(entry):
                self._reading.entries.append(entry)
        self._frontier = found.frontier
        self._last_leaf = found.leaves.get(stretch.end - 1)
        if found.frontier is None:
            self._reading.whole = False
            return
        self._reading.roots[stretch.end] = found.frontier.root().hex()
        self._reading.leaves.extend(found.leaves[seq] for seq in range(stretch.first, stretch.end))

    def _conclude(self, item: str, found: Blame, *, fits: bool) -> None:
        if item in self._named:
            return
        if found.root_differs and not (found.changed or found.unclear):
            self._lose(item, "root")
        elif found.root_differs or not fits:
            self._lose(item, "lines_changed")
        elif found.unproven or found.unclear:
            self._verdicts.unjudged(item, "log_gap")
        else:
            self._verdicts.matches(item)

    def _lose(
        self, item: str, why: str, *, expected: str = "", found: str = "", lost: bool = True
    ) -> None:
        self._named.add(item)
        self._reading.whole = False
        self._reading.complete &= not lost
        self._verdicts.differs(item, why, expected=expected, found=found)


def _next_prev(part: _Part | None, end: int) -> bytes | None:
    """The leaf before a segment as its first entry names it, when that entry is there."""
    if part is None or part.text is None or part.first != end or not part.text.lines:
        return None
    first = part.text.lines[0]
    return first.prev if first.seq == end else None


def _begins_surely(part: _Part | None) -> bool:
    """Whether the first entry of a segment is the one that its second speaks of."""
    if part is None or part.text is None or len(part.text.lines) < 2:
        return False
    first, second = part.text.lines[:2]
    return first.leaf is not None and first.leaf == second.prev


def _entries(first: int, last: int) -> str:
    return f"log entry {first}" if first == last else f"log entries {first}-{last}"


class _Heads:
    """Holds the signed heads that lie in the clear against the log."""

    def __init__(
        self, folder: VaultFolder, header: VaultHeader, reading: LogReading, verdicts: Verdicts
    ) -> None:
        self._folder = folder
        self._header = header
        self._reading = reading
        self._verdicts = verdicts
        self._sizes = _heads(folder)
        self.signed: dict[int, LogHead] = {}
        """Those whose form and signature are right, by size."""

    def read(self) -> None:
        """Read all heads and judge each by itself."""
        for size in self._sizes:
            head = self._read(size)
            if head is not None:
                self.signed[size] = head

    def check(self, *, locked: bool) -> None:
        """Hold each head against the log, and see that each batch has one."""
        for head in self.signed.values():
            if locked:
                self._verdicts.matches(checkpoint_item(head.size), "signature")
            else:
                self._compare(head)
        for end in self._reading.ends:
            if end in self._sizes or end not in self._reading.roots:
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
        beyond = self._reading.end_known and head.size > self._reading.size
        if beyond or (root is None and self._reading.whole):
            # A signed head speaks of more entries than there are, or of a batch cut in two.
            self._reading.complete = False
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
