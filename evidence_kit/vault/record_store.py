# SPDX-License-Identifier: GPL-3.0-or-later
"""Records of an interpretation on their way into the vault, and out of it line by line.

Each line is sealed as it comes; message lines become leaves of a salted tree, whose root goes into the
log, so that one message can be shown later without the others; and the index image grows along.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from evidence_kit.crypto.age import SealedReader
from evidence_kit.crypto.merkle import Frontier, salted_leaf
from evidence_kit.domain.ids import InterpretationId
from evidence_kit.errors import Damaged, LimitReached
from evidence_kit.limits import COPY_BLOCK, RECORD_LINE_MAX
from evidence_kit.vault.index import ImageBuilder, LateImage
from evidence_kit.vault.keyring import Keyring
from evidence_kit.vault.objects import ObjectWriter, StoredObject

_ITEM = "records"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecords:
    """A records object as it lies on the disk."""

    stored: StoredObject
    root: str
    """Root of the salted tree over the message lines, 64 hex digits."""
    lines: int
    messages: int

    def log_fields(self) -> dict[str, object]:
        """Return the fields by which the `interpreted` entry names it."""
        return {**self.stored.log_fields(), "root": self.root}


class LineSplitter:
    """Cuts blocks into whole lines."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, block: bytes | memoryview) -> Iterator[bytes]:
        """Yield the lines that are complete, without their ends.

        Raises:
            LimitReached: a line is longer than any record.
        """
        start, look = 0, len(self._rest)
        self._rest += block
        while (end := self._rest.find(b"\n", look)) >= 0:
            yield bytes(self._rest[start:end])
            start = look = end + 1
        del self._rest[:start]
        if len(self._rest) > RECORD_LINE_MAX:
            raise LimitReached(
                limit="RECORD_LINE_MAX", value=len(self._rest), ceiling=RECORD_LINE_MAX
            )

    def end(self) -> None:
        """See that nothing is left over.

        Raises:
            Damaged: the last line has no end.
        """
        if self._rest:
            raise Damaged(item=_ITEM, why="no_line_end")


class RecordWriter:
    """Takes the record lines of one interpretation."""

    def __init__(
        self, writer: ObjectWriter, keyring: Keyring, interpretation: InterpretationId
    ) -> None:
        self.interpretation = interpretation
        self.object = writer
        """What the lines are sealed into."""
        self._keyring = keyring
        self._splitter = LineSplitter()
        self._image = LateImage()
        self._tree = Frontier()
        self._offset = 0
        self._lines = 0
        self.image: bytes | None = None
        """The index image, once finished; None for a short reading."""

    def feed(self, lines: bytes) -> None:
        """Take a block of record lines; a line may go on in the next block.

        Raises:
            Damaged: a line is no record.
            DiskFull, StorageFailed: the system refused.
            LimitReached: a line is too long.
        """
        self.object.write(lines)
        for line in self._splitter.feed(lines):
            self._take(line)

    def close(self) -> StoredRecords:
        """Seal the last line; returns after flush and read-back.

        Raises:
            Damaged: a line is no record, or what came back is not what was written.
            DiskFull, StorageFailed: the system refused.
            LimitReached: the index is too large to be opened again.
        """
        self.finish()
        self.object.flush()
        return self.stored(self.object.read_back())

    def finish(self) -> None:
        """Seal the last line; the object is then to be flushed and read back.

        Raises: as `close`.
        """
        self._splitter.end()
        self.object.finish()
        self.image = self._image.finish()

    def stored(self, stored: StoredObject) -> StoredRecords:
        """Return what is to be logged of an object that was read back."""
        return StoredRecords(
            stored=stored,
            root=self._tree.root().hex(),
            lines=self._lines,
            messages=self._tree.size,
        )

    def abort(self) -> None:
        """Throw everything away."""
        self._image.close()
        self.object.abort()

    def _take(self, line: bytes) -> None:
        if self._image.add(_parse(line), (self._offset, len(line))):
            salt = self._keyring.record_salt(self.interpretation, self._tree.size)
            self._tree.append(salted_leaf(salt, line))
        self._offset += len(line) + 1
        self._lines += 1


def lines_of(reader: SealedReader) -> Iterator[bytes]:
    """Yield the lines of a records object, in constant memory.

    Raises:
        Damaged: a chunk does not authenticate, or the last line has no end.
    """
    splitter = LineSplitter()
    offset = 0
    while block := reader.read_at(offset, COPY_BLOCK):
        offset += len(block)
        yield from splitter.feed(block)
    splitter.end()


def build_image(reader: SealedReader) -> bytes:
    """Make the index image again out of a records object.

    Raises:
        Damaged: the object is not what was written.
        LimitReached: the index is too large to be opened again.
    """
    builder = ImageBuilder()
    offset = 0
    for line in lines_of(reader):
        builder.add(_parse(line), (offset, len(line)))
        offset += len(line) + 1
    return builder.finish()


def _parse(line: bytes) -> dict[str, object]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise Damaged(item=_ITEM, why="not_json") from error
    if not isinstance(record, dict):
        raise Damaged(item=_ITEM, why="not_an_object")
    return record
