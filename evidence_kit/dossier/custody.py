# SPDX-License-Identifier: GPL-3.0-or-later
"""The custody log as it is printed: what was done, when by this computer's clock, in which role."""

from collections.abc import Iterator, Mapping
from typing import Final

from evidence_kit import wording
from evidence_kit.domain.annotation import AnnotationKind
from evidence_kit.domain.views import LogRow
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.content_material import Material, Say

_SHORT_DIGEST = 16
_KINDS: Final[Mapping[str, AnnotationKind]] = {kind.value: kind for kind in AnnotationKind}


def custody_blocks(material: Material, say: Say) -> tuple[paper.Block, ...]:
    """Return the blocks of the custody log."""
    t = say.t
    return (
        paper.Paragraph(
            text=paper.program(
                t(
                    "The program writes a line for each step. Whoever knows the state of the log can see "
                    "whether a line was changed or taken out."
                )
            )
        ),
        paper.DataTable(
            columns=(
                paper.Column(title=t("No."), weight=0.8, align=paper.Align.END),
                paper.Column(title=t("Time, by the clock of this computer"), weight=3.6),
                paper.Column(title=t("What was done"), weight=4.2),
                paper.Column(title=t("Exhibit"), weight=1.2),
                paper.Column(title=t("Role stated, key used"), weight=2.4),
            ),
            rows=tuple(_row(row, say) for row in material.log),
            empty=paper.program(t("No entries.")),
            summary=t("Entries of the custody log in order."),
        ),
        paper.Paragraph(
            kind=paper.ParagraphKind.NOTE,
            text=paper.program(
                t.n(
                    "{shown} line. Making this dossier is the next one; it stands in the log itself.",
                    "{shown} lines. Making this dossier is the next one; it stands in the log itself.",
                    len(material.log),
                    shown=wording.number(say.w, len(material.log)),
                )
            ),
        ),
        paper.Notice(
            kind=paper.NoticeKind.LIMIT,
            title=t("What the log does not show"),
            text=(
                paper.program(
                    t(
                        "The times come from the clock of this computer. Who stated which role was "
                        "not checked."
                    )
                ),
            ),
        ),
    )


def _row(row: LogRow, say: Say) -> paper.Row:
    exhibit: paper.Text = ()
    if row.exhibit_number is not None:
        exhibit = paper.program(str(row.exhibit_number))
    return paper.Row(
        cells=(
            paper.program(str(row.seq + 1)),
            paper.program(wording.log_time(say.w, row.utc, row.zone_minutes)),
            tuple(_what(row, say)),
            exhibit,
            paper.program(f"{wording.role(say.w, row.role)}, {row.slot}"),
        )
    )


def _what(row: LogRow, say: Say) -> Iterator[paper.Inline]:
    t, facts = say.t, dict(row.facts)
    yield from paper.program(wording.log_type(say.w, row.type))
    details: list[str] = []
    if facts.get("kind") in _KINDS:
        details.append(wording.name(say.w, _KINDS[facts["kind"]]))
    if facts.get("retracted") == "yes":
        details.append(t("taken back"))
    read = "importer" in facts
    if read:
        details.append(facts["importer"])
    if "size" in facts and not read:
        details.append(wording.size(say.w, int(facts["size"])))
    if facts.get("records", "0") != "0":
        records = int(facts["records"])
        shown = wording.number(say.w, records)
        details.append(
            t.n("{shown} message or line", "{shown} messages and lines", records, shown=shown)
        )
    if "holes" in facts and facts["holes"] != "0":
        details.append(t("without {count} withheld files", count=facts["holes"]))
    if "pages" in facts:
        details.append(t("{count} pages", count=facts["pages"]))
    if "sha256" in facts and not read:
        details.append(f"SHA-256 {facts['sha256'][:_SHORT_DIGEST]}…")
    if details:
        yield from paper.program(": " + ", ".join(details), paper.Emphasis.QUIET)
