# SPDX-License-Identifier: GPL-3.0-or-later
"""A text as stretches of it with their places: its lines, or the lines a page shows."""

import hashlib
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from evidence_kit.domain.reading import ByteSource
from evidence_kit.importers.files.text.encodings import Encoding
from evidence_kit.importers.html_events import HtmlEvents, Tag, Words
from evidence_kit.importers.source import PartSource, blocks
from evidence_kit.importers.text_lines import decode, lines, utf16_lines
from evidence_kit.limits import RECORD_TEXT_MAX

_BOM = "\ufeff"
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HELD_MAX = RECORD_TEXT_MAX // 4
"""Characters of one line of a page; each takes four bytes at most."""
_PAGE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|table|div|p|h[1-6]|ul|ol|span|font|center)"
    rb"[\s/>]",
    re.IGNORECASE | re.DOTALL,
)
_CELLS = frozenset({"td", "th"})
_KEEPS_LINES = frozenset({"pre", "textarea"})
_BREAKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd",
        "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "legend",
        "li", "main", "nav", "ol", "option", "p", "pre", "section", "select", "summary", "table",
        "tbody", "textarea", "tfoot", "thead", "title", "tr", "ul",
    }
)  # fmt: skip
"""Elements that a page begins and ends on a line of their own."""


def is_page(head: bytes) -> bool:
    """Say whether these first bytes begin a page of HTML."""
    return _PAGE.match(head) is not None


@dataclass(slots=True)
class Run:
    """One stretch of a text."""

    start: int
    end: int
    text: str = ""
    bad: int = 0
    """Characters that stand as U+FFFD for bytes that are no text."""
    ends: int = 0
    """Line ends in its bytes, and the end of the file where that closes a line."""
    goes_on: bool = False
    """It is a further piece of the line before it."""
    sha256: str = ""


def text_runs(chunks: Iterable[bytes], encoding: Encoding) -> Iterator[Run]:
    """Yield the lines of a text; empty lines lie within the run before them, at the start in the first.

    A line that is too long comes in pieces. All runs together are all bytes.
    """
    codec = encoding.codec
    pieces = utf16_lines(chunks, codec) if encoding.wide else lines(chunks)
    held: Run | None = None
    whole, at, whole_line = hashlib.sha256(), 0, True
    for raw in pieces:
        shown = decode(raw, codec)
        text = shown.text.removeprefix(_BOM) if at == 0 else shown.text
        ended = text.endswith("\n")
        said = bool(text.strip())
        if held is None or (said and held.text):
            if held is not None:
                held.sha256 = whole.hexdigest()
                yield held
            held, whole = Run(start=at, end=at, goes_on=not whole_line), hashlib.sha256()
        if said:
            held.text = text.removesuffix("\n").removesuffix("\r")
        whole.update(raw)
        at += len(raw)
        held.end, held.bad, held.ends = at, held.bad + shown.bad, held.ends + ended
        whole_line = ended
    if held is not None:
        held.ends += not whole_line
        held.sha256 = whole.hexdigest()
        yield held


@dataclass(slots=True)
class PageRuns:
    """The lines a page shows, without laying it out; nothing is loaded or run."""

    chunks: Iterable[bytes]
    source: ByteSource
    encoding: Encoding
    codes: int = 0
    """Scripts, styles, comments and declarations."""
    code_bytes: int = 0
    pictures: int = 0
    links: int = 0
    passed: int = 0
    """Bytes that were part of a word, a tag or code."""
    _parts: list[str] = field(default_factory=list)
    _size: int = 0
    _run: Run | None = None
    _keeps: int = 0

    def runs(self) -> Iterator[Run]:
        """Yield each line that has words in it."""
        for event in HtmlEvents(self.chunks).events():
            self.passed += event.end - event.start
            match event:
                case Words():
                    yield from self._words(event)
                case Tag():
                    yield from self._tag(event)
                case _:
                    self.codes += 1
                    self.code_bytes += event.end - event.start
        yield from self._close()

    def _words(self, event: Words) -> Iterator[Run]:
        if not self._keeps:
            self._put(event.raw, event.start)
        else:
            at = event.start
            for line in lines([event.raw]):
                self._put(line, at)
                at += len(line)
                if line.endswith(b"\n"):
                    yield from self._close()
        if self._size > _HELD_MAX:
            yield from self._close()

    def _put(self, raw: bytes, start: int) -> None:
        shown = decode(raw, self.encoding.codec)
        text = html.unescape(shown.text)
        if not self._keeps:
            text = _SPACES.sub(" ", text)
        if text.strip():
            self._run = self._run or Run(start=start, end=start)
            self._run.end = start + len(raw)
        if self._run is not None:
            self._parts.append(text)
            self._size += len(text)
            self._run.bad += shown.bad

    def _tag(self, tag: Tag) -> Iterator[Run]:
        if tag.name in _BREAKS:
            yield from self._close()
        if tag.name in _KEEPS_LINES:
            self._keeps = max(0, self._keeps + (-1 if tag.closes else 1))
        elif tag.name in _CELLS and self._run is not None and not tag.closes:
            self._parts.append("\t")
        elif tag.name == "img":
            self.pictures += 1
        elif tag.name == "a" and not tag.closes:
            self.links += 1

    def _close(self) -> Iterator[Run]:
        run, self._run = self._run, None
        if run is not None:
            text = "".join(self._parts).rstrip()
            run.text = text.lstrip("\r\n" if self._keeps else None)
            run.sha256 = _digest(self.source, run.start, run.end)
            yield run
        self._parts, self._size = [], 0


def _digest(source: ByteSource, start: int, end: int) -> str:
    whole = hashlib.sha256()
    for block in blocks(PartSource(source, start, end - start)):
        whole.update(block)
    return whole.hexdigest()
