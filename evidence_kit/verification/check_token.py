# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks time-stamp requests and replies: the bytes, what they are about, and whether a token holds.

Who made a token is left open: which authority to trust is the person's to say, not the vault's.
"""

import hashlib
import re
from collections.abc import Iterable

from evidence_kit.crypto import tsp
from evidence_kit.domain.custody import EntryType, LogEntry
from evidence_kit.domain.finding import Outcome
from evidence_kit.errors import Damaged, EvidenceKitError, StorageFailed
from evidence_kit.formats.entry_body import body_fits
from evidence_kit.formats.fields import Fields
from evidence_kit.formats.log_entry import utc_text
from evidence_kit.limits import CHECKPOINT_MAX, STAMP_FILE_MAX
from evidence_kit.verification.vault_folder import VaultFolder, checkpoint_item
from evidence_kit.verification.verdicts import Verdicts

_RECEIPT = re.compile(r"receipts/\d{10}(-\d{1,2})?\.ts[qr]\Z", re.ASCII)
_KINDS = frozenset({EntryType.STAMP_REQUESTED, EntryType.STAMPED})


def is_receipt(item: str) -> bool:
    """Say whether a path in a vault is that of a time-stamp request or reply."""
    return _RECEIPT.match(item) is not None


def check_tokens(
    folder: VaultFolder, entries: Iterable[LogEntry], verdicts: Verdicts
) -> frozenset[str]:
    """Check every receipt that the log names; return their paths."""
    seen: set[str] = set()
    for entry in entries:
        if entry.type not in _KINDS or not body_fits(entry.type, entry.body):
            continue
        item = f"receipts/{entry.body['file']}"
        if is_receipt(item):
            seen.add(item)
            _check(folder, item, entry, verdicts)
    return frozenset(seen)


def _check(folder: VaultFolder, item: str, entry: LogEntry, verdicts: Verdicts) -> None:
    body = Fields(entry.body, item)
    try:
        untrusted = folder.read(item, STAMP_FILE_MAX)
        found = hashlib.sha256(untrusted).hexdigest()
        if found != body.text("sha256"):
            verdicts.differs(item, "sha256", expected=body.text("sha256"), found=found)
        elif entry.type is EntryType.STAMP_REQUESTED:
            _check_request(folder, item, body, (untrusted, verdicts))
        else:
            _check_reply(folder, item, body, (untrusted, verdicts))
    except StorageFailed as error:
        verdicts.unjudged(item, error.code)
    except Damaged as error:
        verdicts.differs(item, str(error.fields.get("why", error.code)))
    except EvidenceKitError as error:
        verdicts.unjudged(item, error.code)


def _check_request(
    folder: VaultFolder, item: str, body: Fields, read: tuple[bytes, Verdicts]
) -> None:
    untrusted, verdicts = read
    imprint = tsp.read_request(untrusted).imprint.hex()
    head = folder.read(checkpoint_item(body.number("at")), CHECKPOINT_MAX)
    stamped = hashlib.sha256(head).hexdigest()
    if imprint == stamped == body.text("imprint"):
        verdicts.matches(item)
    else:
        verdicts.differs(item, "stamp_imprint", expected=stamped, found=imprint)


def _check_reply(
    folder: VaultFolder, item: str, body: Fields, read: tuple[bytes, Verdicts]
) -> None:
    untrusted, verdicts = read
    asked = f"receipts/{body.text('request')}"
    if not is_receipt(asked):
        raise Damaged(item=item, why="field")
    request = tsp.read_request(folder.read(asked, STAMP_FILE_MAX))
    verdict = tsp.judge(tsp.read_reply(untrusted), request)
    for aspect in (verdict.intact, verdict.valid):
        if aspect.outcome is Outcome.DIFFERS:
            verdicts.differs(item, aspect.why)
            return
    if not verdict.holds or verdict.time is None:
        verdicts.unjudged(item, verdict.intact.why)
    elif utc_text(verdict.time) != body.text("time"):
        verdicts.differs(item, "log_differs")
    else:
        verdicts.matches(item)
