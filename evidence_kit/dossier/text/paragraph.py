# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills lines: breaks a paragraph at a width, resolves directions, puts fragments in order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import NamedTuple

from evidence_kit.dossier.text.bidi import resolve, visual_order
from evidence_kit.dossier.text.breaking import AFTER_PUNCTUATION, is_space, units
from evidence_kit.dossier.text.face import Fragment
from evidence_kit.dossier.text.graphemes import graphemes
from evidence_kit.dossier.text.lines import Line, Segment, Span
from evidence_kit.dossier.text.typesetter import Levels, Typesetter
from evidence_kit.dossier.text.visible import TAG, visible

_RTL = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_KANA = re.compile("[\u3041-\u30ff]")
_HANGUL = re.compile("[\u1100-\u11ff\uac00-\ud7af]")
_PLAIN = re.compile("[\x20-.0-~\u00a0-\u024f\u2018-\u201e\u2026\u20ac]*")
"""Latin text without a slash: line ends at spaces only, one face, one direction."""
_ENOUGH_ROOM = 0.4
"""Share of a line that must be free for a word longer than a line to begin on it."""
_LATE_ENOUGH = 0.6
"""Share of a piece after which a cut behind punctuation is preferred to a later one."""
_TAB = "    "


class _Placed(NamedTuple):
    """A fragment with its span and level, in logical order."""

    span: Span
    fragment: Fragment
    level: int


class _Piece(NamedTuple):
    """The part of a unit in one span."""

    span: Span
    text: str
    levels: Levels | None


@dataclass(slots=True)
class _OpenLine:
    """The line being filled."""

    width: float
    rtl: bool
    leading: float
    placed: list[_Placed] = field(default_factory=list)
    used: float = 0.0
    waiting: list[_Placed] = field(default_factory=list)
    waiting_width: float = 0.0

    @property
    def room(self) -> float:
        """What is left, in points."""
        return self.width - self.used - self.waiting_width

    def space(self, placed: list[_Placed], width: float) -> None:
        """Hold white space back until something follows it on this line."""
        self.waiting += placed
        self.waiting_width += width

    def drop_space(self) -> None:
        """Forget white space that would push what follows over the edge."""
        self.waiting, self.waiting_width = [], 0.0

    def put(self, placed: list[_Placed], width: float) -> None:
        """Set text, after the white space held back."""
        self.placed += self.waiting
        self.used += self.waiting_width
        self.waiting = []
        self.waiting_width = 0.0
        self.placed += placed
        self.used += width

    def close(self) -> Line:
        """Return the line and begin a new one."""
        line = Line(tuple(_segments(self.placed)), self.used, self.rtl, self.leading)
        self.placed, self.used = [], 0.0
        self.drop_space()
        return line


class Compositor:
    """Sets paragraphs into lines."""

    def __init__(self, typesetter: Typesetter) -> None:
        self._typesetter = typesetter

    def lines(self, spans: Sequence[Span], width: float, *, base: int | None = 0) -> list[Line]:
        """Return the lines of text; a line feed begins a new one.

        Args:
            spans: text in styles; what is invisible in it becomes visible tags.
            width: in points; however small, every line takes at least one character.
            base: 0 or 1 for the direction of the paragraphs, None to take it from the text.
        """
        lines: list[Line] = []
        for paragraph in _paragraphs(spans):
            simple = self._simple(paragraph[0], width) if len(paragraph) == 1 and not base else None
            lines += self._paragraph(paragraph, width, base) if simple is None else simple
        return lines

    def filled(self, span: Span, text: str) -> Segment:
        """Return a short left-to-right text in the manner of a span, unbroken."""
        word = self._typesetter.word(span.style.typeface, text)
        fragments = tuple(piece.fragment for piece in word)
        width = sum(fragment.width for fragment in fragments) * span.style.size / 1000
        return Segment(span, fragments, width)

    def _simple(self, span: Span, width: float) -> list[Line] | None:
        """Set a paragraph of plain words: most of what people write, at a third of the cost.

        None when it is not plain: another script, a word to be cut, a place to break in a word.
        """
        if _PLAIN.fullmatch(span.text) is None or span.language is not None:
            return None
        style = span.style
        points = style.size / 1000
        word_of = self._typesetter.word
        gap = word_of(style.typeface, " ")[0].fragment
        gap_width = gap.width * points
        lines: list[Line] = []
        fragments: list[Fragment] = []
        used = 0.0
        gaps = 0
        for word in span.text.split(" "):
            if not word:
                gaps += 1
                continue
            pieces = word_of(style.typeface, word)
            needed = sum(piece.fragment.width for piece in pieces) * points
            if needed > width:
                return None
            if used + gaps * gap_width + needed > width:
                if fragments:
                    lines.append(_line(span, fragments, used))
                fragments, used, gaps = [], 0.0, 0
            fragments += [gap] * gaps
            fragments += [piece.fragment for piece in pieces]
            used += gaps * gap_width + needed
            gaps = 1
        lines.append(_line(span, fragments, used))
        return lines

    def _paragraph(self, spans: list[Span], width: float, base: int | None) -> Iterator[Line]:
        text = "".join(span.text for span in spans)
        levels: list[int] | None = None
        direction = base or 0
        if _RTL.search(text) is not None or direction:
            levels, direction = resolve(text, base)
            _keep_tags_whole(text, levels)
        hint = _hint(text)
        leading = max(span.style.leading for span in spans)
        line = _OpenLine(width, bool(direction), leading)
        cursor = _Cursor(spans, levels)
        for unit in units(text):
            pieces = cursor.take(len(unit))
            placed, needed = self._set(pieces, hint)
            if is_space(unit):
                line.space(placed, needed)
            elif needed <= line.room:
                line.put(placed, needed)
            elif needed <= width:
                if line.placed:
                    yield line.close()
                line.drop_space()
                line.put(placed, needed)
            else:
                yield from self._cut(line, pieces, hint)
        yield line.close()

    def _set(self, pieces: Sequence[_Piece], hint: str) -> tuple[list[_Placed], float]:
        """Shape the parts of a unit; return them with their width in points."""
        placed: list[_Placed] = []
        width = 0.0
        for span, text, levels in pieces:
            style = span.style
            word = self._typesetter.word(
                style.typeface, text, levels, language=span.language, hint=hint
            )
            for fragment, level in word:
                placed.append(_Placed(span, fragment, level))
                width += fragment.width * style.size / 1000
        return placed, width

    def _cut(self, line: _OpenLine, pieces: Sequence[_Piece], hint: str) -> Iterator[Line]:
        """Set a unit that is longer than a line, cutting it where it must be."""
        if line.room < line.width * _ENOUGH_ROOM:
            if line.placed:
                yield line.close()
            line.drop_space()
        for piece in pieces:
            clusters = graphemes(piece.text)
            at = done = 0
            while at < len(clusters):
                count = self._fitting(line, piece, clusters, at, hint)
                placed, width, part = self._part(piece, clusters[at : at + count], done, hint)
                # Kerning can make the whole wider than its letters.
                while width > line.room and count > 1:
                    count -= 1
                    placed, width, part = self._part(piece, clusters[at : at + count], done, hint)
                if width > line.room and line.placed:
                    yield line.close()
                line.put(placed, width)
                at += count
                done += len(part)
                if at < len(clusters):
                    yield line.close()

    def _part(
        self, piece: _Piece, clusters: Sequence[str], start: int, hint: str
    ) -> tuple[list[_Placed], float, str]:
        """Shape some clusters of a piece; return them, their width and their text."""
        part = "".join(clusters)
        levels = piece.levels and piece.levels[start : start + len(part)]
        placed, width = self._set((_Piece(piece.span, part, levels),), hint)
        return placed, width, part

    def _fitting(
        self, line: _OpenLine, piece: _Piece, clusters: Sequence[str], at: int, hint: str
    ) -> int:
        """Return how many clusters from `at` on fit in the rest of the line; at least one."""
        room = line.room
        rtl = piece.levels is not None and bool(piece.levels[0] & 1)
        used = 0.0
        preferred = 0
        for count in range(len(clusters) - at):
            cluster = clusters[at + count]
            levels = (1,) * len(cluster) if rtl else None
            _placed, width = self._set((_Piece(piece.span, cluster, levels),), hint)
            used += width
            if used > room and count:
                return preferred if preferred > count * _LATE_ENOUGH else count
            if cluster in AFTER_PUNCTUATION:
                preferred = count + 1
        return len(clusters) - at


def _line(span: Span, fragments: list[Fragment], width: float) -> Line:
    """Return a left-to-right line in one span."""
    segments = (Segment(span, tuple(fragments), width),) if fragments else ()
    return Line(segments, width, rtl=False, leading=span.style.leading)


class _Cursor:
    """Walks over the characters of the spans and the levels beside them."""

    def __init__(self, spans: Sequence[Span], levels: Sequence[int] | None) -> None:
        self._spans = spans
        self._levels = levels
        self._span = 0
        self._inside = 0
        self._at = 0

    def take(self, length: int) -> list[_Piece]:
        """Return the next characters, one piece for each span they touch."""
        pieces = []
        while length:
            span = self._spans[self._span]
            part = span.text[self._inside : self._inside + length]
            if part:
                levels = None
                if self._levels is not None:
                    levels = tuple(self._levels[self._at : self._at + len(part)])
                    if not any(levels):
                        levels = None
                pieces.append(_Piece(span, part, levels))
            self._at += len(part)
            self._inside += len(part)
            length -= len(part)
            if self._inside == len(span.text):
                self._span += 1
                self._inside = 0
        return pieces


def _paragraphs(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield the spans between line feeds, with everything in them made visible."""
    current: list[Span] = []
    for span in spans:
        text = visible(span.text).replace("\t", _TAB)
        if text is span.text and "\n" not in text:
            current.append(span)
            continue
        first, *others = text.split("\n")
        current.append(replace(span, text=first))
        for other in others:
            yield current
            current = [replace(span, text=other)]
    if current:
        yield current


def _keep_tags_whole(text: str, levels: list[int]) -> None:
    """Let a tag read from left to right as one piece, brackets included, in any direction."""
    for match in TAG.finditer(text):
        start, end = match.span()
        levels[start:end] = [levels[start + 1]] * (end - start)


def _hint(text: str) -> str:
    """Tell which ideographs are meant from the script that stands beside them."""
    if text.isascii():
        return "zh"
    if _KANA.search(text):
        return "ja"
    return "ko" if _HANGUL.search(text) else "zh"


def _segments(placed: list[_Placed]) -> Iterator[Segment]:
    """Put fragments in visual order and join neighbours of one span."""
    if any(piece.level for piece in placed):
        placed = [placed[i] for i in visual_order([piece.level for piece in placed])]
    for _key, group in groupby(placed, key=lambda piece: id(piece.span)):
        members = list(group)
        span = members[0].span
        fragments = tuple(member.fragment for member in members)
        yield Segment(span, fragments, sum(f.width for f in fragments) * span.style.size / 1000)
