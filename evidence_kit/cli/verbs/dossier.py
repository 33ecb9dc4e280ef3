# SPDX-License-Identifier: GPL-3.0-or-later
"""`dossier`: write the dossier to a new PDF."""

from collections.abc import Iterator
from typing import Final

from evidence_kit import wording
from evidence_kit.cli import opening, rows
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.planning import declare_plan, plan_of, whole_number
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.views import Concern, DossierMade
from evidence_kit.i18n import Texts
from evidence_kit.service import making


def _summary(t: Texts) -> str:
    return t("write the dossier as a PDF")


def _declare(declaration: Declaration) -> None:
    opening.declare(declaration)
    declaration.argument("OUT", declaration.t("the PDF to write; it must not be there yet"))
    declare_plan(declaration)


def _run(call: Call) -> Answer:
    with opening.opened(call) as session:
        plan = plan_of(call, session)
        concerns = making.concerns(session, call.task, plan=plan)
        made = making.make_dossier(
            session,
            call.task,
            out=call.arguments.out,
            plan=plan,
            at=whole_number(call.arguments.at, "--at"),
        )
    item = {**rows.dossier(made), "concerns": [rows.concern(found) for found in concerns]}
    return Answer(items=(item,), lines=tuple(_lines(call, made, concerns)))


def _lines(call: Call, made: DossierMade, concerns: tuple[Concern, ...]) -> Iterator[str]:
    t = call.t
    yield t("Dossier written: {path}", path=made.path)
    yield "  " + t.n("{n} page", "{n} pages", made.pages)
    yield "  " + t.n("{n} exhibit", "{n} exhibits", made.exhibits)
    yield "  " + t.n("{n} message printed", "{n} messages printed", made.messages_printed)
    if made.messages_left_out:
        yield "  " + t.n(
            "{n} message not printed", "{n} messages not printed", made.messages_left_out
        )
    yield f"  SHA-256: {made.sha256}"
    yield "  " + t(
        "Head of the log: {size} entries, {root}", size=made.head.size, root=made.head.root
    )
    if concerns:
        yield t("To look at before you hand it over:")
        yield from (f"  {'. '.join(wording.concern(call.w, found))}" for found in concerns)


VERB: Final = Verb(name="dossier", summary=_summary, declare=_declare, run=_run)
