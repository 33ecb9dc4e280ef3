# SPDX-License-Identifier: GPL-3.0-or-later
"""Read records out of a secured original, in the reader process; the result is an entry of its own.

A parser that fails costs nothing but its own result: the original is safe, the failure is logged,
and a better importer can be run again later. Old interpretations stay.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.exhibit import Exhibit, Holding
from evidence_kit.domain.ids import InterpretationId, new_id
from evidence_kit.domain.progress import CancelToken, Report, silent
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
from evidence_kit.formats import records
from evidence_kit.reader.client import Reader
from evidence_kit.vault.vault import StoredRecords, Vault, WriteBatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreted:
    """What one reading gave."""

    importer: str
    records: int
    notes: int
    failure: str | None


def read_secured(
    vault: Vault,
    items: list[AddedItem],
    reader: Reader,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> list[AddedItem]:
    """Read every item that was just secured, and log all readings together.

    A cancelled reading leaves the original secured and unread.

    Returns:
        The items, with what was found.

    Raises:
        StorageFailed, VaultReadOnly: the vault cannot be written.
    """
    stop = cancel or CancelToken()
    done: list[AddedItem] = []
    with vault.batch() as batch:
        readings = _Readings(vault, batch, reader, report, stop)
        for item in items:
            if item.taken is not Taken.SECURED or item.exhibit is None:
                done.append(item)
                continue
            try:
                stop.check()
                found = readings.read(vault.exhibit(item.exhibit), Choices())
            except Cancelled:
                done.append(replace(item, finding="not_read_yet"))
            else:
                done.append(_with_reading(item, found))
        readings.log()
    return done


def read_again(
    vault: Vault,
    exhibit: Exhibit,
    reader: Reader,
    choices: Choices,
    *,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> ChangeSet:
    """Read an exhibit with other choices (zone, order of day and month).

    Raises:
        NotHeld: there are no bytes to read.
        Cancelled: the person stopped it; nothing is logged.
        StorageFailed, VaultReadOnly: the vault cannot be written.
    """
    with vault.batch() as batch:
        readings = _Readings(vault, batch, reader, report, cancel or CancelToken())
        readings.read(exhibit, choices)
        readings.log()
    return ChangeSet(log_size=vault.head().size, exhibits=(exhibit.id,))


class _Readings:
    """Readings of one batch: all are sealed first, then their entries are written at once."""

    def __init__(
        self, vault: Vault, batch: WriteBatch, reader: Reader, report: Report, stop: CancelToken
    ) -> None:
        self._vault, self._batch, self._reader = vault, batch, reader
        self._report, self._stop = report, stop
        self._bodies: list[dict[str, object]] = []

    def read(self, exhibit: Exhibit, choices: Choices) -> Interpreted:
        """Read one exhibit; a failure is a finding of its own, the original is safe."""
        if exhibit.holding not in {Holding.COPIED, Holding.WITH_HOLES}:
            raise NotHeld(exhibit=exhibit.number, why=exhibit.holding.value)
        choices = replace(choices, withheld=tuple(hole.member.text for hole in exhibit.holes))
        interpretation = InterpretationId(new_id())
        writer = self._batch.records(interpretation)
        head = _HeadCatcher(writer.feed)
        summary: Summary | None = None
        stored: StoredRecords | None = None
        failure: str | None = None
        try:
            summary = self._ask(exhibit, choices, head)
            stored = writer.close()
        except (Cancelled, StorageFailed, VaultReadOnly):
            writer.abort()
            raise
        except EvidenceKitError as error:
            writer.abort()
            summary, failure = None, _failure_code(error)
        what = (exhibit, interpretation, choices)
        self._bodies.append(_body(what, head.found, summary, stored, failure))
        return Interpreted(
            importer=head.found.importer if head.found else "opaque",
            records=summary.records if summary else 0,
            notes=summary.notes if summary else 0,
            failure=failure,
        )

    def log(self) -> None:
        """Write the entries, if there are any."""
        for body in self._bodies:
            self._batch.entry(EntryType.INTERPRETED, body)
        if self._bodies:
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
    return {**body, **_stored_fields(stored)}


def _stored_fields(stored: StoredRecords | None) -> Mapping[str, object]:
    if stored is None:
        names = ("object", "sha256", "size", "sealed_sha256", "sealed_size", "root")
        return dict.fromkeys(names)
    return stored.log_fields()
