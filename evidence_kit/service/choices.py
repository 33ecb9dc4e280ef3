# SPDX-License-Identifier: GPL-3.0-or-later
"""The person's choices: kept in the vault, so that nothing outside it tells of them."""

from evidence_kit.errors import Damaged
from evidence_kit.formats import settings_file
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task
from evidence_kit.settings import Settings
from evidence_kit.vault.vault import SETTINGS


def kept_settings(session: Session, task: Task, /) -> Settings | None:
    """Return the choices kept in the open vault; None when none are, or a newer program keeps them."""
    del task
    return read_settings(session)


def change_settings(session: Session, task: Task, /, *, settings: Settings) -> None:
    """Keep the choices in the open vault; they are no part of the custody log.

    Raises:
        Damaged: a newer version of the program keeps its choices there; they stay as they are.
        VaultReadOnly, DiskFull, StorageFailed: they cannot be kept now; those before stand.
    """
    del task
    before = session.vault.desk_file(SETTINGS)
    session.vault.put_on_desk(SETTINGS, settings_file.encode(settings, before))


def read_settings(session: Session) -> Settings | None:
    """Return the choices kept in the open vault, if they can be read."""
    found = session.vault.desk_file(SETTINGS)
    if found is None:
        return None
    try:
        return settings_file.decode(found)
    except Damaged:
        return None
