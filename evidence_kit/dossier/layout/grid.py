# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of tables: measured as a whole, kept whole where a page can hold them, else split by lines.

A column can be narrower than a letter: every line still takes one character, so nothing loops and
nothing is cut off.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evidence_kit.dossier.layout.display import Node, TextItem
from evidence_kit.dossier.layout.flow import Flow, base_line
from evidence_kit.dossier.layout.shapes import HAIR, RED, TINT, filled, rule
from evidence_kit.dossier.text.lines import Line

BAR_WIDTH = 3.0
BAR_GAP = 6.0
"""How far the bar of a marked row stands out to the left of the table."""


_LONG_ROW = 0.5
"""Share of a page from which a row may be split rather than moved to the next page."""
_LINES_TO_BEGIN = 4


class CellLine(NamedTuple):
    """A line in a cell, with the node it belongs to."""

    line: Line
    node: Node | None
    end: bool = False
    dx: float = 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines in a column: `x` from the left of the table."""

    x: float
    width: float
    lines: Sequence[CellLine]

    @property
    def height(self) -> float:
        """Height of all lines."""
        return sum(cell_line.line.leading for cell_line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A row, with the white space around it and how it is set off."""

    cells: tuple[Cell, ...]
    pad: float
    marked: bool = False
    """A tint and a bar."""
    ruled: bool = True
    rule_weight: float = HAIR

    @property
    def height(self) -> float:
        """Height with the white space."""
        return max((cell.height for cell in self.cells), default=0.0) + 2 * self.pad


def cell_of(
    lines: Sequence[Line], node: Node | None, x: float, width: float, *, end: bool = False
) -> Cell:
    """Return a cell of lines that belong to one node."""
    return Cell(x, width, [CellLine(line, node, end) for line in lines])


def put_row(
    flow: Flow, row: GridRow, turn: Callable[[], None], *, anchor: str | None = None
) -> None:
    """Set a row; `turn` begins a page and repeats the head of the table."""
    if row.height > flow.room and not flow.fresh and not _splits_here(flow, row):
        turn()
    flow.anchor(anchor)
    cells = row.cells
    while True:
        now, later = _fitting(cells, flow.room - 2 * row.pad)
        _draw(flow, row, now)
        if not any(cell.lines for cell in later):
            return
        cells = later
        turn()


def _splits_here(flow: Flow, row: GridRow) -> bool:
    """Tell whether a row too high for this page begins on it: a long one, with some lines."""
    tallest = max(
        (cell_line.line.leading for cell in row.cells for cell_line in cell.lines), default=0.0
    )
    long = row.height > flow.page_height * _LONG_ROW
    return long and flow.room >= _LINES_TO_BEGIN * tallest + 2 * row.pad


def _fitting(cells: Sequence[Cell], room: float) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Cut cells at a height; at least one line of each goes first."""
    now, later = [], []
    for cell in cells:
        count, used = 0, 0.0
        for cell_line in cell.lines:
            used += cell_line.line.leading
            if used > room + 0.01 and count:
                break
            count += 1
        now.append(Cell(cell.x, cell.width, cell.lines[:count]))
        later.append(Cell(cell.x, cell.width, cell.lines[count:]))
    return tuple(now), tuple(later)


def _draw(flow: Flow, row: GridRow, cells: Sequence[Cell]) -> None:
    height = max((cell.height for cell in cells), default=0.0) + 2 * row.pad
    if row.marked:
        flow.shape(filled(flow.width + BAR_WIDTH, height, TINT), -BAR_WIDTH, -height)
        flow.shape(filled(BAR_WIDTH, height, RED), -BAR_GAP, -height)
        flow.shape(rule(flow.width))
    for cell in cells:
        y = flow.y - row.pad
        for line, node, end, dx in cell.lines:
            y -= line.leading
            flow.put(
                TextItem(
                    line=line,
                    x=flow.x + cell.x + dx,
                    y=base_line(line, y),
                    extent=cell.width - dx,
                    end=end,
                    node=node,
                )
            )
    flow.y -= height
    if row.ruled:
        flow.shape(rule(flow.width, weight=row.rule_weight))
