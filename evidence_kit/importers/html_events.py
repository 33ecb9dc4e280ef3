# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages of an export as tags and texts with their places in the bytes, in constant memory.

Not a browser's parser: nothing is loaded, run or laid out, and mended only as far as is needed to go on.
Quotes, comments, scripts and styles are passed over as the HTML standard says (html.spec.whatwg.org,
section 13.2.5); a `<` that opens nothing is text.
"""

import hashlib
import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.text_lines import decode
from evidence_kit.limits import HTML_BLOCK_MAX, HTML_DEPTH_MAX, HTML_TAG_MAX, LINE_PIECE

_BOM = b"\xef\xbb\xbf"
_TAG = re.compile(rb"""<(/?)([a-zA-Z][^\s/>]*+)((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>""")
_PLAIN_TAG = re.compile(rb"<(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>")
"""For pages whose quotes do not come in pairs."""
_BEGINS_TAG = re.compile(rb"</?[a-zA-Z]")
_COMMENT, _COMMENT_END = b"<!--", re.compile(rb"-->")
_DECLARATION, _DECLARATION_END = re.compile(rb"<[!?]"), re.compile(rb">")
_LONGEST_END = 16
"""Bytes that an end of a comment or script may have; `</noscript>` is the longest."""
_ATTRIBUTE = re.compile(r"""([^\s=/"'>][^\s=/>]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++))?""")
_RAW_TEXT = frozenset({"script", "style", "noscript", "template", "svg"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
VOID = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    }
)  # fmt: skip
"""Elements without an end tag."""


class Tag(NamedTuple):
    """One tag."""

    name: str
    """In lower case."""
    closes: bool
    written: str
    """What stands behind the name, attributes as they are written."""
    start: int
    end: int

    def attributes(self) -> dict[str, str]:
        """Return the attributes, names in lower case; the first of a name counts."""
        found: dict[str, str] = {}
        for name, value in _ATTRIBUTE.findall(self.written):
            bare = value[1:-1] if value[:1] in ('"', "'") else value
            found.setdefault(name.lower(), html.unescape(bare))
        return found


class Words(NamedTuple):
    """Text between two tags, as it stands."""

    raw: bytes
    start: int
    end: int


class Other(NamedTuple):
    """A comment, a declaration, or what stands in a script or style."""

    start: int
    end: int


Event = Tag | Words | Other


class Meter:
    """Digest and line ends of a stretch of the page."""

    __slots__ = ("_hash", "lines")

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.lines = 0

    def add(self, piece: bytes) -> None:
        """Take the next bytes."""
        self._hash.update(piece)
        self.lines += piece.count(b"\n")

    @property
    def sha256(self) -> str:
        """Of the bytes so far, in hexadecimal."""
        return self._hash.hexdigest()


class HtmlEvents:
    """Walks over a page once; every byte is in one event."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._held = b""
        self._at = 0
        self._base = 0
        self._unpaired = False
        self._meter: Meter | None = None
        self._last = b""
        self.other_lines = 0
        """Line ends that were passed outside of what is measured."""
        self.damage: NotUnderstood | None = None
        """Why the bytes ended badly, when they did."""

    @property
    def end(self) -> int:
        """First byte that was not given yet."""
        return self._base + self._at

    def events(self) -> Iterator[Event]:
        """Yield tags, texts and the rest in order; where the bytes cannot be read on they end."""
        self._more()
        if self._held.startswith(_BOM):
            yield Other(*self._pass(len(_BOM)))
        while self._at < len(self._held) or self._more():
            if self._held[self._at] != ord("<"):
                yield self._words(self._text_end())
                continue
            self._have(len(_COMMENT))
            if self._held.startswith(_COMMENT, self._at):
                yield from self._skip_to(_COMMENT_END, past=True)
            elif _DECLARATION.match(self._held, self._at) is not None:
                yield from self._skip_to(_DECLARATION_END, past=True)
            elif _BEGINS_TAG.match(self._held, self._at) is None:
                yield self._words(self._at + 1)
            else:
                yield from self._tag()

    def _tag(self) -> Iterator[Event]:
        match = self._match()
        if match is None:
            # Without an end, or far too long: no tag. Its bytes are passed at once, however many.
            yield self._words(len(self._held))
            return
        slash, name, rest = match.groups()
        place = self._pass(match.end() - self._at)
        tag = Tag(decode(name).text.lower(), bool(slash), decode(rest).text, *place)
        yield tag
        if not tag.closes and tag.name in _RAW_TEXT and not tag.written.endswith("/"):
            closing = re.compile(b"</" + tag.name.encode() + rb"[\s/>]", re.IGNORECASE)
            yield from self._skip_to(closing, past=False)

    def _match(self) -> re.Match[bytes] | None:
        """Find the end of a tag.

        A page in which a quote is left open is read by the plain rule from there on: trying both for
        each tag would take work that grows with the square of the page.
        """
        while not self._unpaired:
            match = _TAG.match(self._held, self._at)
            if match is not None:
                return match
            if len(self._held) - self._at > HTML_TAG_MAX or not self._grow():
                self._unpaired = True
        while True:
            match = _PLAIN_TAG.match(self._held, self._at)
            if match is not None:
                return match
            if len(self._held) - self._at > HTML_TAG_MAX or not self._grow():
                return None

    def _skip_to(self, closing: re.Pattern[bytes], *, past: bool) -> Iterator[Other]:
        """Pass over bytes up to what ends them, or to the end of the page."""
        while True:
            match = closing.search(self._held, self._at)
            if match is not None:
                end = match.end() if past else match.start()
                if end > self._at:
                    yield Other(*self._pass(end - self._at))
                return
            far = max(self._at, len(self._held) - _LONGEST_END)
            if far > self._at:
                yield Other(*self._pass(far - self._at))
            if not self._more():
                if self._at < len(self._held):
                    yield Other(*self._pass(len(self._held) - self._at))
                return

    def _text_end(self) -> int:
        found = self._held.find(b"<", self._at)
        end = len(self._held) if found < 0 else found
        return min(end, self._at + LINE_PIECE)

    def _words(self, end: int) -> Words:
        raw = self._held[self._at : end]
        return Words(raw, *self._pass(len(raw)))

    def _have(self, length: int) -> None:
        while len(self._held) - self._at < length and self._more():
            pass

    def measure(self, meter: "Meter") -> None:
        """Measure the last event given, and all from here on."""
        self._meter = meter
        self.other_lines -= self._last.count(b"\n")
        meter.add(self._last)

    def measured(self) -> None:
        """Measure no further."""
        self._meter = None

    def _pass(self, length: int) -> tuple[int, int]:
        start = self.end
        self._last = self._held[self._at : self._at + length]
        self._at += length
        if self._meter is None:
            self.other_lines += self._last.count(b"\n")
        else:
            self._meter.add(self._last)
        return start, self.end

    def _grow(self) -> bool:
        """Fetch as much again as is held: few tries at a long tag, however long."""
        want = 2 * (len(self._held) - self._at)
        grown = False
        while len(self._held) - self._at < want + 1 and self._more():
            grown = True
        return grown

    def _more(self) -> bool:
        try:
            piece = next((piece for piece in self._chunks if piece), b"")
        except NotUnderstood as damage:
            self.damage, piece = damage, b""
        if not piece:
            return False
        self._held = self._held[self._at :] + piece
        self._base += self._at
        self._at = 0
        return True


@dataclass(slots=True)
class Element:
    """One element with everything in it."""

    name: str
    attributes: Mapping[str, str]
    start: int
    end: int = -1
    children: "list[Element | str]" = field(default_factory=list)
    clipped: bool = False
    """It is too large or too deep to hold whole; the rest of it is left out."""
    sha256: str = ""
    """Of its bytes; of an element that was asked for."""
    lines: int = 0
    """Line ends in it; likewise."""
    bad_bytes: int = 0
    """Characters that stand as U+FFFD for bytes that are no text."""

    @property
    def classes(self) -> frozenset[str]:
        """The classes it is of."""
        return frozenset(self.attributes.get("class", "").split())

    def all(self) -> "Iterator[Element]":
        """Yield the elements in it, in the order of the page."""
        waiting = [child for child in reversed(self.children) if isinstance(child, Element)]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [child for child in reversed(element.children) if isinstance(child, Element)]

    def of_class(self, name: str) -> "Iterator[Element]":
        """Yield the elements in it that are of a class."""
        return (element for element in self.all() if name in element.classes)

    def first(self, name: str) -> "Element | None":
        """Return the first element in it that is of a class."""
        return next(self.of_class(name), None)

    def direct(self) -> "Iterator[Element]":
        """Yield the elements right below it."""
        return (child for child in self.children if isinstance(child, Element))

    def text(self, leave_out: "Callable[[Element], bool] | None" = None) -> str:
        """Return its words as a page shows them: white space as one space, `br` as a line end.

        Args:
            leave_out: says of which elements in it the words do not count.
        """
        parts: list[str] = []
        waiting: list[Element | str] = list(reversed(self.children))
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                parts.append(_SPACES.sub(" ", part))
            elif leave_out is not None and leave_out(part):
                continue
            elif part.name == "br":
                parts.append("\n")
            elif part.name == "img":
                parts.append(part.attributes.get("alt", ""))
            else:
                if part.name in _LINES and parts and not parts[-1].endswith("\n"):
                    parts.append("\n")
                if part.name in _LINES:
                    waiting.append("")
                waiting += reversed(part.children)
        return "\n".join(line.strip(" ") for line in "".join(parts).split("\n")).strip("\n ")


_LINES = frozenset({"div", "p", "li", "tr", "blockquote", "ul", "ol", "table", "h1", "h2", "h3"})
"""Elements that begin on a line of their own."""


class HtmlElements:
    """Finds elements of a page and gives each whole, one at a time."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._events = HtmlEvents(chunks)

    @property
    def end(self) -> int:
        """First byte that was not passed yet."""
        return self._events.end

    @property
    def other_lines(self) -> int:
        """Line ends passed so far that are in no element that was given."""
        return self._events.other_lines

    def elements(self, wanted: Callable[[Tag], bool]) -> Iterator[Element]:
        """Yield each element whose start tag is wanted; those within one are part of it.

        Raises:
            NotUnderstood: the bytes themselves cannot be read on; raised behind all there was.
        """
        tree: _Tree | None = None
        for event in self._events.events():
            if tree is not None:
                tree.add(event)
            elif isinstance(event, Tag) and not event.closes and wanted(event):
                tree = _Tree(event)
                self._events.measure(tree.meter)
            if tree is not None and tree.whole:
                self._events.measured()
                yield tree.measured()
                tree = None
        if tree is not None:
            self._events.measured()
            tree.top.end = self.end
            yield tree.measured()
        if self._events.damage is not None:
            raise self._events.damage


class _Tree:
    """One element on its way to being whole."""

    def __init__(self, tag: Tag) -> None:
        self.top = Element(tag.name, tag.attributes(), tag.start)
        self._open = [self.top]
        self._left_out = 0
        self.meter = Meter()
        self.whole = tag.name in VOID or tag.written.endswith("/")
        if self.whole:
            self.top.end = tag.end

    def measured(self) -> Element:
        """Return the element, with what was measured of it."""
        self.top.sha256, self.top.lines = self.meter.sha256, self.meter.lines
        return self.top

    def add(self, event: Event) -> None:
        """Take what comes next."""
        full = event.end - self.top.start > HTML_BLOCK_MAX
        match event:
            case Words() if not full:
                shown = decode(event.raw)
                self.top.bad_bytes += shown.bad
                self._open[-1].children.append(html.unescape(shown.text))
            case Tag(closes=True):
                self._close(event)
            case Tag() if not full and len(self._open) < HTML_DEPTH_MAX:
                self._begin(event)
            case Tag() if event.name not in VOID and not event.written.endswith("/"):
                self._left_out += 1
                self.top.clipped = True
            case Words() | Tag():
                self.top.clipped = True
            case _:
                pass

    def _begin(self, tag: Tag) -> None:
        made = Element(tag.name, tag.attributes(), tag.start, tag.end)
        self._open[-1].children.append(made)
        if tag.name not in VOID and not tag.written.endswith("/"):
            self._open.append(made)

    def _close(self, tag: Tag) -> None:
        if self._left_out:
            self._left_out -= 1
            return
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].name == tag.name:
                for element in self._open[place:]:
                    element.end = tag.end
                del self._open[place:]
                self.whole = not self._open
                return
