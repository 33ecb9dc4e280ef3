# SPDX-License-Identifier: GPL-3.0-or-later
"""`remove`: take the content of one exhibit out of the vault; number, digest and the fact stay."""

from typing import Final

from evidence_kit.cli import opening
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.i18n import Texts
from evidence_kit.service import backing_up, taking_in


def _summary(t: Texts) -> str:
    return t("remove the content of one exhibit")


def _declare(declaration: Declaration) -> None:
    t = declaration.t
    opening.declare(declaration)
    declaration.argument("EXHIBIT", t("number or id of the exhibit"))
    declaration.option(
        "--reason", t("why, in your own words; kept sealed"), metavar="TEXT", required=True
    )


def _run(call: Call) -> Answer:
    with opening.opened(call) as session:
        exhibit = opening.exhibit_id(call, session)
        number = session.vault.exhibit(exhibit).number
        changed = taking_in.remove(
            session, call.task, exhibit=exhibit, reason=call.arguments.reason
        )
        held = tuple(
            row.place
            for row in backing_up.backups(session, call.task)
            if number in row.holds_removed
        )
    t = call.t
    return Answer(
        items=(
            {
                "number": number,
                "exhibit": exhibit,
                "log_size": changed.log_size,
                "backups": [*held],
            },
        ),
        lines=(
            t("The content of exhibit {number} was removed.", number=number),
            t("Its number, its fingerprint (SHA-256) and the removal stay in the custody log."),
            t("The program cannot reach other copies: your own file, backups, folders you made."),
            *(t("Still in this backup until its next run: {path}", path=place) for place in held),
        ),
    )


VERB: Final = Verb(name="remove", summary=_summary, declare=_declare, run=_run)
