# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of data and of facts, tables of contents, rows of figures."""

from collections.abc import Sequence

from evidence_kit.dossier.document import (
    Align,
    Column,
    ContentsEntry,
    ContentsList,
    DataTable,
    Fact,
    FactSource,
    FigureRow,
    KeyValueTable,
    PageForm,
    Reference,
    Row,
    Run,
    Text,
)
from evidence_kit.dossier.layout.context import Context
from evidence_kit.dossier.layout.display import Node
from evidence_kit.dossier.layout.flow import Flow
from evidence_kit.dossier.layout.geometry import MM
from evidence_kit.dossier.layout.grid import Cell, GridRow, cell_of, put_row
from evidence_kit.dossier.layout.hashes import grouped
from evidence_kit.dossier.layout.shapes import HEAVY, INK, rule
from evidence_kit.dossier.layout.spans import program_alone, quiet
from evidence_kit.dossier.layout.styles import Role
from evidence_kit.dossier.text.lines import Line, height_of
from evidence_kit.dossier.text.type_case import Cut

_GUTTER = 4.5 * MM
_PAD = 3.4
_HEAD_PAD = 2.2
_SPACE_BEFORE = 9.0
_SPACE_AFTER = 3.0
_SOURCE_WIDTH = 32 * MM
_LABEL_SHARE = 0.27
_NARROW = 95 * MM
"""Under this width a fact's source goes under its value instead of in a third column."""
_FIGURES_PER_ROW = 4
FIRST_ROW = 80.0
"""Height of the first row that must fit under the head of a table."""


def column_places(weights: Sequence[float], width: float) -> list[tuple[float, float]]:
    """Return left edge and width of each column, white space between them taken off."""
    total = sum(weights) or 1.0
    places = []
    x = 0.0
    for count, weight in enumerate(weights):
        share = width * weight / total
        last = count == len(weights) - 1
        places.append((x, max(1.0, share - (0.0 if last else _GUTTER))))
        x += share
    return places


def put_head(
    ctx: Context,
    flow: Flow,
    titles: Sequence[tuple[str, bool]],
    places: Sequence[tuple[float, float]],
    table: Node | None,
) -> None:
    """Set the head of a table; with no table node it is a repetition and no content.

    Args:
        ctx: the context.
        flow: where.
        titles: words of each column and whether they keep to its end.
        places: left edge and width of each column.
        table: node of the table.
    """
    style = ctx.styles.label()
    row = Node("TR", table) if table is not None else None
    cells = []
    for (title, end), (x, width) in zip(titles, places, strict=True):
        node = None
        if row is not None:
            node = Node("TH", row)
            node.attributes = (("Scope", "Column"),)
        cells.append(cell_of(ctx.plain(title, style, width), node, x, width, end=end))
    put_row(
        flow,
        GridRow(cells=tuple(cells), pad=_HEAD_PAD, ruled=False),
        flow.new_page,
    )
    flow.shape(rule(flow.width, weight=HEAVY, ink=INK))
    if row is not None:
        flow.close(row)


def put_table(ctx: Context, flow: Flow, table: DataTable) -> None:
    """Set a data table."""
    if not table.rows:
        flow.space(ctx.scaled(_SPACE_BEFORE))
        flow.anchor(table.anchor)
        empty = Node("P", flow.parent)
        flow.lines(ctx.set(table.empty, Role.CELL, flow.width), empty)
        flow.close(empty)
        return
    places = column_places([column.weight for column in table.columns], flow.width)
    titles = [(column.title, column.align is Align.END) for column in table.columns]
    alone = program_alone(*(cell for row in table.rows for cell in row.cells))
    flow.space(ctx.scaled(_SPACE_BEFORE))
    node = Node("Table", flow.parent, alt=table.summary)

    def turn() -> None:
        flow.new_page()
        put_head(ctx, flow, titles, places, None)

    for count, row in enumerate(table.rows):
        row_node = Node("TR", None)
        made = _row(ctx, row, list(zip(table.columns, places, strict=True)), row_node, alone)
        if count == 0:
            flow.need(min(made.height, ctx.scaled(FIRST_ROW)) + ctx.scaled(24.0))
            flow.anchor(table.anchor)
            put_head(ctx, flow, titles, places, node)
        adopt(node, row_node)
        put_row(flow, made, turn, anchor=row.anchor)
        flow.close(row_node)
    flow.y -= ctx.scaled(_SPACE_AFTER)
    flow.close(node)


def adopt(parent: Node, child: Node) -> None:
    """Give a node made beforehand its place."""
    child.parent = parent
    parent.children.append(child)


def _row(
    ctx: Context,
    row: Row,
    columns: Sequence[tuple[Column, tuple[float, float]]],
    node: Node,
    alone: bool,
) -> GridRow:
    cells = []
    for text, (column, (x, width)) in zip(row.cells, columns, strict=True):
        cell_node = Node("TD", node)
        end = column.align is Align.END
        lines = (
            _hash_lines(ctx, text, width)
            if column.hashes
            else ctx.set(text, Role.CELL, width, alone=alone, link=row.target)
        )
        cells.append(cell_of(lines, cell_node, x, width, end=end))
    return GridRow(cells=tuple(cells), pad=ctx.scaled(_PAD))


def _hash_lines(ctx: Context, text: Text, width: float) -> list[Line]:
    lines: list[Line] = []
    for inline in text:
        if isinstance(inline, Run):
            lines += grouped(ctx, inline.text, width)
        else:
            lines += ctx.set((inline,), Role.CELL, width)
    return lines


def put_facts(ctx: Context, flow: Flow, table: KeyValueTable) -> None:
    """Set a table of facts: label, value and where the value comes from."""
    if not table.facts:
        return
    flow.space(ctx.scaled(7.0))
    node = Node("Table", flow.parent)
    sourced = any(fact.source is not None for fact in table.facts)
    narrow = flow.width < ctx.scaled(_NARROW)
    label_width = flow.width * (0.34 if narrow else _LABEL_SHARE)
    source_width = ctx.scaled(_SOURCE_WIDTH) if sourced and not narrow else 0.0
    value_width = flow.width - label_width - source_width - (_GUTTER if source_width else 0.0)
    first = True
    for fact in table.facts:
        row_node = Node("TR", node)
        cells = [_label_cell(ctx, fact, row_node, label_width - _GUTTER)]
        value_node = Node("TD", row_node)
        lines = ctx.set(fact.value, Role.CELL, value_width, alone=False)
        source = _source_lines(ctx, fact, source_width or value_width)
        if narrow:
            lines = lines + source
        cells.append(cell_of(lines, value_node, label_width, value_width))
        if source_width:
            source_node = Node("TD", row_node)
            x = flow.width - source_width
            cells.append(cell_of(source, source_node, x, source_width))
        row = GridRow(cells=tuple(cells), pad=ctx.scaled(2.6 if narrow else _PAD))
        flow.need(min(row.height, flow.page_height))
        if first:
            flow.anchor(table.anchor)
        if first or flow.fresh:
            flow.shape(rule(flow.width))
        first = False
        put_row(flow, row, flow.new_page)
        flow.close(row_node)
    flow.y -= ctx.scaled(_SPACE_AFTER)
    flow.close(node)


def _label_cell(ctx: Context, fact: Fact, row: Node, width: float) -> Cell:
    node = Node("TH", row)
    node.attributes = (("Scope", "Row"),)
    lines = ctx.plain(fact.label, ctx.styles.furniture(quiet=True), width)
    return cell_of(lines, node, 0.0, width)


def _source_lines(ctx: Context, fact: Fact, width: float) -> list[Line]:
    if fact.source is None:
        return []
    words = {
        FactSource.FILE: ctx.words.source_file,
        FactSource.REPORTER: ctx.words.source_reporter,
        FactSource.PROGRAM: ctx.words.source_program,
        FactSource.UNKNOWN: ctx.words.source_unknown,
    }[fact.source]
    return ctx.set(quiet(words), Role.NOTE, width, alone=False)


def put_contents(ctx: Context, flow: Flow, block: ContentsList) -> None:
    """Set a table of contents in two columns, page numbers at the end of each."""
    flow.space(ctx.scaled(_SPACE_BEFORE))
    flow.anchor(block.anchor)
    node = Node("TOC", flow.parent)
    gap = 8 * MM
    two = flow.width > ctx.scaled(120 * MM)
    width = (flow.width - gap) / 2 if two else flow.width
    half = (len(block.entries) + 1) // 2 if two else len(block.entries)
    rows = [_contents_row(ctx, entry, node, width) for entry in block.entries]
    for start in range(half):
        pair = [rows[start], *(rows[start + half : start + half + 1] if two else [])]
        height = max(row.height for row in pair)
        flow.need(height)
        first = start == 0 or flow.fresh
        top = flow.y
        for column, row in enumerate(pair):
            flow.y = top
            with flow.inside(column * (width + gap), flow.width - width - column * (width + gap)):
                if first:
                    flow.shape(rule(width, weight=HEAVY, ink=INK))
                put_row(flow, row, flow.new_page)
        flow.y = top - height
    flow.y -= ctx.scaled(_SPACE_AFTER)
    flow.close(node)


def _contents_row(ctx: Context, entry: ContentsEntry, parent: Node, width: float) -> GridRow:
    node = Node("TOCI", parent)
    number_width = ctx.scaled(10 * MM)
    indent = ctx.scaled((entry.level - 1) * 4 * MM)
    text: Text = (Run(text=entry.text, target=entry.anchor),)
    page: Text = (Reference(anchor=entry.anchor, form=PageForm.PAGE),)
    label = ctx.set(text, Role.CELL, width - number_width - indent, alone=True)
    number = ctx.set(page, Role.CELL, number_width, alone=True)
    return GridRow(
        cells=(
            cell_of(label, node, indent, width - number_width - indent),
            cell_of(number, node, width - number_width, number_width, end=True),
        ),
        pad=ctx.scaled(2.6),
    )


def put_figures(ctx: Context, flow: Flow, block: FigureRow) -> None:
    """Set figures beside each other, each with the words that say what was counted."""
    gap = 5 * MM
    per_row = min(_FIGURES_PER_ROW, max(1, len(block.figures)))
    width = (flow.width - gap * (per_row - 1)) / per_row
    flow.space(ctx.scaled(12.0))
    flow.anchor(block.anchor)
    for start in range(0, len(block.figures), per_row):
        figures = block.figures[start : start + per_row]
        made = [
            (
                ctx.plain(f.number, ctx.styles.style(Role.FIGURE, Cut.SERIF_DISPLAY), width),
                ctx.set(f.label, Role.NOTE, width),
            )
            for f in figures
        ]
        height = max(height_of(number) + height_of(label) for number, label in made)
        flow.need(height + ctx.scaled(8.0))
        top = flow.y
        for place, (number, label) in enumerate(made):
            flow.y = top
            dx = place * (width + gap)
            flow.shape(rule(width, weight=HEAVY, ink=INK), dx)
            flow.y -= ctx.scaled(5.0)
            node = Node("P", flow.parent)
            for line in (*number, *label):
                flow.line(line, node, x=flow.x + dx, extent=width)
            flow.close(node)
        flow.y = top - height - ctx.scaled(8.0)
