# SPDX-License-Identifier: GPL-3.0-or-later
"""From the tree to a PDF file, in one pass and flat memory: each page is written when it is full.

The same Document and pictures give the same bytes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO

from evidence_kit.domain.progress import CancelToken, Progress, Report, silent
from evidence_kit.dossier.document import AnchorId, Document, PictureRef, PrintSize
from evidence_kit.dossier.finish_pdf import write_catalogue, write_information
from evidence_kit.dossier.layout.blocks import put_block
from evidence_kit.dossier.layout.context import ChatCount, Context
from evidence_kit.dossier.layout.display import Anchor, Bookmark, Node, Page
from evidence_kit.dossier.layout.geometry import PAGE_HEIGHT, PAGE_WIDTH
from evidence_kit.dossier.layout.pages import PageMaker
from evidence_kit.dossier.layout.spans import Speaker
from evidence_kit.dossier.layout.styles import LARGE_PRINT, Stylesheet
from evidence_kit.dossier.painting.bookmarks import PlacedBookmark, write_bookmarks
from evidence_kit.dossier.painting.page_painter import (
    LinkArea,
    PagePainter,
    PaintedPage,
    page_entries,
)
from evidence_kit.dossier.painting.structure import StructureWriter
from evidence_kit.dossier.pdf.objects import Array, Dict, Name, Ref, Text, number
from evidence_kit.dossier.pdf.writer import PdfWriter
from evidence_kit.dossier.pictures import PreparedPicture
from evidence_kit.dossier.text.paragraph import Compositor
from evidence_kit.dossier.text.type_case import TypeCase
from evidence_kit.dossier.text.typesetter import Typesetter
from evidence_kit.errors import Inconsistent

_PAGES_PER_NODE = 64
_LIFE_SIZE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderResult:
    """What became of a document."""

    pages: int
    anchors: Mapping[AnchorId, int]
    """Page on which each anchor stands."""
    chats: Mapping[AnchorId, ChatCount]
    """Messages printed and left out, for each conversation."""


def render(
    document: Document,
    out: BinaryIO,
    *,
    pictures: Callable[[PictureRef], PreparedPicture],
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> RenderResult:
    """Write a document as PDF/A-2a and PDF/UA-1.

    Args:
        document: what to print.
        out: written from front to back; never read or sought in.
        pictures: gives a picture when its page is made.
        report: told of every page.
        cancel: looked at for every page.

    Raises:
        Cancelled: somebody asked to stop.
        Inconsistent: a reference leads to no anchor, or an anchor stands twice.
    """
    printer = _Printer(document, out, report, cancel)
    return printer.run(pictures)


class _Printer:
    """Lays out, paints and finishes one file."""

    def __init__(
        self, document: Document, out: BinaryIO, report: Report, cancel: CancelToken | None
    ) -> None:
        self._document = document
        self._report = report
        self._cancel = cancel
        self._writer = PdfWriter(out)
        self._case = TypeCase()
        self._compositor = Compositor(Typesetter(self._case))
        self._structure = StructureWriter(self._writer)
        self._numbers: dict[str, int] = {}
        self._painter = PagePainter(self._writer, self._structure, self._compositor, self._numbers)
        self._painted: list[PaintedPage] = []
        self._places: dict[str, tuple[Ref, float]] = {}
        self._bookmarks: list[PlacedBookmark] = []

    def run(self, pictures: Callable[[PictureRef], PreparedPicture]) -> RenderResult:
        """Do the work."""
        large = self._document.print_size is PrintSize.LARGE
        styles = Stylesheet(self._case, LARGE_PRINT if large else 1.0)
        ctx = Context(
            compositor=self._compositor,
            styles=styles,
            speaker=Speaker(styles, self._document.words, self._numbers),
            words=self._document.words,
            pictures=pictures,
            place=put_block,
        )
        maker = PageMaker(self._document, ctx, self._numbers, self._paint)
        maker.run()
        self._finish(maker.root)
        anchors = {AnchorId(name): self._numbers[name] for name in self._places}
        return RenderResult(
            pages=len(self._painted),
            anchors=MappingProxyType(anchors),
            chats=MappingProxyType(ctx.chats),
        )

    def _paint(self, page: Page) -> None:
        """Write a page that is full."""
        if self._cancel is not None:
            self._cancel.check()
        painted = self._painter.paint(page)
        self._painted.append(painted)
        for item in page.items:
            if isinstance(item, Anchor):
                if item.name in self._places:
                    raise Inconsistent(what="anchor", expected=item.name, found="twice")
                self._places[item.name] = (painted.ref, item.y)
            elif isinstance(item, Bookmark):
                text = self._document.words.bookmark.format(text=item.text, page=page.number)
                mark = PlacedBookmark(text, item.level, painted.ref, round(item.y, 1))
                self._bookmarks.append(mark)
        for node in page.closed:
            self._structure.close(node)
        self._report(Progress(stage="paint", done=page.number, total=0, unit="pages"))

    def _finish(self, structure: Node) -> None:
        """Write open lines, links, pages, bookmarks, fonts and the catalogue."""
        writer = self._writer
        fonts = writer.allocate()
        root = writer.allocate()
        nodes = [
            self._page_node(self._painted[start : start + _PAGES_PER_NODE], root, fonts)
            for start in range(0, len(self._painted), _PAGES_PER_NODE)
        ]
        writer.put(
            root,
            Dict(
                Type=Name("Pages"), Kids=Array(nodes), Count=len(self._painted),
                MediaBox=Array((0, 0, float(number(PAGE_WIDTH)), float(number(PAGE_HEIGHT)))),
            ),
        )  # fmt: skip
        writer.put(fonts, self._case.write_fonts(writer))
        first = self._painted[0].ref
        catalogue = Dict(
            Pages=root,
            StructTreeRoot=self._structure.finish(structure),
            Outlines=write_bookmarks(writer, self._bookmarks),
            OpenAction=Array((first, Name("XYZ"), 0, float(number(PAGE_HEIGHT)), _LIFE_SIZE)),
        )
        information = write_information(writer, self._document)
        writer.finish(write_catalogue(writer, self._document, catalogue), information)

    def _page_node(self, pages: list[PaintedPage], root: Ref, fonts: Ref) -> Ref:
        """Write some pages and the node above them."""
        ref = self._writer.allocate()
        for painted in pages:
            self._complete(painted)
            annotations = Array(self._annotation(painted, link) for link in painted.links)
            self._writer.put(painted.ref, page_entries(painted, fonts, ref, annotations))
        kids = Array(painted.ref for painted in pages)
        self._writer.put(ref, Dict(Type=Name("Pages"), Parent=root, Kids=kids, Count=len(pages)))
        return ref

    def _complete(self, painted: PaintedPage) -> None:
        try:
            self._painter.complete(painted)
        except KeyError as error:
            raise Inconsistent(
                what="reference", expected=str(error.args[0]), found="no anchor"
            ) from error

    def _annotation(self, painted: PaintedPage, link: LinkArea) -> Ref:
        place = self._places.get(link.anchor)
        if place is None:
            raise Inconsistent(what="reference", expected=link.anchor, found="no anchor")
        target, y = place
        says = self._document.words.link_to.format(page=self._numbers[link.anchor])
        annotation = self._writer.add(
            Dict(
                Type=Name("Annot"), Subtype=Name("Link"), F=4, Border=Array((0, 0, 0)),
                Rect=Array(round(value, 2) for value in link.box), Contents=Text(says),
                Dest=Array((target, Name("XYZ"), 0, round(y, 1), 0)), StructParent=link.key,
            )
        )  # fmt: skip
        self._structure.end_link(link.node, annotation, painted.ref, link.key)
        return annotation
