# SPDX-License-Identifier: GPL-3.0-or-later
"""`init`: make a vault, and give out its recovery key once."""

from typing import Final

from evidence_kit.cli import passphrases, recovery_file
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.exits import Exit, exit_of
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.views import Opened
from evidence_kit.errors import EvidenceKitError, OutputExists, StorageFailed
from evidence_kit.i18n import Texts
from evidence_kit.service import opening


def _summary(t: Texts) -> str:
    return t("make a vault")


def _declare(declaration: Declaration) -> None:
    t = declaration.t
    declaration.argument("VAULT", t("folder for the new vault; it must be empty or not be there"))
    declaration.option(
        "--recovery-file",
        t("write the recovery key to this new file and do not show it"),
        metavar="FILE",
    )
    passphrases.declare_passphrase(declaration)
    passphrases.declare_actor(declaration)


def _run(call: Call) -> Answer:
    key_file = call.arguments.recovery_file
    recovery_file.check_place(call.arguments.vault, key_file)
    _suggest(call)
    passphrase = passphrases.new_passphrase(call)
    with call.start() as session:
        call.console.progress(call.t("Making the vault"))
        made = opening.create(
            session,
            call.task,
            path=call.arguments.vault,
            passphrase=passphrase,
            role=passphrases.role(call),
            actor_name=call.arguments.actor,
        )
    return _given_out(call, made)


def _given_out(call: Call, made: Opened) -> Answer:
    """Write the recovery key, or show it; also where writing failed, because it comes but once."""
    key, key_file = made.recovery_key or "", call.arguments.recovery_file
    failure: EvidenceKitError | None = None
    if key_file is not None:
        try:
            recovery_file.write(key_file, key)
        except (OutputExists, StorageFailed) as failed:
            failure, key_file = failed, None
    item = {
        "vault": made.summary.id,
        "path": made.summary.path,
        "recovery_file": key_file,
        "recovery_key": None if key_file is not None else key,
    }
    return Answer(
        items=(item,),
        lines=_lines(call, made.summary.path, key, key_file),
        exit=Exit.DONE if failure is None else exit_of(failure),
        failure=failure,
    )


def _suggest(call: Call) -> None:
    # Six words drawn by chance are better than what people think up, and easier to keep.
    if call.console.interactive and call.arguments.passphrase_file is None:
        with call.start() as session:
            words = opening.suggest_passphrase(session, call.task, language=call.t.lang)
        call.console.error(call.t("Six words by chance make a good passphrase. For example:"))
        call.console.error(f"  {words}")


def _lines(call: Call, path: str, key: str, key_file: str | None) -> tuple[str, ...]:
    made = call.t("Vault made: {path}", path=path)
    if key_file is not None:
        return (
            made,
            call.t("Recovery key written to: {path}", path=key_file),
            call.t("Keep that file away from this computer, and from the vault."),
        )
    return (
        made,
        call.t("Recovery key, shown this once. It opens the vault without the passphrase:"),
        f"  {' '.join(opening.recovery_groups(key))}",
        call.t("Write it down and keep it where only you can find it."),
    )


VERB: Final = Verb(name="init", summary=_summary, declare=_declare, run=_run)
