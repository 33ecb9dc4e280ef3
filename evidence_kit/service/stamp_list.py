# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of time stamps: what was asked and what was answered, each reply judged anew."""

from collections.abc import Iterator
from dataclasses import replace

from evidence_kit.crypto import tsp
from evidence_kit.domain.custody import EntryType, LogEntry, LogHead
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.stamp import StampKind, StampRow
from evidence_kit.errors import EvidenceKitError
from evidence_kit.formats.log_entry import utc_text
from evidence_kit.vault.vault import Vault


def stamp_rows(vault: Vault) -> tuple[StampRow, ...]:
    """Return the rows in the order of the log."""
    return tuple(_rows(vault))


def _rows(vault: Vault) -> Iterator[StampRow]:
    for entry in vault.entries():
        if entry.type is EntryType.STAMP_REQUESTED:
            yield _row(entry, StampKind.REQUEST, str(entry.body["file"]))
        elif entry.type is EntryType.STAMPED:
            yield _judged(vault, entry)
        elif entry.type is EntryType.OTS_ATTACHED:
            yield replace(
                _row(entry, StampKind.PROOF, ""),
                exhibit=_exhibit(entry),
                intact_why="ots_not_judged",
                valid_why="ots_not_judged",
                trusted_why="ots_not_judged",
            )


def _row(entry: LogEntry, kind: StampKind, request: str) -> StampRow:
    body = entry.body
    return StampRow(
        kind=kind,
        file=str(body["file"]),
        at=LogHead(size=int(str(body["at"])), root=str(body["root"])),
        entry=entry.seq,
        logged=utc_text(entry.time.utc),
        zone_minutes=entry.time.zone_minutes,
        request=request,
        time=str(body.get("time", "")),
        authorities=str(body.get("ca", "")),
    )


def _judged(vault: Vault, entry: LogEntry) -> StampRow:
    row = _row(entry, StampKind.REPLY, str(entry.body["request"]))
    try:
        authorities = vault.receipt(row.authorities) if row.authorities else None
        verdict = tsp.judge(
            tsp.read_reply(vault.receipt(row.file)),
            tsp.read_request(vault.receipt(row.request)),
            authorities,
        )
    except EvidenceKitError as error:
        # A check names the file; the list goes on.
        return replace(row, intact_why=error.code, valid_why=error.code, trusted_why=error.code)
    return replace(
        row,
        signer_name=verdict.signer_name or "",
        intact=verdict.intact.outcome,
        intact_why=verdict.intact.why,
        valid=verdict.valid.outcome,
        valid_why=verdict.valid.why,
        trusted=verdict.trusted.outcome,
        trusted_why=verdict.trusted.why,
    )


def _exhibit(entry: LogEntry) -> ExhibitId | None:
    found = entry.body["exhibit"]
    return ExhibitId(found) if isinstance(found, str) else None
