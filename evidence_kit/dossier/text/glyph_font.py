# SPDX-License-Identifier: GPL-3.0-or-later
"""One embedded font: the glyphs of a face that were used, drawn into a new TrueType file.

Every code stands for one (glyph, text) pair, so each has exact text in ToUnicode: ligatures,
Arabic forms, Indic clusters. A cluster of several glyphs becomes one new glyph. Outlines are
drawn through HarfBuzz, which gives static, variable and CFF fonts alike; so nothing is
subsetted or instanced, and hinting, names and tables nobody needs never enter the file.
"""

import hashlib
import io
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph

from evidence_kit.dossier.pdf.objects import Array, Dict, Name, Ref, Text
from evidence_kit.dossier.pdf.writer import PdfWriter
from evidence_kit.dossier.text.to_unicode import to_unicode

CODES_PER_FONT = 60_000
"""A two-byte font holds 65,536 codes and a TrueType file as many glyphs."""
_CURVE_ERROR = 0.5
"""Units of the em a quadratic curve may differ from a cubic one: invisible at any print size."""
_FIXED_TIME = 0
"""Creation time in the font file, so the same text gives the same bytes."""


class PlacedGlyph(NamedTuple):
    """A glyph of a face, at an offset in font units."""

    gid: int
    x: int
    y: int


class Drawing(NamedTuple):
    """What one code draws, and how far it advances in font units."""

    glyphs: tuple[PlacedGlyph, ...]
    advance: int


class EmbeddedFont(Protocol):
    """A font resource of the file being made."""

    name: str

    def write(self, writer: PdfWriter) -> Ref:
        """Write the font and what it needs; return its dictionary."""


@dataclass(slots=True)
class _Source:
    """What is needed of the face to draw."""

    font: hb.Font
    upem: int
    ascender: int
    descender: int


class GlyphFont:
    """Collects the codes of a face and writes them as a Type 0 font."""

    def __init__(self, name: str, title: str, font: hb.Font, upem: int) -> None:
        self.name = name
        self._title = title
        extents = font.get_font_extents("ltr")
        self._source = _Source(font, upem, extents.ascender, extents.descender)
        notdef = Drawing((), round(upem / 2))
        self._codes: dict[tuple[Drawing, str], int] = {}
        self._natural: dict[int, Drawing] = {}
        self._drawings: list[Drawing] = [notdef]
        self._texts: list[str] = [""]

    @property
    def texts(self) -> tuple[str, ...]:
        """What each code reads as."""
        return tuple(self._texts)

    @property
    def full(self) -> bool:
        """Whether no further code fits."""
        return len(self._texts) >= CODES_PER_FONT

    def natural(self, drawing: Drawing) -> Drawing:
        """Return a single glyph with the advance of its own; kerning must not make new glyphs."""
        if len(drawing.glyphs) != 1 or drawing.glyphs[0].y or drawing.glyphs[0].x:
            return drawing
        gid = drawing.glyphs[0].gid
        known = self._natural.get(gid)
        if known is None:
            advance = self._source.font.get_glyph_h_advance(gid)
            known = self._natural[gid] = Drawing(drawing.glyphs, advance)
        return known

    def code(self, drawing: Drawing, text: str) -> int:
        """Return the code that draws this and reads as `text`."""
        key = (drawing, text)
        code = self._codes.get(key)
        if code is None:
            code = self._codes[key] = len(self._texts)
            self._drawings.append(drawing)
            self._texts.append(text)
        return code

    def write(self, writer: PdfWriter) -> Ref:
        """Write font file, descriptor, widths and ToUnicode; return the font."""
        unique = list(dict.fromkeys(self._drawings))
        glyph_of = {drawing: i for i, drawing in enumerate(unique)}
        data, box = self._font_file(unique)
        tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(data).digest()[:6])
        base_name = Name(f"{tag}+{self._title}")
        file = writer.stream(Dict(Length1=len(data)), data)
        descriptor = writer.add(
            Dict(
                Type=Name("FontDescriptor"), FontName=base_name, Flags=4, ItalicAngle=0, StemV=80,
                FontBBox=Array(self._scaled(value) for value in box), FontFile2=file,
                Ascent=self._scaled(self._source.ascender),
                Descent=self._scaled(self._source.descender),
                CapHeight=self._scaled(self._source.ascender * 0.7),
            )
        )  # fmt: skip
        to_gid = b"".join(glyph_of[drawing].to_bytes(2, "big") for drawing in self._drawings)
        widths = Array(self.width(drawing) for drawing in self._drawings)
        descendant = writer.add(
            Dict(
                Type=Name("Font"), Subtype=Name("CIDFontType2"), BaseFont=base_name,
                CIDSystemInfo=Dict(
                    Registry=Text("Adobe"), Ordering=Text("Identity"), Supplement=0
                ),
                FontDescriptor=descriptor, DW=1000, W=Array((0, widths)),
                CIDToGIDMap=writer.stream(Dict(), to_gid),
            )
        )  # fmt: skip
        return writer.add(
            Dict(
                Type=Name("Font"), Subtype=Name("Type0"), BaseFont=base_name,
                Encoding=Name("Identity-H"), DescendantFonts=Array((descendant,)),
                ToUnicode=writer.stream(Dict(), to_unicode(self._texts, code_bytes=2)),
            )
        )  # fmt: skip

    def width(self, drawing: Drawing) -> float:
        """The advance as PDF reads it, in thousandths of the em."""
        return round(max(0, drawing.advance) * 1000 / self._source.upem, 2)

    def _scaled(self, value: float) -> int:
        return round(value * 1000 / self._source.upem)

    def _font_file(self, drawings: list[Drawing]) -> tuple[bytes, tuple[int, int, int, int]]:
        names = [".notdef"] + [f"g{i}" for i in range(1, len(drawings))]
        outlines: dict[int, RecordingPen] = {}
        glyphs = {
            name: self._glyph(drawing, outlines)
            for name, drawing in zip(names, drawings, strict=True)
        }
        builder = FontBuilder(self._source.upem, isTTF=True)
        builder.font.recalcTimestamp = False
        builder.updateHead(created=_FIXED_TIME, modified=_FIXED_TIME)
        builder.setupGlyphOrder(names)
        builder.setupGlyf(glyphs)
        table = builder.font["glyf"]
        builder.setupHorizontalMetrics(
            {
                name: (max(0, drawing.advance), getattr(table[name], "xMin", 0))
                for name, drawing in zip(names, drawings, strict=True)
            }
        )
        builder.setupHorizontalHeader(ascent=self._source.ascender, descent=self._source.descender)
        written = io.BytesIO()
        builder.save(written)
        head = builder.font["head"]
        return written.getvalue(), (head.xMin, head.yMin, head.xMax, head.yMax)

    def _glyph(self, drawing: Drawing, outlines: dict[int, RecordingPen]) -> Glyph:
        pen = TTGlyphPen(None)
        quadratic = Cu2QuPen(pen, _CURVE_ERROR)
        for gid, x, y in drawing.glyphs:
            outline = outlines.get(gid)
            if outline is None:
                outline = outlines[gid] = RecordingPen()
                self._source.font.draw_glyph_with_pen(gid, outline)
            outline.replay(TransformPen(quadratic, (1, 0, 0, 1, x, y)))
        return pen.glyph()
