# SPDX-License-Identifier: GPL-3.0-or-later
"""`log`: the custody log, in order. Looking changes nothing and is never logged."""

from typing import Final

from evidence_kit import wording
from evidence_kit.cli import opening, rows
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.views import LogRow
from evidence_kit.i18n import Texts
from evidence_kit.service import viewing


def _summary(t: Texts) -> str:
    return t("show the custody log")


def _declare(declaration: Declaration) -> None:
    opening.declare(declaration)


def _run(call: Call) -> Answer:
    with opening.opened(call, read_only=True) as session:
        found = viewing.log(session, call.task)
        head = session.vault.head()
    end = call.t("Head of the log: {size} entries, {root}", size=head.size, root=head.root)
    return Answer(
        items=tuple(rows.log_row(row) for row in found),
        lines=(*(_line(call, row) for row in found), end),
    )


def _line(call: Call, row: LogRow) -> str:
    time = wording.log_time(call.w, row.utc, row.zone_minutes)
    words = [wording.log_type(call.w, row.type)]
    if row.exhibit_number is not None:
        words.append(call.t("exhibit {number}", number=row.exhibit_number))
    if "columns" in dict(row.facts):
        words.append(call.t("columns as pointed out by the person"))
    words.append(wording.role(call.w, row.role))
    return f"{row.seq:>5}  {time}  {', '.join(words)}"


VERB: Final = Verb(name="log", summary=_summary, declare=_declare, run=_run)
