# SPDX-License-Identifier: GPL-3.0-or-later
"""One batch of writing: objects, then texts, then one log segment, then the signed head.

Sealing may go on in many threads and batches at once. Entries are different: their numbers follow each
other, so the first `entry` of a batch takes the log's turn and keeps it until the batch ends.
"""

import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from evidence_kit import __version__
from evidence_kit.clock import ClockReading
from evidence_kit.crypto.age import SealRoom
from evidence_kit.crypto.hashing import sha256_file
from evidence_kit.domain.annotation import Annotation
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.custody import EntryType, TextRef
from evidence_kit.domain.ids import AnnotationId, InterpretationId, new_id
from evidence_kit.errors import EvidenceKitError, Inconsistent, InputRefused, UnknownExhibit
from evidence_kit.formats import annotation as annotation_format
from evidence_kit.formats import exhibit_words, text_pack
from evidence_kit.formats.entry_body import check_body
from evidence_kit.formats.exhibit_words import ExhibitWords
from evidence_kit.formats.log_entry import EntryDraft, ref_to_json
from evidence_kit.vault import fs
from evidence_kit.vault.clock_step import clock_step
from evidence_kit.vault.commit import Work, commit
from evidence_kit.vault.fold import Taken
from evidence_kit.vault.objects import NewObject, ObjectWriter, StoredObject
from evidence_kit.vault.record_store import RecordWriter
from evidence_kit.vault.store import Store

_ENDED = "the batch has ended"


class WriteBatch:
    """Everything written between `batch()` and `commit()` counts together, or not at all."""

    def __init__(self, store: Store) -> None:
        store.check_writable()
        self._store = store
        self._guard = threading.Lock()
        self.folder = new_id()[:2]
        """Of its objects."""
        self._writers: list[NewObject] = []
        self._records: list[RecordWriter] = []
        self._texts: list[text_pack.TextLine] = []
        self._drafts: list[EntryDraft] = []
        self._last_number = 0
        self._numbers: dict[str, int] = {}
        self._actor: TextRef | None = None
        self._has_turn = False
        self._ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.abort()

    def new_object(self, room: SealRoom | None = None) -> ObjectWriter:
        """Begin a sealed object; may be called and written in many threads.

        Args:
            room: to seal in, lent until the object is finished; without, some is made.

        Raises:
            DiskFull, StorageFailed: the system refused.
        """
        self._check_going_on()
        writer = ObjectWriter(
            self._store.layout, self._store.keyring, room=room, folder=self.folder
        )
        with self._guard:
            self._writers.append(writer)
        return writer

    def take_over(self, stored: StoredObject, temporary: Path) -> NewObject:
        """Take an object that another process of ours sealed, flushed and read back.

        It is thrown away when the batch has ended meanwhile.
        """
        made = NewObject(stored.name, temporary, stored)
        with self._guard:
            self._writers.append(made)
        if self._ended:
            made.abort()
        return made

    def records(
        self, interpretation: InterpretationId, room: SealRoom | None = None
    ) -> RecordWriter:
        """Begin the records of an interpretation; as `new_object`."""
        writer = RecordWriter(self.new_object(room), self._store.keyring, interpretation)
        with self._guard:
            self._records.append(writer)
        return writer

    def text(self, words: Mapping[str, object]) -> TextRef:
        """Put words into the batch's sealed texts.

        Raises:
            InputRefused: they hold something that is no valid text.
        """
        self._check_going_on()
        try:
            line = text_pack.make(words)
        except (ValueError, TypeError) as error:
            raise InputRefused(reason="text", name="") from error
        with self._guard:
            self._texts.append(line)
        return line.ref

    def exhibit_text(self, words: ExhibitWords) -> TextRef:
        """Put an exhibit's words into the batch's sealed texts; raises as `text`."""
        return self.text(exhibit_words.to_json(words))

    def next_number(self) -> int:
        """Return the number for the next exhibit; each call gives another."""
        self._take_turn()
        known = self._store.catalogue.fold.last_number
        self._last_number = max(known, self._last_number) + 1
        return self._last_number

    def entry(self, type_: EntryType, body: Mapping[str, object]) -> int:
        """Add an entry; returns the number it will have.

        Raises:
            Inconsistent: the body does not fit its type, or what stands in the vault.
        """
        check_body(type_, body)
        self._take_turn()
        self._check_exhibit(type_, body)
        return self._add_now(type_, body)

    def annotate(self, annotation: Annotation) -> AnnotationId:
        """Add an annotation, a new version of one, or its retraction.

        Raises:
            InputRefused: it says what its kind may not say, or replaces what is not current.
            UnknownExhibit: no such exhibit.
        """
        annotation_format.check(annotation)
        self._take_turn()
        fold = self._store.catalogue.fold
        if annotation.id in fold.annotations:
            raise InputRefused(reason="annotation_known", name=annotation.id)
        if annotation.replaces is not None and not self._is_current(annotation.replaces):
            raise InputRefused(reason="replaces_unknown", name=annotation.replaces)
        if annotation.exhibit is not None and annotation.exhibit not in self._numbers:
            taken = fold.exhibits.get(annotation.exhibit)
            if taken is None:
                raise UnknownExhibit(exhibit=annotation.exhibit)
            if taken.removed_by is not None:
                raise InputRefused(reason="exhibit_removed", name=annotation.exhibit)
        words = annotation_format.sealed_words(annotation)
        ref = None if words is None else ref_to_json(self.text(words))
        self.entry(EntryType.ANNOTATED, annotation_format.body(annotation, ref))
        return annotation.id

    def retract(self, annotation: AnnotationId) -> AnnotationId:
        """Take an annotation back; what it said stays in the log's past.

        Raises:
            InputRefused: no such annotation is current.
        """
        entry = self._store.catalogue.fold.annotations.get(annotation)
        if entry is None:
            raise InputRefused(reason="replaces_unknown", name=annotation)
        current = annotation_format.from_body(entry.body, None)
        return self.annotate(
            Annotation(
                id=AnnotationId(new_id()),
                kind=current.kind,
                exhibit=current.exhibit,
                replaces=annotation,
                retracted=True,
            )
        )

    def commit(self) -> ChangeSet:
        """Make it last; a batch without entries leaves nothing behind.

        Raises:
            DiskFull, StorageFailed: the system refused; nothing of the batch is logged.
            Inconsistent: an entry names an object that is not in the batch.
        """
        self._check_going_on()
        if not self._drafts:
            self.abort()
            return ChangeSet(log_size=self._store.catalogue.size)
        work = Work(
            drafts=tuple(self._drafts),
            texts=tuple(self._texts),
            writers={w.name: w for w in self._writers if w.stored is not None},
            folder=self.folder,
            images={r.interpretation: r.image for r in self._records if r.image is not None},
        )
        try:
            change = commit(self._store, work)
            self._store.actor_text = self._actor
        finally:
            self.abort()
        return change

    def abort(self) -> None:
        """End the batch and sweep what was not committed; a second time does nothing."""
        if self._ended:
            return
        self._ended = True
        for records in self._records:
            records.abort()
        for writer in self._writers:
            writer.abort()
        if self._has_turn:
            self._has_turn = False
            self._store.turn.give_back()

    def hold_turn(self) -> None:
        """Keep others from appending until this batch ends."""
        self._take_turn()

    def _check_going_on(self) -> None:
        if self._ended:
            raise ValueError(_ENDED)

    def _take_turn(self) -> None:
        self._check_going_on()
        if self._has_turn:
            return
        self._store.turn.take()
        self._has_turn = True
        self._store.check_writable()
        self._actor = self._store.actor_text
        if self._store.actor.name and self._actor is None:
            self._actor = self.text({"actor": self._store.actor.name})
        if self._store.orphans:
            body = {"objects": _orphan_rows(self._store)}
            self._add_now(EntryType.RECOVERED, body)

    def _add_now(self, type_: EntryType, body: Mapping[str, object]) -> int:
        """Add an entry, and before it that the clock was turned, if it was."""
        now = self._store.clock.read()
        last = self._last()
        if last is not None:
            step = clock_step(last[0], last[1], now)
            if step is not None:
                self._add(EntryType.CLOCK_STEP, step, now)
        return self._add(type_, body, now)

    def _add(self, type_: EntryType, body: Mapping[str, object], now: ClockReading) -> int:
        draft = EntryDraft(
            type=type_,
            time=now,
            slot=self._store.keyring.slot,
            role=self._store.actor.role,
            actor=self._actor,
            app=__version__,
            body=body,
        )
        self._drafts.append(draft)
        return self._store.catalogue.size + len(self._drafts) - 1

    def _last(self) -> tuple[int, ClockReading] | None:
        """Return number and time of the entry before the next one."""
        if self._drafts:
            return self._store.catalogue.size + len(self._drafts) - 1, self._drafts[-1].time
        last = self._store.catalogue.last
        return None if last is None else (last.seq, last.time)

    def _check_exhibit(self, type_: EntryType, body: Mapping[str, object]) -> None:
        exhibit = str(body.get("exhibit"))
        taken = self._store.catalogue.fold.exhibits.get(exhibit)
        if type_ in (EntryType.ACQUIRED, EntryType.REGISTERED):
            self._check_number(exhibit, taken, int(str(body["number"])))
        speaks_of_one = type_ in (EntryType.INTERPRETED, EntryType.REMOVED)
        if speaks_of_one and taken is None and exhibit not in self._numbers:
            raise UnknownExhibit(exhibit=exhibit)

    def _check_number(self, exhibit: str, taken: Taken | None, number: int) -> None:
        """An exhibit keeps its number for ever, and no number is used twice."""
        known = self._numbers.get(exhibit)
        if taken is not None:
            known = int(str(taken.first.body["number"]))
            if taken.removed_by is not None:
                raise Inconsistent(what="exhibit_removed", expected="", found=exhibit)
        if known is not None:
            fits = known == number
        else:
            fold = self._store.catalogue.fold
            fits = number > fold.last_number and number not in self._numbers.values()
        if not fits:
            raise Inconsistent(what="exhibit_number", expected=known, found=number)
        self._numbers[exhibit] = number

    def _is_current(self, annotation: AnnotationId) -> bool:
        if annotation in self._store.catalogue.fold.annotations:
            return True
        return any(
            draft.type is EntryType.ANNOTATED and draft.body["annotation"] == annotation
            for draft in self._drafts
        )


def _orphan_rows(store: Store) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for name in store.orphans:
        path = store.layout.object(name)
        try:
            with fs.open_regular(path) as file:
                digest, size = sha256_file(file)
        except (OSError, EvidenceKitError):
            continue  # it went since; nothing to name
        rows.append({"object": name, "sealed_sha256": digest, "sealed_size": size})
    return rows
