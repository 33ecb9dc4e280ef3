# SPDX-License-Identifier: GPL-3.0-or-later
"""Lays a dossier out, page by page, and hands each page over as soon as it is full.

Numbers that are not known yet (the number of pages, a page further on) stay open in the lines
that carry them; painting fills them in. So one pass is enough and memory does not grow.
"""

import re
from collections.abc import Callable, Iterable

from evidence_kit.dossier.document import Cover, Document, Part
from evidence_kit.dossier.layout.context import Context
from evidence_kit.dossier.layout.display import PAGE_COUNT, Anchor, Bookmark, Node, Page, TextItem
from evidence_kit.dossier.layout.flow import Flow, Sheet, base_line
from evidence_kit.dossier.layout.geometry import (
    BOTTOM,
    COVER_TOP,
    FOOT_RULE,
    HEAD_RULE,
    LEFT,
    MM,
    TOP,
    WIDTH,
)
from evidence_kit.dossier.layout.shapes import FINE, INK, RULE_INK, rule
from evidence_kit.dossier.layout.spans import NUMBER_PLACE
from evidence_kit.dossier.layout.styles import Role
from evidence_kit.dossier.text.lines import Line, Span, TextStyle
from evidence_kit.dossier.text.type_case import Cut

_FIELD = re.compile(r"\{(\w+)\}")
_COVER_WIDTH = 140 * MM


class PageMaker:
    """Makes the pages of one dossier."""

    def __init__(
        self,
        document: Document,
        ctx: Context,
        numbers: dict[str, int],
        sink: Callable[[Page], None],
    ) -> None:
        self.root = Node("Document", None)
        self._document = document
        self._ctx = ctx
        self._numbers = numbers
        self._sink = sink
        self._page = Page(number=0)
        self._running = ""
        self._sheets_of: Part | None = None
        self._first_of_part = 1
        sheet = Sheet(x=LEFT, width=WIDTH, top=TOP, bottom=BOTTOM)
        self._flow = Flow(sheet=sheet, parent=self.root, turn=self._turn)

    def run(self) -> None:
        """Lay out the whole document."""
        if self._document.cover is not None:
            self._cover(self._document.cover)
        for part in self._document.parts:
            self._part(part)
        self._end_part()
        self._hand_over()
        self._numbers[PAGE_COUNT] = self._page.number

    def _turn(self) -> None:
        """Finish the page and begin the next."""
        self._hand_over()
        flow = self._flow
        self._page = Page(number=self._page.number + 1)
        flow.items, flow.closed = self._page.items, self._page.closed
        flow.y = flow.sheet.top
        if self._page.number > 1:
            self._head()
        self._foot()

    def _hand_over(self) -> None:
        """Note where anchors are and pass the page on."""
        if not self._page.number:
            return
        for item in self._page.items:
            if isinstance(item, Anchor):
                self._numbers.setdefault(item.name, self._page.number)
        self._sink(self._page)

    def _cover(self, cover: Cover) -> None:
        ctx, flow = self._ctx, self._flow
        self._turn()
        flow.y = COVER_TOP
        section = Node("Sect", self.root)
        flow.put(Bookmark(cover.bookmark or cover.title, 1, flow.sheet.top))
        with flow.under(section):
            kicker = Node("P", section)
            flow.lines(ctx.plain(cover.kicker, ctx.styles.label(), WIDTH), kicker)
            flow.y -= ctx.scaled(4.0)
            title = Node("H1", section)
            style = ctx.styles.style(Role.COVER_TITLE, Cut.SERIF_DISPLAY)
            flow.lines(ctx.plain(cover.title, style, _COVER_WIDTH), title)
            flow.y -= ctx.scaled(10.0)
            subtitle = Node("P", section)
            flow.lines(ctx.balanced(cover.subtitle, Role.SUBTITLE, _COVER_WIDTH), subtitle)
            flow.y -= ctx.scaled(14.0)
            ctx.blocks(flow, cover.body)
            foot = flow.sketch(WIDTH)
            ctx.blocks(foot, cover.foot)
            height = -foot.y
            flow.need(height)
            flow.y = min(flow.y, flow.sheet.bottom + height)
            flow.place(foot)
        flow.close(section)

    def _part(self, part: Part) -> None:
        ctx, flow = self._ctx, self._flow
        self._end_part()
        self._running = part.running
        self._sheets_of = part if part.sheets else None
        self._first_of_part = self._page.number + 1
        self._turn()
        section = Node("Sect", self.root)
        with flow.under(section):
            flow.anchor(part.anchor)
            flow.put(Bookmark(part.bookmark, part.level, flow.sheet.top))
            if part.kicker:
                kicker = Node("P", section)
                flow.lines(ctx.plain(part.kicker, ctx.styles.label(), WIDTH), kicker)
                flow.y -= ctx.scaled(1.0)
            title = Node("H1", section)
            ctx.heading = 1
            flow.lines(ctx.balanced(part.title, Role.TITLE, WIDTH), title)
            flow.y -= ctx.scaled(4.0)
            ctx.blocks(flow, part.blocks)
        flow.close(section)

    def _end_part(self) -> None:
        """Now it is known how many pages the part has."""
        if self._sheets_of is not None:
            count = self._page.number - self._first_of_part + 1
            self._numbers[_sheets_key(self._sheets_of)] = count

    def _head(self) -> None:
        ctx = self._ctx
        style = ctx.styles.furniture(quiet=True)
        y = HEAD_RULE + 4.0
        left = ctx.plain(self._document.running_head, style, WIDTH * 0.5)[:1]
        self._furniture(left, y, end=False)
        right = [Span(text=self._running, style=style)]
        if self._sheets_of is not None:
            sheet = str(self._page.number - self._first_of_part + 1)
            known = {"title": self._running, "sheet": sheet}
            open_numbers = {"sheets": _sheets_key(self._sheets_of)}
            right = _template(ctx.words.sheet_of, known, open_numbers, style)
        self._furniture(ctx.compositor.lines(right, WIDTH * 0.5)[:1], y, end=True)
        self._rule(HEAD_RULE, rule(WIDTH, weight=FINE, ink=INK))

    def _foot(self) -> None:
        ctx = self._ctx
        y = FOOT_RULE - ctx.styles.leading(Role.FURNITURE) - 3.0
        self._rule(FOOT_RULE, rule(WIDTH, ink=RULE_INK))
        quiet = ctx.styles.furniture(quiet=True)
        self._furniture(
            ctx.plain(self._document.running_foot, quiet, WIDTH * 0.7)[:1], y, end=False
        )
        style = ctx.styles.furniture(quiet=False)
        known = {"page": str(self._page.number)}
        spans = _template(ctx.words.page_of, known, {"pages": PAGE_COUNT}, style)
        self._furniture(ctx.compositor.lines(spans, WIDTH * 0.3)[:1], y, end=True)

    def _rule(self, y: float, operators: str) -> None:
        flow = self._flow
        flow.shape(operators, 0.0, y - flow.y)

    def _furniture(self, lines: Iterable[Line], foot: float, *, end: bool) -> None:
        for line in lines:
            y = base_line(line, foot)
            self._flow.put(TextItem(line, LEFT, y, WIDTH, end=end, node=None))


def _sheets_key(part: Part) -> str:
    """Key of the number of pages of a part; no anchor can have it."""
    return f"\x00sheets/{part.anchor}"


def _template(
    template: str, known: dict[str, str], open_numbers: dict[str, str], style: TextStyle
) -> list[Span]:
    """Return a template as spans; fields not known yet become open numbers."""
    spans = []
    for place, part in enumerate(_FIELD.split(template)):
        if place % 2 and part in open_numbers:
            spans.append(Span(text=NUMBER_PLACE, style=style, number=open_numbers[part]))
        else:
            spans.append(Span(text=known[part] if place % 2 else part, style=style))
    return [span for span in spans if span.text]
