# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks time-stamp requests and replies: the bytes, what they are about, and whether a token holds.

Whom to trust is the person's to say, not the vault's: a token is held against the certificates that
were given with it and kept beside it, and without such it is left open who made it.
"""

import hashlib
from collections.abc import Iterable

from evidence_kit.crypto import tsp
from evidence_kit.domain.custody import EntryType, LogEntry
from evidence_kit.domain.finding import Outcome
from evidence_kit.errors import Damaged, EvidenceKitError, StorageFailed
from evidence_kit.formats.entry_body import body_fits
from evidence_kit.formats.fields import Fields
from evidence_kit.formats.log_entry import utc_text
from evidence_kit.formats.receipt_name import is_receipt_name
from evidence_kit.limits import CHECKPOINT_MAX, STAMP_FILE_MAX
from evidence_kit.verification.vault_folder import VaultFolder, checkpoint_item
from evidence_kit.verification.verdicts import Verdicts

_FOLDER = "receipts/"
_KINDS = frozenset({EntryType.STAMP_REQUESTED, EntryType.STAMPED, EntryType.OTS_ATTACHED})


def is_receipt(item: str) -> bool:
    """Say whether a path in a vault is that of a receipt."""
    return item.startswith(_FOLDER) and is_receipt_name(item.removeprefix(_FOLDER))


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
        authorities = f"{_FOLDER}{entry.body.get('ca')}"
        if is_receipt(authorities):
            seen.add(authorities)
    return frozenset(seen)


def _check(folder: VaultFolder, item: str, entry: LogEntry, verdicts: Verdicts) -> None:
    body = Fields(entry.body, item)
    try:
        untrusted = folder.read(item, STAMP_FILE_MAX)
        found = hashlib.sha256(untrusted).hexdigest()
        if found != body.text("sha256"):
            verdicts.differs(item, "sha256", expected=body.text("sha256"), found=found)
        elif entry.type is EntryType.OTS_ATTACHED:
            verdicts.unjudged(item, "ots_not_judged")  # the file is unchanged; that is all we know
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
    reply = tsp.read_reply(untrusted)
    authorities = _authorities(folder, body, verdicts)
    verdict = tsp.judge(reply, request, authorities)
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
        if authorities is not None:
            _judge_trust(item, verdict, body, verdicts)


def _authorities(folder: VaultFolder, body: Fields, verdicts: Verdicts) -> bytes | None:
    """Return the certificates the person gave with a reply, as kept; None when there are none."""
    if not body.has("ca"):
        return None
    item = f"{_FOLDER}{body.text('ca')}"
    if not is_receipt(item):
        raise Damaged(item=item, why="field")
    untrusted = folder.read(item, STAMP_FILE_MAX)
    found = hashlib.sha256(untrusted).hexdigest()
    if found != body.text("ca_sha256"):
        verdicts.differs(item, "sha256", expected=body.text("ca_sha256"), found=found)
        return None
    verdicts.matches(item)
    return untrusted


def _judge_trust(item: str, verdict: tsp.StampVerdict, body: Fields, verdicts: Verdicts) -> None:
    """Hold who made a token against what was logged when it was kept."""
    whom = f"{item} (trust)"
    found = verdict.trusted.outcome
    if found.value != body.text("trusted"):
        verdicts.differs(whom, "log_differs", expected=body.text("trusted"), found=found.value)
    elif found is Outcome.MATCHES:
        verdicts.matches(whom, "stamp_traced")
    else:
        verdicts.unjudged(whom, verdict.trusted.why)
