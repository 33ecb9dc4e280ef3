# SPDX-License-Identifier: GPL-3.0-or-later
"""Trusted time by file exchange (RFC 3161, docs/formats/receipts.md).

The program makes a request and judges the reply; the person carries both to and from another computer.
One stamp over a signed head covers every entry before it.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from evidence_kit.crypto import tsp
from evidence_kit.domain.custody import EntryType, LogHead
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.stamp import StampAdded, StampAsked, StampRow
from evidence_kit.errors import EvidenceKitError, InputRefused, OutputExists
from evidence_kit.export_door import storage_error, write_new_file
from evidence_kit.formats.log_entry import utc_text
from evidence_kit.formats.receipt_name import authorities_name
from evidence_kit.limits import STAMP_FILE_MAX
from evidence_kit.service.session import Session
from evidence_kit.service.stamp_list import stamp_rows
from evidence_kit.service.task import Task
from evidence_kit.vault.vault import Vault

_REPLIES_MAX = 99
"""Replies to one request: as many authorities, two digits in the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A request as the log and the receipts have it."""

    at: LogHead
    file: str
    request: tsp.StampRequest


def request_stamp(session: Session, task: Task, /, *, out: str) -> StampAsked:
    """Write a time-stamp request over the newest signed head to a new file.

    Raises:
        OutputExists, VaultReadOnly, DiskFull, StorageFailed: it cannot be written.
    """
    del task
    vault, path = session.vault, Path(out)
    if os.path.lexists(path):
        raise OutputExists(path=out)
    head = vault.head()
    imprint = hashlib.sha256(vault.checkpoint_bytes(head.size))
    file = f"{head.size:010d}.tsq"
    request = _left_by_a_crash(vault, file, imprint.digest()) or tsp.make_request(imprint.digest())
    body = {
        **_at(head),
        "file": file,
        "sha256": hashlib.sha256(request).hexdigest(),
        "imprint": imprint.hexdigest(),
    }
    vault.keep_receipt(EntryType.STAMP_REQUESTED, body, {file: request})
    write_new_file(path, lambda stream: _put(stream, request))
    return StampAsked(path=out, file=file, at=head, imprint=imprint.hexdigest())


def add_stamp(
    session: Session, task: Task, /, *, reply: str, authorities: str | None = None
) -> StampAdded:
    """Keep a reply, byte for byte, with what it is worth.

    Args:
        session: holds the vault.
        task: not asked.
        reply: file with the authority's reply.
        authorities: file with the certificates the person trusts, kept with the reply; None leaves
            trust unjudged.

    Raises:
        InputRefused: it answers no request of this vault, is kept already, or does not hold.
        NotUnderstood, LimitReached: it is no reply.
        VaultReadOnly, DiskFull, StorageFailed: it cannot be read or written.
    """
    del task
    vault, untrusted = session.vault, _read(reply)
    trusted = None if authorities is None else _read(authorities)
    found = tsp.read_reply(untrusted)
    asked = _request_for(vault, found, reply)
    verdict = tsp.judge(found, asked.request, trusted)
    for aspect in (verdict.intact, verdict.valid):
        if aspect.outcome is Outcome.DIFFERS:
            raise InputRefused(reason=aspect.why, name=reply)
    if verdict.time is None:
        raise InputRefused(reason="stamp_no_token", name=reply)
    file = _name_for(vault, asked, untrusted, reply)
    body: dict[str, object] = {
        **_at(asked.at),
        "file": file,
        "sha256": hashlib.sha256(untrusted).hexdigest(),
        "request": asked.file,
        "time": utc_text(verdict.time),
        "signer": verdict.signer_sha256,
        "trusted": verdict.trusted.outcome.value,
    }
    files = {file: untrusted}
    if trusted is not None:
        ca = authorities_name(trusted)
        files[ca] = trusted
        body |= {"ca": ca, "ca_sha256": hashlib.sha256(trusted).hexdigest()}
    vault.keep_receipt(EntryType.STAMPED, body, files)
    return StampAdded(
        file=file,
        at=asked.at,
        time=utc_text(verdict.time),
        unix_time=int(verdict.time.timestamp()),
        serial=str(verdict.serial),
        signer_name=verdict.signer_name or "",
        signer_sha256=verdict.signer_sha256 or "",
        intact=verdict.intact.outcome,
        intact_why=verdict.intact.why,
        valid=verdict.valid.outcome,
        valid_why=verdict.valid.why,
        trusted=verdict.trusted.outcome,
        trusted_why=verdict.trusted.why,
        authorities=str(body.get("ca", "")),
    )


def stamps(session: Session, task: Task, /) -> tuple[StampRow, ...]:
    """Return requests and replies in the order of the log, each reply judged anew."""
    del task
    return stamp_rows(session.vault)


def _at(head: LogHead) -> dict[str, object]:
    return {"at": head.size, "root": head.root}


def _put(stream: BinaryIO, data: bytes) -> None:
    stream.write(data)


def _read(path: str) -> bytes:
    try:
        with Path(path).open("rb") as stream:
            return stream.read(STAMP_FILE_MAX + 1)
    except OSError as error:
        raise storage_error(Path(path), error, "read") from error


def _left_by_a_crash(vault: Vault, file: str, imprint: bytes) -> bytes | None:
    """Return a request that was written and never logged: it can be used as it is."""
    if file not in vault.receipt_names():
        return None
    request = vault.receipt(file)
    return request if tsp.read_request(request).imprint == imprint else None


def _requests(vault: Vault) -> Iterator[_Asked]:
    for entry in vault.entries():
        if entry.type is not EntryType.STAMP_REQUESTED:
            continue
        file = str(entry.body["file"])
        head = LogHead(size=int(str(entry.body["at"])), root=str(entry.body["root"]))
        try:
            request = tsp.read_request(vault.receipt(file))
        except EvidenceKitError:
            continue  # a check names it; the others can still be answered
        yield _Asked(at=head, file=file, request=request)


def _request_for(vault: Vault, found: tsp.StampReply, reply: str) -> _Asked:
    if found.token is None:
        raise InputRefused(reason="stamp_not_granted", name=reply)
    for asked in _requests(vault):
        request, token = asked.request, found.token
        if (token.imprint, token.nonce) == (request.imprint, request.nonce):
            return asked
    raise InputRefused(reason="stamp_other_request", name=reply)


def _name_for(vault: Vault, asked: _Asked, untrusted: bytes, reply: str) -> str:
    """Return a free name; or the one where a crash left the same bytes without an entry."""
    logged = {e.body["file"] for e in vault.entries() if e.type is EntryType.STAMPED}
    stem = asked.file.removesuffix(".tsq")
    there = frozenset(vault.receipt_names())
    for count in range(1, _REPLIES_MAX + 1):
        file = f"{stem}.tsr" if count == 1 else f"{stem}-{count}.tsr"
        if file not in there:
            return file
        if vault.receipt(file) == untrusted:
            if file in logged:
                raise InputRefused(reason="stamp_known", name=reply)
            return file
    raise InputRefused(reason="stamp_too_many", name=reply)
