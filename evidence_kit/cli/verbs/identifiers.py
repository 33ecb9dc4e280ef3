# SPDX-License-Identifier: GPL-3.0-or-later
"""`identifiers`: numbers, addresses and accounts found in text."""

from typing import Final

from evidence_kit import wording
from evidence_kit.cli import opening, rows
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.identifier import Checksum, Decision, IdentifierRow
from evidence_kit.i18n import Texts
from evidence_kit.service import viewing


def _summary(t: Texts) -> str:
    return t("list numbers, addresses and accounts found in text")


def _declare(declaration: Declaration) -> None:
    opening.declare(declaration)


def _run(call: Call) -> Answer:
    with opening.opened(call, read_only=True) as session:
        found = viewing.identifiers(session, call.task)
    lines = tuple(_line(call, row) for row in found) or (call.t("Nothing was found."),)
    return Answer(items=tuple(rows.identifier(row) for row in found), lines=lines)


def _line(call: Call, row: IdentifierRow) -> str:
    parts = [wording.name(call.w, row.type), call.t.n("{n} place", "{n} places", row.count)]
    if row.checksum is not Checksum.HAS_NONE:
        parts.append(wording.name(call.w, row.checksum))
    if row.decision is not Decision.OPEN:
        parts.append(wording.name(call.w, row.decision))
    return f"{row.normalised}  ({', '.join(parts)})"


VERB: Final = Verb(name="identifiers", summary=_summary, declare=_declare, run=_run)
