# SPDX-License-Identifier: GPL-3.0-or-later
"""A font file at one setting of its axes: which characters it has, and shaping with HarfBuzz."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import uharfbuzz as hb

from evidence_kit.dossier.text.font_files import FontFile, path_of
from evidence_kit.dossier.text.glyph_font import Drawing, EmbeddedFont, GlyphFont, PlacedGlyph

Features = tuple[tuple[str, bool], ...]
NewFont = Callable[[str, hb.Font, int], GlyphFont]

_MARK_RISE_MAX = 0.45
"""Parts of the em a mark may leave its place: a pile of marks must not cover other lines."""


class Fragment(NamedTuple):
    """Codes of one font that stand beside each other on a line, in visual order."""

    font: EmbeddedFont
    show: str
    """The inside of a TJ array."""
    width: float
    """In thousandths of the size."""


class Missing(NamedTuple):
    """Text a face turned out not to have."""

    text: str


class _Cluster(NamedTuple):
    """The glyphs of one or more characters that cannot be told apart."""

    text: str
    drawing: Drawing
    x_offset: int
    missing: bool


class Face:
    """One face; it opens its file when the first character asks for it."""

    def __init__(
        self, title: str, file: FontFile, axes: Sequence[tuple[str, float]], new_font: NewFont
    ) -> None:
        self.title = title
        self._file = file
        self._axes = dict(axes)
        self._new_font = new_font
        self._has: dict[str, bool] = {}
        self._out: GlyphFont | None = None

    @cached_property
    def _font(self) -> hb.Font:
        blob = hb.Blob.from_file_path(str(path_of(self._file)))
        font = hb.Font(hb.Face(blob, self._file.index))
        if self._axes:
            font.set_variations(self._axes)
        return font

    @cached_property
    def _upem(self) -> int:
        return int(self._font.face.upem)

    def has(self, character: str) -> bool:
        """Tell whether the face draws this character."""
        known = self._has.get(character)
        if known is None:
            known = bool(self._font.get_nominal_glyph(ord(character)))
            self._has[character] = known
        return known

    def shape(
        self, text: str, *, rtl: bool, features: Features, language: str | None
    ) -> list[Fragment | Missing]:
        """Return text of one direction as fragments in visual order."""
        done: list[Fragment | Missing] = []
        builder: _FragmentBuilder | None = None
        for cluster in self._clusters(text, rtl, features, language):
            if cluster.missing:
                if builder is not None:
                    done.append(builder.fragment())
                    builder = None
                done.append(Missing(cluster.text))
                continue
            font = self._out_font()
            if builder is not None and builder.font is not font:
                done.append(builder.fragment())
                builder = None
            if builder is None:
                builder = _FragmentBuilder(font, 1000 / self._upem)
            builder.add(cluster)
        if builder is not None:
            done.append(builder.fragment())
        return done

    def _out_font(self) -> GlyphFont:
        if self._out is None or self._out.full:
            self._out = self._new_font(self.title, self._font, self._upem)
        return self._out

    def _clusters(
        self, text: str, rtl: bool, features: Features, language: str | None
    ) -> Iterator[_Cluster]:
        buffer = hb.Buffer()
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if rtl else "ltr"
        if language is not None:
            buffer.language = language
        hb.shape(self._font, buffer, dict(features))
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        starts = sorted({info.cluster for info in infos})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        rise = round(self._upem * _MARK_RISE_MAX)
        at = 0
        while at < len(infos):
            start = infos[at].cluster
            end = at + 1
            while end < len(infos) and infos[end].cluster == start:
                end += 1
            yield _cluster(text[start : ends[start]], infos[at:end], positions[at:end], rise)
            at = end


def _cluster(
    text: str, infos: Sequence[hb.GlyphInfo], positions: Sequence[hb.GlyphPosition], rise: int
) -> _Cluster:
    missing = any(info.codepoint == 0 for info in infos)
    if len(infos) == 1 and not positions[0].y_offset:
        place = positions[0]
        glyph = PlacedGlyph(infos[0].codepoint, 0, 0)
        # The drawing's own advance stays out of it: kerning moves the pen, not the glyph.
        return _Cluster(text, Drawing((glyph,), place.x_advance), place.x_offset, missing)
    x = y = 0
    glyphs = []
    for info, place in zip(infos, positions, strict=True):
        lift = max(-rise, min(rise, y + place.y_offset))
        glyphs.append(PlacedGlyph(info.codepoint, x + place.x_offset, lift))
        x += place.x_advance
        y += place.y_advance
    return _Cluster(text, Drawing(tuple(glyphs), x), 0, missing)


class _FragmentBuilder:
    """Writes clusters as hexadecimal codes with the adjustments between them."""

    def __init__(self, font: GlyphFont, scale: float) -> None:
        self.font = font
        self._scale = scale
        self._parts: list[str] = []
        self._codes: list[str] = []
        self._debt = 0.0
        self._width = 0.0

    def add(self, cluster: _Cluster) -> None:
        """Append a cluster."""
        advance = cluster.drawing.advance * self._scale
        offset = cluster.x_offset * self._scale
        drawing = self.font.natural(cluster.drawing)
        code = self.font.code(drawing, cluster.text)
        before = self._debt - offset
        if abs(before) >= 0.5:
            self._close_codes()
            self._parts.append(str(round(before)))
        self._codes.append(f"{code:04x}")
        self._debt = self.font.width(drawing) + offset - advance
        if abs(self._debt) < 0.5:
            self._debt = 0.0
        self._width += advance

    def fragment(self) -> Fragment:
        """Return what was added."""
        self._close_codes()
        if self._debt:
            self._parts.append(str(round(self._debt)))
        return Fragment(self.font, "".join(self._parts), self._width)

    def _close_codes(self) -> None:
        if self._codes:
            self._parts.append(f"<{''.join(self._codes)}>")
            self._codes.clear()
