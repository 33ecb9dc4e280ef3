# SPDX-License-Identifier: GPL-3.0-or-later
"""The check before printing: what in the person's own words does not agree with the material.

It names points to look at and decides nothing; the person can leave each as it is.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.exhibit import Exhibit, Holding
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.plan import PartKind
from evidence_kit.domain.views import Concern
from evidence_kit.dossier.content_material import ExhibitMaterial, Material
from evidence_kit.dossier.sheet_facts import tells_place
from evidence_kit.review.times import earliest, latest

_QUOTED: Final = re.compile(r"[“„\"«]([^“”„\"«»]{4,400})[”\"»]")
"""Shorter quotations are names and single words."""
_COUNTED: Final = re.compile(
    r"(?<![\d.,:/-])(\d{1,3}(?:[.,]\d{3})+|\d+)\s+"
    r"(berichten|bericht|messages|message|bijlagen|bijlage|exhibits|exhibit)\b",
    re.IGNORECASE,
)
_MONTHS: Final = {
    name: number
    for names in (
        "januari februari maart april mei juni juli augustus september oktober november december",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), start=1)
}
_DAY: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}})|(?<!\d)(\d{{1,2}})-(\d{{1,2}})-(\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_OWN_WORDS: Final = ("birth_date", "address", "phone", "email")
_SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnText:
    """A text of the person that will be printed."""

    text: str
    exhibits: tuple[ExhibitId, ...]
    """Exhibits it speaks of, when the person named them."""


def concerns(
    material: Material, texts: tuple[OwnText, ...], stands_in: Callable[[str], bool]
) -> tuple[Concern, ...]:
    """Return the points to look at.

    Args:
        material: what will be printed.
        texts: the person's own words that will be printed.
        stands_in: says whether a quotation stands in some message of the material.
    """
    found: list[Concern] = []
    for text in texts:
        found += _quotations(text, stands_in)
        found += _counts(text, material)
        found += _dates(text, material)
        found += _own_data(text, material)
    for item in material.exhibits:
        found += _file(item, material)
    return tuple(dict.fromkeys(found))


def own_texts(material: Material, annotations: tuple[Annotation, ...]) -> tuple[OwnText, ...]:
    """Return the person's own words that will be printed; drafts and notes never are."""
    found: list[OwnText] = []
    for annotation in annotations:
        named = annotation.fact("exhibits")
        exhibits = tuple(ExhibitId(key) for key in named) if isinstance(named, tuple) else ()
        if annotation.exhibit is not None:
            exhibits = (annotation.exhibit, *exhibits)
        words: tuple[str, ...] = ()
        match annotation.kind:
            case AnnotationKind.ACCOUNT if PartKind.ACCOUNT in material.plan.parts:
                words = (annotation.word("text"),)
            case AnnotationKind.INCIDENT if PartKind.CHRONOLOGY in material.plan.parts:
                words = (annotation.word("title"), annotation.word("text"))
            case AnnotationKind.DESCRIPTION:
                words = (annotation.word("text"),)
            case _:
                pass
        found += [OwnText(text=word, exhibits=exhibits) for word in words if word]
    return tuple(found)


def _quotations(text: OwnText, stands_in: Callable[[str], bool]) -> Iterator[Concern]:
    for match in _QUOTED.finditer(text.text):
        quotation = _SPACES.sub(" ", match.group(1)).strip().rstrip(".,!?…")
        if quotation and not stands_in(quotation):
            yield Concern(
                code="quotation_not_found",
                exhibit=text.exhibits[0] if text.exhibits else None,
                said=match.group(1),
            )


def _counts(text: OwnText, material: Material) -> Iterator[Concern]:
    for match in _COUNTED.finditer(text.text):
        number = int(re.sub(r"[.,]", "", match.group(1)))
        exhibits = match.group(2).lower().startswith(("bijlage", "exhibit"))
        # "bijlage 3" names one; "3 bijlagen" counts them.
        right = _exhibit_counts(material) if exhibits else _message_counts(material)
        if number not in right:
            total = len(material.exhibits) if exhibits else material.messages
            yield Concern(code="count_differs", said=match.group(), found=str(total))


def _exhibit_counts(material: Material) -> frozenset[int]:
    return frozenset((len(material.exhibits), len(material.exhibits) + len(material.left_out)))


def _message_counts(material: Material) -> frozenset[int]:
    """Every count of messages that the dossier itself would print."""
    right = {material.messages, material.marked}
    for chat in material.chats:
        right |= {chat.row.messages, chat.row.marked, chat.printed, chat.left_out}
        right |= {count for _, count in chat.by_sender}
    return frozenset(right)


def _dates(text: OwnText, material: Material) -> Iterator[Concern]:
    items = [item for item in material.exhibits if item.exhibit.id in text.exhibits]
    spans = [span for item in items if (span := _span(material, item)) is not None]
    if not spans or len(spans) < len(items):
        return
    for match in _DAY.finditer(text.text):
        day = _read_day(match)
        if day is not None and not any(first <= day <= last for first, last in spans):
            shown = "; ".join(f"{first.isoformat()} – {last.isoformat()}" for first, last in spans)
            yield Concern(
                code="date_outside_exhibit",
                exhibit=items[0].exhibit.id,
                said=match.group(),
                found=shown,
            )


def _read_day(match: re.Match[str]) -> date | None:
    day, month, year, *figures = match.groups()
    try:
        if month is not None:
            return date(int(year), _MONTHS[month.lower()], int(day))
        return date(int(figures[2]), int(figures[1]), int(figures[0]))
    except ValueError:
        return None


def _span(material: Material, item: ExhibitMaterial) -> tuple[date, date] | None:
    moments = [row.moment for row in material.timeline if row.exhibit == item.exhibit.id]
    moments += [end for chat in item.chats for end in (chat.row.first, chat.row.last) if end]
    first, last = earliest(moments), latest(moments)
    if first is None or last is None or first.local is None or last.local is None:
        return None
    return date.fromisoformat(first.local[:10]), date.fromisoformat(last.local[:10])


def _own_data(text: OwnText, material: Material) -> Iterator[Concern]:
    private = [] if material.case is None else [material.case.word(name) for name in _OWN_WORDS]
    private += [
        written
        for row in material.identifiers
        if row.whose == "own"
        for written in (row.normalised, *row.as_written)
    ]
    for word in dict.fromkeys(private):
        if word and word.casefold() in text.text.casefold():
            yield Concern(code="own_data", said=word)


def _file(item: ExhibitMaterial, material: Material) -> Iterator[Concern]:
    exhibit = item.exhibit
    if _lacks_digest(exhibit):
        yield Concern(code="no_digest", exhibit=exhibit.id, said=exhibit.name.text)
    if any(tells_place(fact) for fact in item.detail.facts):
        code = "place_printed" if material.plan.print_place else "place_in_picture"
        yield Concern(code=code, exhibit=exhibit.id, said=exhibit.name.text)


def _lacks_digest(exhibit: Exhibit) -> bool:
    held = exhibit.holding in (Holding.COPIED, Holding.WITH_HOLES)
    return held and exhibit.sealed_sha256 is None
