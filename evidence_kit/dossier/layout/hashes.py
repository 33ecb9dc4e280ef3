# SPDX-License-Identifier: GPL-3.0-or-later
"""Digests in groups of four, and codes for a phone with the same in readable form beside them."""

from evidence_kit.dossier.document import HashBlock, QrCode
from evidence_kit.dossier.layout.context import Context
from evidence_kit.dossier.layout.display import Node, Shape
from evidence_kit.dossier.layout.flow import Flow
from evidence_kit.dossier.layout.geometry import MM
from evidence_kit.dossier.layout.shapes import qr
from evidence_kit.dossier.layout.styles import Role
from evidence_kit.dossier.text.lines import Line, Span, height_of
from evidence_kit.dossier.text.type_case import Cut

_GROUP = 4
_GROUPS_PER_LINE = (16, 8, 4, 2, 1)
"""Powers of two, so that lines of a 64-digit value are equally long."""
_QR_SIZE = 26 * MM
_QR_GAP = 8 * MM


def grouped(ctx: Context, value: str, width: float) -> list[Line]:
    """Return a value in groups of four, as many on a line as fit evenly."""
    style = ctx.styles.style(Role.HASH, Cut.MONO)
    groups = [value[i : i + _GROUP] for i in range(0, len(value), _GROUP)]
    digit = ctx.compositor.filled(Span(text="", style=style), "0").width
    per_line = next(
        (count for count in _GROUPS_PER_LINE if (count * (_GROUP + 1) - 1) * digit <= width), 1
    )
    rows = [" ".join(groups[i : i + per_line]) for i in range(0, len(groups), per_line)]
    return ctx.compositor.lines([Span(text="\n".join(rows), style=style)], width)


def put_hash(ctx: Context, flow: Flow, block: HashBlock) -> None:
    """Set a digest under its label."""
    label = ctx.plain(block.label, ctx.styles.label(), flow.width)
    value = grouped(ctx, block.value, flow.width)
    flow.space(ctx.scaled(7.0))
    flow.need(height_of(label) + height_of(value))
    flow.anchor(block.anchor)
    node = Node("P", flow.parent)
    for line in (*label, *value):
        flow.line(line, node)
    flow.close(node)


def put_qr(ctx: Context, flow: Flow, block: QrCode) -> None:
    """Set a code at the right and its content in readable form at the left."""
    flow.space(ctx.scaled(7.0))
    narrow = flow.width < _QR_SIZE * 3
    sketch = flow.sketch(flow.width if narrow else flow.width - _QR_SIZE - _QR_GAP)
    ctx.blocks(sketch, block.printed)
    beside = -sketch.y
    flow.need(_QR_SIZE + beside + 4.0 if narrow else max(_QR_SIZE, beside))
    flow.anchor(block.anchor)
    figure = Node("Figure", flow.parent, alt=block.alt)
    dx = 0.0 if narrow else flow.width - _QR_SIZE
    flow.put(
        Shape(qr(block.data, _QR_SIZE), flow.x + dx, flow.y - _QR_SIZE, figure, _QR_SIZE, _QR_SIZE)
    )
    flow.close(figure)
    if narrow:
        flow.y -= _QR_SIZE + 4.0
        flow.place(sketch)
        flow.y -= beside
        return
    flow.place(sketch)
    flow.y -= max(_QR_SIZE, beside)
