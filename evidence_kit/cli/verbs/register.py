# SPDX-License-Identifier: GPL-3.0-or-later
"""`register`: note name, size, place and fingerprint of files; make no copy."""

from typing import Final

from evidence_kit.cli import opening
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.taken import answer_for
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.i18n import Texts
from evidence_kit.service import taking_in


def _summary(t: Texts) -> str:
    return t("note files without a copy")


def _declare(declaration: Declaration) -> None:
    opening.declare(declaration)
    declaration.argument("PATH", declaration.t("files and folders to note"), several=True)


def _run(call: Call) -> Answer:
    with opening.opened(call) as session:
        result = taking_in.register(session, call.task, paths=tuple(call.arguments.path))
    return answer_for(call, result)


VERB: Final = Verb(name="register", summary=_summary, declare=_declare, run=_run)
