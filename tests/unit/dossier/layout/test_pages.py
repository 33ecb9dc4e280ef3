# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every page of every dossier."""

from collections.abc import Callable

import pytest

from builders import sample_document as sample
from evidence_kit.dossier.document import (
    Block,
    ColumnSet,
    Document,
    Heading,
    KeepTogether,
    PageBreak,
    Paragraph,
    program,
)
from evidence_kit.dossier.layout.display import Image, Page, TextItem, texts_of
from evidence_kit.dossier.layout.geometry import BOTTOM, LEFT, RIGHT, TOP

LayDocument = Callable[[Document], list[Page]]
Lay = Callable[..., list[Page]]


@pytest.fixture(scope="module", name="pages")
def the_sample(lay_document: LayDocument) -> list[Page]:
    return lay_document(sample.document())


def content(page: Page) -> list[TextItem]:
    """Return the lines that are content, not furniture."""
    return [item for item in page.items if isinstance(item, TextItem) and item.node is not None]


def test_pages_are_numbered_from_the_cover_on(pages: list[Page]) -> None:
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))


def test_no_line_stands_outside_the_margins(pages: list[Page]) -> None:
    for page in pages:
        for item in content(page):
            assert BOTTOM - 0.1 <= item.y <= TOP, texts_of([item])
            left = item.x + (item.extent - item.line.width if item.end else 0.0)
            assert left >= LEFT - 0.1, texts_of([item])
            assert left + item.line.width <= RIGHT + 0.6, texts_of([item])


def test_no_picture_stands_outside_the_margins(pages: list[Page]) -> None:
    pictures = [item for page in pages for item in page.items if isinstance(item, Image)]
    assert len(pictures) == 8
    for picture in pictures:
        assert picture.y >= BOTTOM
        assert picture.y + picture.height <= TOP + 0.1
        assert picture.x + picture.width <= RIGHT + 0.1


def test_no_picture_is_distorted(pages: list[Page]) -> None:
    for page in pages:
        for item in page.items:
            if isinstance(item, Image):
                drawn = item.width / item.height
                assert abs(drawn - item.part.width / item.part.height) < 0.001


def test_nothing_is_set_under_9_points(pages: list[Page]) -> None:
    sizes = {
        segment.span.style.size
        for page in pages
        for item in page.items
        if isinstance(item, TextItem)
        for segment in item.line.segments
    }
    assert min(sizes) >= 9.0


def test_a_withheld_exhibit_has_no_pixels(pages: list[Page]) -> None:
    (withheld,) = [
        page for page in pages if "Afbeelding, niet afgedrukt" in texts_of(content(page)[:2])
    ]
    assert not [item for item in withheld.items if isinstance(item, Image)]
    assert "op verzoek van de melder" in texts_of(withheld.items)


def test_a_tall_picture_says_which_part_each_part_is(pages: list[Page]) -> None:
    captions = [text for page in pages for text in texts_of(page.items) if "Deel " in text]
    parts = [caption for caption in captions if " van " in caption]
    assert parts == [f"Deel {part} van 4." for part in (1, 2, 3, 4)]


def test_a_heading_is_never_the_last_line_of_a_page(lay: Lay) -> None:
    for count in range(30, 60):
        lines = Paragraph(text=program("\n".join(["regel"] * count)))
        pages = lay(lines, Heading(text=program("Kop")), Paragraph(text=program("Eronder.")))
        for page in pages:
            assert texts_of(content(page))[-1:] != ["Kop"]


def test_blocks_kept_together_share_a_page(lay: Lay) -> None:
    for count in (38, 40, 42, 44):
        fill = Paragraph(text=program("\n".join(["regel"] * count)))
        pair = KeepTogether(
            blocks=(Paragraph(text=program("eerste")), Paragraph(text=program("tweede")))
        )
        homes = [
            page.number
            for page in lay(fill, pair)
            for text in texts_of(page.items)
            if text in ("eerste", "tweede")
        ]
        assert len(homes) == 2
        assert homes[0] == homes[1]


def test_a_page_break_begins_a_page_and_two_make_no_empty_one(lay: Lay) -> None:
    one, two = Paragraph(text=program("een")), Paragraph(text=program("twee"))
    pages = lay(one, PageBreak(), PageBreak(), two)
    assert [texts_of(content(page))[-1] for page in pages] == ["een", "twee"]


def test_a_paragraph_longer_than_two_pages_goes_on_without_stray_lines(lay: Lay) -> None:
    text = program("\n".join(f"regel {number}" for number in range(150)))
    pages = lay(Paragraph(text=text))
    printed = [line for page in pages for line in texts_of(content(page))]
    assert printed[2:] == [f"regel {number}" for number in range(150)]
    assert all(len(content(page)) >= 2 for page in pages)


def test_columns_too_long_for_a_page_are_set_under_each_other(lay: Lay) -> None:
    column: tuple[Block, ...] = tuple(Paragraph(text=program(f"punt {n}")) for n in range(60))
    pages = lay(ColumnSet(columns=(column, column)))
    printed = [text for page in pages for text in texts_of(content(page))]
    assert printed.count("punt 59") == 2
