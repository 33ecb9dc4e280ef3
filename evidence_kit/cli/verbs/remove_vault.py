# SPDX-License-Identifier: GPL-3.0-or-later
"""`remove-vault`: delete a whole vault; no passphrase is needed to throw it away."""

from typing import Final

from evidence_kit import wording
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.removal import RemovalPlan
from evidence_kit.errors import UsageFault
from evidence_kit.i18n import Texts
from evidence_kit.service import removing
from evidence_kit.service.session import Session

_CONFIRM: Final = "--confirm"


def _summary(t: Texts) -> str:
    return t("delete a whole vault")


def _declare(declaration: Declaration) -> None:
    t = declaration.t
    declaration.argument("VAULT", t("folder of the vault"))
    declaration.option(
        _CONFIRM,
        t("the name of the folder, to say that you mean it; asked for on a terminal"),
        metavar="NAME",
    )
    declaration.flag(
        "--leave-others", t("go on when other files are in the folder too; those stay")
    )


def _run(call: Call) -> Answer:
    if call.arguments.confirm is None and not call.console.interactive:
        raise UsageFault(reason="missing", argument=_CONFIRM)
    with call.start() as session:
        plan = removing.vault_removal(session, call.task, path=call.arguments.vault)
        return _removed(call, session, plan)


def _removed(call: Call, session: Session, plan: RemovalPlan) -> Answer:
    t = call.t
    if not call.json:
        call.console.line(_what(call, plan))
        for name in plan.others:
            call.console.line(t("Not part of the vault: {name}", name=name))
    typed = call.arguments.confirm
    if typed is None:
        question = t("Everything in it is then gone. Type the name of the folder to go on:")
        typed = call.console.ask(question)
    gone = removing.remove_vault(
        session,
        call.task,
        path=call.arguments.vault,
        typed_name=typed,
        leave_others=call.arguments.leave_others,
    )
    return Answer(
        items=({"path": gone.path, "files": gone.files, "left": gone.left},),
        lines=(
            t("The vault was deleted."),
            t(
                "Copies elsewhere are still there: backups, folders you handed over, your own files."
            ),
            t("A disk may keep traces of deleted files for some time."),
        ),
    )


def _what(call: Call, plan: RemovalPlan) -> str:
    return call.t.n(
        "{path}: {n} file, {size}",
        "{path}: {n} files, {size}",
        plan.files,
        path=plan.path,
        size=wording.rough_size(call.w, plan.size),
    )


VERB: Final = Verb(name="remove-vault", summary=_summary, declare=_declare, run=_run)
