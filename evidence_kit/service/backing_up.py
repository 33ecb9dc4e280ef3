# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups of the open vault, and a vault out of a backup."""

from pathlib import Path

from evidence_kit.crypto.secret import Secret
from evidence_kit.domain.backup import (
    BackupMade,
    BackupRow,
    CopyComparison,
    PlaceWarning,
    Restored,
)
from evidence_kit.domain.custody import Role
from evidence_kit.errors import StorageFailed, VaultReadOnly
from evidence_kit.formats.key_slot import KeyMaterial
from evidence_kit.service import opening
from evidence_kit.service.recovery_trial import tidy
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task
from evidence_kit.vault import vault
from evidence_kit.vault.vault import CopyOrder
from evidence_kit.verification.check_vault import check_vault


def place_warnings(
    session: Session, task: Task, /, *, path: str, for_backup: bool = False
) -> tuple[PlaceWarning, ...]:
    """Return what is to know of a place, gravest first; it need not be there yet.

    Args:
        session: holds the vault, where `for_backup` is set.
        task: not used.
        path: the place.
        for_backup: it is to hold a copy of the open vault.
    """
    del task
    return vault.place_warnings(Path(path), session.vault.path if for_backup else None)


def back_up(session: Session, task: Task, /, *, folder: str, check_all: bool = False) -> BackupMade:
    """Copy the open vault to a folder, or bring the copy there up to date.

    Args:
        session: holds the vault.
        task: is told the progress, and stops the work; the next run goes on.
        folder: a new or empty folder, or a copy of this vault.
        check_all: read and compare what lies there already, too.

    Raises:
        CopyRefused: the folder is none that this vault may go on in, or cannot hold it.
        VaultInUse: the copy is open in another program.
        DiskFull, StorageFailed, Damaged: it stopped half-way; the next run goes on.
    """
    return session.vault.back_up(Path(folder), _order(task, check_all=check_all))


def backups(session: Session, task: Task, /) -> tuple[BackupRow, ...]:
    """Return the copies that the vault remembers, the newest first."""
    del task
    return session.vault.backups()


def compare_copy(session: Session, task: Task, /, *, folder: str) -> CopyComparison:
    """Say how a folder stands to the open vault; writes nothing.

    Raises:
        NewerFormat, StorageFailed: it cannot be read.
    """
    del task
    return session.vault.compare_copy(Path(folder))


def restore(  # noqa: PLR0913 -- one keyword a field of the request
    session: Session,
    task: Task,
    /,
    *,
    source: str,
    target: str,
    passphrase: str | None = None,
    recovery_key: str | None = None,
    role: Role = Role.UNKNOWN,
    actor_name: str | None = None,
) -> Restored:
    """Check a copy, make a vault out of it, and open that when a key is given.

    A damaged copy is restored as far as it goes, for it may be all that is left; the report says what is
    damaged. The copy itself is only read.

    Raises:
        NotAVault, NewerFormat, Damaged: there is no copy that can be read.
        WrongPassphrase, WrongRecoveryKey: nothing was made.
        OutputExists, CopyRefused, VaultInUse: the place, or the copy, is not free.
        DiskFull, StorageFailed: it stopped half-way; the same call goes on.
    """
    origin, place = Path(source), Path(target)
    vault.check_free_for_copy(origin, place)
    keys = _keys(session, origin, passphrase, recovery_key)
    report = check_vault(origin, keys, report=task.report, cancel=task.cancel)
    done = vault.make_from_copy(origin, place, _order(task, check_all=True))
    summary = None
    if keys is not None:
        opened = opening.unlock(
            session,
            task,
            path=target,
            passphrase=passphrase,
            recovery_key=recovery_key,
            role=role,
            actor_name=actor_name,
        )
        _adopt(session, origin)
        summary = opened.summary
    return Restored(
        path=target,
        files=done.copied + done.checked,
        bytes=done.copied_bytes,
        report=report,
        summary=summary,
    )


def _order(task: Task, *, check_all: bool) -> CopyOrder:
    return CopyOrder(check_all=check_all, report=task.report, cancel=task.cancel)


def _keys(
    session: Session, origin: Path, passphrase: str | None, recovery_key: str | None
) -> KeyMaterial | None:
    text = passphrase if passphrase is not None else recovery_key
    if text is None:
        return None
    with_recovery = passphrase is None
    with Secret.from_text(tidy(text) if with_recovery else text) as secret:
        return vault.unlock_keys(
            origin, secret, with_recovery=with_recovery, key_command=session.key_command
        )


def _adopt(session: Session, origin: Path) -> None:
    """Keep the list of copies; a vault that cannot be written to goes without it."""
    try:
        session.vault.adopt_backups(origin)
    except (StorageFailed, VaultReadOnly):
        return
