# SPDX-License-Identifier: GPL-3.0-or-later
"""`restore`: check a backup, and make a vault out of it in another folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from evidence_kit import wording
from evidence_kit.cli import opening as cli_opening
from evidence_kit.cli import passphrases, place_lines, rows
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.exits import Exit
from evidence_kit.cli.places import holds_vault
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.backup import Restored
from evidence_kit.domain.finding import Outcome
from evidence_kit.errors import NotAVault
from evidence_kit.i18n import Texts
from evidence_kit.service import backing_up


def _summary(t: Texts) -> str:
    return t("make a vault out of a backup")


def _declare(declaration: Declaration) -> None:
    t = declaration.t
    declaration.argument("FROM", t("folder of the backup; it is only read"))
    declaration.argument("TO", t("folder for the vault; it must be empty or not be there"))
    passphrases.declare(declaration)


def _run(call: Call) -> Answer:
    source, target = vars(call.arguments)["from"], call.arguments.to
    found = passphrases.given_or_askable(call)
    if not holds_vault(Path(source)):
        raise NotAVault(path=source)
    with call.start() as session:
        place_lines.say(call, session, target)
        found = found or passphrases.asked(call)
        made = backing_up.restore(
            session,
            call.task,
            source=source,
            target=target,
            passphrase=found.passphrase,
            recovery_key=found.recovery_key,
            role=passphrases.role(call),
            actor_name=call.arguments.actor,
        )
        cli_opening.say_findings(call, session)
    damaged = made.report.outcome is Outcome.DIFFERS
    return Answer(
        items=(rows.restored(made),),
        lines=tuple(_lines(call, made)),
        exit=Exit.DAMAGED if damaged else Exit.DONE,
    )


def _lines(call: Call, made: Restored) -> Iterator[str]:
    t = call.t
    for found in made.report.findings:
        if found.outcome is not Outcome.MATCHES:
            yield wording.finding(call.w, found)
    yield t("The backup was checked: {outcome}", outcome=wording.name(call.w, made.report.outcome))
    yield t("Vault made out of it: {path}", path=made.path)
    yield "  " + t.n(
        "{n} file copied and read back ({size})",
        "{n} files copied and read back ({size})",
        made.files,
        size=wording.rough_size(call.w, made.bytes),
    )
    if made.report.outcome is Outcome.DIFFERS:
        yield t("What is damaged in the backup is damaged here too. The rest can be used.")
    yield t("Work in one of the two from now on: what went on apart cannot be put together.")


VERB: Final = Verb(name="restore", summary=_summary, declare=_declare, run=_run)
