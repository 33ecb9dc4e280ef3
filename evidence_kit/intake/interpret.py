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
    """Read every item that was just secured; returns the items with what was found.

    A cancelled reading leaves the original secured and unread.
    """
    done: list[AddedItem] = []
    for item in items:
        if item.taken is not Taken.SECURED or item.exhibit is None:
            done.append(item)
            continue
        if cancel is not None and cancel.cancelled:
            done.append(replace(item, finding="not_read_yet"))
            continue
        exhibit = vault.exhibit(item.exhibit)
        try:
            found = interpret(vault, exhibit, reader, Choices(), report=report, cancel=cancel)
        except Cancelled:
            done.append(replace(item, finding="not_read_yet"))
            continue
        done.append(
            replace(
                item,
                importer=found.importer,
                records=found.records,
                notes=found.notes,
                finding=found.failure,
            )
        )
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
        Cancelled: the person stopped it.
    """
    interpret(vault, exhibit, reader, choices, report=report, cancel=cancel)
    return ChangeSet(log_size=vault.head().size, exhibits=(exhibit.id,))


def interpret(
    vault: Vault,
    exhibit: Exhibit,
    reader: Reader,
    choices: Choices,
    *,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> Interpreted:
    """Read one exhibit and log what came of it.

    Raises:
        NotHeld: there are no bytes to read.
        Cancelled: the person stopped it; nothing is logged.
        StorageFailed, VaultReadOnly: the vault cannot be written.
    """
    if exhibit.holding not in {Holding.COPIED, Holding.WITH_HOLES}:
        raise NotHeld(exhibit=exhibit.number, why=exhibit.holding.value)
    withheld = tuple(hole.member.text for hole in exhibit.holes)
    choices = replace(choices, withheld=withheld)
    interpretation = InterpretationId(new_id())
    with vault.batch() as batch, vault.open_original(exhibit) as original:
        writer = batch.records(interpretation)
        head = _HeadCatcher(writer.feed)
        failure: str | None = None
        summary: Summary | None = None
        try:
            summary = reader.interpret(
                original,
                exhibit.name,
                sha256=exhibit.sha256.hex,
                size=exhibit.size,
                choices=choices,
                on_lines=head.feed,
                report=report,
                cancel=cancel,
            )
        except (Cancelled, StorageFailed, VaultReadOnly):
            raise
        except EvidenceKitError as error:
            failure = _failure_code(error)
        stored = writer.close() if summary is not None else None
        _log(batch, (exhibit, interpretation, choices), head.found, summary, stored, failure)
        batch.commit()
    return Interpreted(
        importer=head.found.importer if head.found else "opaque",
        records=summary.records if summary else 0,
        notes=summary.notes if summary else 0,
        failure=failure,
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


def _log(
    batch: WriteBatch,
    what: tuple[Exhibit, InterpretationId, Choices],
    head: SourceHead | None,
    summary: Summary | None,
    stored: StoredRecords | None,
    failure: str | None,
) -> None:
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
    batch.entry(EntryType.INTERPRETED, {**body, **_stored_fields(stored)})


def _stored_fields(stored: StoredRecords | None) -> Mapping[str, object]:
    if stored is None:
        names = ("object", "sha256", "size", "sealed_sha256", "sealed_size", "root")
        return dict.fromkeys(names)
    return stored.log_fields()
