# SPDX-License-Identifier: GPL-3.0-or-later
"""What was prepared into one batch, in the order of the drop: what is new, held, noted or refused."""

from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Protocol

from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Answer, Exhibit, Hole
from evidence_kit.domain.ids import ExhibitId, new_id
from evidence_kit.domain.moment import Moment
from evidence_kit.domain.progress import CancelToken
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
from evidence_kit.intake.meter import Meter
from evidence_kit.intake.preparing import Prepared, Preparer, Work
from evidence_kit.intake.sealers import Job, Sealing
from evidence_kit.intake.workers import Room, Workers
from evidence_kit.limits import SEAL_CHILD_FILE_MAX
from evidence_kit.reader.client import Reader
from evidence_kit.vault.vault import StoredObject, WriteBatch


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """A file as it was sealed."""

    whole: Digest
    """Of the original, all of it."""
    stored: StoredObject
    holes: tuple[Hole, ...]


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


Started = tuple[Work, Future[Prepared] | AddedItem]
"""A file that is being prepared, or of which there is something to say already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Who does the work of a run."""

    workers: Workers
    sealing: Sealing | None
    """Processes for small files, when there are many of them."""


class Dated(Protocol):
    """A file, or what is known of one that was read."""

    @property
    def size(self) -> int:
        """Bytes."""
        ...

    @property
    def modified(self) -> Moment:
        """The file system's own change time."""
        ...


class Taker:
    """Takes the files of one group, in the order of the drop."""

    def __init__(self, known: Known, reader: Reader, preparer: Preparer, stop: CancelToken) -> None:
        self._known, self._reader, self._preparer, self._stop = known, reader, preparer, stop
        self._batch_id = new_id()
        self.wrote = False

    def start(self, one: Work, batch: WriteBatch, hands: Hands, meter: Meter) -> Started:
        """Let a file be read and sealed; what needs neither is said at once."""
        item = one.item
        if item.problem is not None:
            return one, outcome(item, Taken.REFUSED, reason=item.problem.value)
        if one.answer is Answer.LATER:
            return one, outcome(item, Taken.POSTPONED, reason="not_answered")

        def by_thread() -> Future[Prepared]:
            return hands.workers.secure(
                lambda room: self._preparer.prepare(one, batch, room),
                lambda count: meter.add(count, item.name.text),
            )

        if hands.sealing is None or not self._is_for_processes(one):
            return one, by_thread()
        future: Future[Prepared] = Future()
        job = Job(
            path=one.path,
            batch=batch,
            on_read=lambda count: meter.add(count, item.name.text, halves=2),
            by_thread=by_thread,
            future=future,
        )
        hands.sealing.secure(job)
        return one, future

    def _is_for_processes(self, one: Work) -> bool:
        """A small file of which nothing is left out, and that is hardly held already."""
        return (
            one.answer is Answer.COPY
            and not one.withheld
            and one.item.size <= SEAL_CHILD_FILE_MAX
            and not self._known.has_size(one.item.size)
        )

    def take(self, started: Started, batch: WriteBatch) -> list[AddedItem]:
        """Wait for a file and log it; its troubles are in the outcome.

        Raises:
            Cancelled: the person stopped; the group is not logged.
            StorageFailed, VaultReadOnly: the vault itself cannot be written.
        """
        one, prepared = started
        if isinstance(prepared, AddedItem):
            return [prepared]
        try:
            return self._take(one, prepared.result(), batch)
        except InputRefused as error:
            return [outcome(one.item, Taken.FAILED, reason=str(error.fields["reason"]))]
        except (Cancelled, StorageFailed, VaultReadOnly):
            raise
        except EvidenceKitError as error:
            return [outcome(one.item, Taken.FAILED, reason=error.code)]

    def _take(self, one: Work, prepared: Prepared, batch: WriteBatch) -> list[AddedItem]:
        self._stop.check()
        if prepared.noted is not None:
            return [self._register(one, prepared, batch, prepared.noted)]
        writer = prepared.writer
        # Looked at again: a file before this one may have been the same.
        if writer is None or writer.stored is None or self._known.is_copied(prepared.digest):
            if writer is not None:
                writer.abort()
            return self._take_held(one, prepared, batch)
        digest = prepared.digest
        copy = _Copy(whole=digest, stored=writer.stored, holes=prepared.holes)
        made = self._log_copied(one, prepared, batch, copy, self._known.noted(digest))
        done = [outcome(one.item, Taken.SECURED, known=made, digest=digest, size=prepared.size)]
        done.extend(self._register_members(one, made[0], list(prepared.holes), batch))
        return done

    def _take_held(self, one: Work, prepared: Prepared, batch: WriteBatch) -> list[AddedItem]:
        held = self._known.held(prepared.digest)
        if held is None or not (held.holes or prepared.holes):
            known = self._known.place(prepared.digest)
            size = prepared.size
            digest = prepared.digest
            return [outcome(one.item, Taken.ALREADY_HELD, known=known, digest=digest, size=size)]
        with LocalFile(one.path) as file:
            return self._again(one, file, batch, (prepared.digest, list(prepared.holes)))

    def _register(self, one: Work, found: Prepared, batch: WriteBatch, why: str) -> AddedItem:
        known = self._known.place(found.digest)
        if known is not None:
            return self._held(one.item, known, found.digest, found.size)
        words = ExhibitWords(name=one.item.name, folder=one.item.folder, modified=found.modified)
        made = self._log_registered(one, found.digest, found.size, words, batch)
        return outcome(
            one.item,
            Taken.REGISTERED,
            known=made,
            digest=found.digest,
            size=found.size,
            reason=why,
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

    def _seal(
        self,
        one: Work,
        file: LocalFile,
        batch: WriteBatch,
        holes: list[Hole],
    ) -> tuple[Digest, StoredObject | None]:
        """Seal a file anew, here and now."""
        found, writer = self._preparer.seal(one, file, batch, tuple(holes), Room(), anew=True)
        if writer is None:
            return found.digest, None
        writer.flush()
        return found.digest, writer.read_back()

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
            whole, stored = self._seal(one, file, batch, kept)
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

    def _log_copied(
        self,
        one: Work,
        file: Dated,
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
