# SPDX-License-Identifier: GPL-3.0-or-later
"""`export`: write one original in the clear to a new file."""

from typing import Final

from evidence_kit.cli import opening
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.exhibit import Holding
from evidence_kit.i18n import Texts
from evidence_kit.service import taking_in


def _summary(t: Texts) -> str:
    return t("write one original to a new file, not encrypted")


def _declare(declaration: Declaration) -> None:
    t = declaration.t
    opening.declare(declaration)
    declaration.argument("EXHIBIT", t("number or id of the exhibit"))
    declaration.argument("OUT", t("the file to write; it must not be there yet"))


def _run(call: Call) -> Answer:
    out = call.arguments.out
    with opening.opened(call, read_only=True) as session:
        exhibit = session.vault.exhibit(opening.exhibit_id(call, session))
        size = taking_in.export(session, call.task, exhibit=exhibit.id, out=out)
    complete = exhibit.holding is not Holding.WITH_HOLES
    t = call.t
    lines = [
        t("Exhibit {number} written to: {path}", number=exhibit.number, path=out),
        t("That file is not encrypted."),
    ]
    if not complete:
        lines.append(
            t.n(
                "{n} part was not kept. Zeros stand in its place; its fingerprint is in the log.",
                "{n} parts were not kept. Zeros stand in their place; their fingerprints are in"
                " the log.",
                len(exhibit.holes),
            )
        )
    stored = exhibit.stored_sha256 or exhibit.sha256
    item = {
        "number": exhibit.number,
        "exhibit": exhibit.id,
        "path": out,
        "size": size,
        "complete": complete,
        "holes": len(exhibit.holes),
        "sha256": stored.hex,
        "original_sha256": exhibit.sha256.hex,
    }
    return Answer(items=(item,), lines=tuple(lines))


VERB: Final = Verb(name="export", summary=_summary, declare=_declare, run=_run)
