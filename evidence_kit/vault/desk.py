# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies on the desk: small sealed files of the person's work, beside the evidence.

They are not evidence and not in the log; without them nothing is lost but convenience. Like files of
the index they are sealed and tagged, so that only a holder of the keys can have made them.
"""

from typing import Final

from evidence_kit.errors import LimitReached
from evidence_kit.limits import DESK_FILE_MAX
from evidence_kit.vault import cache, fs
from evidence_kit.vault.store import Store

SETTINGS: Final = "settings.age"
PENDING: Final = "pending.age"
BACKUPS: Final = "backups.age"


def read(store: Store, file: str) -> bytes | None:
    """Return what lies there; None when nothing does, or it is not to be believed."""
    return cache.read(store.keyring, store.layout.desk / file, DESK_FILE_MAX)


def write(store: Store, file: str, data: bytes) -> None:
    """Put a file there, in the place of the one before.

    Raises:
        LimitReached: it is larger than any of ours.
        VaultReadOnly, DiskFull, StorageFailed: it cannot be written; the one before stands.
    """
    store.check_writable()
    if len(data) > DESK_FILE_MAX:
        raise LimitReached(limit="DESK_FILE_MAX", value=len(data), ceiling=DESK_FILE_MAX)
    if not store.layout.desk.is_dir():
        fs.make_folder(store.layout.desk)
    cache.write(store.layout, store.keyring, store.layout.desk / file, data)


def clear(store: Store, file: str) -> None:
    """Take a file away; one that is not there is fine.

    Raises:
        VaultReadOnly, StorageFailed: it cannot be taken away.
    """
    store.check_writable()
    fs.remove(store.layout.desk / file)
