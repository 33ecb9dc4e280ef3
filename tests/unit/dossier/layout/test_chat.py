# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversations: what is evidence looks like evidence, everything else does not."""

from collections.abc import Callable

import pytest

from builders import sample_document as sample
from evidence_kit.dossier.document import (
    AnchorId,
    ChatRow,
    ChatTable,
    DayRow,
    Mark,
    MessageRow,
    SystemRow,
    Translation,
    evidence,
    program,
)
from evidence_kit.dossier.layout.display import Anchor, Page, Shape, TextItem, texts_of
from evidence_kit.dossier.layout.shapes import RED
from evidence_kit.dossier.text.lines import TextStyle
from evidence_kit.dossier.text.type_case import Cut

Lay = Callable[..., list[Page]]


def said(number: int, body: str = "tekst", mark: Mark | None = None) -> MessageRow:
    """Return a message."""
    return MessageRow(
        number=str(number),
        time="12.00.00",
        sender=evidence("Jan"),
        body=evidence(body),
        mark=mark,
        anchor=AnchorId(f"n{number}"),
    )


def chat(*rows: ChatRow) -> ChatTable:
    """Return a conversation."""
    return ChatTable(heads=sample.CHAT_HEADS, rows=rows, anchor=AnchorId("chat"))


def styles_of(pages: list[Page]) -> dict[str, TextStyle]:
    """Return the style of every text."""
    return {
        segment.span.text: segment.span.style
        for page in pages
        for item in page.items
        if isinstance(item, TextItem)
        for segment in item.line.segments
    }


def red_bars(page: Page) -> list[Shape]:
    """Return the bars of marked rows."""
    return [i for i in page.items if isinstance(i, Shape) and i.operators.startswith(RED)]


def test_the_three_voices_have_three_shapes(lay: Lay) -> None:
    row = MessageRow(
        number="1",
        time="12.00.00",
        sender=evidence("Jan"),
        body=evidence("letterlijk"),
        notes=(program("van het programma"),),
        translation=Translation(label="Vertaling door mij", text="van de melder"),
        mark=Mark(words=("vraagt geld",)),
    )
    styles = styles_of(lay(chat(row)))
    assert styles["letterlijk"].typeface.cut is Cut.SANS
    assert styles["van het programma"].typeface.cut is Cut.SANS_ITALIC
    assert styles["Vertaling door mij"].typeface.cut is Cut.SANS_ITALIC
    assert styles["van de melder"].typeface.cut is Cut.SERIF
    assert styles["vraagt geld"].typeface.cut is Cut.SERIF_STRONG


def test_a_mark_is_a_bar_and_a_word(lay: Lay) -> None:
    (page,) = lay(chat(said(1), said(2, mark=Mark(words=("weet waar ik ben",)))))
    assert len(red_bars(page)) == 1
    assert "weet waar ik ben" in texts_of(page.items)


def test_a_system_line_names_no_sender(lay: Lay) -> None:
    row = SystemRow(
        number="7",
        time="12.00.00",
        body=(*program("Regel van de app: "), *evidence("Contact geblokkeerd.")),
    )
    styles = styles_of(lay(chat(row)))
    assert styles["Regel van de app: "].typeface.cut is Cut.SANS_ITALIC
    assert styles["Contact geblokkeerd."].typeface.cut is Cut.SANS


@pytest.mark.parametrize("text", ["[afbeelding]", "Emoji in woorden: ogen.", "niet afgedrukt"])
def test_a_sender_cannot_write_in_the_style_of_the_program(lay: Lay, text: str) -> None:
    assert styles_of(lay(chat(said(1, text))))[text].typeface.cut is Cut.SANS


def test_the_head_and_the_day_go_on_over_pages(lay: Lay) -> None:
    rows: list[ChatRow] = [DayRow(words="maandag 1 mei 2026"), *(said(n) for n in range(120))]
    first, *others = lay(chat(*rows))
    assert "maandag 1 mei 2026" in texts_of(first.items)
    assert len(others) >= 2
    for page in others:
        assert "Waarom ik dit" in " ".join(texts_of(page.items))
        assert "maandag 1 mei 2026 (vervolg)" in texts_of(page.items)


def test_a_day_head_stays_with_its_first_message(lay: Lay) -> None:
    for count in range(20, 32):
        before: list[ChatRow] = [said(n) for n in range(count)]
        for page in lay(chat(*before, DayRow(words="een dag"), said(999, "volgt"))):
            texts = texts_of(page.items)
            assert ("een dag" in texts) == ("volgt" in texts)


def test_every_message_is_printed_once_in_order(lay: Lay) -> None:
    rows = [said(n, f"bericht {n}") for n in range(200)]
    printed = [
        text
        for page in lay(chat(*rows))
        for text in texts_of(page.items)
        if text.startswith("bericht ")
    ]
    assert printed == [f"bericht {n}" for n in range(200)]


def test_an_anchor_stands_on_the_page_where_its_message_begins(lay: Lay) -> None:
    rows = [said(n, f"bericht {n}") for n in range(100)]
    for page in lay(chat(*rows)):
        names = [item.name for item in page.items if isinstance(item, Anchor)]
        texts = texts_of(page.items)
        for name in names:
            if name.startswith("n"):
                assert f"bericht {name[1:]}" in texts


def test_a_message_longer_than_a_page_keeps_its_bar_on_every_page(lay: Lay) -> None:
    long = "\n".join(f"regel {n}" for n in range(120))
    pages = lay(chat(said(1, long, Mark(words=("vraagt geld",)))))
    assert len(pages) >= 2
    assert all(len(red_bars(page)) == 1 for page in pages)
    lines = [t for page in pages for t in texts_of(page.items) if t.startswith("regel")]
    assert lines == long.split("\n")


def test_an_arabic_message_keeps_to_the_right_and_a_dutch_one_to_the_left(lay: Lay) -> None:
    (page,) = lay(chat(said(1, "سأنشر صورك"), said(2, "hallo")))
    ends = {texts_of([i])[0]: i.end for i in page.items if isinstance(i, TextItem)}
    assert ends["hallo"] is False
    assert ends["سأنشر صورك"] is True
