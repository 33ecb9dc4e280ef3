# SPDX-License-Identifier: GPL-3.0-or-later
"""When the last backup was, and whether it is time to say so."""

from datetime import datetime, timedelta

from evidence_kit.limits import BACKUP_DUE_DAYS, BACKUP_FIRST_DAYS
from evidence_kit.vault.vault import Vault


def last_backup(vault: Vault) -> str | None:
    """Return when a backup was last completed (ISO 8601, UTC); None when none is remembered."""
    return max((row.time for row in vault.backups() if row.time is not None), default=None)


def backup_due(vault: Vault) -> bool:
    """Say whether something that was taken in is in no backup, and that for a while.

    The clock may have been set; then nothing worse happens than a reminder at the wrong time.
    """
    done = [row for row in vault.backups() if row.time is not None]
    covered = max((row.size for row in done), default=0)
    waiting = [one.added for one in vault.exhibits() if one.entry >= covered]
    if not waiting:
        return False
    since = max((row.time for row in done if row.time is not None), default=min(waiting))
    patience = timedelta(days=BACKUP_DUE_DAYS if done else BACKUP_FIRST_DAYS)
    return vault.clock.read().utc - datetime.fromisoformat(since) >= patience
