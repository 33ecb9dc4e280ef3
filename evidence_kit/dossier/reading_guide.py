# SPDX-License-Identifier: GPL-3.0-or-later
"""The page before the sheets: how to read them, whose words are whose, how strong each source is."""

from collections.abc import Iterator

from evidence_kit import wording
from evidence_kit.domain.annotation import AnnotationKind
from evidence_kit.domain.plan import PartKind
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.content_material import ExhibitMaterial, Material, Say
from evidence_kit.dossier.exhibits import named
from evidence_kit.dossier.numbering import exhibit_anchor
from evidence_kit.dossier.summary import exhibit_table

_ASKED = ("original", "device_can_be_seen", "copied_by")


def reading_guide(material: Material, say: Say) -> Iterator[paper.Block]:
    """Yield what a reader needs before the first sheet."""
    t = say.t
    yield paper.Paragraph(
        text=paper.program(
            t(
                "Every exhibit has a sheet. It begins with the strength of the source; beside each "
                "fact stands where it comes from."
            )
        )
    )
    yield paper.Paragraph(
        text=paper.program(
            t(
                "Pictures are printed whole, without data about place or device. Reduced pictures "
                "say so; the original is in the hand-over folder."
            )
        )
    )
    if PartKind.SUMMARY not in material.plan.parts:
        yield exhibit_table(material, say)
    yield paper.Heading(text=paper.program(t("Whose words are whose")))
    yield _voices(say)
    if material.exhibits:
        yield paper.Heading(text=paper.program(t("Strength of the sources")))
        yield _strengths(material, say)


def _voices(say: Say) -> paper.KeyValueTable:
    t = say.t
    return paper.KeyValueTable(
        facts=(
            paper.Fact(
                label=t("From the exhibits"),
                value=paper.evidence(t("as found, character for character")),
            ),
            paper.Fact(
                label=t("Of this program"), value=paper.program(t("counts, sources, remarks"))
            ),
            paper.Fact(
                label=t("Of the reporting person"), value=paper.reporter(t("own words and choices"))
            ),
        )
    )


def _strengths(material: Material, say: Say) -> paper.DataTable:
    return paper.DataTable(
        columns=(
            paper.Column(title=say.t("No."), weight=0.7),
            paper.Column(title=say.t("Exhibit"), weight=3.4),
            *(paper.Column(title=wording.question(say.w, name), weight=2.2) for name in _ASKED),
        ),
        rows=tuple(_strength(item, say) for item in material.exhibits),
        summary=say.t("For each exhibit: original, device and copy, as stated by the reporter."),
    )


def _strength(item: ExhibitMaterial, say: Say) -> paper.Row:
    return paper.Row(
        cells=(
            paper.program(str(item.exhibit.number), paper.Emphasis.STRONG),
            named(item, say),
            *(_stated(item, name, say) for name in _ASKED),
        ),
        target=exhibit_anchor(item.exhibit.number),
    )


def _stated(item: ExhibitMaterial, name: str, say: Say) -> paper.Text:
    for annotation in reversed(item.detail.annotations):
        code = annotation.fact(name)
        if annotation.kind is AnnotationKind.PROVENANCE and code not in (None, "unknown"):
            return paper.reporter(wording.stated(say.w, name, str(code)))
    return paper.program(say.t("not known"))
