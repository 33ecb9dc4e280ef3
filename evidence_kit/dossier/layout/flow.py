# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the next thing goes: a cursor that moves down a page, and a sheet without end to measure.

A `Flow` fills pages and hands each over when it is full; a `Sketch` fills a sheet of endless
length whose items are moved to a page when their height is known.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from evidence_kit.dossier.layout.display import (
    Anchor,
    Item,
    Node,
    Shape,
    TextItem,
    moved,
)
from evidence_kit.dossier.text.lines import Line

_BASE_LINE = 0.335
"""Of the size: how far the base line stands under the middle of its line."""


@dataclass(slots=True)
class Sheet:
    """The part of a page or sketch that blocks are set in."""

    x: float
    width: float
    top: float
    bottom: float


@dataclass(slots=True)
class Flow:
    """A cursor on a sheet. `turn` begins a new page; a sketch has none and never ends."""

    sheet: Sheet
    parent: Node
    """Node that the next blocks belong to."""
    turn: Callable[[], None] | None = None
    y: float = 0.0
    items: list[Item] = field(default_factory=list)
    closed: list[Node] = field(default_factory=list)

    @property
    def x(self) -> float:
        """Left edge of the sheet."""
        return self.sheet.x

    @property
    def width(self) -> float:
        """Width of the sheet."""
        return self.sheet.width

    @property
    def room(self) -> float:
        """Height that is left on this page."""
        return self.y - self.sheet.bottom

    @property
    def page_height(self) -> float:
        """Height of a whole page."""
        return self.sheet.top - self.sheet.bottom

    @property
    def fresh(self) -> bool:
        """Whether nothing stands on the page yet."""
        return self.y >= self.sheet.top

    def new_page(self) -> None:
        """Go on at the top of the next page; a sketch just goes on."""
        if self.turn is not None:
            self.turn()

    def need(self, height: float) -> None:
        """Begin a page unless this height is left or the page is still empty."""
        if height > self.room and not self.fresh:
            self.new_page()

    def space(self, height: float) -> None:
        """Leave white space, but not at the top of a page."""
        if not self.fresh:
            self.y -= height

    def put(self, item: Item) -> None:
        """Set an item."""
        self.items.append(item)

    def shape(self, operators: str, dx: float = 0.0, dy: float = 0.0) -> None:
        """Draw at an offset from the cursor."""
        self.items.append(Shape(operators, self.x + dx, self.y + dy))

    def anchor(self, name: str | None) -> None:
        """Let references lead to the cursor."""
        if name is not None:
            self.items.append(Anchor(name, self.y))

    def line(
        self,
        line: Line,
        node: Node | None,
        *,
        x: float | None = None,
        extent: float | None = None,
        end: bool = False,
    ) -> None:
        """Set a line under the cursor and move the cursor down."""
        self.y -= line.leading
        self.items.append(
            TextItem(
                line=line,
                x=self.x if x is None else x,
                y=base_line(line, self.y),
                extent=self.width if extent is None else extent,
                end=end or line.rtl,
                node=node,
            )
        )

    def lines(self, lines: Sequence[Line], node: Node | None, *, end: bool = False) -> None:
        """Set lines under each other, over pages if it must be, without stray lines."""
        for count, line in enumerate(lines):
            left = len(lines) - count
            # A first line alone at the foot, or a last line alone at the head, goes with another.
            together = 2 if left == 2 or (count == 0 and left > 1) else 1
            self.need(sum(other.leading for other in lines[count : count + together]))
            self.line(line, node, end=end)

    def close(self, node: Node) -> None:
        """Say that a node and all under it get nothing more."""
        self.closed.append(node)

    @contextmanager
    def inside(self, left: float, right: float = 0.0) -> Iterator[None]:
        """Set what follows further in."""
        self.sheet.x += left
        self.sheet.width -= left + right
        yield
        self.sheet.x -= left
        self.sheet.width += left + right

    @contextmanager
    def under(self, node: Node) -> Iterator[None]:
        """Let what follows belong to a node."""
        before = self.parent
        self.parent = node
        yield
        self.parent = before

    def sketch(self, width: float) -> "Flow":
        """Return an endless sheet with its own origin; its blocks belong to the same parent."""
        sheet = Sheet(x=0.0, width=width, top=0.0, bottom=float("-inf"))
        return Flow(sheet=sheet, parent=self.parent)

    def place(self, sketch: "Flow", dx: float = 0.0) -> None:
        """Move what was sketched to the cursor; the cursor stays."""
        self.items.extend(moved(item, self.x + dx, self.y) for item in sketch.items)
        self.closed.extend(sketch.closed)


def base_line(line: Line, foot: float) -> float:
    """Return the base line of a line whose box stands on `foot`."""
    size = max((segment.span.style.size for segment in line.segments), default=0.0)
    return foot + line.leading / 2 - size * _BASE_LINE
