# SPDX-License-Identifier: GPL-3.0-or-later
"""Headings, paragraphs, lists, verbatim lines and signature lines."""

from evidence_kit.dossier.document import (
    Heading,
    ItemList,
    Paragraph,
    ParagraphKind,
    Run,
    SignatureLines,
    Verbatim,
    Voice,
)
from evidence_kit.dossier.layout.context import Context
from evidence_kit.dossier.layout.display import Bookmark, Node
from evidence_kit.dossier.layout.flow import Flow
from evidence_kit.dossier.layout.geometry import MM
from evidence_kit.dossier.layout.shapes import FINE, INK, RULE_INK, rule, upright
from evidence_kit.dossier.layout.spans import evidence_alone
from evidence_kit.dossier.layout.styles import Role
from evidence_kit.dossier.text.lines import Line, height_of

_HEADING_ROLES = {2: Role.HEADING_2, 3: Role.HEADING_3, 4: Role.HEADING_4}
_SPACE_BEFORE = {2: 18.0, 3: 13.0, 4: 10.0}
_PARAGRAPH_ROLES = {
    ParagraphKind.LEAD: Role.LEAD,
    ParagraphKind.BODY: Role.BODY,
    ParagraphKind.NOTE: Role.NOTE,
}
_READING_WIDTH = 138 * MM
"""About 85 characters of running text."""
_NUMBER_WIDTH = 10 * MM
_MARGIN_WIDTH = 40 * MM
_MARGIN_GAP = 5 * MM
_EVIDENCE_INDENT = 5 * MM
_ITEM_INDENT = 6 * MM
_FOLLOWING = 34.0
"""What must fit under a heading: about two lines of what it heads."""


def put_heading(ctx: Context, flow: Flow, heading: Heading) -> None:
    """Set a heading, never alone at the foot of a page."""
    role = _HEADING_ROLES[heading.level]
    lines = ctx.set(heading.text, role, flow.width, alone=True)
    flow.space(ctx.scaled(_SPACE_BEFORE[heading.level]))
    flow.need(height_of(lines) + ctx.scaled(_FOLLOWING))
    flow.anchor(heading.anchor)
    if heading.bookmark is not None:
        flow.put(Bookmark(heading.bookmark, heading.level, flow.y))
    ctx.heading = min(heading.level, ctx.heading + 1)
    node = Node(f"H{ctx.heading}", flow.parent)
    flow.lines(lines, node)
    flow.y -= ctx.scaled(3.0)
    flow.close(node)


def put_paragraph(ctx: Context, flow: Flow, paragraph: Paragraph) -> None:
    """Set a paragraph; a numbered one has its number before it and references in the margin."""
    role = _PARAGRAPH_ROLES[paragraph.kind]
    flow.space(ctx.scaled(5.0 if paragraph.kind is ParagraphKind.NOTE else 8.0))
    indent = ctx.scaled(_NUMBER_WIDTH) if paragraph.number else 0.0
    margin = ctx.scaled(_MARGIN_WIDTH) if paragraph.margin or paragraph.number else 0.0
    barred = evidence_alone(paragraph.text)
    if barred:
        indent += _EVIDENCE_INDENT
    width = min(flow.width - indent - margin, ctx.scaled(_READING_WIDTH))
    if paragraph.kind is not ParagraphKind.BODY:
        width = flow.width - indent - margin
    lines = ctx.set(paragraph.text, role, width)
    beside = ctx.set(paragraph.margin, Role.NOTE, margin - _MARGIN_GAP, alone=True)
    flow.need(min(max(height_of(lines[:2]), height_of(beside)), flow.page_height))
    flow.anchor(paragraph.anchor)
    node = Node("P", flow.parent)
    _put_number(ctx, flow, paragraph.number, node, lines)
    top, page = flow.y, flow.items
    with flow.inside(indent, flow.width - indent - width):
        if barred:
            put_barred(flow, lines, node)
        else:
            flow.lines(lines, node)
    if beside and flow.items is page:
        _put_margin(flow, beside, node, (top, margin - _MARGIN_GAP))
    elif beside:
        flow.lines(beside, node, end=True)
    flow.close(node)


def _put_number(ctx: Context, flow: Flow, number: str, node: Node, lines: list[Line]) -> None:
    if not number or not lines:
        return
    _put_sign(ctx, flow, number, node, lines)


def _put_margin(flow: Flow, lines: list[Line], node: Node, place: tuple[float, float]) -> None:
    """Set lines in the margin of a paragraph; `place` is where it began and its width."""
    bottom = flow.y
    top, width = place
    flow.y = top - 1.0
    for line in lines:
        flow.line(line, node, x=flow.x + flow.width - width, extent=width)
    flow.y = min(bottom, flow.y)


def put_barred(flow: Flow, lines: list[Line], node: Node) -> None:
    """Set lines of evidence with a bar at their left, on every page they take."""
    for line in lines:
        flow.need(line.leading)
        _bar_beside(flow, line)
        flow.line(line, node)


def _bar_beside(flow: Flow, line: Line) -> None:
    bar = upright(line.leading, weight=1.2, ink=RULE_INK)
    flow.shape(bar, -_EVIDENCE_INDENT / 2, -line.leading)


def put_list(ctx: Context, flow: Flow, block: ItemList) -> None:
    """Set steps or points."""
    flow.space(ctx.scaled(4.0))
    flow.anchor(block.anchor)
    node = Node("L", flow.parent)
    indent = ctx.scaled(_ITEM_INDENT)
    width = min(flow.width - indent, ctx.scaled(_READING_WIDTH))
    for count, text in enumerate(block.items, start=1):
        lines = ctx.set(text, Role.BODY, width)
        flow.space(ctx.scaled(2.0))
        flow.need(height_of(lines[:2]))
        item = Node("LI", node)
        sign = Node("Lbl", item)
        _put_sign(ctx, flow, f"{count}." if block.ordered else "\u2013", sign, lines)
        body = Node("LBody", item)
        with flow.inside(indent):
            flow.lines(lines, body)
        flow.close(item)
    flow.close(node)


def _put_sign(ctx: Context, flow: Flow, sign: str, node: Node, lines: list[Line]) -> None:
    y = flow.y
    for line in ctx.plain(sign, ctx.styles.furniture(quiet=True), flow.width)[:1]:
        flow.line(line._replace(leading=lines[0].leading if lines else line.leading), node)
    flow.y = y


def put_verbatim(ctx: Context, flow: Flow, block: Verbatim) -> None:
    """Set lines in the fixed-width face; a broken line goes on further in."""
    flow.space(ctx.scaled(6.0))
    flow.anchor(block.anchor)
    node = Node("P", flow.parent)
    node.language = block.lang
    hanging = ctx.scaled(4 * MM)
    with flow.inside(_EVIDENCE_INDENT):
        width = flow.width - hanging
        for text in block.text.split("\n"):
            run = Run(text=text or " ", voice=block.voice, mono=True)
            for count, line in enumerate(ctx.set((run,), Role.NOTE, width, alone=True)):
                flow.need(line.leading)
                if block.voice is Voice.EVIDENCE:
                    _bar_beside(flow, line)
                flow.line(line, node, x=flow.x + (hanging if count else 0.0))
    flow.close(node)


def put_signatures(ctx: Context, flow: Flow, block: SignatureLines) -> None:
    """Set lines to sign on, with room for a pen."""
    style = ctx.styles.label()
    gap = 8 * MM
    width = (flow.width - gap) / 2
    for start in range(0, len(block.labels), 2):
        labels = block.labels[start : start + 2]
        flow.space(ctx.scaled(12 * MM))
        set_labels = [ctx.plain(label, style, width) for label in labels]
        flow.need(max(height_of(lines) for lines in set_labels) + ctx.scaled(8 * MM))
        if start == 0:
            flow.anchor(block.anchor)
        flow.y -= ctx.scaled(6 * MM)
        top = flow.y
        lowest = top
        for place, lines in enumerate(set_labels):
            flow.y = top
            dx = place * (width + gap)
            flow.shape(rule(width, weight=FINE, ink=INK), dx)
            node = Node("P", flow.parent)
            flow.y -= 2.0
            for line in lines:
                flow.line(line, node, x=flow.x + dx, extent=width)
            flow.close(node)
            lowest = min(lowest, flow.y)
        flow.y = lowest
