# SPDX-License-Identifier: GPL-3.0-or-later
"""Paints pages: text, shapes and pictures as operators, each tied to the structure or set apart.

A line with a number that is not known yet is painted last, in a second content stream of its
page, when the number is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from evidence_kit.dossier.layout.display import Image, Node, Page, Shape, TextItem
from evidence_kit.dossier.painting.structure import PageTags, StructureWriter
from evidence_kit.dossier.pdf.objects import Array, Dict, Name, Ref
from evidence_kit.dossier.pdf.writer import PdfWriter
from evidence_kit.dossier.pictures import Encoding, PicturePart
from evidence_kit.dossier.text.lines import Line, Segment
from evidence_kit.dossier.text.paragraph import Compositor

_BAR_BELOW, _BAR_ABOVE = 0.24, 0.8
"""Of the size: how far a redaction bar reaches under and over the base line."""
_LINK_BELOW, _LINK_ABOVE = 0.25, 0.85


class LinkArea(NamedTuple):
    """A place to click on."""

    anchor: str
    box: tuple[float, float, float, float]
    node: Node
    key: int


class _Run(NamedTuple):
    """Neighbouring segments of a line with one link, tied to the structure."""

    segments: tuple[Segment, ...]
    tag: str
    number: int
    link: LinkArea | None


class _Open(NamedTuple):
    """A line that waits for a number."""

    item: TextItem
    runs: tuple[_Run, ...]


@dataclass(slots=True)
class PaintedPage:
    """A page in the file, complete but for its open lines and links."""

    ref: Ref
    tags: PageTags
    contents: list[Ref]
    pictures: Dict
    open_lines: list[_Open] = field(default_factory=list)
    links: list[LinkArea] = field(default_factory=list)


class PagePainter:
    """Paints the pages of one file."""

    def __init__(
        self,
        writer: PdfWriter,
        structure: StructureWriter,
        compositor: Compositor,
        numbers: Mapping[str, int],
    ) -> None:
        self._writer = writer
        self._structure = structure
        self._compositor = compositor
        self._numbers = numbers

    def paint(self, page: Page) -> PaintedPage:
        """Write the content of a page."""
        ref = self._writer.allocate()
        painted = PaintedPage(ref, self._structure.page(ref), [], Dict())
        stream = _Stream()
        for item in page.items:
            if isinstance(item, TextItem):
                self._text(stream, item, painted)
            elif isinstance(item, Shape):
                self._shape(stream, item, painted)
            elif isinstance(item, Image):
                self._image(stream, item, painted)
        painted.contents.append(self._writer.stream(Dict(), stream.finish()))
        self._structure.end_page(painted.tags)
        return painted

    def complete(self, painted: PaintedPage) -> None:
        """Write the lines that waited, now that every number is known.

        Raises:
            KeyError: a reference leads to an anchor that is nowhere.
        """
        if not painted.open_lines:
            return
        stream = _Stream()
        for item, runs in painted.open_lines:
            line = self._resolved(item.line)
            start = 0
            x = _left(item, line)
            for run in runs:
                segments = line.segments[start : start + len(run.segments)]
                start += len(run.segments)
                self._run(stream, run._replace(segments=segments), x, item, painted)
                x += sum(segment.width for segment in segments)
        painted.contents.append(self._writer.stream(Dict(), stream.finish()))
        painted.open_lines.clear()

    def _text(self, stream: "_Stream", item: TextItem, painted: PaintedPage) -> None:
        line = item.line
        if not line.segments:
            return
        node = item.node
        simple = all(
            segment.span.link is None and segment.span.number is None for segment in line.segments
        )
        if simple:
            stream.mark(node, lambda: self._number(painted, node))
            stream.text(line.segments, _left(item, line), item.y)
            return
        stream.unmark()
        runs = tuple(self._runs(line, node, painted))
        if any(segment.span.number is not None for segment in line.segments):
            painted.open_lines.append(_Open(item, runs))
            return
        x = _left(item, line)
        for run in runs:
            self._run(stream, run, x, item, painted)
            x += sum(segment.width for segment in run.segments)

    def _number(self, painted: PaintedPage, node: Node | None) -> int:
        return -1 if node is None else self._structure.number(painted.tags, node)

    def _runs(self, line: Line, node: Node | None, painted: PaintedPage) -> Iterator[_Run]:
        """Cut a line where a link begins or ends and give each piece its number."""
        for anchor, group in groupby(line.segments, key=lambda segment: segment.span.link):
            segments = tuple(group)
            if node is None:
                yield _Run(segments, "Artifact", -1, None)
            elif anchor is None:
                yield _Run(segments, node.tag, self._number(painted, node), None)
            else:
                link, number, key = self._structure.link(painted.tags, node)
                area = LinkArea(anchor, (0.0, 0.0, 0.0, 0.0), link, key)
                yield _Run(segments, "Link", number, area)

    def _run(
        self, stream: "_Stream", run: _Run, x: float, item: TextItem, painted: PaintedPage
    ) -> None:
        stream.begin(run.tag, run.number)
        stream.text(run.segments, x, item.y)
        stream.unmark()
        if run.link is not None:
            width = sum(segment.width for segment in run.segments)
            size = max(segment.span.style.size for segment in run.segments)
            below, above = item.y - size * _LINK_BELOW, item.y + size * _LINK_ABOVE
            painted.links.append(run.link._replace(box=(x, below, x + width, above)))

    def _resolved(self, line: Line) -> Line:
        """Fill in the numbers of a line."""
        segments = []
        for segment in line.segments:
            key = segment.span.number
            if key is None:
                segments.append(segment)
            else:
                filled = self._compositor.filled(segment.span, str(self._numbers[key]))
                segments.append(filled)
        return line._replace(segments=tuple(segments), width=sum(s.width for s in segments))

    def _shape(self, stream: "_Stream", item: Shape, painted: PaintedPage) -> None:
        node = item.node
        stream.mark(node, lambda: self._number(painted, node))
        stream.shape(item.operators, item.x, item.y)
        if node is not None:
            stream.unmark()
            box = (item.x, item.y, item.x + item.width, item.y + item.height)
            self._structure.box(node, box)

    def _image(self, stream: "_Stream", item: Image, painted: PaintedPage) -> None:
        name = f"P{len(painted.pictures) + 1}"
        painted.pictures[name] = write_picture(self._writer, item.part)
        stream.unmark()
        stream.begin("Figure", self._structure.number(painted.tags, item.node))
        stream.image(name, item)
        stream.unmark()
        box = (item.x, item.y, item.x + item.width, item.y + item.height)
        self._structure.box(item.node, box)


def write_picture(writer: PdfWriter, part: PicturePart) -> Ref:
    """Write a picture part as an image object."""
    space = Name("DeviceGray" if part.colours == 1 else "DeviceRGB")
    entries = Dict(
        Type=Name("XObject"), Subtype=Name("Image"), Width=part.width, Height=part.height,
        BitsPerComponent=8, ColorSpace=space,
    )  # fmt: skip
    if part.encoding is Encoding.JPEG:
        entries["Filter"] = Name("DCTDecode")
    else:
        entries["Filter"] = Name("FlateDecode")
        entries["DecodeParms"] = Dict(
            Predictor=15, Colors=part.colours, BitsPerComponent=8, Columns=part.width
        )
    return writer.stream(entries, part.data, encoded=True)


def _left(item: TextItem, line: Line) -> float:
    return item.x + (item.extent - line.width if item.end else 0.0)


class _Stream:
    """Operators of a content stream; remembers font, ink and the marked content that is open."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._in_text = False
        self._marked = False
        self._owner: Node | None = None
        self._font = ""
        self._ink = ""

    def finish(self) -> bytes:
        """Return the bytes."""
        self.unmark()
        return "\n".join(self._parts).encode("ascii")

    def mark(self, node: Node | None, number: Callable[[], int]) -> None:
        """Let what follows belong to a node, or to none."""
        if self._marked and self._owner is node:
            return
        self.unmark()
        self.begin("Artifact" if node is None else node.tag, number())
        self._owner = node

    def begin(self, tag: str, number: int) -> None:
        """Open marked content; a negative number for what is no content."""
        self._parts.append(f"/{tag} BMC" if number < 0 else f"/{tag}<</MCID {number}>>BDC")
        self._marked = True
        self._owner = None

    def unmark(self) -> None:
        """Close the marked content that is open."""
        self._leave_text()
        if self._marked:
            self._parts.append("EMC")
            self._marked = False

    def shape(self, operators: str, x: float, y: float) -> None:
        """Draw around an origin."""
        self._leave_text()
        self._parts.append(f"q 1 0 0 1 {x:.2f} {y:.2f} cm {operators} Q")

    def image(self, name: str, item: Image) -> None:
        """Draw a picture."""
        self._parts.append(
            f"q {item.width:.3f} 0 0 {item.height:.3f} {item.x:.3f} {item.y:.3f} cm /{name} Do Q"
        )

    def text(self, segments: Iterable[Segment], x: float, y: float) -> None:
        """Set segments from a point on the base line."""
        segments = tuple(segments)
        if any(segment.span.bar for segment in segments):
            self._bars(segments, x, y)
        if not self._in_text:
            self._parts.append("BT")
            self._in_text = True
        self._parts.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        for segment in segments:
            self._segment(segment)

    def _bars(self, segments: tuple[Segment, ...], x: float, y: float) -> None:
        self._leave_text()
        for segment in segments:
            size = segment.span.style.size
            if segment.span.bar:
                height = size * (_BAR_ABOVE + _BAR_BELOW)
                foot = y - size * _BAR_BELOW
                box = f"{x:.2f} {foot:.2f} {segment.width:.2f} {height:.2f}"
                self._parts.append(f"q 0 0 0 rg {box} re f Q")
            x += segment.width

    def _segment(self, segment: Segment) -> None:
        span = segment.span
        if span.style.ink != self._ink:
            self._ink = span.style.ink
            self._parts.append(f"{self._ink} rg")
        if span.language is not None and self._marked:
            self._parts.append(f"/Span<</Lang({span.language})>>BDC")
        for font, group in groupby(segment.fragments, key=lambda fragment: fragment.font.name):
            use = f"/{font} {span.style.size:g} Tf"
            if use != self._font:
                self._font = use
                self._parts.append(use)
            self._parts.append(f"[{''.join(fragment.show for fragment in group)}]TJ")
        if span.language is not None and self._marked:
            self._parts.append("EMC")

    def _leave_text(self) -> None:
        if self._in_text:
            self._parts.append("ET")
            self._in_text = False


def page_entries(painted: PaintedPage, fonts: Ref, parent: Ref, annotations: Array) -> Dict:
    """Return the page dictionary."""
    resources = Dict(Font=fonts)
    if painted.pictures:
        resources["XObject"] = painted.pictures
    entries = Dict(
        Type=Name("Page"), Parent=parent, Resources=resources,
        Contents=Array(painted.contents), StructParents=painted.tags.key, Tabs=Name("S"),
    )  # fmt: skip
    if annotations:
        entries["Annots"] = annotations
    return entries
