# SPDX-License-Identifier: GPL-3.0-or-later
"""Events on a line of time: a dot for each, always with a word."""

from evidence_kit.dossier.document import Chronology, ChronologyRow, Emphasis, Run, Text, Voice
from evidence_kit.dossier.layout.context import Context
from evidence_kit.dossier.layout.display import Node
from evidence_kit.dossier.layout.flow import Flow
from evidence_kit.dossier.layout.geometry import MM
from evidence_kit.dossier.layout.grid import Cell, CellLine, GridRow, cell_of, put_row
from evidence_kit.dossier.layout.shapes import RULE_INK, dot, upright
from evidence_kit.dossier.layout.spans import quiet
from evidence_kit.dossier.layout.styles import Role
from evidence_kit.dossier.layout.tables import FIRST_ROW, put_head

_WHEN_SHARE, _LINE_SHARE, _WHERE_SHARE = 0.21, 0.06, 0.26
_GUTTER = 4 * MM
_PAD = 4.6
_DOT = 2.7


def put_chronology(ctx: Context, flow: Flow, block: Chronology) -> None:
    """Set events in order of time."""
    flow.space(ctx.scaled(9.0))
    if not block.rows:
        node = Node("P", flow.parent)
        flow.anchor(block.anchor)
        flow.lines(ctx.set(block.empty, Role.CELL, flow.width), node)
        flow.close(node)
        return
    places = _places(flow.width)
    heads = block.heads
    titles = [(heads.when, False), (heads.what, False), (heads.where, False)]
    node = Node("Table", flow.parent)

    def turn() -> None:
        flow.new_page()
        put_head(ctx, flow, titles, places, None)

    for count, event in enumerate(block.rows):
        row_node = Node("TR", None)
        row = _row(ctx, event, places, row_node)
        if count == 0:
            flow.need(min(row.height, ctx.scaled(FIRST_ROW)) + ctx.scaled(24.0))
            flow.anchor(block.anchor)
            put_head(ctx, flow, titles, places, node)
        row_node.parent = node
        node.children.append(row_node)
        page = flow.items
        put_row(flow, row, turn, anchor=event.anchor)
        neighbours = (count > 0 and flow.items is page, count < len(block.rows) - 1)
        _put_dot(ctx, flow, event, row, neighbours)
        flow.close(row_node)
    flow.close(node)


def _places(width: float) -> list[tuple[float, float]]:
    """Return the places of when, what and where; the line of time runs before `what`."""
    when = width * _WHEN_SHARE
    what = when + width * _LINE_SHARE
    where = width * (1 - _WHERE_SHARE)
    return [(0.0, when - _GUTTER), (what, where - what - _GUTTER), (where, width - where)]


def _row(
    ctx: Context, event: ChronologyRow, places: list[tuple[float, float]], node: Node
) -> GridRow:
    (when_x, when_width), (what_x, what_width), (where_x, where_width) = places
    date: Text = (Run(text=event.date, voice=Voice.PROGRAM, emphasis=Emphasis.STRONG),)
    when = ctx.set(date, Role.CELL, when_width, alone=True)
    when += ctx.set(quiet(event.time), Role.CELL, when_width, alone=True) if event.time else []
    status = ctx.set(quiet(event.status), Role.NOTE, what_width, alone=False)
    what = ctx.set(event.what, Role.CELL, what_width) + status
    what += ctx.set(event.basis, Role.NOTE, what_width, alone=False)
    where = ctx.set(event.where, Role.NOTE, where_width)
    when_node, what_node, where_node = (Node("TD", node) for _column in range(3))
    return GridRow(
        cells=(
            cell_of(when, when_node, when_x, when_width),
            Cell(what_x, what_width, [CellLine(line, what_node) for line in what]),
            cell_of(where, where_node, where_x, where_width),
        ),
        pad=ctx.scaled(_PAD),
        ruled=False,
    )


def _put_dot(
    ctx: Context,
    flow: Flow,
    event: ChronologyRow,
    row: GridRow,
    neighbours: tuple[bool, bool],
) -> None:
    """Draw the dot beside the first line of a row that ended at the cursor.

    Args:
        ctx: the context.
        flow: the cursor is under the row.
        event: its event.
        row: what was set.
        neighbours: whether the line comes from an event above and goes on to one below.
    """
    height = min(row.height, flow.sheet.top - flow.y)
    x = flow.width * (_WHEN_SHARE + _LINE_SHARE / 2) - _GUTTER / 2
    middle = height - row.pad - ctx.styles.leading(Role.CELL) / 2
    radius = ctx.scaled(_DOT)
    above, below = neighbours
    if below:
        flow.shape(upright(middle - radius, weight=0.7, ink=RULE_INK), x)
    if above:
        flow.shape(upright(height - middle - radius, weight=0.7, ink=RULE_INK), x, middle + radius)
    flow.shape(dot(radius, full=event.filled), x, middle)
