# SPDX-License-Identifier: GPL-3.0-or-later
"""Removing a whole vault on the owner's word; no passphrase is needed to throw it away."""

import os
import unicodedata
from pathlib import Path

from evidence_kit.domain.removal import RemovalPlan, VaultRemoved
from evidence_kit.errors import InputRefused
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task
from evidence_kit.vault import vault


def vault_removal(session: Session, task: Task, /, *, path: str) -> RemovalPlan:
    """Say what removing the vault in a folder would delete; deletes nothing.

    Raises:
        NotAVault: there is nothing of a vault.
        StorageFailed: the folder cannot be looked through.
    """
    del session, task
    return vault.removal_plan(Path(path))


def remove_vault(
    session: Session, task: Task, /, *, path: str, typed_name: str, leave_others: bool = False
) -> VaultRemoved:
    """Delete a vault; one that is open in this session is closed first.

    Args:
        session: may hold this vault open.
        task: not used.
        path: the vault's folder.
        typed_name: the folder's name as the person typed it.
        leave_others: leave files in the folder that are none of a vault's, and go on.

    Raises:
        InputRefused: the name is another one, or other files are there; nothing was deleted.
        NotAVault, VaultInUse: nothing was deleted.
        StorageFailed: the system refused; what is left can be removed again.
    """
    del task
    plan = vault.removal_plan(Path(path))
    if _same(typed_name) != _same(plan.name):
        raise InputRefused(reason="folder_name", name=plan.name)
    if plan.others and not leave_others:
        raise InputRefused(reason="others_in_folder", name=plan.name, count=len(plan.others))
    if session.is_open and os.path.samefile(session.vault.path, plan.path):  # noqa: PTH121 -- both are paths of folders that are there
        session.let_go()
    return vault.remove_vault(Path(path), leave_others=leave_others)


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip())
