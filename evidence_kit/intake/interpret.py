# SPDX-License-Identifier: GPL-3.0-or-later
"""Read records out of a secured original, in the reader process; the result is an entry of its own.

A parser that fails costs nothing but its own result: the original is safe, the failure is logged,
and a better importer can be run again later. Old interpretations stay.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from evidence_kit.crypto.age import SealRoom
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.exhibit import Exhibit, Holding
from evidence_kit.domain.ids import InterpretationId, new_id
from evidence_kit.domain.progress import CancelToken, Progress, Report, silent
from evidence_kit.domain.reading import Choices
from evidence_kit.domain.record import SourceHead, Summary
from evidence_kit.domain.survey import AddedItem, Taken
from evidence_kit.errors import (
    Cancelled,
    EvidenceKitError,
    NotHeld,
    StorageFailed,
    VaultReadOnly,
)
from evidence_kit.formats import columns_json, records
from evidence_kit.intake.comparing import Comparing
from evidence_kit.intake.first_seen import FirstSeen
from evidence_kit.intake.workers import Workers
from evidence_kit.limits import GROUP_FILES
from evidence_kit.reader.client import Reader
from evidence_kit.vault.vault import (
    RecordWriter,
    StoredObject,
    StoredRecords,
    Vault,
    WriteBatch,
)

if TYPE_CHECKING:
    from evidence_kit.domain.reading_change import ReadingChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreted:
    """What one reading gave."""

    importer: str
    records: int
    notes: int
    failure: str | None


def read_secured(  # noqa: PLR0913 -- what reading needs and tells, each by name
    vault: Vault,
    items: Sequence[AddedItem],
    reader: Reader,
    workers: Workers,
    *,
    report: Report = silent,
    cancel: CancelToken | None = None,
    first_seen: FirstSeen | None = None,
) -> list[AddedItem]:
    """Read every item that was just secured, and log readings in groups.

    A cancelled reading leaves the original secured and unread.

    Returns:
        The items, with what was found.

    Raises:
        StorageFailed, VaultReadOnly: the vault cannot be written.
    """
    stop = cancel or CancelToken()
    so_far = _SoFar(report, sum(item.size or 0 for item in items if _is_new(item)))
    done: list[AddedItem] = []
    for start in range(0, len(items), GROUP_FILES):
        with vault.batch() as batch:
            readings = _Readings(
                vault, batch, reader, (so_far.report, stop), workers, first_seen=first_seen
            )
            group = [
                _read_one(vault, item, readings, so_far)
                for item in items[start : start + GROUP_FILES]
            ]
            readings.log()
        done += [
            item if found is None else _with_reading(item, found.interpreted())
            for item, found in group
        ]
    return done


def _is_new(item: AddedItem) -> bool:
    return item.taken is Taken.SECURED and item.exhibit is not None


def _read_one(
    vault: Vault, item: AddedItem, readings: "_Readings", so_far: "_SoFar"
) -> tuple[AddedItem, "_Reading | None"]:
    if item.exhibit is None or not _is_new(item):
        return item, None
    try:
        return item, readings.read(vault.exhibit(item.exhibit), Choices())
    except Cancelled:
        return replace(item, finding="not_read_yet"), None
    finally:
        so_far.add(item.size or 0)


class _SoFar:
    """How far reading is, over all files."""

    def __init__(self, report: Report, total: int) -> None:
        self._report, self._total, self._before = report, total, 0
        if total:
            self.report(Progress(stage="read", done=0, total=total, unit="bytes"))

    def report(self, one: Progress) -> None:
        """Take a report on the file in hand."""
        done = min(self._total, self._before + one.done)
        self._report(replace(one, done=done, total=self._total))

    def add(self, size: int) -> None:
        """Count a file as read."""
        self._before += size


def read_again(
    vault: Vault,
    exhibit: Exhibit,
    reader: Reader,
    choices: Choices,
    *,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> ChangeSet:
    """Read an exhibit with other choices (zone, order of day and month), and say what that changed.

    Raises:
        NotHeld: there are no bytes to read.
        Cancelled: the person stopped it; nothing is logged.
        StorageFailed, VaultReadOnly: the vault cannot be written.
    """
    with Workers() as workers, vault.batch() as batch:
        told = (report, cancel or CancelToken())
        readings = _Readings(vault, batch, reader, told, workers)
        reading = readings.read(exhibit, choices)
        readings.log()
    size = vault.head().size
    return ChangeSet(log_size=size, exhibits=(exhibit.id,), reading=reading.change)


class _Reading:
    """One reading: over, and perhaps still on its way to the disk."""

    def __init__(
        self,
        what: tuple[Exhibit, InterpretationId, Choices],
        head: SourceHead | None,
        summary: Summary | None,
        failure: str | None,
    ) -> None:
        self._what, self._head, self._summary, self._failure = what, head, summary, failure
        self.change: ReadingChange | None = None
        """What it changed, where there was a reading before."""
        self._writer: RecordWriter | None = None
        self._settling: Future[StoredObject] | None = None

    def keep(self, writer: RecordWriter, settling: Future[StoredObject]) -> None:
        """Remember where its records are going."""
        self._writer, self._settling = writer, settling

    def body(self) -> dict[str, object]:
        """Wait for the disk; return the body of its entry.

        Raises:
            StorageFailed: the vault cannot be written.
        """
        stored: StoredRecords | None = None
        if self._writer is not None and self._settling is not None:
            try:
                stored = self._writer.stored(self._settling.result())
            except StorageFailed:
                raise
            except EvidenceKitError as error:
                self._writer.abort()
                self._summary, self._failure = None, _failure_code(error)
        body = _body(self._what, self._head, self._summary, stored, self._failure)
        before = self._what[0].reading
        if self.change is not None and before is not None and stored is not None:
            body["compared"] = {"with": before.interpretation, **asdict(self.change)}
        return body

    def interpreted(self) -> Interpreted:
        """Say what it gave; after `body`."""
        summary = self._summary
        return Interpreted(
            importer=self._head.importer if self._head else "opaque",
            records=summary.records if summary else 0,
            notes=summary.notes if summary else 0,
            failure=self._failure,
        )


class _Readings:
    """Readings of one batch: one is read while others go to the disk; their entries come last."""

    def __init__(
        self,
        vault: Vault,
        batch: WriteBatch,
        reader: Reader,
        told: tuple[Report, CancelToken],
        workers: Workers,
        *,
        first_seen: FirstSeen | None = None,
    ) -> None:
        self._vault, self._batch, self._reader, self._workers = vault, batch, reader, workers
        self._first_seen = first_seen or FirstSeen()
        self._report, self._stop = told
        self._room = SealRoom()
        self._readings: list[_Reading] = []

    def read(self, exhibit: Exhibit, choices: Choices) -> _Reading:
        """Read one exhibit; a failure is a finding of its own, the original is safe."""
        self._stop.check()
        if exhibit.holding not in {Holding.COPIED, Holding.WITH_HOLES}:
            raise NotHeld(exhibit=exhibit.number, why=exhibit.holding.value)
        choices = replace(choices, withheld=tuple(hole.member.text for hole in exhibit.holes))
        interpretation = InterpretationId(new_id())
        what = (exhibit, interpretation, choices)
        writer = self._batch.records(interpretation, self._room)
        comparing = self._against(exhibit)

        def feed(block: bytes) -> None:
            writer.feed(block)
            self._first_seen.feed(block)
            if comparing is not None:
                comparing.feed(block)

        head = _HeadCatcher(feed)
        try:
            with self._first_seen.reading(exhibit):
                summary = self._ask(exhibit, choices, head)
            writer.finish()
        except (Cancelled, StorageFailed, VaultReadOnly):
            writer.abort()
            raise
        except EvidenceKitError as error:
            writer.abort()
            reading = _Reading(what, head.found, None, _failure_code(error))
        else:
            reading = _Reading(what, head.found, summary, None)
            reading.change = None if comparing is None else comparing.result()
            reading.keep(writer, self._workers.settle(writer.object))
        self._readings.append(reading)
        return reading

    def _against(self, exhibit: Exhibit) -> Comparing | None:
        """Begin to compare with the reading before, if there is one."""
        before = exhibit.reading
        return None if before is None else Comparing(self._vault.record_lines(before))

    def log(self) -> None:
        """Write the entries, if there are any."""
        bodies = [reading.body() for reading in self._readings]
        for body in bodies:
            self._batch.entry(EntryType.INTERPRETED, body)
        if bodies:
            self._batch.commit()

    def _ask(self, exhibit: Exhibit, choices: Choices, head: "_HeadCatcher") -> Summary:
        with self._vault.open_original(exhibit) as original:
            return self._reader.interpret(
                original,
                exhibit.name,
                sha256=exhibit.sha256.hex,
                size=exhibit.size,
                choices=choices,
                on_lines=head.feed,
                report=self._report,
                cancel=self._stop,
            )


def _with_reading(item: AddedItem, found: Interpreted) -> AddedItem:
    return replace(
        item,
        importer=found.importer,
        records=found.records,
        notes=found.notes,
        finding=found.failure,
    )


class _HeadCatcher:
    """Passes blocks of lines on and keeps the first line, which says which importer reads."""

    def __init__(self, feed: Callable[[bytes], None]) -> None:
        self._feed = feed
        self.found: SourceHead | None = None

    def feed(self, block: bytes) -> None:
        if self.found is None:
            first = records.from_line(block.split(b"\n", 1)[0])
            if isinstance(first, SourceHead):
                self.found = first
        self._feed(block)


def _failure_code(error: EvidenceKitError) -> str:
    reason = error.fields.get("reason")
    return f"{error.code}:{reason}" if reason else error.code


def _body(
    what: tuple[Exhibit, InterpretationId, Choices],
    head: SourceHead | None,
    summary: Summary | None,
    stored: StoredRecords | None,
    failure: str | None,
) -> dict[str, object]:
    exhibit, interpretation, choices = what
    body: dict[str, object] = {
        "exhibit": exhibit.id,
        "interpretation": interpretation,
        "importer": head.importer if head else "none",
        "importer_version": head.importer_version if head else 0,
        "zone": choices.zone,
        "day_first": choices.day_first,
        "records": summary.records if summary else 0,
        "notes": summary.notes if summary else 0,
        "conversations": summary.conversations if summary else 0,
        "by_kind": dict(summary.by_kind) if summary else {},
        "lines_total": summary.lines_total if summary else 0,
        "lines_accounted": summary.lines_accounted if summary else 0,
        "complete": summary.complete if summary else False,
        "failure": failure,
    }
    if choices.columns is not None:
        body["columns"] = columns_json.to_json(choices.columns)
    return {**body, **_stored_fields(stored)}


def _stored_fields(stored: StoredRecords | None) -> Mapping[str, object]:
    if stored is None:
        names = ("object", "sha256", "size", "sealed_sha256", "sealed_size", "root")
        return dict.fromkeys(names)
    return stored.log_fields()
