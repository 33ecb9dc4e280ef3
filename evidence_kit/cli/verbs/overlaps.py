# SPDX-License-Identifier: GPL-3.0-or-later
"""`overlaps`: conversations that stand in more than one export. Looking changes nothing."""

from collections.abc import Iterator
from typing import Final

from evidence_kit import wording
from evidence_kit.cli import opening, rows
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.overlap import Overlap
from evidence_kit.i18n import Texts
from evidence_kit.service import viewing


def _summary(t: Texts) -> str:
    return t("compare conversations that were exported more than once")


def _declare(declaration: Declaration) -> None:
    opening.declare(declaration)


def _run(call: Call) -> Answer:
    with opening.opened(call, read_only=True) as session:
        found = viewing.overlaps(session, call.task)
    lines = tuple(line for one in found for line in _lines(call, one))
    nothing = (call.t("No conversation was found in two exports."),)
    return Answer(items=tuple(rows.overlap(one) for one in found), lines=lines or nothing)


def _lines(call: Call, found: Overlap) -> Iterator[str]:
    w = call.w
    yield wording.overlap_summary(w, found)
    for line in (*wording.overlap_basis(w, found), *wording.overlap_outcome(w, found)):
        yield f"  {line}"
    for place in found.differences:
        yield f"  - {wording.difference(w, found, place)}"
    more = found.differences_total - len(found.differences)
    if more:
        yield "  " + call.t.n("… and {n} more place", "… and {n} more places", more)


VERB: Final = Verb(name="overlaps", summary=_summary, declare=_declare, run=_run)
