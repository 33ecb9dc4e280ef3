# SPDX-License-Identifier: GPL-3.0-or-later
"""In brief: counts, the person's own words, figures by sender, the list of exhibits, contents."""

from collections.abc import Iterator

from evidence_kit import wording
from evidence_kit.domain.annotation import Why
from evidence_kit.domain.exhibit import Holding
from evidence_kit.domain.plan import PartKind
from evidence_kit.domain.views import MessageRow
from evidence_kit.dossier import document as paper
from evidence_kit.dossier.content_material import ChatMaterial, ExhibitMaterial, Material, Say
from evidence_kit.dossier.cover import counts_words, period_words
from evidence_kit.dossier.numbering import (
    chat_anchor,
    exhibit_anchor,
    message_anchor,
    part_anchor,
    stretch,
)
from evidence_kit.review.times import earliest

_LINKS_MAX = 12
"""Linked message numbers in one cell; beyond that the numbers stand without links."""


def summary_blocks(material: Material, say: Say) -> tuple[paper.Block, ...]:
    """Return the blocks of "In brief"."""
    t = say.t
    blocks: list[paper.Block] = [
        paper.Paragraph(kind=paper.ParagraphKind.LEAD, text=paper.program(line))
        for line in (" ".join(_lead(material, say)),)
    ]
    if material.account is not None and PartKind.ACCOUNT in material.plan.parts:
        blocks += [
            paper.Heading(text=paper.program(t("In own words"))),
            paper.Paragraph(text=paper.reporter(_first_paragraph(material.account.word("text")))),
            paper.Paragraph(
                kind=paper.ParagraphKind.NOTE,
                text=(
                    *paper.program(t("All of it: ")),
                    paper.Reference(
                        anchor=part_anchor(PartKind.ACCOUNT),
                        text=wording.name(say.w, PartKind.ACCOUNT),
                    ),
                    *paper.program("."),
                ),
            ),
        ]
    blocks += _figures(material, say)
    blocks += [
        paper.Heading(text=paper.program(t("List of exhibits")), bookmark=t("List of exhibits")),
        exhibit_table(material, say),
    ]
    if material.left_out:
        numbers = stretch(tuple(exhibit.number for exhibit in material.left_out))
        blocks.append(
            paper.Paragraph(
                kind=paper.ParagraphKind.NOTE,
                text=paper.program(
                    t.n(
                        "Exhibit {numbers} was left out of this dossier by choice.",
                        "Exhibits {numbers} were left out of this dossier by choice.",
                        len(material.left_out),
                        numbers=numbers,
                    )
                ),
            )
        )
    blocks += [
        paper.KeepTogether(
            blocks=(
                paper.Heading(text=paper.program(t("Contents of this dossier"))),
                paper.ContentsList(entries=tuple(_contents(material, say))),
            )
        ),
    ]
    return tuple(blocks)


def _lead(material: Material, say: Say) -> Iterator[str]:
    """Yield up to three sentences, built from counts only."""
    t = say.t
    period = period_words(material, say)
    held = counts_words(material, say)
    if period:
        yield t("This dossier covers {period}: {counts}.", period=period, counts=held)
    else:
        yield t("This dossier holds {counts}.", counts=held)
    printed = sum(chat.printed for chat in material.chats)
    left_out = sum(chat.left_out for chat in material.chats)
    if left_out:
        yield t(
            "{printed} messages are printed and {left_out} are not; each gap is shown.",
            printed=wording.number(say.w, printed),
            left_out=wording.number(say.w, left_out),
        )
    elif printed:
        yield t("All messages are printed.")
    not_copied = sum(1 for item in material.exhibits if item.exhibit.holding is Holding.REGISTERED)
    if not_copied:
        yield t.n(
            "Of {shown} exhibit no copy was made.",
            "Of {shown} exhibits no copy was made.",
            not_copied,
            shown=wording.number(say.w, not_copied),
        )


def _first_paragraph(text: str) -> str:
    return text.strip().split("\n\n", maxsplit=1)[0]


def _figures(material: Material, say: Say) -> Iterator[paper.Block]:
    t = say.t
    figures = [figure for chat in material.chats for figure in _figures_of(material, chat, say)]
    if figures:
        yield paper.Heading(text=paper.program(t("Messages by sender")))
        yield paper.FigureRow(figures=tuple(figures))
        yield paper.Paragraph(
            kind=paper.ParagraphKind.NOTE,
            text=paper.program(
                t("Counted by this program. Senders are named as in the source, never renamed.")
            ),
        )


def _figures_of(material: Material, chat: ChatMaterial, say: Say) -> Iterator[paper.Figure]:
    where = material.to_exhibit(
        chat_anchor(chat.row.exhibit_number, chat.row.conversation),
        say.t("exhibit {number}", number=chat.row.exhibit_number),
    )
    for sender, count in chat.by_sender:
        who = (
            paper.program(say.t("without a sender"))
            if sender is None
            else (*paper.program(say.t("from ")), *paper.evidence(sender))
        )
        yield paper.Figure(
            number=wording.number(say.w, count), label=(*who, *paper.program(", "), where)
        )


def reason_blocks(material: Material, say: Say) -> Iterator[paper.Block]:
    """Yield how many messages were pointed out for each reason, and which."""
    t = say.t
    if not material.plan.show_marks or not material.marked:
        return
    rows = [row for why in Why for row in _reason_rows(material, why, say)]
    yield paper.KeepTogether(
        blocks=(
            paper.Heading(text=paper.program(t("Messages pointed out, by reason"))),
            paper.DataTable(
                columns=(
                    paper.Column(title=t("Why pointed out"), weight=3),
                    paper.Column(title=t("Number"), weight=1.2, align=paper.Align.END),
                    paper.Column(title=t("Which messages"), weight=5),
                ),
                rows=tuple(rows),
                empty=paper.program(t("No reasons were stated.")),
                summary=t("Reasons with the number of messages and where they stand."),
            ),
            paper.Paragraph(
                kind=paper.ParagraphKind.NOTE,
                text=paper.program(
                    t("Pointed out by the reporting person. One message can have more reasons.")
                ),
            ),
        )
    )


def _reason_rows(material: Material, why: Why, say: Say) -> Iterator[paper.Row]:
    found: list[tuple[ChatMaterial, tuple[int, ...]]] = []
    for chat in material.chats:
        numbers = tuple(
            row.message.n
            for row in chat.rows
            if isinstance(row, MessageRow) and any(why in mark.why for mark in row.marks)
        )
        if numbers:
            found.append((chat, numbers))
    count = sum(len(numbers) for _, numbers in found)
    if count:
        where: list[paper.Inline] = []
        for chat, numbers in found:
            where += paper.program("; ") if where else ()
            where += _where(material, chat, numbers, say)
        yield paper.Row(
            cells=(
                paper.program(wording.why(say.w, why)),
                paper.program(wording.number(say.w, count)),
                tuple(where),
            )
        )


def _where(
    material: Material, chat: ChatMaterial, numbers: tuple[int, ...], say: Say
) -> Iterator[paper.Inline]:
    row = chat.row
    yield from paper.program(say.t("exhibit {number}, no. ", number=row.exhibit_number))
    if len(numbers) > _LINKS_MAX:
        yield from paper.program(stretch(numbers))
        return
    for index, n in enumerate(numbers):
        yield from paper.program(", ") if index else ()
        yield material.to_exhibit(message_anchor(row.exhibit_number, row.conversation, n), str(n))


def exhibit_table(material: Material, say: Say) -> paper.DataTable:
    """Return the list of exhibits with their pages."""
    t = say.t
    return paper.DataTable(
        columns=(
            paper.Column(title=t("No."), weight=0.8),
            paper.Column(title=t("Name as found"), weight=5),
            paper.Column(title=t("What it is"), weight=3.4),
            paper.Column(title=t("First time"), weight=2.2),
            paper.Column(title=t("Page"), weight=1.1, align=paper.Align.END),
        ),
        rows=tuple(_exhibit_row(material, item, say) for item in material.exhibits),
        empty=paper.program(t("No exhibits.")),
        summary=t("List of exhibits, each with the page where its sheet begins."),
    )


def _exhibit_row(material: Material, item: ExhibitMaterial, say: Say) -> paper.Row:
    exhibit = item.exhibit
    what = wording.capital(wording.media(say.w, exhibit.media))
    if exhibit.holding is not Holding.COPIED:
        what = f"{what}, {wording.holding(say.w, exhibit.holding)}"
    moments = [chat.row.first for chat in item.chats]
    moments += [row.moment for row in material.timeline if row.exhibit == exhibit.id]
    first = earliest(moments)
    read = wording.reading(first) if first is not None else None
    has_sheet = material.prints_exhibits
    anchor = exhibit_anchor(exhibit.number)
    return paper.Row(
        cells=(
            paper.program(str(exhibit.number), paper.Emphasis.STRONG),
            paper.evidence(exhibit.name.text) if exhibit.name.text else paper.program("–"),
            paper.program(what),
            paper.program("" if read is None else wording.short_day(say.w, read.date())),
            (paper.Reference(anchor=anchor, form=paper.PageForm.PAGE),) if has_sheet else (),
        ),
        target=anchor if has_sheet else None,
    )


def _contents(material: Material, say: Say) -> Iterator[paper.ContentsEntry]:
    for part in material.plan.parts:
        if part is PartKind.COVER or (part is PartKind.ACCOUNT and material.account is None):
            continue
        yield paper.ContentsEntry(text=wording.name(say.w, part), anchor=part_anchor(part))
