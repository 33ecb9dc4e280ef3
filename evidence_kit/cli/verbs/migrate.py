# SPDX-License-Identifier: GPL-3.0-or-later
"""`migrate`: bring a vault of an older format to the newest one."""

from typing import Final

from evidence_kit.cli import opening
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.i18n import Texts
from evidence_kit.service import migrating


def _summary(t: Texts) -> str:
    return t("bring a vault to the newest format")


def _declare(declaration: Declaration) -> None:
    opening.declare(declaration)


def _run(call: Call) -> Answer:
    with opening.opened(call) as session:
        before = session.vault.head().size
        change = migrating.migrate(session, call.task)
        version = session.vault.header.version
    t, steps = call.t, change.log_size - before
    done = t("It had it already. Nothing was changed.")
    if steps:
        done = t("What was in it is unchanged. Older versions of the program cannot open it now.")
    return Answer(
        items=({"version": version, "migrated": bool(steps), "log_size": change.log_size},),
        lines=(t("The vault has the newest format: version {version}.", version=version), done),
    )


VERB: Final = Verb(name="migrate", summary=_summary, declare=_declare, run=_run)
