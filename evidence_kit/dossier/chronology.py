# SPDX-License-Identifier: GPL-3.0-or-later
"""The chronology: what was pointed out and what files say, in order of the sources' clocks."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from evidence_kit import wording
from evidence_kit.domain.annotation import Why
from evidence_kit.domain.views import TimelineRow
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.content_material import Material, Say
from evidence_kit.dossier.numbering import exhibit_anchor, message_anchor
from evidence_kit.dossier.summary import reason_blocks
from evidence_kit.review.timeline import INCIDENT
from evidence_kit.review.times import order_of

_EVENTS: Final[Mapping[str, str]] = {
    "first_message": "First message of the chat.",
    "last_message": "Last message of the chat in this source.",
    "taken": "Picture taken, says the file.",
    "name_time": "Picture made, says the file name.",
    "header.date": "E-mail sent, says the e-mail.",
}
_QUOTE_MAX: Final = 300
"""Characters of a message quoted here; the whole message stands at its place."""


def chronology_blocks(material: Material, say: Say) -> tuple[paper.Block, ...]:
    """Return the blocks of the chronology."""
    t = say.t
    present = set(material.numbers)
    rows = sorted(
        (row for row in material.timeline if row.exhibit is None or row.exhibit in present),
        key=lambda row: order_of(row.moment),
    )
    if not material.plan.show_marks:
        rows = [row for row in rows if not row.marked]
    usual = _usual_basis(rows, say)
    return (
        paper.Chronology(
            heads=paper.ChronologyHeads(
                when=t("Date and time"), what=t("Event"), where=t("Where it stands")
            ),
            rows=tuple(_row(material, row, usual, say) for row in rows),
            empty=paper.program(t("No moments were found in the exhibits.")),
        ),
        paper.Paragraph(
            kind=paper.ParagraphKind.NOTE,
            text=paper.program(
                t(
                    "Each time is the time the source shows. Sources can use different zones and "
                    "clocks."
                )
                + (
                    " "
                    + t("Where nothing else is said: {basis}.", basis=usual[:1].lower() + usual[1:])
                    if usual
                    else ""
                )
            ),
        ),
        *reason_blocks(material, say),
    )


def _usual_basis(rows: list[TimelineRow], say: Say) -> str:
    """Return what most times rest on: said once, so that what differs stands out."""
    bases = Counter(_basis(row, say) for row in rows)
    return bases.most_common(1)[0][0] if bases else ""


def _basis(row: TimelineRow, say: Say) -> str:
    return wording.capital(wording.moment_basis(say.w, row.moment))


def _row(material: Material, row: TimelineRow, usual: str, say: Say) -> paper.ChronologyRow:
    read = wording.reading(row.moment)
    shown = row.moment.local_other is None and read is not None
    basis = paper.program("" if _basis(row, say) == usual else _basis(row, say))
    if basis == paper.program(""):
        basis = ()
    if not shown:
        basis = (*paper.program(wording.moment(say.w, row.moment) + ". "), *basis)
    return paper.ChronologyRow(
        date=wording.short_day(say.w, read.date()) if shown and read is not None else "?",
        time=wording.clock(say.w, read, row.moment.precision) if shown and read else "",
        what=_what(row, say),
        where=_where(material, row, say),
        filled=row.marked,
        status=_status(material, row, say),
        basis=basis,
    )


def _what(row: TimelineRow, say: Say) -> paper.Text:
    if not row.is_quote:
        if row.what == INCIDENT:
            return paper.reporter(row.words)
        known = _EVENTS.get(row.what)
        return paper.program(row.what if known is None else say.t(known))
    sender = paper.evidence(row.sender) if row.sender is not None else ()
    quote = paper.evidence(row.what[:_QUOTE_MAX])
    more = paper.program(say.t(" [continues]")) if len(row.what) > _QUOTE_MAX else ()
    return (*sender, *paper.program(": “" if sender else "“"), *quote, *more, *paper.program("”"))


def _status(material: Material, row: TimelineRow, say: Say) -> str:
    if row.is_quote:
        reasons = [
            wording.why(say.w, why) for why in row.why if why is not Why.OTHER or not row.words
        ]
        reasons += [f"“{row.words}”"] if row.words else []
        return ", ".join(reasons) or say.t("pointed out")
    return material.reporter_source(say) if row.what == INCIDENT else say.t("from the file")


def _where(material: Material, row: TimelineRow, say: Say) -> paper.Text:
    if row.exhibit_number is None or not material.prints_exhibits:
        return ()
    number = row.exhibit_number
    if row.conversation is None or row.n is None:
        words = say.t("Exhibit {number}", number=number)
        return (paper.Reference(anchor=exhibit_anchor(number), text=words),)
    words = say.t("Exhibit {number}, no. {n}", number=number, n=row.n)
    printed = material.is_printed(number, row.conversation, row.n)
    anchor = message_anchor(number, row.conversation, row.n) if printed else exhibit_anchor(number)
    return (paper.Reference(anchor=anchor, text=words),)
