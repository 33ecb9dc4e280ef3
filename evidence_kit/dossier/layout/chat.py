# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversations: messages as found, and around them, in another style, what the program says.

The text of a message is upright sans-serif and nothing else in its column is. A marked message
has a bar, a tint and a word. The table is set row by row, so sixty thousand messages take no more
memory than sixty.
"""

from collections.abc import Iterable

from evidence_kit.dossier.document import (
    ChatRow,
    ChatTable,
    DayRow,
    Emphasis,
    GapRow,
    MessageRow,
    Run,
    SystemRow,
    Translation,
    Voice,
)
from evidence_kit.dossier.layout.context import ChatCount, Context
from evidence_kit.dossier.layout.display import Node
from evidence_kit.dossier.layout.flow import Flow
from evidence_kit.dossier.layout.geometry import MM
from evidence_kit.dossier.layout.grid import Cell, CellLine, GridRow, cell_of, put_row
from evidence_kit.dossier.layout.shapes import dotted_rule
from evidence_kit.dossier.layout.spans import quiet
from evidence_kit.dossier.layout.styles import Role
from evidence_kit.dossier.layout.tables import put_head
from evidence_kit.dossier.text.lines import Line

_NUMBER, _TIME, _SENDER, _WHY = 12 * MM, 17 * MM, 29 * MM, 27 * MM
_GUTTER = 3 * MM
_PAD = 3.6
_COLUMNS = 5
_ROW_WITH_DAY = 60.0
"""A day head stays with its first message."""


def put_chat(ctx: Context, flow: Flow, table: ChatTable) -> None:
    """Set a conversation and count what is printed and what is left out."""
    flow.space(ctx.scaled(9.0))
    flow.need(ctx.scaled(90.0))
    flow.anchor(table.anchor)
    setter = _ChatSetter(ctx, flow, table)
    setter.head(setter.table)
    for row in table.rows:
        setter.put(row)
    flow.close(setter.table)
    ctx.chats[table.anchor] = ChatCount(printed=setter.printed, left_out=setter.left_out)


class _ChatSetter:
    """Sets the rows of one conversation."""

    def __init__(self, ctx: Context, flow: Flow, table: ChatTable) -> None:
        self.table = Node("Table", flow.parent, alt=table.summary)
        self.printed = 0
        self.left_out = 0
        self._ctx = ctx
        self._flow = flow
        heads = table.heads
        self._titles = [
            (title, False)
            for title in (heads.number, heads.time, heads.sender, heads.message, heads.why)
        ]
        number, time, sender, why = (
            min(ctx.scaled(width), flow.width * share)
            for width, share in ((_NUMBER, 0.09), (_TIME, 0.125), (_SENDER, 0.18), (_WHY, 0.165))
        )
        starts = [0.0, number, number + time, number + time + sender, flow.width - why]
        ends = [*starts[1:], flow.width + _GUTTER]
        self._places = [
            (start, max(1.0, end - start - _GUTTER))
            for start, end in zip(starts, ends, strict=True)
        ]
        self._day = ""

    def put(self, row: ChatRow) -> None:
        """Set a row."""
        if isinstance(row, MessageRow):
            self._message(row)
        elif isinstance(row, DayRow):
            self._day_head(row)
        elif isinstance(row, GapRow):
            self._gap(row)
        else:
            self._system(row)

    def head(self, table: Node | None) -> None:
        """Set the column heads."""
        put_head(self._ctx, self._flow, self._titles, self._places, table)

    def _turn(self) -> None:
        """Begin a page: the heads again, and the day that goes on."""
        self._flow.new_page()
        self.head(None)
        if self._day:
            words = f"{self._day} ({self._ctx.words.continued})"
            style = self._ctx.styles.furniture(quiet=True)
            x, _width = self._places[3]
            lines = self._ctx.plain(words, style, self._flow.width - x)
            cell = cell_of(lines, None, x, self._flow.width - x)
            put_row(self._flow, GridRow(cells=(cell,), pad=2.4), self._flow.new_page)

    def _spanning(self, lines: Iterable[Line], tag: str) -> tuple[Cell, Node]:
        """Return a cell over the whole width, its text in the column of messages."""
        row = Node("TR", self.table)
        node = Node(tag, row)
        node.attributes = (("ColSpan", _COLUMNS),)
        if tag == "TH":
            node.attributes = (("Scope", "Row"), ("ColSpan", _COLUMNS))
        x, _width = self._places[3]
        return cell_of(list(lines), node, x, self._flow.width - x), row

    def _day_head(self, day: DayRow) -> None:
        x, _width = self._places[3]
        run = Run(text=day.words, voice=Voice.PROGRAM, emphasis=Emphasis.STRONG)
        lines = self._ctx.set((run,), Role.CELL, self._flow.width - x, alone=True)
        cell, row_node = self._spanning(lines, "TH")
        row = GridRow(cells=(cell,), pad=self._ctx.scaled(3.2))
        self._day = ""
        if row.height + self._ctx.scaled(_ROW_WITH_DAY) > self._flow.room:
            self._turn()
        else:
            self._flow.y -= self._ctx.scaled(4.0)
        put_row(self._flow, row, self._turn)
        self._day = day.words
        self._flow.close(row_node)

    def _gap(self, gap: GapRow) -> None:
        self.left_out += gap.left_out
        x, _width = self._places[3]
        text = quiet(gap.words)
        lines = self._ctx.set(text, Role.NOTE, self._flow.width - x, alone=False)
        cell, row_node = self._spanning(lines, "TD")
        row = GridRow(cells=(cell,), pad=self._ctx.scaled(4.0), ruled=False)
        if row.height + 12.0 > self._flow.room:
            self._turn()
        self._flow.y -= 3.0
        self._flow.shape(dotted_rule(self._flow.width))
        put_row(self._flow, row, self._turn)
        self._flow.shape(dotted_rule(self._flow.width))
        self._flow.y -= 3.0
        self._flow.close(row_node)

    def _message(self, message: MessageRow) -> None:
        self.printed += 1
        ctx, (_x, width) = self._ctx, self._places[3]
        row = Node("TR", self.table)
        nodes = [Node("TD", row) for _column in range(_COLUMNS)]
        said = ctx.set(message.body, Role.MESSAGE, width)
        body = [CellLine(line, nodes[3], line.rtl) for line in said]
        under: list[Line] = []
        for text in (*message.attachments, *message.notes):
            under += ctx.set(text, Role.NOTE, width, alone=False)
        if message.translation is not None:
            under += self._translated(message.translation, width)
        body += [CellLine(line, nodes[3], line.rtl) for line in under]
        self._row(message, body, row)

    def _translated(self, translation: Translation, width: float) -> list[Line]:
        label = self._ctx.set(quiet(translation.label), Role.NOTE, width, alone=False)
        run = Run(text=translation.text, voice=Voice.REPORTER, lang=translation.lang)
        return label + self._ctx.set((run,), Role.CELL, width)

    def _system(self, system: SystemRow) -> None:
        self.printed += 1
        _x, width = self._places[3]
        row = Node("TR", self.table)
        nodes = [Node("TD", row) for _column in range(_COLUMNS)]
        lines = self._ctx.set(system.body, Role.NOTE, width, alone=False)
        body = [CellLine(line, nodes[3]) for line in lines]
        self._row(system, body, row)

    def _row(self, row: MessageRow | SystemRow, body: list[CellLine], node: Node) -> None:
        """Set the columns around a body."""
        ctx, places, nodes = self._ctx, self._places, node.children
        why: list[Line] = []
        for word in row.mark.words if row.mark is not None else ():
            why += ctx.plain(word, ctx.styles.mark(), places[4][1])
        sender = row.sender if isinstance(row, MessageRow) else ()
        columns = (
            ctx.plain(row.number, ctx.styles.furniture(quiet=True), places[0][1]),
            ctx.plain(row.time, ctx.styles.furniture(quiet=False), places[1][1]),
            ctx.set(sender, Role.NOTE, places[2][1]),
        )
        cells = [
            cell_of(lines, cell_node, x, width)
            for lines, cell_node, (x, width) in zip(columns, nodes[:3], places[:3], strict=True)
        ]
        cells.append(Cell(places[3][0], places[3][1], body))
        cells.append(cell_of(why, nodes[4], *places[4]))
        aligned = tuple(_on_base_line(cell, ctx.styles.leading(Role.MESSAGE)) for cell in cells)
        made = GridRow(cells=aligned, pad=ctx.scaled(_PAD), marked=row.mark is not None)
        put_row(self._flow, made, self._turn, anchor=row.anchor)
        self._flow.close(node)


def _on_base_line(cell: Cell, leading: float) -> Cell:
    """Give the first line of a cell the leading of a message, so all columns share a base line."""
    if not cell.lines:
        return cell
    first, *others = cell.lines
    raised = first._replace(line=first.line._replace(leading=leading))
    return Cell(cell.x, cell.width, [raised, *others])
