# SPDX-License-Identifier: GPL-3.0-or-later
"""Digests in groups of four, and codes for a phone with the same in readable form beside them."""

from evidence_kit.dossier.document import HashBlock, KeyGroups, QrCode
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
_KEY_GROUPS_PER_LINE = 5
_QR_SIZE = 26 * MM
_QR_SIZE_LARGE = 40 * MM
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


def put_key(ctx: Context, flow: Flow, block: KeyGroups) -> None:
    """Set a key in lines of five groups, before each line the numbers of its groups."""
    groups = [block.value[i : i + _GROUP] for i in range(0, len(block.value), _GROUP)]
    style = ctx.styles.style(Role.KEY, Cut.MONO)
    indent = ctx.scaled(16 * MM)
    flow.space(ctx.scaled(4.0))
    flow.anchor(block.anchor)
    table = Node("Table", flow.parent, alt=block.label)
    for first in range(0, len(groups), _KEY_GROUPS_PER_LINE):
        part = groups[first : first + _KEY_GROUPS_PER_LINE]
        (line,) = ctx.plain(" ".join(part), style, flow.width - indent)[:1]
        flow.need(line.leading)
        row = Node("TR", table)
        head = Node("TH", row)
        head.attributes = (("Scope", "Row"),)
        numbers = f"{first + 1}\u2013{first + len(part)}"
        y = flow.y
        for sign in ctx.plain(numbers, ctx.styles.label(), indent)[:1]:
            flow.line(sign._replace(leading=line.leading), head)
        flow.y = y
        flow.line(line, Node("TD", row), x=flow.x + indent, extent=flow.width - indent)
        flow.close(row)
    flow.close(table)


def put_qr(ctx: Context, flow: Flow, block: QrCode) -> None:
    """Set a code at the right and its content in readable form at the left."""
    flow.space(ctx.scaled(7.0))
    size = _QR_SIZE_LARGE if block.large else _QR_SIZE
    narrow = flow.width < size * 3
    sketch = flow.sketch(flow.width if narrow else flow.width - size - _QR_GAP)
    ctx.blocks(sketch, block.printed)
    beside = -sketch.y
    flow.need(size + beside + 4.0 if narrow else max(size, beside))
    flow.anchor(block.anchor)
    figure = Node("Figure", flow.parent, alt=block.alt)
    dx = 0.0 if narrow else flow.width - size
    flow.put(Shape(qr(block.data, size), flow.x + dx, flow.y - size, figure, size, size))
    flow.close(figure)
    if narrow:
        flow.y -= size + 4.0
        flow.place(sketch)
        flow.y -= beside
        return
    flow.place(sketch)
    flow.y -= max(size, beside)
