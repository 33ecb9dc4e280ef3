# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing a vault of an older format to the newest, when its owner says so."""

from evidence_kit.domain.change import ChangeSet
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task


def migrate(session: Session, task: Task, /) -> ChangeSet:
    """Bring the open vault to the newest format; one that has it stays as it is.

    Opening says `older_format` of a vault that needs it.

    Raises:
        VaultReadOnly: it was opened for reading only, or something in it is damaged.
        DiskFull, StorageFailed: the system refused; it can be tried again.
    """
    del task
    return session.vault.migrate()
