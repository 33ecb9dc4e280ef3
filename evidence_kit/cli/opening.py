# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens the vault a verb works on, and says what opening found."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from evidence_kit import wording
from evidence_kit.cli import passphrases
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.places import holds_vault
from evidence_kit.cli.verb import Call
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.errors import NotAVault, UsageFault
from evidence_kit.service import opening, taking_in
from evidence_kit.service.session import Session


def declare(declaration: Declaration) -> None:
    """Add VAULT and what opens it."""
    declaration.argument("VAULT", declaration.t("folder of the vault"))
    passphrases.declare(declaration)


@contextlib.contextmanager
def opened(call: Call, *, read_only: bool = False) -> Iterator[Session]:
    """Hold the vault of a call open.

    Args:
        call: the use of a verb; its arguments name the vault.
        read_only: the verb only looks, so nothing may be written.

    Raises:
        NotAVault: before anybody is asked for a passphrase.
        UsageFault, WrongPassphrase, Damaged, NewerFormat, VaultInUse: see errors.
    """
    path = call.arguments.vault
    found = passphrases.given_or_askable(call)
    if not holds_vault(Path(path)):
        raise NotAVault(path=path)
    with call.start() as session:
        found = found or passphrases.asked(call)
        call.console.progress(call.t("Opening the vault"))
        opening.unlock(
            session,
            call.task,
            path=path,
            passphrase=found.passphrase,
            recovery_key=found.recovery_key,
            read_only=read_only,
            role=passphrases.role(call),
            actor_name=call.arguments.actor,
        )
        call.console.progress("")
        say_findings(call, session)
        yield session


def check_askable(call: Call) -> None:
    """Say at once that nobody can be asked for a passphrase; reads nothing.

    Raises:
        UsageFault: no file is named, and there is no terminal.
    """
    named = call.arguments.passphrase_file or call.arguments.recovery_key_file
    if named is None and not call.console.interactive:
        raise UsageFault(reason="passphrase_needed")


def say_findings(call: Call, session: Session) -> None:
    """Tell people what opening brought to light."""
    if not call.json:
        for code in session.vault.findings:
            call.console.error(wording.opening(call.w, code))


def exhibit_id(call: Call, session: Session) -> ExhibitId:
    """Turn the EXHIBIT of a call, a number or an id, into an id.

    Raises:
        UnknownExhibit: there is none.
    """
    return taking_in.resolve(session, call.task, exhibit=call.arguments.exhibit)
