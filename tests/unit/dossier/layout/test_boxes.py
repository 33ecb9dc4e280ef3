# SPDX-License-Identifier: GPL-3.0-or-later
"""Notices are black and large enough; codes have their content beside them."""

from collections.abc import Callable

from evidence_kit.dossier.document import (
    HashBlock,
    Notice,
    NoticeKind,
    Paragraph,
    QrCode,
    SignatureLines,
    evidence,
    program,
)
from evidence_kit.dossier.layout.display import Page, Shape, TextItem, texts_of
from evidence_kit.dossier.text.lines import TextStyle

Lay = Callable[..., list[Page]]


def style_of(pages: list[Page], text: str) -> TextStyle:
    """Return the style of the line that holds a text."""
    return next(
        segment.span.style
        for page in pages
        for item in page.items
        if isinstance(item, TextItem)
        for segment in item.line.segments
        if text in segment.span.text
    )


def test_a_notice_is_black_and_at_least_10_points(lay: Lay) -> None:
    notice = Notice(
        kind=NoticeKind.LIMIT,
        title="Geen proces-verbaal.",
        text=(program("Het bewijst niet wie het schreef."),),
    )
    pages = lay(notice)
    for text in ("Geen proces-verbaal.", "Het bewijst niet"):
        style = style_of(pages, text)
        assert style.size >= 10.0
        assert all(float(part) <= 0.11 for part in style.ink.split())


def test_a_code_has_its_content_in_readable_form_beside_it(lay: Lay) -> None:
    digest = "ab" * 32
    code = QrCode(
        data=f"sha256:{digest}",
        printed=(HashBlock(label="Logkop", value=digest),),
        alt="QR-code met de logkop",
    )
    (page,) = lay(code)
    figures = [i for i in page.items if isinstance(i, Shape) and i.node is not None]
    assert len(figures) == 1
    assert figures[0].node is not None
    assert figures[0].node.alt == "QR-code met de logkop"
    printed = "".join(text for text in texts_of(page.items) if text.startswith("abab"))
    assert printed.replace(" ", "") == digest


def test_an_evidence_paragraph_carries_a_bar_and_a_program_one_does_not(lay: Lay) -> None:
    def shapes(text: str, *, found: bool) -> int:
        paragraph = Paragraph(text=evidence(text) if found else program(text))
        return len([i for page in lay(paragraph) for i in page.items if isinstance(i, Shape)])

    assert shapes("een regel", found=True) == shapes("een regel", found=False) + 1


def test_lines_to_sign_on_carry_their_labels(lay: Lay) -> None:
    (page,) = lay(SignatureLines(labels=("Plaats en datum", "Handtekening", "Derde")))
    assert set(texts_of(page.items)) >= {"Plaats en datum", "Handtekening", "Derde"}
