# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands on a page and where: the result of layout, the input of painting."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from evidence_kit.dossier.pictures import PicturePart
from evidence_kit.dossier.text.lines import Line

PAGE_COUNT = "\x00pages"
"""Key of the number of pages; no anchor can have it."""


class Node:
    """A node of the document's structure, for readers that do not see the page.

    Compared by identity; `children` are nodes only, content is added while painting.
    """

    __slots__ = ("alt", "attributes", "children", "language", "parent", "tag")

    def __init__(self, tag: str, parent: "Node | None", *, alt: str = "") -> None:
        self.tag = tag
        """A standard structure type: "H1", "P", "TD" ..."""
        self.parent = parent
        self.alt = alt
        self.language: str | None = None
        self.attributes: tuple[tuple[str, str | int], ...] = ()
        """Table attributes: ("Scope", "Column"), ("ColSpan", 5)."""
        self.children: list[Node] = []
        if parent is not None:
            parent.children.append(self)


class TextItem(NamedTuple):
    """A line of text at its place."""

    line: Line
    x: float
    """Left edge of the room it has."""
    y: float
    """Base line."""
    extent: float
    """Width of the room it has."""
    end: bool
    """It keeps to the right edge of its room."""
    node: Node | None
    """None: furniture of the page, not content."""


class Shape(NamedTuple):
    """Lines and areas: operators around an origin."""

    operators: str
    x: float
    y: float
    node: Node | None = None
    """Set when the shape means something: a code, a withheld frame."""
    width: float = 0.0
    height: float = 0.0
    """Of a shape that means something."""


class Image(NamedTuple):
    """A picture or part of one."""

    part: PicturePart
    x: float
    y: float
    width: float
    height: float
    node: Node


class Anchor(NamedTuple):
    """A place a reference can lead to."""

    name: str
    y: float
    x: float = 0.0


class Bookmark(NamedTuple):
    """An entry of the bookmark panel."""

    text: str
    level: int
    y: float
    x: float = 0.0


Item = TextItem | Shape | Image | Anchor | Bookmark


@dataclass(slots=True)
class Page:
    """A page that is complete but for numbers not known yet."""

    number: int
    items: list[Item] = field(default_factory=list)
    closed: list[Node] = field(default_factory=list)
    """Nodes that get nothing more after this page."""


def moved(item: Item, dx: float, dy: float) -> Item:
    """Return the item at another place."""
    if isinstance(item, TextItem | Shape | Image):
        return item._replace(x=item.x + dx, y=item.y + dy)
    return item._replace(y=item.y + dy)


def texts_of(items: Sequence[Item]) -> list[str]:
    """Return the text of every line in the order of layout, for tests and checks."""
    return [
        "".join(segment.span.text for segment in item.line.segments)
        for item in items
        if isinstance(item, TextItem)
    ]
