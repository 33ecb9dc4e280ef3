# SPDX-License-Identifier: GPL-3.0-or-later
"""Making and unlocking a vault."""

import hmac
from pathlib import Path

from evidence_kit import resources
from evidence_kit.crypto import passphrase as passphrases
from evidence_kit.crypto.secret import Secret
from evidence_kit.domain.custody import Actor, Role
from evidence_kit.domain.views import Opened, VaultSummary
from evidence_kit.errors import UsageFault, WeakPassphrase
from evidence_kit.service.choices import read_settings
from evidence_kit.service.recovery_trial import RECOVERY_GROUP, tidy
from evidence_kit.service.reminding import backup_due, last_backup
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task
from evidence_kit.vault.vault import create_vault, open_vault


def create(
    session: Session,
    task: Task,
    /,
    *,
    path: str,
    passphrase: str,
    role: Role = Role.UNKNOWN,
    actor_name: str | None = None,
) -> Opened:
    """Make a vault and hold it open; the recovery key is in the answer, this once.

    Raises:
        WeakPassphrase: it is too easy to guess; nothing was made.
        VaultExists, DiskFull, StorageFailed: the place does not do.
    """
    del task
    refuse_weak(passphrase)
    with Secret.from_text(passphrase) as secret:
        vault, recovery = create_vault(
            Path(path),
            secret,
            scrypt=session.scrypt,
            clock=session.clock,
            actor=Actor(role=role, name=actor_name or None),
            key_command=session.key_command,
        )
    session.hold(vault)
    session.recovery_shown = recovery.reveal().decode("ascii")
    return Opened(summary=summary(session, Task()), recovery_key=session.recovery_shown)


def unlock(  # noqa: PLR0913 -- one keyword a field of the request
    session: Session,
    task: Task,
    /,
    *,
    path: str,
    passphrase: str | None = None,
    recovery_key: str | None = None,
    role: Role = Role.UNKNOWN,
    actor_name: str | None = None,
    read_only: bool = False,
) -> Opened:
    """Open a vault with a passphrase or with the recovery key.

    Raises:
        UsageFault: neither was given.
        WrongPassphrase, WrongRecoveryKey, NotAVault, Damaged, NewerFormat, VaultInUse: see errors.
    """
    del task
    if passphrase is None and recovery_key is None:
        raise UsageFault(reason="no_key_given")
    with_recovery = passphrase is None
    text = passphrase if passphrase is not None else tidy(recovery_key or "")
    with Secret.from_text(text) as secret:
        vault = open_vault(
            Path(path),
            secret,
            with_recovery=with_recovery,
            clock=session.clock,
            actor=Actor(role=role, name=actor_name or None),
            key_command=session.key_command,
            read_only=read_only,
        )
    session.hold(vault)
    return Opened(summary=summary(session, Task()), settings=read_settings(session))


def confirm_recovery(session: Session, task: Task, /, *, part: str, position: int) -> bool:
    """Compare one typed group of the recovery key, counted from 0, with the key just shown."""
    del task
    groups = recovery_groups(session.recovery_shown or "")
    if not 0 <= position < len(groups):
        return False
    typed = part.strip().upper().encode("utf-8")
    fits = hmac.compare_digest(groups[position].encode("ascii"), typed)
    if fits:
        session.vault.note_recovery_confirmed()
        session.recovery_shown = None
    return fits


def recovery_groups(key: str) -> tuple[str, ...]:
    """Cut a recovery key into the groups it is shown in."""
    return tuple(key[i : i + RECOVERY_GROUP] for i in range(0, len(key), RECOVERY_GROUP))


def summary(session: Session, task: Task, /) -> VaultSummary:
    """Return the state of the open vault."""
    del task
    vault = session.vault
    return VaultSummary(
        id=vault.header.vault,
        path=str(vault.path),
        read_only=vault.read_only,
        exhibits=len(vault.exhibits()),
        head=vault.head(),
        role=vault.actor.role.value,
        recovery_confirmed=vault.recovery_confirmed,
        findings=vault.findings,
        last_backup=last_backup(vault),
        backup_due=backup_due(vault),
    )


def judge_passphrase(session: Session, task: Task, /, *, text: str) -> tuple[int, bool]:
    """Return score (0 to 4) and whether it is refused."""
    del session, task
    strength = passphrases.judge(text)
    return strength.score, strength.refused


def suggest_passphrase(session: Session, task: Task, /, *, language: str) -> str:
    """Return six words drawn at random in a language."""
    del session, task
    words = resources.read_text("texts", language, "passphrase_words.txt").split()
    return passphrases.generate(words)


def refuse_weak(passphrase: str) -> None:
    """See that a new passphrase does.

    Raises:
        WeakPassphrase: it is too easy to guess.
    """
    strength = passphrases.judge(passphrase)
    if strength.refused:
        raise WeakPassphrase(
            score=strength.score, guesses_log10=int(strength.guesses_log10), why=strength.why
        )
