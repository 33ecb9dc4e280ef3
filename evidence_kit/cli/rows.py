# SPDX-License-Identifier: GPL-3.0-or-later
"""Domain values as the rows of `--json`; the names are stable (docs/cli.md)."""

from evidence_kit.cli.verb import Item
from evidence_kit.domain.backup import BackupMade, BackupRow, Restored
from evidence_kit.domain.custody import LogHead
from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Exhibit, ExhibitRow, Hole
from evidence_kit.domain.finding import Finding
from evidence_kit.domain.found_text import FoundText
from evidence_kit.domain.identifier import IdentifierRow, Occurrence
from evidence_kit.domain.moment import Moment
from evidence_kit.domain.overlap import Overlap, OverlapSide
from evidence_kit.domain.record import Attachment, Fact, Note
from evidence_kit.domain.stamp import StampAdded, StampAsked
from evidence_kit.domain.survey import AddedItem
from evidence_kit.domain.views import BagMade, Concern, ConversationRow, DossierMade, LogRow
from evidence_kit.formats import moment_json


def added(item: AddedItem) -> Item:
    """Return what became of one file."""
    return {
        "taken": item.taken.value,
        "number": item.number,
        "exhibit": item.exhibit,
        **_name(item.name),
        "sha256": _digest(item.sha256),
        "size": item.size,
        "reason": item.reason,
        "importer": item.importer,
        "records": item.records,
        "notes": item.notes,
        "finding": item.finding,
    }


def exhibit(found: Exhibit) -> Item:
    """Return one exhibit as the custody log gives it."""
    return {
        "number": found.number,
        "exhibit": found.id,
        **_name(found.name),
        "media": found.media.value,
        "holding": found.holding.value,
        "size": found.size,
        "sha256": found.sha256.hex,
        "stored_sha256": _digest(found.stored_sha256),
        "object": found.object,
        "added": found.added,
        "added_zone_minutes": found.added_zone_minutes,
        "entry": found.entry,
        "modified": moment(found.modified),
        "answer": None if found.answer is None else found.answer.value,
        "parent": found.parent,
        "member": None if found.member is None else found.member.text,
        "holes": [_hole(hole) for hole in found.holes],
        "importer": None if found.reading is None else found.reading.importer,
        "records": 0 if found.reading is None else found.reading.records,
        "notes": 0 if found.reading is None else found.reading.notes,
        "complete": None if found.reading is None else found.reading.complete,
        "completed_by": found.completed_by,
        "removed_by": found.removed_by,
        "reader_failure": found.reader_failure,
    }


def exhibit_row(row: ExhibitRow) -> Item:
    """Return one line of the list of exhibits."""
    return {
        **exhibit(row.exhibit),
        "title": row.title,
        "messages": row.messages,
        "marks": row.marks,
        "pictures": row.pictures,
        "first": moment(row.first),
        "last": moment(row.last),
    }


def conversation(row: ConversationRow) -> Item:
    """Return one conversation of an exhibit."""
    return {
        "type": "conversation",
        "id": row.conversation,
        "title": row.title,
        "participants": list(row.participants),
        "messages": row.messages,
        "marked": row.marked,
        "first": moment(row.first),
        "last": moment(row.last),
    }


def fact(found: Fact) -> Item:
    """Return one thing a file says about itself."""
    return {
        "type": "fact",
        "name": found.name,
        "value": found.value,
        "basis": found.basis.value,
        "moment": moment(found.moment),
    }


def note(found: Note) -> Item:
    """Return one remark of an importer."""
    place = found.locator
    return {
        "type": "note",
        "kind": found.kind,
        "detail": found.detail,
        "locator": None
        if place is None
        else {"member": place.member, "start": place.start, "end": place.end},
    }


def member(found: Attachment) -> Item:
    """Return one file inside an exhibit."""
    return {
        "type": "member",
        "name": found.name,
        "member": found.member,
        "status": found.status.value,
    }


def identifier(row: IdentifierRow) -> Item:
    """Return one identifier with its places."""
    return {
        "type": row.type.value,
        "normalised": row.normalised,
        "as_written": list(row.as_written),
        "checksum": row.checksum.value,
        "count": row.count,
        "as_sender": row.as_sender,
        "mentioned": row.mentioned,
        "in_header": row.in_header,
        "by": list(row.by),
        "decision": row.decision.value,
        "whose": row.whose,
        "note": row.note,
        "first": moment(row.first),
        "last": moment(row.last),
        "occurrences": [_occurrence(place) for place in row.occurrences],
    }


def log_row(row: LogRow) -> Item:
    """Return one custody log entry."""
    return {
        "seq": row.seq,
        "type": row.type,
        "utc": row.utc,
        "zone_minutes": row.zone_minutes,
        "role": row.role,
        "slot": row.slot,
        "exhibit": row.exhibit_number,
        "facts": dict(row.facts),
        "leaf": row.leaf,
    }


def finding(found: Finding) -> Item:
    """Return one point of a check."""
    return {
        "item": found.item,
        "outcome": found.outcome.value,
        "why": found.why,
        "expected": found.expected,
        "found": found.found,
    }


def concern(found: Concern) -> Item:
    """Return one point to look at before a dossier is handed over."""
    return {
        "code": found.code,
        "exhibit": found.exhibit,
        "said": found.said,
        "found": found.found,
    }


def dossier(made: DossierMade) -> Item:
    """Return a dossier that was written."""
    return {
        "path": made.path,
        "sha256": made.sha256,
        "size": made.size,
        "pages": made.pages,
        "head": head(made.head),
        "exhibits": made.exhibits,
        "messages_printed": made.messages_printed,
        "messages_left_out": made.messages_left_out,
    }


def bag(made: BagMade) -> Item:
    """Return a hand-over folder that was written and checked."""
    return {
        "path": made.path,
        "files": made.files,
        "size": made.size,
        "tagmanifest_sha256": made.tagmanifest_sha256,
        "key_fingerprint": made.key_fingerprint,
        "head": head(made.head),
        "dossier": dossier(made.dossier),
    }


def stamp_asked(asked: StampAsked) -> Item:
    """Return a time-stamp request that was written."""
    return {
        "path": asked.path,
        "file": asked.file,
        "head": head(asked.at),
        "imprint": asked.imprint,
    }


def stamp_added(added: StampAdded) -> Item:
    """Return a time stamp that was kept."""
    return {
        "file": added.file,
        "head": head(added.at),
        "time": added.time,
        "serial": added.serial,
        "signer_name": added.signer_name,
        "signer_sha256": added.signer_sha256,
        "intact": {"outcome": added.intact.value, "why": added.intact_why},
        "valid": {"outcome": added.valid.value, "why": added.valid_why},
        "trusted": {"outcome": added.trusted.value, "why": added.trusted_why},
        "authorities": added.authorities or None,
    }


def head(found: LogHead) -> Item:
    """Return what stands for the whole custody log."""
    return {"size": found.size, "root": found.root}


def moment(found: Moment | None) -> Item | None:
    """Return a moment in the form of docs/formats/records.md."""
    return None if found is None else moment_json.to_json(found)


def overlap(found: Overlap) -> Item:
    """Return one conversation that stands in two exports."""
    return {
        "first": _overlap_side(found.first),
        "second": _overlap_side(found.second),
        "matched": found.matched,
        "longest_run": found.longest_run,
        "tolerance_seconds": found.tolerance,
        "differences": [
            {"kind": place.kind.value, "first": place.first, "second": place.second}
            for place in found.differences
        ],
        "differences_total": found.differences_total,
        "app_lines": found.app_lines,
        "renamed": [
            {"first": name, "second": called, "messages": times}
            for name, called, times in found.renamed
        ],
    }


def _overlap_side(side: OverlapSide) -> Item:
    return {
        "number": side.exhibit_number,
        "exhibit": side.exhibit,
        "conversation": side.conversation,
        "title": side.title,
        "start": side.start,
        "end": side.end,
        "before": side.before,
        "after": side.after,
    }


def _occurrence(place: Occurrence) -> Item:
    return {
        "number": place.exhibit_number,
        "exhibit": place.exhibit,
        "conversation": place.conversation,
        "n": place.n,
        "use": place.use.value,
        "by": place.by,
        "as_written": place.as_written,
        "line": place.line,
        "moment": moment(place.moment),
    }


def _hole(hole: Hole) -> Item:
    return {
        "offset": hole.offset,
        "length": hole.length,
        "member": hole.member.text,
        "sha256": hole.sha256.hex,
        "content_sha256": _digest(hole.content_sha256),
        "content_size": hole.content_size,
    }


def _name(found: FoundText) -> Item:
    return {"name": found.text, "name_raw_hex": found.raw_hex}


def _digest(found: Digest | None) -> str | None:
    return None if found is None else found.hex


def backup_made(made: BackupMade) -> Item:
    """Row of a backup that is complete."""
    return {
        "path": made.place,
        "log_size": None if made.head is None else made.head.size,
        "root": None if made.head is None else made.head.root,
        "time": made.time,
        "first": made.first,
        "files": made.files,
        "copied": made.copied,
        "copied_bytes": made.copied_bytes,
        "checked": made.checked,
        "mended": made.mended,
        "removed": made.removed,
        "left": made.left,
        "left_out": made.left_out,
        "damaged": [*made.damaged],
        "missing": [*made.missing],
        "remembered": made.remembered,
    }


def backup(row: BackupRow) -> Item:
    """Row of a backup that the vault remembers."""
    return {
        "copy": row.copy,
        "path": row.place,
        "time": row.time,
        "log_size": row.size,
        "holds_removed": [*row.holds_removed],
    }


def restored(made: Restored) -> Item:
    """Row of a vault made out of a backup."""
    return {
        "path": made.path,
        "files": made.files,
        "bytes": made.bytes,
        "outcome": made.report.outcome.value,
        "findings": [finding(found) for found in made.report.findings],
    }
