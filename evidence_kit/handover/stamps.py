# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the time stamps of a vault into a bag: requests, replies, and what was stamped.

Byte for byte as kept, so that stock openssl judges them; what the log does not name stays behind.
"""

import hashlib
from collections.abc import Iterator

from evidence_kit.domain.custody import EntryType, LogEntry
from evidence_kit.errors import Damaged
from evidence_kit.formats import bag
from evidence_kit.formats.fields import Fields
from evidence_kit.formats.receipt_name import is_receipt_name
from evidence_kit.handover.bag_folder import BagFolder
from evidence_kit.vault.vault import Vault

STAMPS = frozenset({EntryType.STAMP_REQUESTED, EntryType.STAMPED, EntryType.OTS_ATTACHED})
"""Entries that name a receipt; they can be read in every bag, unless about what does not travel."""


def travels(entry: LogEntry, exhibits: frozenset[str]) -> bool:
    """Say whether a receipt travels: it is about the log, or about an exhibit that does."""
    return entry.type in STAMPS and entry.body.get("exhibit") in (None, *exhibits)


def write_stamps(folder: BagFolder, vault: Vault, size: int, exhibits: frozenset[str]) -> None:
    """Write what the first `size` entries of the log name, and the signed heads that were stamped.

    Args:
        folder: the bag.
        vault: where they are kept.
        size: entries of the log that travel.
        exhibits: ids of the exhibits that travel.

    Raises:
        Damaged: a file is not the one that the log names.
        DiskFull, StorageFailed: the system refused.
        Cancelled: somebody asked to stop.
    """
    entries = [entry for entry in vault.entries(0, size) if travels(entry, exhibits)]
    if not entries:
        return
    folder.folder(bag.RECEIPTS)
    for name, sha256 in dict(_named(entries)).items():
        folder.write(bag.RECEIPTS + name, (_kept(vault, name, sha256),))
    about_log = [entry for entry in entries if entry.body.get("exhibit") is None]
    for at in sorted({Fields(entry.body, "stamp").number("at") for entry in about_log}):
        folder.write(bag.stamped_head_path(at), (vault.checkpoint_bytes(at),))


def _named(entries: list[LogEntry]) -> Iterator[tuple[str, str]]:
    """Yield file names with their digests, as the log has them."""
    for entry in entries:
        body = Fields(entry.body, "stamp")
        yield body.text("file"), body.text("sha256")
        if body.has("ca"):
            yield body.text("ca"), body.text("ca_sha256")


def _kept(vault: Vault, name: str, sha256: str) -> bytes:
    if not is_receipt_name(name):
        raise Damaged(item=f"receipts/{name}", why="field")
    data = vault.receipt(name)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Damaged(item=f"receipts/{name}", why="sha256")
    return data
