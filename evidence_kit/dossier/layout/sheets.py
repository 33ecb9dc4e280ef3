# SPDX-License-Identifier: GPL-3.0-or-later
"""Exhibit sheets and pictures: whole, in proportion, never cropped; or a frame without pixels."""

from dataclasses import dataclass

from evidence_kit.dossier.document import (
    ExhibitSheet,
    Picture,
    PictureRow,
    WithheldFrame,
)
from evidence_kit.dossier.layout.context import Context
from evidence_kit.dossier.layout.display import Image, Node, Shape
from evidence_kit.dossier.layout.flow import Flow
from evidence_kit.dossier.layout.geometry import MM
from evidence_kit.dossier.layout.shapes import framed, hatched
from evidence_kit.dossier.layout.spans import quiet
from evidence_kit.dossier.layout.styles import Role
from evidence_kit.dossier.pictures import PreparedPicture
from evidence_kit.dossier.print_size import (
    PICTURE_WIDTH_MM,
    WIDE_PICTURE_HEIGHT_MM,
)
from evidence_kit.dossier.text.lines import Line, height_of

_GAP = 9 * MM
_SIDE_BY_SIDE = 79 * MM
"""Width of a part of a tall picture: two fit beside each other."""
_FRAME_WIDTH, _FRAME_HEIGHT = 52 * MM, 78 * MM
_CAPTION_GAP = 4.0
_SCREEN_DPI = 96
"""100% is a pixel of this many to the inch: what a screen calls life size."""
_LARGEST = 72 / 110
"""Points a pixel may take: a small picture is not blown up beyond 110 dpi."""
_LEAST_HEIGHT = 60 * MM
"""With less room than this a picture begins a page."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A picture, how it is scaled and where it stands in the structure."""

    picture: Picture
    prepared: PreparedPicture
    scale: float
    node: Node


def put_sheet(ctx: Context, flow: Flow, sheet: ExhibitSheet) -> None:
    """Set an exhibit: picture left, facts right; a landscape picture above its facts."""
    flow.space(ctx.scaled(8.0))
    flow.anchor(sheet.anchor)
    if sheet.picture is None:
        ctx.blocks(flow, sheet.facts)
        return
    if isinstance(sheet.picture, WithheldFrame):
        left = flow.sketch(min(_FRAME_WIDTH, flow.width))
        _put_frame(ctx, left, sheet.picture, _FRAME_HEIGHT)
        _beside(ctx, flow, left, _FRAME_WIDTH, sheet)
        return
    prepared = ctx.pictures(sheet.picture.ref)
    if prepared.wide:
        _put_picture(ctx, flow, sheet.picture, prepared)
        ctx.blocks(flow, sheet.facts)
        return
    if flow.room < _LEAST_HEIGHT:
        flow.new_page()
    several = len(prepared.parts) > 1
    width = min(_SIDE_BY_SIDE if several else PICTURE_WIDTH_MM * MM, flow.width)
    scale = _scale(prepared, width, flow.room - ctx.scaled(30.0))
    left = flow.sketch(width)
    node = Node("Figure", flow.parent, alt=sheet.picture.alt)
    shown = _Shown(sheet.picture, prepared, scale, node)
    _put_part(ctx, left, shown, 0)
    drawn = prepared.parts[0].width * scale
    _beside(ctx, flow, left, max(drawn, 40 * MM), sheet)
    _put_other_parts(ctx, flow, shown)
    flow.close(node)


def put_pictures(ctx: Context, flow: Flow, row: PictureRow) -> None:
    """Set pictures side by side."""
    flow.space(ctx.scaled(8.0))
    count = max(1, len(row.pictures))
    gap = 5 * MM
    width = (flow.width - gap * (count - 1)) / count
    sketches = []
    for picture in row.pictures:
        sketch = flow.sketch(width)
        if isinstance(picture, WithheldFrame):
            _put_frame(ctx, sketch, picture, min(_FRAME_HEIGHT, width * 0.75))
        else:
            prepared = ctx.pictures(picture.ref)
            node = Node("Figure", flow.parent, alt=picture.alt)
            scale = _scale(prepared, width, WIDE_PICTURE_HEIGHT_MM * MM)
            for part in range(len(prepared.parts)):
                _put_part(ctx, sketch, _Shown(picture, prepared, scale, node), part)
            sketch.close(node)
        sketches.append(sketch)
    height = max((-sketch.y for sketch in sketches), default=0.0)
    flow.need(height)
    flow.anchor(row.anchor)
    for place, sketch in enumerate(sketches):
        flow.place(sketch, place * (width + gap))
    flow.y -= height


def _beside(ctx: Context, flow: Flow, left: Flow, left_width: float, sheet: ExhibitSheet) -> None:
    """Set the facts to the right of what was sketched; facts too long go on under it."""
    width = flow.width - left_width - _GAP
    before = len(flow.parent.children)
    right = flow.sketch(width)
    ctx.blocks(right, sheet.facts)
    left_height, right_height = -left.y, -right.y
    if max(left_height, right_height) > flow.room and left_height <= flow.page_height:
        flow.need(min(flow.page_height, max(left_height, right_height)))
    flow.place(left)
    if right_height <= flow.room:
        flow.place(right, left_width + _GAP)
        flow.y -= max(left_height, right_height)
        return
    del flow.parent.children[before:]
    flow.y -= left_height
    ctx.blocks(flow, sheet.facts)


def _put_picture(ctx: Context, flow: Flow, picture: Picture, prepared: PreparedPicture) -> None:
    """Set a landscape picture over the width of the page."""
    scale = _scale(prepared, flow.width, WIDE_PICTURE_HEIGHT_MM * MM)
    node = Node("Figure", flow.parent, alt=picture.alt)
    sketch = flow.sketch(flow.width)
    for part in range(len(prepared.parts)):
        _put_part(ctx, sketch, _Shown(picture, prepared, scale, node), part)
    flow.need(-sketch.y)
    flow.place(sketch)
    flow.y += sketch.y
    flow.close(node)


def _put_other_parts(ctx: Context, flow: Flow, shown: _Shown) -> None:
    """Set the parts after the first, two beside each other."""
    width = min(_SIDE_BY_SIDE, flow.width)
    columns = 2 if flow.width >= 2 * width + _GAP else 1
    count = len(shown.prepared.parts)
    for start in range(1, count, columns):
        sketches = []
        for part in range(start, min(start + columns, count)):
            sketch = flow.sketch(width)
            _put_part(ctx, sketch, shown, part)
            sketches.append(sketch)
        height = max(-sketch.y for sketch in sketches)
        flow.space(8.0)
        flow.need(height)
        for column, sketch in enumerate(sketches):
            flow.place(sketch, column * (width + _GAP))
        flow.y -= height


def _scale(prepared: PreparedPicture, width: float, height: float) -> float:
    """Return points per pixel, the same for all parts."""
    widest = max(part.width for part in prepared.parts)
    tallest = max(part.height for part in prepared.parts)
    return min(width / widest, height / tallest, _LARGEST)


def _put_part(ctx: Context, flow: Flow, shown: _Shown, number: int) -> None:
    prepared, scale = shown.prepared, shown.scale
    part = prepared.parts[number]
    width, height = part.width * scale, part.height * scale
    flow.y -= height
    flow.put(Image(part, flow.x, flow.y, width, height, shown.node))
    flow.shape(framed(width, height))
    flow.y -= _CAPTION_GAP
    caption: list[Line] = []
    several = len(prepared.parts) > 1
    words = []
    if several:
        words.append(ctx.words.picture_part.format(part=number + 1, parts=len(prepared.parts)))
    if number == 0:
        percent = _percent(prepared, widest=max(p.width for p in prepared.parts), scale=scale)
        words.append(ctx.words.scale.format(percent=percent))
        caption += ctx.set(shown.picture.caption, Role.NOTE, flow.width, alone=False)
    for text in words:
        caption += ctx.set(quiet(text), Role.NOTE, flow.width, alone=False)
    caption_node = Node("Caption", shown.node)
    flow.lines(caption, caption_node)


def _percent(prepared: PreparedPicture, *, widest: int, scale: float) -> int:
    life_size = prepared.original_width * 72 / _SCREEN_DPI
    return round(100 * widest * scale / life_size)


def _put_frame(ctx: Context, flow: Flow, frame: WithheldFrame, height: float) -> None:
    width = flow.width
    inner = width - 14 * MM
    lines = ctx.set(frame.words, Role.CELL, inner, alone=True)
    window = height_of(lines) + 10.0
    height = max(height, window + 8 * MM)
    node = Node("Figure", flow.parent, alt=frame.alt)
    flow.put(Shape(hatched(width, height, window), flow.x, flow.y - height, node, width, height))
    words = Node("P", node)
    top = flow.y
    flow.y -= (height - window) / 2 + 5.0
    for line in lines:
        x = flow.x + (width - line.width) / 2
        flow.line(line._replace(rtl=False), words, x=x, extent=line.width)
    flow.y = top - height - _CAPTION_GAP
    flow.close(node)
