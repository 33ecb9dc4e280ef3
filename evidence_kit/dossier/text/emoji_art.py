# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns a Twemoji drawing (SVG) into PDF path operators.

The drawings use few things: path, circle, ellipse, g; flat fills, seldom a stroke, an opacity, a
rotation or a clip. A test converts every file of the pinned wheel. An opacity is mixed with
white, because transparency has no place in a glyph.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path

from evidence_kit.dossier.pdf.objects import number

_NAMED = {"black": "000000", "red": "ff0000", "green": "008000", "navy": "000080"}
_TRANSFORM = re.compile(r"(\w+)\(([^)]*)\)")
_CLIP = re.compile(r"url\(#([^)]+)\)")
_SKIPPED = frozenset(("defs", "clipPath", "title"))
_KEYLINE = "0.58 G 1.5 w 1 j"
"""A thin grey line under the fills: pale emoji stay legible in black and white."""


class _OperatorPen(BasePen):  # type: ignore[misc]  # fontTools has no type information
    """Draws into a list of PDF path operators."""

    def __init__(self) -> None:
        super().__init__(None)
        self.operators: list[str] = []

    def _put(self, operator: str, *points: tuple[float, float]) -> None:
        numbers = [number(round(float(value), 2)) for point in points for value in point]
        self.operators.append(" ".join([*numbers, operator]))

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
        self._put("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
        self._put("l", pt)

    def _curveToOne(  # noqa: N802 - fontTools' name
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self._put("c", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802 - fontTools' name
        self._put("h")

    def _endPath(self) -> None:  # noqa: N802 - fontTools' name
        """An open path stays open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paint:
    """Inherited painting attributes."""

    fill: str | None = "000000"
    stroke: str | None = None
    even_odd: bool = False
    opacity: float = 1.0


def operators(svg: bytes) -> str:
    """Return the operators that draw the SVG in its own units, with keyline.

    Raises:
        ValueError: the drawing uses something this converter does not know.
    """
    root = ET.fromstring(svg)  # noqa: S314 - see above
    clips = {
        clip.get("id", ""): " ".join(path for child in clip for path in _path(child))
        for clip in root.iter()
        if _tag(clip) == "clipPath"
    }
    drawing = _Drawing(clips)
    silhouette = " ".join(drawing.walk(root, _Paint(), outline=True))
    body = "\n".join(drawing.walk(root, _Paint(), outline=False))
    return f"q {_KEYLINE} {silhouette} Q\n{body}"


class _Drawing:
    """One drawing and its clip paths."""

    def __init__(self, clips: dict[str, str]) -> None:
        self._clips = clips

    def walk(self, element: ET.Element, inherited: _Paint, *, outline: bool) -> Iterator[str]:
        """Yield operators of an element and what stands in it."""
        paint = _paint(element, inherited)
        transform = element.get("transform")
        clip = _CLIP.match(element.get("clip-path", ""))
        saved = transform is not None or clip is not None
        if saved:
            yield "q"
        if transform is not None:
            yield from _transform(transform)
        if clip is not None:
            yield self._clips[clip.group(1)] + " W n"
        shape = " ".join(_path(element))
        if shape:
            yield f"{shape} S" if outline else _painted(shape, paint)
        for child in element:
            if _tag(child) not in _SKIPPED:
                yield from self.walk(child, paint, outline=outline)
        if saved:
            yield "Q"


def _tag(element: ET.Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _paint(element: ET.Element, inherited: _Paint) -> _Paint:
    opacity = float(element.get("opacity", "1")) * float(element.get("fill-opacity", "1"))
    rule = element.get("fill-rule")
    return _Paint(
        fill=_colour(element.get("fill"), inherited.fill),
        stroke=_colour(element.get("stroke"), inherited.stroke),
        even_odd=inherited.even_odd if rule is None else rule == "evenodd",
        opacity=inherited.opacity * opacity,
    )


def _colour(value: str | None, inherited: str | None) -> str | None:
    if value is None:
        return inherited
    if value == "none":
        return None
    digits = _NAMED.get(value, value.removeprefix("#"))
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    int(digits, 16)
    return digits


def _rgb(digits: str, opacity: float) -> str:
    values = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return " ".join(number(round(value * opacity + 1 - opacity, 3)) for value in values)


def _painted(shape: str, paint: _Paint) -> str:
    parts = []
    operator = ""
    if paint.fill is not None:
        parts.append(_rgb(paint.fill, paint.opacity) + " rg")
        operator = "f*" if paint.even_odd else "f"
    if paint.stroke is not None:
        parts.append(_rgb(paint.stroke, paint.opacity) + " RG 1 w 1 J 1 j")
        operator = {"": "S", "f": "B", "f*": "B*"}[operator]
    return " ".join([*parts, shape, operator or "n"])


def _transform(value: str) -> Iterator[str]:
    for name, arguments in _TRANSFORM.findall(value):
        numbers = [float(part) for part in re.split(r"[\s,]+", arguments.strip()) if part]
        if name == "matrix":
            yield " ".join(f"{part:.5f}" for part in numbers) + " cm"
        elif name == "rotate":
            yield _rotation(*numbers)
        else:
            raise ValueError(name)


def _rotation(degrees: float, x: float = 0.0, y: float = 0.0) -> str:
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    return (
        f"1 0 0 1 {x:.5f} {y:.5f} cm {cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} 0 0 cm "
        f"1 0 0 1 {-x:.5f} {-y:.5f} cm"
    )


def _path(element: ET.Element) -> list[str]:
    tag = _tag(element)
    if tag in ("svg", "g") or tag in _SKIPPED:
        return []
    if tag == "path":
        data = element.get("d", "")
    elif tag in ("circle", "ellipse"):
        data = _ellipse(element)
    else:
        raise ValueError(tag)
    pen = _OperatorPen()
    parse_path(data, pen)
    return pen.operators


def _ellipse(element: ET.Element) -> str:
    x, y = float(element.get("cx", "0")), float(element.get("cy", "0"))
    rx = float(element.get("r") or element.get("rx") or "0")
    ry = float(element.get("r") or element.get("ry") or "0")
    left, right = x - rx, x + rx
    return f"M{left} {y}A{rx} {ry} 0 1 0 {right} {y}A{rx} {ry} 0 1 0 {left} {y}Z"
