# SPDX-License-Identifier: GPL-3.0-or-later
"""On the sheet of a chat: which other exhibit holds the same conversation, and where they differ."""

from collections.abc import Iterator

from evidence_kit import wording
from evidence_kit.domain.overlap import Overlap
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.content_material import ChatMaterial, ExhibitMaterial, Material, Say
from evidence_kit.dossier.numbering import exhibit_anchor

PRINTED = 40
"""Differences printed one by one; the others are counted."""


def overlap_blocks(
    material: Material, item: ExhibitMaterial, chat: ChatMaterial, say: Say
) -> Iterator[paper.Block]:
    """Yield what two exports say of one conversation: whole under the second, a line under the first."""
    here = (item.exhibit.id, chat.row.conversation)
    for found in material.overlaps:
        if here == (found.second.exhibit, found.second.conversation):
            yield from _whole(material, found, say)
        elif here == (found.first.exhibit, found.first.conversation):
            yield _reference(material, found, say)


def _reference(material: Material, found: Overlap, say: Say) -> paper.Block:
    number = found.second.exhibit_number
    label = say.t("exhibit {number}", number=number)
    return paper.Paragraph(
        kind=paper.ParagraphKind.NOTE,
        text=(
            *paper.program(say.t("The same conversation seems to stand in another export: ")),
            material.to_exhibit(exhibit_anchor(number), label, paper.PageForm.TEXT_AND_PAGE),
            *paper.program("."),
        ),
    )


def _whole(material: Material, found: Overlap, say: Say) -> Iterator[paper.Block]:
    def named(exhibit: int) -> str:
        return say.t("exhibit {number}", number=exhibit)

    t, w = say.t, say.w
    number = found.first.exhibit_number
    label = named(number)
    yield paper.Heading(text=paper.program(t("The same conversation in another export")), level=3)
    yield paper.Paragraph(
        text=(
            *paper.program(f"{wording.overlap_summary(w, found, named)} {t('See also ')}"),
            material.to_exhibit(exhibit_anchor(number), label, paper.PageForm.TEXT_AND_PAGE),
            *paper.program("."),
        )
    )
    basis, *stretches = wording.overlap_basis(w, found, named)
    yield paper.Paragraph(text=paper.program(basis))
    yield paper.ItemList(items=tuple(paper.program(words) for words in stretches))
    for words in wording.overlap_outcome(w, found):
        yield paper.Paragraph(text=paper.program(words))
    places = [wording.difference(w, found, place, named) for place in found.differences[:PRINTED]]
    more = found.differences_total - len(places)
    if more > 0:
        shown = wording.number(w, more)
        places.append(t.n("And {shown} more place.", "And {shown} more places.", more, shown=shown))
    if places:
        yield paper.ItemList(items=tuple(paper.program(words) for words in places))
