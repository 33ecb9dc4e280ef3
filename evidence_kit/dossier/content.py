# SPDX-License-Identifier: GPL-3.0-or-later
"""From material to the tree of a dossier: the parts in the plan's order, in the plan's language."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from evidence_kit import wording
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.plan import PartKind
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.checking import checking_blocks
from evidence_kit.dossier.chronology import chronology_blocks
from evidence_kit.dossier.content_material import Material, Say, say_in
from evidence_kit.dossier.cover import cover, title
from evidence_kit.dossier.custody import custody_blocks
from evidence_kit.dossier.exhibits import exhibit_part
from evidence_kit.dossier.identifiers_part import identifier_blocks
from evidence_kit.dossier.numbering import exhibit_anchor, part_anchor
from evidence_kit.dossier.reading_guide import reading_guide
from evidence_kit.dossier.summary import summary_blocks

# Layout fills in the fields of these.
PAGE_OF: Final = "page {page} of {pages}"
REFERENCE: Final = "{text}, page {page}"
SHEET_OF: Final = "{title}, sheet {sheet} of {sheets}"
PICTURE_PART: Final = "Part {part} of {parts}."
SCALE: Final = "Printed at {percent}%, not edited, not cropped."
BOOKMARK: Final = "{text} (p. {page})"
LINK_TO: Final = "To page {page}"

_SHORT = 8
_NAME = "Evidence Kit"


def document_of(material: Material, say: Say | None = None) -> paper.Document:
    """Return the whole dossier as a tree; the same material gives the same tree."""
    say = say or say_in(material.plan.language)
    named = title(material, say)
    name = material.case.word("name") if material.case is not None else ""
    root = material.head.root
    return paper.Document(
        language=material.plan.language,
        title=named,
        subject=say.t("Reference {reference}", reference=material.reference),
        author=name,
        creator=f"{_NAME} {material.version}",
        made_at=material.made.local,
        running_head=f"{named} · {material.reference}",
        running_foot=say.t(
            "State of the log {first} … {last}", first=root[:_SHORT], last=root[-_SHORT:]
        ),
        words=_words(material, say),
        cover=cover(material, say),
        parts=tuple(_parts(material, say)),
    )


def _words(material: Material, say: Say) -> paper.Words:
    t = say.t
    return paper.Words(
        page_of=t(PAGE_OF),
        reference=t(REFERENCE),
        sheet_of=t(SHEET_OF),
        picture_part=t(PICTURE_PART),
        scale=t(SCALE),
        continued=t("continued"),
        bookmark=t(BOOKMARK),
        link_to=t(LINK_TO),
        source_file=t("from the file"),
        source_reporter=material.reporter_source(say),
        source_program=t("by this program"),
        source_unknown=t("not known"),
    )


def _parts(material: Material, say: Say) -> Iterator[paper.Part]:
    numbers = itertools.count(1)
    for part in material.plan.parts:
        if part is PartKind.COVER or (part is PartKind.ACCOUNT and material.account is None):
            continue
        yield paper.Part(
            kicker=say.t("Part {number}", number=next(numbers)),
            title=paper.program(wording.name(say.w, part)),
            running=wording.name(say.w, part),
            bookmark=wording.name(say.w, part),
            anchor=part_anchor(part),
            blocks=_blocks(part, material, say),
        )
        if part is PartKind.EXHIBITS:
            for item in material.exhibits:
                yield exhibit_part(material, item, say)


def _blocks(part: PartKind, material: Material, say: Say) -> tuple[paper.Block, ...]:
    return tuple(_WRITERS[part](material, say))


def _account(material: Material, say: Say) -> Iterator[paper.Block]:
    """Yield the person's own account: their words, numbered, nothing added."""
    account = material.account
    if account is None:
        return
    by = account.word("by")
    yield paper.Paragraph(
        kind=paper.ParagraphKind.NOTE,
        text=paper.program(
            say.t("Own words, written by {name}.", name=by)
            if by
            else say.t("Own words of the reporting person.")
        ),
    )
    margin = _exhibits_named(material, account.fact("exhibits"), say)
    paragraphs = [part.strip() for part in account.word("text").split("\n\n") if part.strip()]
    for number, paragraph in enumerate(paragraphs, start=1):
        yield paper.Paragraph(
            text=paper.reporter(paragraph),
            number=str(number),
            margin=margin if number == 1 else (),
        )


def _exhibits_named(material: Material, named: object, say: Say) -> paper.Text:
    numbers = material.numbers
    words: list[paper.Inline] = []
    for key in named if isinstance(named, tuple) else ():
        number = numbers.get(ExhibitId(str(key)))
        if number is not None:
            words += paper.program("\n") if words else ()
            label = say.t("Exhibit {number}", number=number)
            words.append(
                material.to_exhibit(exhibit_anchor(number), label, paper.PageForm.TEXT_AND_PAGE)
            )
    return tuple(words)


_WRITERS: Final[Mapping[PartKind, Callable[[Material, Say], Iterable[paper.Block]]]] = {
    PartKind.SUMMARY: summary_blocks,
    PartKind.ACCOUNT: _account,
    PartKind.CHRONOLOGY: chronology_blocks,
    PartKind.IDENTIFIERS: identifier_blocks,
    PartKind.EXHIBITS: reading_guide,
    PartKind.CUSTODY: custody_blocks,
    PartKind.CHECKING: checking_blocks,
}
