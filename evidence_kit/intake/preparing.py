# SPDX-License-Identifier: GPL-3.0-or-later
"""One file in one of many threads: a single pass that counts, hashes and seals.

Nothing is logged here and nothing decided that depends on other files of the drop; that is done in the
order of the drop, by `taking`.

Nothing withheld reaches the vault: its stretch is zeros in what is sealed, and its digests say what
stood there.
"""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Answer, Hole
from evidence_kit.domain.moment import Moment
from evidence_kit.domain.progress import CancelToken
from evidence_kit.domain.reading import MemberDigest, MemberInfo
from evidence_kit.domain.survey import SurveyItem
from evidence_kit.intake.known import Known
from evidence_kit.intake.local_file import LocalFile
from evidence_kit.intake.meter import Meter
from evidence_kit.intake.workers import Room
from evidence_kit.limits import COPY_BLOCK
from evidence_kit.reader.client import Reader
from evidence_kit.vault.vault import NewObject, ObjectWriter, WriteBatch

_ZEROS = bytes(COPY_BLOCK)

Withheld = tuple[SurveyItem, MemberInfo, Answer]
"""A member that must not be copied, and why."""

Chosen = tuple[SurveyItem, MemberInfo]
"""A member that was asked about, and may be copied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One file with its answer, and the members that must not be copied."""

    item: SurveyItem
    path: Path
    answer: Answer
    withheld: tuple[Withheld, ...] = ()
    chosen: tuple[Chosen, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What one pass over a file found; nothing of it is logged yet."""

    digest: Digest
    """Of the whole file."""
    size: int
    modified: Moment
    holes: tuple[Hole, ...] = ()
    writer: NewObject | None = None
    """What was sealed; None when no copy is made, or one is held."""
    noted: str | None = None
    """Why it is noted without a copy, when it is."""


class Preparer:
    """Makes the pass over each file of a run; used by several threads at once."""

    def __init__(self, known: Known, reader: Reader, meter: Meter, stops: tuple[CancelToken, ...]):
        """`stops` are looked at before every block."""
        self._known, self._reader, self._meter, self._stops = known, reader, meter, stops

    def prepare(
        self, one: Work, batch: WriteBatch, room: Room
    ) -> tuple[Prepared, ObjectWriter | None]:
        """Hash a file, and seal it unless the answer is not to, or a copy is held.

        Returns:
            What was found, and the finished object that is to be flushed and read back.

        Raises:
            InputRefused: it cannot be read, or changed meanwhile.
            Cancelled: somebody stopped the run.
            DiskFull, StorageFailed: the vault's own disk refused.
            EvidenceKitError: a member that is to be left out cannot be found.
        """
        self._check()
        with LocalFile(one.path) as file:
            if one.answer in {Answer.REGISTER, Answer.UNSURE}:
                return self._note(one, file, room, one.answer.value), None
            if any(info.raw_offset is None for _, info, _ in one.withheld):
                # Packed in something packed: it cannot be cut out, so nothing of it is copied.
                return self._note(one, file, room, "member_cannot_be_left_out"), None
            return self.seal(one, file, batch, self._holes(one, file), room)

    def seal(
        self,
        one: Work,
        file: LocalFile,
        batch: WriteBatch,
        holes: tuple[Hole, ...],
        room: Room,
        *,
        anew: bool = False,
    ) -> tuple[Prepared, ObjectWriter | None]:
        """Seal a file in one pass; nothing is kept when a copy is held, unless it is made anew.

        Returns, and raises: as `prepare`.
        """
        writer = batch.new_object(room.seal)
        try:
            digest = self._stream(one, file, writer, holes, room)
            kept = anew or not self._known.is_copied(digest)
        except BaseException:
            writer.abort()
            raise
        if not kept:
            writer.abort()
        kept_writer = writer if kept else None
        prepared = Prepared(
            digest=digest,
            size=file.size,
            modified=file.modified,
            holes=holes,
            writer=kept_writer,
        )
        return prepared, kept_writer

    def _stream(
        self,
        one: Work,
        file: LocalFile,
        writer: ObjectWriter,
        holes: tuple[Hole, ...],
        room: Room,
    ) -> Digest:
        """Pass a file on; the writer's own hash is the file's, where nothing is cut out."""
        whole = hashlib.sha256() if holes else None
        cutter = _Cutter(holes)
        for block in file.blocks(room.block):
            self._check()
            if whole is not None:
                whole.update(block)
            cutter.pass_on(block, writer)
            self._meter.add(len(block), one.item.name.text)
        stored = writer.finish()
        return Digest(stored if whole is None else whole.hexdigest())

    def _note(self, one: Work, file: LocalFile, room: Room, why: str) -> Prepared:
        whole = hashlib.sha256()
        for block in file.blocks(room.block):
            self._check()
            whole.update(block)
            self._meter.add(len(block), one.item.name.text, halves=2)
        return Prepared(
            digest=Digest(whole.hexdigest()), size=file.size, modified=file.modified, noted=why
        )

    def _check(self) -> None:
        for stop in self._stops:
            stop.check()

    def _holes(self, one: Work, file: LocalFile) -> tuple[Hole, ...]:
        # A damaged or encrypted member is withheld all the same; its raw digest remains.
        members = [info for _, info, _ in one.withheld]
        keys = [info.key for info in members]
        digests = self._reader.digest_members(file, one.item.name, keys, cancel=self._stops[0])
        pairs = zip(members, digests, strict=True)
        return tuple(self._hole(file, info, found) for info, found in pairs)

    def _hole(self, file: LocalFile, info: MemberInfo, found: MemberDigest | None) -> Hole:
        self._check()
        offset = info.raw_offset or 0
        return Hole(
            offset=offset,
            length=info.raw_length,
            sha256=_digest_range(file, offset, info.raw_length),
            # The key tells two members of one path apart; the exact bytes stay beside it.
            member=replace(info.path, text=info.key),
            content_sha256=None if found is None else Digest(found.sha256),
            content_size=None if found is None else found.size,
        )


class _Cutter:
    """Passes bytes on, with zeros in place of the holes."""

    def __init__(self, holes: tuple[Hole, ...]) -> None:
        self._ranges = _merged([(hole.offset, hole.offset + hole.length) for hole in holes])
        self._next = 0
        self._at = 0

    def pass_on(self, block: memoryview, writer: ObjectWriter) -> None:
        """Write a block, cut where it must be."""
        while len(block):
            start, end = (
                self._ranges[self._next]
                if self._next < len(self._ranges)
                else (self._at + len(block), self._at + len(block))
            )
            if self._at < start:
                count = min(len(block), start - self._at)
                writer.write(block[:count])
            else:
                count = min(len(block), end - self._at)
                writer.write(_ZEROS[:count])
            self._at += count
            block = block[count:]
            if self._at >= end:
                self._next += 1


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _digest_range(file: LocalFile, offset: int, length: int) -> Digest:
    found = hashlib.sha256()
    while length > 0:
        part = file.read_at(offset, min(length, COPY_BLOCK))
        if not part:
            break
        found.update(part)
        offset += len(part)
        length -= len(part)
    return Digest(found.hexdigest())
