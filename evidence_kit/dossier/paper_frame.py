# SPDX-License-Identifier: GPL-3.0-or-later
"""What the papers of a page or two have in common: recovery key, time stamp, state of the log.

Made in memory, with the same machinery as the dossier; nothing here writes a file.
"""

import io
from dataclasses import dataclass
from datetime import datetime

from evidence_kit.dossier import document as paper
from evidence_kit.dossier.check_pdf import check_pdf
from evidence_kit.dossier.content import BOOKMARK, LINK_TO, PAGE_OF, REFERENCE, SHEET_OF
from evidence_kit.dossier.content_material import Say
from evidence_kit.dossier.pictures import PreparedPicture
from evidence_kit.dossier.render_pdf import render
from evidence_kit.errors import Inconsistent

_ANCHOR = paper.AnchorId("paper")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A paper in memory, as PDF."""

    data: bytes
    pages: int


def one_paper(
    say: Say,
    title: str,
    made_at: datetime,
    blocks: tuple[paper.Block, ...],
    *,
    kicker: str = "",
    creator: str = "",
) -> paper.Document:
    """Return a paper as a tree.

    Args:
        say: the language it is in.
        title: at its head, and in the data of the file.
        made_at: aware; the only date in the data of the file.
        blocks: what stands on it.
        kicker: the small line above the title.
        creator: the program that made it, or empty where that must not be known.
    """
    t = say.t
    return paper.Document(
        language=t.lang,
        title=title,
        subject="",
        author="",
        creator=creator,
        made_at=made_at,
        running_head="",
        running_foot=title,
        words=paper.Words(
            page_of=t(PAGE_OF),
            reference=t(REFERENCE),
            sheet_of=t(SHEET_OF),
            picture_part="",
            scale="",
            continued=t("continued"),
            bookmark=t(BOOKMARK),
            link_to=t(LINK_TO),
            source_file="",
            source_reporter="",
            source_program="",
            source_unknown="",
        ),
        cover=None,
        parts=(
            paper.Part(
                kicker=kicker,
                title=paper.program(title),
                running=title,
                bookmark=title,
                anchor=_ANCHOR,
                blocks=blocks,
            ),
        ),
    )


def print_paper(document: paper.Document, must_read: tuple[str, ...]) -> Printed:
    """Return a paper as PDF, read back.

    Args:
        document: what to print.
        must_read: texts that must be found again in the finished file.

    Raises:
        Inconsistent: something of it cannot be found again.
    """
    out = io.BytesIO()
    result = render(document, out, pictures=_no_picture)
    check_pdf(out, pages=result.pages, expected_texts=must_read)
    return Printed(data=out.getvalue(), pages=result.pages)


def _no_picture(ref: paper.PictureRef) -> PreparedPicture:
    raise Inconsistent(what="reference", expected=ref.key, found="no picture")


def heading(text: str) -> paper.Heading:
    """Return a heading in the program's words."""
    return paper.Heading(text=paper.program(text))


def paragraph(text: str, kind: paper.ParagraphKind = paper.ParagraphKind.BODY) -> paper.Paragraph:
    """Return a paragraph in the program's words."""
    return paper.Paragraph(text=paper.program(text), kind=kind)


def points(*texts: str, ordered: bool = False) -> paper.ItemList:
    """Return points or steps in the program's words."""
    return paper.ItemList(items=tuple(paper.program(text) for text in texts), ordered=ordered)


def commands(*lines: str) -> paper.KeepTogether:
    """Return lines to be typed, kept on one page."""
    return paper.KeepTogether(
        blocks=(paper.Verbatim(text="\n".join(lines), voice=paper.Voice.PROGRAM),)
    )
