# SPDX-License-Identifier: GPL-3.0-or-later
"""The log and its texts in memory: lines, leaves, tree, and the views folded out of them.

Lines stay bytes and are parsed when asked for: a hundred thousand entries take some 80 MB. A segment
that cannot be read leaves a gap; everything else stays usable.
"""

import json
from collections.abc import Iterable, Iterator, Sequence

from evidence_kit.crypto.merkle import Frontier
from evidence_kit.domain.custody import LogEntry, LogHead, TextRef
from evidence_kit.errors import Damaged
from evidence_kit.formats import log_entry, text_pack
from evidence_kit.formats.text_pack import TextLine
from evidence_kit.vault.fold import Fold
from evidence_kit.vault.keyring import Keyring

_VERSION = 1


class Catalogue:
    """What an open vault knows without touching the disk."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._lines: list[bytes | None] = []
        self._leaves: list[bytes] = []
        self._frontier = Frontier()
        self._texts: dict[str, bytes] = {}
        self._pack_of: dict[str, str] = {}
        self.segments: list[int] = []
        """Numbers of the first entries of all segments taken in."""
        self.whole = True
        """Whether every entry is known; without all leaves there is no head."""
        self.last: LogEntry | None = None
        self.fold = Fold()
        self._past: tuple[int, Fold] | None = None

    @property
    def size(self) -> int:
        """Number of entries, gaps included."""
        return len(self._lines)

    @property
    def frontier(self) -> Frontier:
        """The tree over all entries."""
        return self._frontier

    def append_segment(self, entries: Sequence[LogEntry]) -> None:
        """Take the entries of the next segment."""
        self.segments.append(self.size)
        for entry in entries:
            self._append(entry)

    def _append(self, entry: LogEntry) -> None:
        self._lines.append(entry.line)
        self._leaves.append(entry.leaf)
        self._frontier.append(entry.leaf)
        self.last = entry
        self.fold.apply(entry)

    def skip_to(self, size: int) -> None:
        """Leave a gap up to `size` entries: they cannot be read."""
        if size > self.size:
            self.whole = False
            missing = size - self.size
            self._lines.extend([None] * missing)
            self._leaves.extend([b""] * missing)

    def head(self, size: int) -> LogHead:
        """Return the head over the first entries.

        Raises:
            Damaged: some of them cannot be read.
        """
        if size == self.size and self.whole:
            return LogHead(size=size, root=self._frontier.root().hex())
        frontier = Frontier()
        for leaf in self._leaves[:size]:
            if not leaf:
                raise Damaged(item="log", why="gap")
            frontier.append(leaf)
        return LogHead(size=size, root=frontier.root().hex())

    def leaves(self, size: int) -> tuple[bytes, ...]:
        """Return the leaves of the first entries; an unreadable one is empty."""
        return tuple(self._leaves[:size])

    def entries(self, start: int, end: int) -> Iterator[LogEntry]:
        """Parse entries; those that cannot be read are left out."""
        for seq in range(start, min(end, self.size)):
            line = self._lines[seq]
            if line is not None:
                yield self._parse(seq, line)

    def fold_at(self, size: int) -> Fold:
        """Return the views as they were after the first `size` entries."""
        if size >= self.size:
            return self.fold
        if self._past is None or self._past[0] != size:
            fold = Fold()
            for entry in self.entries(0, size):
                fold.apply(entry)
            self._past = (size, fold)  # a dossier asks for the same size many times
        return self._past[1]

    def words(self, ref: TextRef | None) -> dict[str, object] | None:
        """Return the words of a sealed text; None when there are none, or they were removed."""
        line = None if ref is None else self._texts.get(ref.id)
        if line is None:
            return None
        words: dict[str, object] = json.loads(line)["words"]
        return words

    def add_texts(self, pack: str, lines: Iterable[TextLine]) -> None:
        """Take the texts of one pack."""
        for line in lines:
            self._texts[line.ref.id] = line.line
            self._pack_of[line.ref.id] = pack

    @property
    def packs(self) -> frozenset[str]:
        """Objects whose texts are known."""
        return frozenset(self._pack_of.values())

    def pack_of(self, text: str) -> str | None:
        """Return the object in which a text stands; None when it was removed."""
        return self._pack_of.get(text)

    def pack_lines(self, pack: str) -> tuple[TextLine, ...]:
        """Return the texts of one pack, in their order."""
        return tuple(
            text_pack.read_line(self._texts[text], pack)
            for text, holder in self._pack_of.items()
            if holder == pack
        )

    def drop_pack(self, pack: str) -> None:
        """Forget the texts of a pack that was rewritten or removed."""
        gone = [text for text, holder in self._pack_of.items() if holder == pack]
        for text in gone:
            del self._texts[text], self._pack_of[text]

    def dump(self) -> bytes:
        """Return what `load` takes.

        Raises:
            Damaged: there is a gap; such a catalogue is never cached.
        """
        if not self.whole:
            raise Damaged(item="log", why="gap")
        head = {
            "version": _VERSION,
            "entries": self.size,
            "texts": len(self._texts),
            "segments": self.segments,
        }
        parts = [json.dumps(head).encode("ascii")]
        parts.extend(line for line in self._lines if line is not None)
        parts.extend(
            self._pack_of[text].encode("ascii") + b" " + line for text, line in self._texts.items()
        )
        return b"\n".join(parts) + b"\n"

    def load(self, trusted: bytes) -> None:
        """Take back what `dump` gave; only for bytes whose tag was checked.

        Raises:
            Damaged: it is of another version.
        """
        lines = trusted.split(b"\n")
        head = json.loads(lines[0])
        if head.get("version") != _VERSION:
            raise Damaged(item="catalogue", why="version")
        entries = head["entries"]
        for seq, row in enumerate(lines[1 : 1 + entries]):
            self._append(self._parse(seq, row))
        self.segments = head["segments"]
        for row in lines[1 + entries : 1 + entries + head["texts"]]:
            line = row[33:]
            text = json.loads(line)["id"]
            self._texts[text] = line
            self._pack_of[text] = row[:32].decode("ascii")

    def _parse(self, seq: int, line: bytes) -> LogEntry:
        salt = self._keyring.entry_salt(seq)
        return log_entry.from_json(json.loads(line), line, salt, f"log entry {seq}")
