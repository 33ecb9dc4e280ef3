# SPDX-License-Identifier: GPL-3.0-or-later
"""One file into one batch: a single pass that counts, hashes and seals.

Nothing withheld reaches the vault: its stretch is zeros in what is sealed, and its digests say what
stood there.
"""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Answer, Exhibit, Hole
from evidence_kit.domain.ids import ExhibitId, new_id
from evidence_kit.domain.progress import CancelToken, Progress, Report
from evidence_kit.domain.reading import MemberDigest, MemberInfo
from evidence_kit.domain.survey import AddedItem, Problem, SurveyItem, Taken
from evidence_kit.errors import (
    Cancelled,
    EvidenceKitError,
    InputRefused,
    StorageFailed,
    VaultReadOnly,
)
from evidence_kit.formats.exhibit_words import ExhibitWords
from evidence_kit.intake import completing
from evidence_kit.intake.known import Known, Place
from evidence_kit.intake.local_file import LocalFile
from evidence_kit.limits import COPY_BLOCK
from evidence_kit.reader.client import Reader
from evidence_kit.vault.vault import ObjectWriter, StoredObject, WriteBatch

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
class _Copy:
    """A file as it was sealed."""

    whole: Digest
    """Of the original, all of it."""
    stored: StoredObject
    holes: tuple[Hole, ...]


class Meter:
    """Adds up bytes over all groups and reports them."""

    def __init__(self, report: Report, total: int) -> None:
        self._report, self._total, self._done = report, total, 0

    def add(self, count: int, name: str) -> None:
        """Count bytes of the file in hand."""
        self._done = min(self._total, self._done + count)
        self._report(
            Progress(stage="secure", done=self._done, total=self._total, unit="bytes", name=name)
        )


def outcome(
    item: SurveyItem,
    taken: Taken,
    *,
    known: tuple[ExhibitId, int] | None = None,
    digest: Digest | None = None,
    size: int | None = None,
    reason: str | None = None,
) -> AddedItem:
    """Say what became of an item."""
    return AddedItem(
        key=item.key,
        name=item.name,
        taken=taken,
        exhibit=known[0] if known else None,
        number=known[1] if known else None,
        sha256=digest,
        size=size,
        reason=reason,
    )


class Taker:
    """Takes the files of one group."""

    def __init__(self, known: Known, reader: Reader, meter: Meter, stop: CancelToken) -> None:
        self._known, self._reader, self._meter, self._stop = known, reader, meter, stop
        self._batch_id = new_id()
        self.wrote = False

    def take(self, one: Work, batch: WriteBatch) -> list[AddedItem]:
        """Secure or register one file; its troubles are in the outcome.

        Raises:
            Cancelled: the person stopped; the group is not logged.
            StorageFailed, VaultReadOnly: the vault itself cannot be written.
        """
        item = one.item
        if item.problem is not None:
            return [outcome(item, Taken.REFUSED, reason=item.problem.value)]
        if one.answer is Answer.LATER:
            return [outcome(item, Taken.POSTPONED, reason="not_answered")]
        try:
            with LocalFile(one.path) as file:
                return self._take_open(one, file, batch)
        except InputRefused as error:
            return [outcome(item, Taken.FAILED, reason=str(error.fields["reason"]))]
        except (Cancelled, StorageFailed, VaultReadOnly):
            raise
        except EvidenceKitError as error:
            return [outcome(item, Taken.FAILED, reason=error.code)]

    def _take_open(self, one: Work, file: LocalFile, batch: WriteBatch) -> list[AddedItem]:
        if one.answer in {Answer.REGISTER, Answer.UNSURE}:
            return [self._register(one, file, batch, one.answer.value)]
        if any(info.raw_offset is None for _, info, _ in one.withheld):
            # Packed in something packed: it cannot be cut out, so nothing of it is copied.
            registered = replace(one, answer=Answer.UNSURE)
            return [self._register(registered, file, batch, "member_cannot_be_left_out")]
        return self._copy(one, file, batch)

    def _register(self, one: Work, file: LocalFile, batch: WriteBatch, why: str) -> AddedItem:
        whole = hashlib.sha256()
        for block in file.blocks():
            self._stop.check()
            whole.update(block)
            self._meter.add(len(block), one.item.name.text)
        digest = Digest(whole.hexdigest())
        known = self._known.place(digest)
        if known is not None:
            return self._held(one.item, known, digest, file.size)
        words = ExhibitWords(name=one.item.name, folder=one.item.folder, modified=file.modified)
        made = self._log_registered(one, digest, file.size, words, batch)
        return outcome(
            one.item, Taken.REGISTERED, known=made, digest=digest, size=file.size, reason=why
        )

    def _log_registered(
        self,
        one: Work,
        digest: Digest,
        size: int,
        words: ExhibitWords,
        batch: WriteBatch,
        parent: ExhibitId | None = None,
    ) -> tuple[ExhibitId, int]:
        made = ExhibitId(new_id()), batch.next_number()
        text = batch.exhibit_text(words)
        batch.entry(
            EntryType.REGISTERED,
            {
                "exhibit": made[0],
                "number": made[1],
                "batch": self._batch_id,
                "sha256": digest.hex,
                "size": size,
                "media": one.item.media.value,
                "answer": one.answer.value,
                "parent": parent,
                "text": {"id": text.id, "sha256": text.sha256},
            },
        )
        self._known.add_note(digest, made)
        self.wrote = True
        return made

    def _copy(self, one: Work, file: LocalFile, batch: WriteBatch) -> list[AddedItem]:
        holes = self._holes(one, file)
        whole, stored = self._seal(one, file, batch, holes)
        if stored is None:
            return self._again(one, file, batch, (whole, holes))
        copy = _Copy(whole=whole, stored=stored, holes=tuple(holes))
        made = self._log_copied(one, file, batch, copy, self._known.noted(whole))
        done = [outcome(one.item, Taken.SECURED, known=made, digest=whole, size=file.size)]
        done.extend(self._register_members(one, made[0], holes, batch))
        return done

    def _seal(
        self,
        one: Work,
        file: LocalFile,
        batch: WriteBatch,
        holes: list[Hole],
        *,
        anew: bool = False,
    ) -> tuple[Digest, StoredObject | None]:
        """Seal a file in one pass; nothing is kept when a copy is held, unless it is made anew."""
        writer = batch.new_object()
        try:
            whole = self._stream(one, file, writer, holes)
            if anew or not self._known.is_copied(whole):
                return whole, writer.close()
        except BaseException:
            writer.abort()
            raise
        writer.abort()
        return whole, None

    def _again(
        self,
        one: Work,
        file: LocalFile,
        batch: WriteBatch,
        seen: tuple[Digest, list[Hole]],
    ) -> list[AddedItem]:
        """Fill the holes of a held export for which the answer is now to copy; note the rest.

        A member that was noted is copied as an exhibit of its own too, so that nothing says of the
        same bytes both that they are here and that they are not.
        """
        whole, holes = seen
        held = self._known.held(whole)
        if held is None:
            known = self._known.place(whole)
            return [outcome(one.item, Taken.ALREADY_HELD, known=known, digest=whole)]
        filled, kept, done = self._members(one, file, batch, (held, holes))
        place = held.id, held.number
        result = outcome(one.item, Taken.ALREADY_HELD, known=place, digest=whole, size=file.size)
        if filled:
            whole, stored = self._seal(one, file, batch, kept, anew=True)
            if stored is None or whole != held.sha256:
                raise InputRefused(reason=Problem.CHANGED.value, name=one.item.name.text)
            copy = _Copy(whole=whole, stored=stored, holes=tuple(kept))
            self._log_copied(one, file, batch, copy, held)
            reason = completing.said(kept)
            result = replace(result, taken=Taken.SECURED, reason=reason)
        done.insert(0, result)
        left_out = {hole.offset for hole in kept}
        pairs = [
            (member, hole)
            for member, hole in zip(one.withheld, holes, strict=True)
            if hole.offset in left_out
        ]
        members = replace(one, withheld=tuple(member for member, _ in pairs))
        done.extend(self._register_members(members, held.id, [hole for _, hole in pairs], batch))
        return done

    def _members(
        self, one: Work, file: LocalFile, batch: WriteBatch, held: tuple[Exhibit, list[Hole]]
    ) -> tuple[list[Hole], list[Hole], list[AddedItem]]:
        """Part the holes of a held export into those to fill and those to keep.

        Returns:
            Filled, kept, and what became of the members that were noted before.
        """
        exhibit, asked = held
        chosen = completing.chosen_holes(exhibit, one.chosen, asked)
        done: list[AddedItem] = []
        for hole, item, info in chosen:
            noted = self._known.noted(hole.content_sha256 or hole.sha256)
            if noted is not None:
                done.append(self._copy_noted((hole, item, info), file, one, noted, batch))
        offsets = {hole.offset for hole, _, _ in chosen}
        return (
            [hole for hole in exhibit.holes if hole.offset in offsets],
            [hole for hole in exhibit.holes if hole.offset not in offsets],
            done,
        )

    def _copy_noted(
        self,
        member: completing.Chosen,
        file: LocalFile,
        one: Work,
        noted: Exhibit,
        batch: WriteBatch,
    ) -> AddedItem:
        hole, item, info = member
        writer = batch.new_object()
        try:
            source = completing.Member(file, one.item.name, info, hole)
            source.copy(self._reader, writer, self._stop)
            stored = writer.close()
        except BaseException:
            writer.abort()
            raise
        if stored.plain_sha256 != noted.sha256.hex:
            raise InputRefused(reason=Problem.CHANGED.value, name=one.item.name.text)
        completing.log_member(batch, noted, stored, self._batch_id)
        place = noted.id, noted.number
        self._known.add_copy(noted.sha256, place)
        self.wrote = True
        return outcome(item, Taken.SECURED, known=place, digest=noted.sha256, size=noted.size)

    def _holes(self, one: Work, file: LocalFile) -> list[Hole]:
        # A damaged or encrypted member is withheld all the same; its raw digest remains.
        members = [info for _, info, _ in one.withheld]
        keys = [info.key for info in members]
        digests = self._reader.digest_members(file, one.item.name, keys, cancel=self._stop)
        return [self._hole(file, info, found) for info, found in zip(members, digests, strict=True)]

    def _hole(self, file: LocalFile, info: MemberInfo, found: MemberDigest | None) -> Hole:
        self._stop.check()
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

    def _stream(
        self, one: Work, file: LocalFile, writer: ObjectWriter, holes: list[Hole]
    ) -> Digest:
        whole = hashlib.sha256()
        cutter = _Cutter(holes)
        for block in file.blocks():
            self._stop.check()
            whole.update(block)
            cutter.pass_on(block, writer)
            self._meter.add(len(block), one.item.name.text)
        return Digest(whole.hexdigest())

    def _log_copied(
        self,
        one: Work,
        file: LocalFile,
        batch: WriteBatch,
        copy: _Copy,
        before: Exhibit | None,
    ) -> Place:
        """Log a copy; an exhibit that was noted, or held with more holes, keeps id and number."""
        made = (
            (ExhibitId(new_id()), batch.next_number())
            if before is None
            else (before.id, before.number)
        )
        words = ExhibitWords(
            name=one.item.name,
            folder=one.item.folder,
            modified=file.modified,
            member=None if before is None else before.member,
            holes=copy.holes,
        )
        text = batch.exhibit_text(words)
        batch.entry(
            EntryType.ACQUIRED,
            {
                "exhibit": made[0],
                "number": made[1],
                "batch": self._batch_id,
                "object": copy.stored.name,
                "sha256": copy.whole.hex,
                "size": file.size,
                "stored_sha256": copy.stored.plain_sha256 if copy.holes else None,
                "sealed_sha256": copy.stored.sealed_sha256,
                "sealed_size": copy.stored.sealed_size,
                "holes": len(copy.holes),
                "media": one.item.media.value,
                "answer": one.answer.value if one.item.asks else None,
                "parent": None if before is None else before.parent,
                "text": {"id": text.id, "sha256": text.sha256},
            },
        )
        self._known.add_copy(copy.whole, made)
        self.wrote = True
        return made

    def _register_members(
        self, one: Work, parent: ExhibitId, holes: list[Hole], batch: WriteBatch
    ) -> list[AddedItem]:
        done: list[AddedItem] = []
        for (item, info, answer), hole in zip(one.withheld, holes, strict=True):
            if answer is Answer.LATER:
                done.append(outcome(item, Taken.POSTPONED, reason="not_answered"))
                continue
            digest = hole.content_sha256 or hole.sha256
            size = hole.content_size if hole.content_size is not None else hole.length
            known = self._known.place(digest)
            if known is not None:
                done.append(self._held(item, known, digest, size))
                continue
            words = ExhibitWords(
                name=item.name, folder=None, member=info.path, modified=info.modified
            )
            member = Work(item=item, path=one.path, answer=answer)
            made = self._log_registered(member, digest, size, words, batch, parent)
            done.append(
                outcome(
                    item,
                    Taken.REGISTERED,
                    known=made,
                    digest=digest,
                    size=size,
                    reason=answer.value,
                )
            )
        return done

    @staticmethod
    def _held(
        item: SurveyItem, known: tuple[ExhibitId, int], digest: Digest, size: int
    ) -> AddedItem:
        return outcome(item, Taken.ALREADY_HELD, known=known, digest=digest, size=size)


class _Cutter:
    """Passes bytes on, with zeros in place of the holes."""

    def __init__(self, holes: list[Hole]) -> None:
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
