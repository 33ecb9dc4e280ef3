# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps a file of OpenTimestamps beside what it is about. What it proves is not judged here."""

import hashlib
from pathlib import Path

from evidence_kit.domain.custody import EntryType, LogHead
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.stamp import ProofAttached
from evidence_kit.errors import EvidenceKitError, InputRefused, LimitReached
from evidence_kit.export_door import storage_error
from evidence_kit.formats import ots_file
from evidence_kit.limits import STAMP_FILE_MAX
from evidence_kit.service.session import Session
from evidence_kit.service.taking_in import resolve
from evidence_kit.service.task import Task
from evidence_kit.vault.vault import Vault

_PROOFS_MAX = 99
"""Proofs about one state of the log: two digits in the name."""


def attach_proof(
    session: Session, task: Task, /, *, file: str, exhibit: str | None = None
) -> ProofAttached:
    """Keep a file of OpenTimestamps, byte for byte.

    Args:
        session: holds the vault.
        task: not asked.
        file: the .ots file.
        exhibit: number or id of the exhibit it is about; None for a signed head of the log.

    Raises:
        InputRefused: it is no such file, is about something else, or is kept already.
        UnknownExhibit: there is no such exhibit.
        LimitReached, VaultReadOnly, DiskFull, StorageFailed: it cannot be read or kept.
    """
    vault, untrusted = session.vault, _read(file)
    if not ots_file.is_proof(untrusted):
        raise InputRefused(reason="ots_none", name=file)
    sha256 = ots_file.sha256_in(untrusted)
    about = None if exhibit is None else resolve(session, task, exhibit=exhibit)
    at = _head_of(vault, sha256, file) if about is None else vault.head()
    if about is not None and sha256 not in (None, vault.exhibit(about).sha256.hex):
        raise InputRefused(reason="ots_other", name=file)
    name = _name_for(vault, at, untrusted, file)
    body: dict[str, object] = {
        "at": at.size,
        "root": at.root,
        "file": name,
        "sha256": hashlib.sha256(untrusted).hexdigest(),
        "exhibit": about,
    }
    vault.keep_receipt(EntryType.OTS_ATTACHED, body, {name: untrusted})
    kept = None if about is None else ExhibitId(about)
    return ProofAttached(file=name, at=at, exhibit=kept, compared=sha256 is not None)


def _read(file: str) -> bytes:
    try:
        with Path(file).open("rb") as stream:
            untrusted = stream.read(STAMP_FILE_MAX + 1)
    except OSError as error:
        raise storage_error(Path(file), error, "read") from error
    if len(untrusted) > STAMP_FILE_MAX:
        raise LimitReached(limit="STAMP_FILE_MAX", value=len(untrusted), ceiling=STAMP_FILE_MAX)
    return untrusted


def _head_of(vault: Vault, sha256: str | None, file: str) -> LogHead:
    """Return the signed head a proof is about; where that cannot be seen, the newest."""
    newest = vault.head()
    if sha256 is None:
        return newest
    for size in range(newest.size, 0, -1):
        try:
            head = vault.checkpoint_bytes(size)
        except EvidenceKitError:
            continue  # no batch ended there
        if hashlib.sha256(head).hexdigest() == sha256:
            return vault.head(size)
    raise InputRefused(reason="ots_other", name=file)


def _name_for(vault: Vault, at: LogHead, untrusted: bytes, file: str) -> str:
    """Return a free name; or the one where a crash left the same bytes without an entry."""
    logged = {e.body["file"] for e in vault.entries() if e.type is EntryType.OTS_ATTACHED}
    there = frozenset(vault.receipt_names())
    for count in range(1, _PROOFS_MAX + 1):
        name = f"{at.size:010d}.ots" if count == 1 else f"{at.size:010d}-{count}.ots"
        if name not in there:
            return name
        if vault.receipt(name) == untrusted:
            if name in logged:
                raise InputRefused(reason="ots_known", name=file)
            return name
    raise InputRefused(reason="stamp_too_many", name=file)
