# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheet of an e-mail: its technical data, line by line, and the way it came."""

from collections.abc import Iterator
from typing import Final

from evidence_kit import wording
from evidence_kit.domain.record import Fact
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.content_material import ExhibitMaterial, Say

HEADER: Final = "header."
_RECEIVED: Final = "header.received"


def mail_blocks(item: ExhibitMaterial, say: Say) -> Iterator[paper.Block]:
    """Yield the technical e-mail data of an exhibit that has them."""
    t = say.t
    headers = [fact for fact in item.detail.facts if _is_line(fact)]
    if not headers:
        return
    yield paper.Heading(text=paper.program(t("Technical e-mail data")))
    yield paper.Paragraph(
        kind=paper.ParagraphKind.NOTE,
        text=paper.program(
            t(
                "Printed as they stand in the file, in the order of the file. The sender can fill in "
                "most of them freely."
            )
        ),
    )
    rest = [fact for fact in headers if fact.name != _RECEIVED]
    if rest:
        yield _table(rest, say)
    hops = [fact for fact in headers if fact.name == _RECEIVED]
    if hops:
        yield paper.KeepTogether(
            blocks=(
                paper.Heading(text=paper.program(t("Way of the e-mail (Received)")), level=3),
                paper.Paragraph(
                    kind=paper.ParagraphKind.NOTE,
                    text=paper.program(
                        t("Every server puts its line on top: the last server stands first.")
                    ),
                ),
                _hops(hops, say),
            )
        )


def _is_line(fact: Fact) -> bool:
    """Say whether a fact is a line of the e-mail itself, not derived from one."""
    return fact.name.startswith(HEADER) and "." not in fact.name.removeprefix(HEADER)


def _table(headers: list[Fact], say: Say) -> paper.DataTable:
    return paper.DataTable(
        columns=(
            paper.Column(title=say.t("Line"), weight=2),
            paper.Column(title=say.t("Value"), weight=7),
        ),
        rows=tuple(
            paper.Row(
                cells=(
                    paper.program(wording.fact_name(say.w, fact.name)),
                    paper.evidence(fact.value, mono=True),
                )
            )
            for fact in headers
        ),
        summary=say.t("Technical e-mail data with their values."),
    )


def _hops(hops: list[Fact], say: Say) -> paper.DataTable:
    t = say.t
    return paper.DataTable(
        columns=(
            paper.Column(title=t("No."), weight=0.7),
            paper.Column(title=t("Time in the line"), weight=2.6),
            paper.Column(title=t("Line, verbatim"), weight=7),
        ),
        rows=tuple(
            paper.Row(
                cells=(
                    paper.program(str(index)),
                    paper.program(
                        "–"
                        if fact.moment is None
                        else f"{wording.moment(say.w, fact.moment)} "
                        f"({wording.moment_basis(say.w, fact.moment)})"
                    ),
                    paper.evidence(fact.value, mono=True),
                )
            )
            for index, fact in enumerate(hops, start=1)
        ),
        summary=t("Servers the e-mail passed, the last first."),
    )
