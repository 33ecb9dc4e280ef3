# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables repeat their heads, lose no cell and survive columns without width."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from evidence_kit.dossier.document import (
    Align,
    Chronology,
    ChronologyHeads,
    ChronologyRow,
    Column,
    DataTable,
    Fact,
    FactSource,
    KeyValueTable,
    Row,
    evidence,
    program,
    reporter,
)
from evidence_kit.dossier.layout.display import Page, TextItem, texts_of
from evidence_kit.dossier.layout.tables import column_places

Lay = Callable[..., list[Page]]


def table(rows: int) -> DataTable:
    """Return a table of two columns."""
    return DataTable(
        columns=(Column(title="Nummer"), Column(title="Bestand", weight=3)),
        rows=tuple(Row(cells=(program(f"nr {n}"), evidence(f"bestand {n}"))) for n in range(rows)),
    )


def heads_of(page: Page) -> list[TextItem]:
    """Return the lines that say "Nummer"."""
    return [
        item for item in page.items if isinstance(item, TextItem) and texts_of([item]) == ["Nummer"]
    ]


def test_the_head_repeats_on_every_page(lay: Lay) -> None:
    pages = lay(table(120))
    assert len(pages) >= 3
    assert all(len(heads_of(page)) == 1 for page in pages)


def test_a_repeated_head_is_no_content(lay: Lay) -> None:
    first, *others = lay(table(120))
    assert heads_of(first)[0].node is not None
    assert all(heads_of(page)[0].node is None for page in others)


def test_every_cell_is_printed_once(lay: Lay) -> None:
    printed = [text for page in lay(table(120)) for text in texts_of(page.items)]
    for number in range(120):
        assert printed.count(f"nr {number}") == 1
        assert printed.count(f"bestand {number}") == 1


def test_an_empty_table_says_so(lay: Lay) -> None:
    empty = DataTable(
        columns=(Column(title="Nummer"),), rows=(), empty=program("Geen nummers gevonden.")
    )
    (page,) = lay(empty)
    assert "Geen nummers gevonden." in texts_of(page.items)
    assert heads_of(page) == []


@pytest.mark.parametrize("weights", [(0.0, 1.0), (0.0, 0.0), (1e-9, 1e9)])
def test_a_column_without_width_does_not_loop(lay: Lay, weights: tuple[float, float]) -> None:
    narrow = DataTable(
        columns=(Column(title="A", weight=weights[0]), Column(title="B", weight=weights[1])),
        rows=(Row(cells=(evidence("smal"), evidence("breed"))),),
    )
    assert lay(narrow)


def test_a_row_higher_than_a_page_goes_on_over_pages(lay: Lay) -> None:
    long = "\n".join(f"regel {n}" for n in range(130))
    pages = lay(
        DataTable(
            columns=(Column(title="Nummer"), Column(title="Tekst", weight=4)),
            rows=(Row(cells=(program("1"), evidence(long))), Row(cells=(program("2"), ()))),
        )
    )
    printed = [text for page in pages for text in texts_of(page.items)]
    assert len(pages) == 3
    assert [text for text in printed if text.startswith("regel")] == long.split("\n")


def test_columns_share_the_width_and_do_not_overlap() -> None:
    places = column_places((1, 2, 3), 600.0)
    for (x, width), (next_x, _width) in pairwise(places):
        assert x + width < next_x
    assert places[-1][0] + places[-1][1] == pytest.approx(600.0)


def test_numbers_keep_to_the_end_of_their_column(lay: Lay) -> None:
    (page,) = lay(
        DataTable(
            columns=(Column(title="Wat"), Column(title="Bytes", align=Align.END)),
            rows=(Row(cells=(program("a"), program("1.234"))),),
        )
    )
    (item,) = [i for i in page.items if isinstance(i, TextItem) and texts_of([i]) == ["1.234"]]
    assert item.end


def test_every_fact_names_its_source(lay: Lay) -> None:
    facts = KeyValueTable(
        facts=(
            Fact(label="Bestand", value=evidence("a.png"), source=FactSource.FILE),
            Fact(label="Toestel", value=reporter("mijn telefoon"), source=FactSource.REPORTER),
            Fact(label="Plaats", value=(), source=FactSource.UNKNOWN),
        )
    )
    (page,) = lay(facts)
    printed = texts_of(page.items)
    assert "uit bestand" in printed
    assert "volgens aangever" in printed
    assert "niet bekend" in printed


def test_hashes_are_set_in_groups_of_four(lay: Lay) -> None:
    digest = "0123456789abcdef" * 4
    (page,) = lay(
        DataTable(
            columns=(Column(title="Wat"), Column(title="SHA-256", weight=2, hashes=True)),
            rows=(Row(cells=(program("a"), program(digest))),),
        )
    )
    lines = [text for text in texts_of(page.items) if text.startswith("0123 4567")]
    assert "".join(lines).replace(" ", "") == digest


def test_a_chronology_prints_the_word_of_every_dot(lay: Lay) -> None:
    events = tuple(
        ChronologyRow(
            date=f"{day} mei 2026",
            time="12.00 uur",
            what=reporter("Er gebeurde iets."),
            where=(),
            filled=day % 2 == 0,
            status="aangewezen" if day % 2 == 0 else "niet aangewezen",
        )
        for day in range(1, 29)
    )
    heads = ChronologyHeads(when="Nummer", what="Wat", where="Waar")
    pages = lay(Chronology(heads=heads, rows=events))
    printed = [text for page in pages for text in texts_of(page.items)]
    assert printed.count("aangewezen") == 14
    assert printed.count("niet aangewezen") == 14
    assert all(len(heads_of(page)) == 1 for page in pages)
