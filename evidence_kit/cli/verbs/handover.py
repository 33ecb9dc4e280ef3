# SPDX-License-Identifier: GPL-3.0-or-later
"""`handover`: write and check a folder that anyone can check without this program."""

from collections.abc import Iterator
from typing import Final

from evidence_kit.cli import opening, rows
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.planning import declare_plan, plan_of, whole_number
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.views import BagMade
from evidence_kit.i18n import Texts
from evidence_kit.service import making


def _summary(t: Texts) -> str:
    return t("write a hand-over folder and check it")


def _declare(declaration: Declaration) -> None:
    opening.declare(declaration)
    declaration.argument(
        "OUTDIR", declaration.t("folder to make; it must be empty or not be there")
    )
    declare_plan(declaration)


def _run(call: Call) -> Answer:
    with opening.opened(call) as session:
        made = making.hand_over(
            session,
            call.task,
            folder=call.arguments.outdir,
            plan=plan_of(call, session),
            at=whole_number(call.arguments.at, "--at"),
        )
    return Answer(items=(rows.bag(made),), lines=tuple(lines(call.t, made)))


def lines(t: Texts, made: BagMade) -> Iterator[str]:
    """Return what to say of a folder that was made."""
    yield t("Hand-over folder written and checked: {path}", path=made.path)
    yield "  " + t.n("{n} file", "{n} files", made.files)
    yield "  " + t("Fingerprint of the list of lists: {digest}", digest=made.tagmanifest_sha256)
    yield "  " + t("Fingerprint of the key that signed it: {digest}", digest=made.key_fingerprint)
    yield t("Give the two fingerprints on paper, apart from the folder. How to check stands in it.")


VERB: Final = Verb(name="handover", summary=_summary, declare=_declare, run=_run)
