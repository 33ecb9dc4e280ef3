# SPDX-License-Identifier: GPL-3.0-or-later
"""The values between text and page: styles, spans of a paragraph and the lines made of them."""

from dataclasses import dataclass
from typing import NamedTuple

from evidence_kit.dossier.text.face import Fragment
from evidence_kit.dossier.text.type_case import Typeface


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class TextStyle:
    """A typeface at a size. Compared by identity."""

    typeface: Typeface
    size: float
    """In points."""
    leading: float
    """From base line to base line, in points."""
    ink: str
    """Three numbers from 0 to 1, as PDF writes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Text in one style, with what it means."""

    text: str
    style: TextStyle
    link: str | None = None
    """Anchor a click leads to."""
    number: str | None = None
    """Key of a number that is filled in when the pages are known; `text` holds its place."""
    bar: bool = False
    """A redaction: printed white on black."""
    language: str | None = None


class Segment(NamedTuple):
    """Neighbouring fragments of one span on a line, in visual order."""

    span: Span
    fragments: tuple[Fragment, ...]
    width: float
    """In points."""


class Line(NamedTuple):
    """A line of text, in visual order."""

    segments: tuple[Segment, ...]
    width: float
    """In points."""
    rtl: bool
    """Whether its paragraph runs from right to left."""
    leading: float


def height_of(lines: list[Line] | tuple[Line, ...]) -> float:
    """Return the height of lines under each other, in points."""
    return sum(line.leading for line in lines)
