# SPDX-License-Identifier: GPL-3.0-or-later
"""Notices, columns side by side, and blocks that stay together."""

from evidence_kit.dossier.document import (
    ColumnSet,
    Emphasis,
    KeepTogether,
    Notice,
    NoticeKind,
    Run,
    Voice,
)
from evidence_kit.dossier.layout.context import Context
from evidence_kit.dossier.layout.display import Node
from evidence_kit.dossier.layout.flow import Flow
from evidence_kit.dossier.layout.geometry import MM
from evidence_kit.dossier.layout.shapes import INK, filled, framed
from evidence_kit.dossier.layout.styles import BLACK, Role
from evidence_kit.dossier.layout.tables import column_places
from evidence_kit.dossier.text.lines import Line, height_of
from evidence_kit.dossier.text.type_case import Cut

_PAD = 4 * MM
_WARNING_BAR = 3.0


def put_notice(ctx: Context, flow: Flow, notice: Notice) -> None:
    """Set a limit or warning in a frame: black and at least 10 pt."""
    width = flow.width - 2 * _PAD
    strong = ctx.styles.style(Role.NOTICE, Cut.SANS_STRONG, BLACK)
    paragraphs = [ctx.plain(notice.title, strong, width)] if notice.title else []
    for text in notice.text:
        emphatic = tuple(
            Run(text=i.text, voice=i.voice, emphasis=Emphasis.NONE, target=i.target, lang=i.lang)
            if isinstance(i, Run) and i.voice is Voice.PROGRAM and i.emphasis is Emphasis.QUIET
            else i
            for i in text
        )
        paragraphs.append(ctx.set(emphatic, Role.NOTICE, width))
    gap = ctx.scaled(4.0)
    height = sum(height_of(lines) for lines in paragraphs) + gap * (len(paragraphs) - 1)
    height += 2 * _PAD - 4.0
    flow.space(ctx.scaled(13.0))
    flow.need(min(height, flow.page_height))
    flow.anchor(notice.anchor)
    node = Node("Sect", flow.parent)
    if height <= flow.room:
        flow.shape(framed(flow.width, height, weight=0.9, ink=INK), 0.0, -height)
        if notice.kind is NoticeKind.WARNING:
            flow.shape(filled(_WARNING_BAR, height, INK), 0.0, -height)
    flow.y -= _PAD - 2.0
    with flow.inside(_PAD, _PAD):
        for count, lines in enumerate(paragraphs):
            if count:
                flow.y -= gap
            _put_notice_lines(flow, lines, Node("P", node))
    flow.y -= _PAD - 2.0
    flow.close(node)


def _put_notice_lines(flow: Flow, lines: list[Line], node: Node) -> None:
    for line in lines:
        flow.need(line.leading)
        flow.line(line, node)


def put_columns(ctx: Context, flow: Flow, block: ColumnSet) -> None:
    """Set columns side by side; where a page cannot hold them, one under the other."""
    weights = block.weights or (1.0,) * len(block.columns)
    before = len(flow.parent.children)
    gap = 4 * MM
    sketches = []
    places = column_places(weights, flow.width)
    for (_x, width), column in zip(places, block.columns, strict=True):
        sketch = flow.sketch(width - gap / 2)
        ctx.blocks(sketch, column)
        sketches.append(sketch)
    height = max((-sketch.y for sketch in sketches), default=0.0)
    flow.space(ctx.scaled(10.0))
    if height > flow.page_height:
        del flow.parent.children[before:]
        flow.anchor(block.anchor)
        for column in block.columns:
            ctx.blocks(flow, column)
        return
    flow.need(height)
    flow.anchor(block.anchor)
    for (x, _width), sketch in zip(places, sketches, strict=True):
        flow.place(sketch, x)
    flow.y -= height


def put_together(ctx: Context, flow: Flow, block: KeepTogether) -> None:
    """Set blocks on one page when a page can hold them."""
    before = len(flow.parent.children)
    sketch = flow.sketch(flow.width)
    ctx.blocks(sketch, block.blocks)
    height = -sketch.y
    if height <= flow.page_height:
        flow.space(ctx.scaled(8.0))
        flow.need(height)
        flow.place(sketch)
        flow.y -= height
        return
    del flow.parent.children[before:]
    ctx.blocks(flow, block.blocks)
