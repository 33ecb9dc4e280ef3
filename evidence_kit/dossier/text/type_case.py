# SPDX-License-Identifier: GPL-3.0-or-later
"""The faces of one dossier: each cut with its fallbacks, and the fonts that go into the file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import uharfbuzz as hb

from evidence_kit.dossier.pdf.objects import Dict
from evidence_kit.dossier.pdf.writer import PdfWriter
from evidence_kit.dossier.text import font_files
from evidence_kit.dossier.text.emoji_font import EmojiFont, EmojiSet
from evidence_kit.dossier.text.face import Face, Features, Fragment
from evidence_kit.dossier.text.font_files import FontFile
from evidence_kit.dossier.text.glyph_font import EmbeddedFont, GlyphFont

_TABULAR: Features = (("tnum", True), ("lnum", True))
_OLD_STYLE: Features = (("onum", True),)
_LINING: Features = (("lnum", True),)


class Cut(Enum):
    """A face as it is used in the dossier."""

    SERIF = "serif"
    SERIF_STRONG = "serif_strong"
    SERIF_LEAD = "serif_lead"
    SERIF_DISPLAY = "serif_display"
    SANS = "sans"
    SANS_STRONG = "sans_strong"
    SANS_ITALIC = "sans_italic"
    SANS_ITALIC_STRONG = "sans_italic_strong"
    MONO = "mono"
    MONO_STRONG = "mono_strong"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """File, axes and features of a cut."""

    file: FontFile
    axes: tuple[tuple[str, float], ...]
    features: Features = _TABULAR
    strong: bool = False


_SETTINGS = {
    Cut.SERIF: _Setting(
        file=font_files.SERIF, axes=(("wght", 400), ("opsz", 10)), features=_OLD_STYLE
    ),
    Cut.SERIF_STRONG: _Setting(
        file=font_files.SERIF, axes=(("wght", 600), ("opsz", 10)), features=_LINING, strong=True
    ),
    Cut.SERIF_LEAD: _Setting(
        file=font_files.SERIF, axes=(("wght", 400), ("opsz", 20)), features=_OLD_STYLE
    ),
    Cut.SERIF_DISPLAY: _Setting(
        file=font_files.SERIF, axes=(("wght", 500), ("opsz", 48)), features=_LINING, strong=True
    ),
    Cut.SANS: _Setting(file=font_files.SANS, axes=(("wght", 400),)),
    Cut.SANS_STRONG: _Setting(file=font_files.SANS, axes=(("wght", 640),), strong=True),
    Cut.SANS_ITALIC: _Setting(file=font_files.SANS_ITALIC, axes=(("wght", 400),)),
    Cut.SANS_ITALIC_STRONG: _Setting(
        file=font_files.SANS_ITALIC, axes=(("wght", 640),), strong=True
    ),
    Cut.MONO: _Setting(file=font_files.MONO, axes=(("wght", 400),), features=()),
    Cut.MONO_STRONG: _Setting(
        file=font_files.MONO, axes=(("wght", 600),), features=(), strong=True
    ),
}


@dataclass(slots=True, eq=False, repr=False)
class Typeface:
    """A cut with everything that stands in for what it lacks, and the words it has shaped."""

    cut: Cut
    primary: Face
    features: Features
    fallbacks: tuple[Face, ...]
    ideographs: dict[str, tuple[Face, ...]]
    """Faces for ideographs by the script that goes with them: "ja", "ko", "zh"."""
    last: tuple[Face, ...]
    words: dict[object, Any] = field(default_factory=dict)

    def faces(self, hint: str) -> Iterator[Face]:
        """Yield the faces in order of preference."""
        yield self.primary
        yield from self.fallbacks
        yield from self.ideographs[hint]
        yield from self.last


class TypeCase:
    """Makes the typefaces of one file and writes their fonts."""

    def __init__(self) -> None:
        package, folder = font_files.EMOJI_PICTURES
        self.emoji = EmojiSet(font_files.folder_of(package) / folder)
        self._fonts: list[EmbeddedFont] = []
        self._emoji_font: EmojiFont | None = None
        self._faces: dict[tuple[FontFile, tuple[tuple[str, float], ...]], Face] = {}
        self._typefaces: dict[Cut, Typeface] = {}

    def typeface(self, cut: Cut) -> Typeface:
        """Return the typeface of a cut; always the same one."""
        known = self._typefaces.get(cut)
        if known is None:
            known = self._typefaces[cut] = self._make(cut)
        return known

    def emoji_fragment(self, drawing: str, text: str) -> Fragment:
        """Return an emoji as a fragment."""
        if self._emoji_font is None or self._emoji_font.full:
            self._emoji_font = EmojiFont(self._next_name(), self.emoji.svg)
            self._fonts.append(self._emoji_font)
        code = self._emoji_font.code(drawing, text)
        return Fragment(self._emoji_font, f"<{code:02x}>", self._emoji_font.advance)

    def write_fonts(self, writer: PdfWriter) -> Dict:
        """Write every font in use; return them by resource name."""
        return Dict((font.name, font.write(writer)) for font in self._fonts)

    def _next_name(self) -> str:
        return f"F{len(self._fonts) + 1}"

    def _new_font(self, title: str, font: hb.Font, upem: int) -> GlyphFont:
        made = GlyphFont(self._next_name(), title, font, upem)
        self._fonts.append(made)
        return made

    def _face(self, file: FontFile, axes: Sequence[tuple[str, float]]) -> Face:
        key = (file, tuple(axes))
        known = self._faces.get(key)
        if known is None:
            stem = file.file.rsplit("/", 1)[-1].split("[")[0].split(".")[0]
            title = "-".join([stem, *(f"{value:g}" for _axis, value in axes)])
            known = self._faces[key] = Face(title, file, axes, self._new_font)
        return known

    def _make(self, cut: Cut) -> Typeface:
        setting = _SETTINGS[cut]
        weight = (("wght", 640.0 if setting.strong else 400.0),)
        japanese = self._face(font_files.CJK_JAPANESE, ())
        korean = self._face(font_files.CJK_KOREAN, ())
        chinese = self._face(font_files.CJK_CHINESE, ())
        scripts = (font_files.LATIN_FALLBACK, font_files.ARABIC, *font_files.SCRIPTS)
        return Typeface(
            cut=cut,
            primary=self._face(setting.file, setting.axes),
            features=setting.features,
            fallbacks=tuple(self._face(file, weight) for file in scripts),
            ideographs={"ja": (japanese,), "ko": (korean,), "zh": (chinese,)},
            last=tuple(
                self._face(file, axes)
                for file, axes in (
                    (font_files.SYMBOLS, weight),
                    (font_files.MATHEMATICS, ()),
                    (font_files.EMOJI_OUTLINES, weight),
                )
            ),
        )
