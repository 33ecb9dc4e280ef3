# SPDX-License-Identifier: GPL-3.0-or-later
"""`list`: the exhibits of a vault. Looking changes nothing."""

from typing import Final

from evidence_kit import wording
from evidence_kit.cli import opening, rows
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.exhibit import ExhibitRow, Holding
from evidence_kit.i18n import Texts
from evidence_kit.service import viewing


def _summary(t: Texts) -> str:
    return t("list the exhibits")


def _declare(declaration: Declaration) -> None:
    opening.declare(declaration)


def _run(call: Call) -> Answer:
    with opening.opened(call, read_only=True) as session:
        found = viewing.exhibits(session, call.task)
    lines = tuple(_line(call, row) for row in found) or (call.t("The vault is empty."),)
    return Answer(items=tuple(rows.exhibit_row(row) for row in found), lines=lines)


def _line(call: Call, row: ExhibitRow) -> str:
    exhibit = row.exhibit
    parts = [wording.media(call.w, exhibit.media), wording.rough_size(call.w, exhibit.size)]
    if row.messages:
        parts.append(call.t.n("{n} message", "{n} messages", row.messages))
    if row.marks:
        parts.append(call.t.n("{n} pointed out", "{n} pointed out", row.marks))
    if exhibit.holding is not Holding.COPIED:
        parts.append(wording.holding(call.w, exhibit.holding))
    return f"{exhibit.number:>4}  {row.title or '–'}  ({', '.join(parts)})"


VERB: Final = Verb(name="list", summary=_summary, declare=_declare, run=_run)
