# SPDX-License-Identifier: GPL-3.0-or-later
"""Colour emoji as glyphs: each sequence is one vector glyph of a Type 3 font.

No image and no transparency, the same in every viewer, and the text of the whole sequence
(joiners, skin tone, flag letters) stands behind it, so it can be searched and copied.
"""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from evidence_kit.dossier.pdf.objects import Array, Dict, Name, Ref
from evidence_kit.dossier.pdf.writer import PdfWriter
from evidence_kit.dossier.text.emoji_art import operators
from evidence_kit.dossier.text.to_unicode import to_unicode

ADVANCE = 1230
"""Advance in thousandths of the em: a box of 1062 and a little air on both sides."""
CODES_PER_FONT = 250
_PLACE = "29.5 0 0 -29.5 84 900 cm"
"""From the drawing's 36 units, y down, to thousandths of the em."""
_PRESENTED_BELOW_1F000 = frozenset(
    "⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕"
)
"""Emoji_Presentation=Yes below U+1F000 (Unicode emoji-data)."""
_VARIATION_TEXT, _VARIATION_EMOJI = "\ufe0e", "\ufe0f"
_JOINER, _KEYCAP = "\u200d", "\u20e3"


class EmojiSet:
    """The emoji drawings at hand."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(path.stem for path in self._folder.iterdir() if path.suffix == ".svg")

    def drawing_of(self, cluster: str) -> str | None:
        """Return the name of the drawing of a cluster, or None if it is text or has none."""
        if not shows_as_emoji(cluster):
            return None
        points = [f"{ord(character):x}" for character in cluster]
        for candidate in (points, [point for point in points if point != "fe0f"]):
            name = "-".join(candidate)
            if name in self._names:
                return name
        return None

    def parts(self, cluster: str) -> list[str]:
        """Cut a sequence without a drawing of its own into parts that have one.

        A joiner or selector stays with the part before it, so no character is lost. Empty when
        the cluster is no emoji sequence or a part has no drawing.
        """
        if not shows_as_emoji(cluster) or len(cluster) == 1:
            return []
        parts: list[str] = []
        for character in cluster:
            if parts and character in (_JOINER, _VARIATION_EMOJI):
                parts[-1] += character
            else:
                parts.append(character)
        known = all(self.drawing_of_part(part) is not None for part in parts)
        return parts if known else []

    def drawing_of_part(self, part: str) -> str | None:
        """Return the drawing of one emoji with joiners and selectors behind it."""
        name = f"{ord(part[0]):x}"
        return name if name in self._names and part[0] > "\u203b" else None

    def svg(self, name: str) -> bytes:
        """Return a drawing."""
        return (self._folder / f"{name}.svg").read_bytes()


def shows_as_emoji(cluster: str) -> bool:
    """Tell whether a cluster asks for a picture rather than a letter (UTS #51)."""
    if _VARIATION_TEXT in cluster:
        return False
    first = cluster[0]
    if first >= "\U0001f000" or first in _PRESENTED_BELOW_1F000:
        return True
    return _VARIATION_EMOJI in cluster or _KEYCAP in cluster or _JOINER in cluster[1:-1]


class EmojiFont:
    """Collects emoji and writes them as a Type 3 font."""

    advance = float(ADVANCE)

    def __init__(self, name: str, svg: Callable[[str], bytes]) -> None:
        self.name = name
        self._svg = svg
        self._codes: dict[tuple[str, str], int] = {}

    @property
    def texts(self) -> tuple[str, ...]:
        """What each code reads as."""
        return tuple(text for _drawing, text in self._codes)

    @property
    def full(self) -> bool:
        """Whether no further code fits."""
        return len(self._codes) >= CODES_PER_FONT

    def code(self, drawing: str, text: str) -> int:
        """Return the code of a drawing that reads as `text`."""
        return self._codes.setdefault((drawing, text), len(self._codes))

    def write(self, writer: PdfWriter) -> Ref:
        """Write the glyphs and ToUnicode; return the font."""
        glyphs = Dict()
        drawn: dict[str, Ref] = {}
        for (drawing, _text), code in self._codes.items():
            if drawing not in drawn:
                content = f"{ADVANCE} 0 d0 q {_PLACE}\n{operators(self._svg(drawing))}\nQ"
                drawn[drawing] = writer.stream(Dict(), content.encode("ascii"))
            glyphs[f"e{code}"] = drawn[drawing]
        count = len(self._codes)
        names = Array([0, *(Name(f"e{code}") for code in range(count))])
        return writer.add(
            Dict(
                Type=Name("Font"), Subtype=Name("Type3"), FontBBox=Array((0, -250, ADVANCE, 1000)),
                FontMatrix=Array((0.001, 0, 0, 0.001, 0, 0)), CharProcs=glyphs,
                Encoding=Dict(Type=Name("Encoding"), Differences=names),
                FirstChar=0, LastChar=count - 1, Widths=Array([ADVANCE] * count),
                Resources=Dict(),
                ToUnicode=writer.stream(Dict(), to_unicode(self.texts, code_bytes=1)),
            )
        )  # fmt: skip
