# SPDX-License-Identifier: GPL-3.0-or-later
"""What opens the vault, and changing it. A new passphrase is judged here, before the vault sees it."""

from pathlib import Path

from evidence_kit.crypto.age import Identity
from evidence_kit.crypto.secret import Secret
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.paper import RecoveryTried
from evidence_kit.domain.views import KeySlotRow
from evidence_kit.errors import UsageFault
from evidence_kit.service.opening import refuse_weak
from evidence_kit.service.recovery_trial import trial
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task
from evidence_kit.vault.vault import NewPassphrase


def key_slots(session: Session, task: Task, /) -> tuple[KeySlotRow, ...]:
    """Return what opens the vault."""
    del task
    return session.vault.key_slots()


def change_passphrase(session: Session, task: Task, /, *, passphrase: str) -> ChangeSet:
    """Change the passphrase in use; opened with the recovery key, the first one.

    Raises:
        WeakPassphrase: it is too easy to guess; nothing was changed.
        VaultReadOnly, DiskFull, StorageFailed: it cannot be done now.
    """
    del task
    refuse_weak(passphrase)
    with Secret.from_text(passphrase) as secret:
        return session.vault.change_passphrase(_new(session, secret))


def add_passphrase(session: Session, task: Task, /, *, passphrase: str, label: str) -> ChangeSet:
    """Let a second passphrase open the vault; the label says whose it is, and is kept sealed.

    Raises:
        WeakPassphrase, InputRefused: the passphrase, or the label, does not do.
        LimitReached: there are as many as there may be.
        VaultReadOnly, DiskFull, StorageFailed: it cannot be done now.
    """
    del task
    refuse_weak(passphrase)
    with Secret.from_text(passphrase) as secret:
        return session.vault.add_passphrase(_new(session, secret), label)


def remove_slot(session: Session, task: Task, /, *, slot: str) -> ChangeSet:
    """Remove a passphrase by the name of its slot.

    Raises:
        InputRefused: no such slot, the recovery slot, or the last passphrase.
        VaultReadOnly, DiskFull, StorageFailed: it cannot be done now.
    """
    del task
    return session.vault.remove_slot(slot)


def draw_recovery(session: Session, task: Task, /) -> str:
    """Return a new recovery key, to be given out; it opens nothing until `replace_recovery`."""
    del task
    session.recovery_drawn = Identity.generate().to_secret().reveal().decode("ascii")
    return session.recovery_drawn


def discard_recovery(session: Session, task: Task, /) -> None:
    """Forget the key of `draw_recovery`; the one in place stays."""
    del task
    session.recovery_drawn = None


def replace_recovery(session: Session, task: Task, /) -> ChangeSet:
    """Let the key of `draw_recovery` open the vault in place of the old one.

    In two steps, because after the second the old key is gone: whoever has no other way in must hold
    the new one by then.

    Raises:
        UsageFault: none was drawn.
        VaultReadOnly, DiskFull, StorageFailed: it cannot be done now.
    """
    del task
    drawn = session.recovery_drawn
    if drawn is None:
        raise UsageFault(reason="no_key_given")
    with Secret.from_text(drawn) as secret:
        change = session.vault.replace_recovery(secret)
    session.recovery_shown, session.recovery_drawn = drawn, None
    return change


def try_recovery(
    session: Session, task: Task, /, *, recovery_key: str, path: str | None = None
) -> RecoveryTried:
    """Say whether a recovery key opens a vault; nothing is changed, written or logged.

    Args:
        session: holds the vault that is meant when `path` is None.
        task: not asked.
        recovery_key: as typed from the paper; groups and small letters do not matter.
        path: a vault that need not be open.

    Raises:
        NotAVault, NewerFormat, StorageFailed: there is nothing to try it on.
    """
    del task
    return trial(session.vault.path if path is None else Path(path), recovery_key)


def _new(session: Session, secret: Secret) -> NewPassphrase:
    return NewPassphrase(passphrase=secret, scrypt=session.scrypt, command=session.key_command)
