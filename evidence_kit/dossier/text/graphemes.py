# SPDX-License-Identifier: GPL-3.0-or-later
"""What a reader calls a character: UAX #29 grapheme clusters.

The properties are uniseg's; the walk is our own, because that library's takes quadratic time over
a pile of combining marks, and a message of such marks would stop the dossier.
"""

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache

from uniseg.graphemecluster import (
    extended_pictographic,
    grapheme_cluster_break,
    indic_conjunct_break,
)

# One code point is one cluster in these ranges: Latin, Greek and Cyrillic letters without
# combining marks, punctuation, kana and ideographs. Their text needs no table look-ups.
_PLAIN = re.compile(
    "[\x20-\x7e\u00a0-\u00ac\u00af-\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u2027\u2030-\u203b\u20a0-\u20cf"
    "\u3001-\u3029\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff]*"
)
CLUSTER_MAX = 40
"""Code points kept in one cluster; a longer pile of marks is cut and goes on in the next."""


class _Kind(IntEnum):
    """What the rules ask of a character."""

    OTHER = 0
    CR = 1
    LF = 2
    CONTROL = 3
    EXTEND = 4
    ZWJ = 5
    REGIONAL_INDICATOR = 6
    PREPEND = 7
    SPACING_MARK = 8
    L = 9
    V = 10
    T = 11
    LV = 12
    LVT = 13
    PICTOGRAPH = 14
    """Extended_Pictographic; no such character has a break property of its own."""


_BREAKING = frozenset((_Kind.CR, _Kind.LF, _Kind.CONTROL))
_CONTINUING = frozenset((_Kind.EXTEND, _Kind.ZWJ, _Kind.SPACING_MARK))
_HANGUL = {
    _Kind.L: frozenset((_Kind.L, _Kind.V, _Kind.LV, _Kind.LVT)),
    _Kind.LV: frozenset((_Kind.V, _Kind.T)),
    _Kind.V: frozenset((_Kind.V, _Kind.T)),
    _Kind.LVT: frozenset((_Kind.T,)),
    _Kind.T: frozenset((_Kind.T,)),
}
_BY_VALUE = {kind.name.replace("_", "").casefold(): kind for kind in _Kind}


@lru_cache(maxsize=1 << 16)
def _properties(character: str) -> tuple[_Kind, str]:
    """Return the kind and the conjunct property (GB9c) of a character."""
    if extended_pictographic(character):
        return _Kind.PICTOGRAPH, ""
    value = str(grapheme_cluster_break(character).value)
    kind = _BY_VALUE[value.replace("_", "").casefold()]
    return kind, str(indic_conjunct_break(character).value)


class _Walk:
    """Where the rules that look back stand."""

    def __init__(self) -> None:
        self.kind = _Kind.CONTROL
        self.pictograph = False
        """A pictograph and only extenders since (GB11)."""
        self.joined = False
        """That, and a joiner last."""
        self.indicators = 0
        self.consonant = False
        """A consonant and only extenders and linkers since (GB9c)."""
        self.linked = False

    def breaks(self, kind: _Kind, conjunct: str) -> bool:
        """Tell whether there is a boundary before a character (GB3 to GB999)."""
        if self.kind == _Kind.CR and kind == _Kind.LF:
            return False
        if self.kind in _BREAKING or kind in _BREAKING:
            return True
        if kind in _CONTINUING or self.kind == _Kind.PREPEND or kind in _HANGUL.get(self.kind, ()):
            return False
        if kind == _Kind.PICTOGRAPH:
            return not self.joined
        if kind == _Kind.REGIONAL_INDICATOR:
            return self.indicators % 2 == 0
        return not (conjunct == "Consonant" and self.linked)

    def step(self, kind: _Kind, conjunct: str) -> None:
        """Go past a character."""
        self.joined = kind == _Kind.ZWJ and self.pictograph
        self.pictograph = kind == _Kind.PICTOGRAPH or (kind == _Kind.EXTEND and self.pictograph)
        self.indicators = self.indicators + 1 if kind == _Kind.REGIONAL_INDICATOR else 0
        if conjunct == "Consonant":
            self.consonant, self.linked = True, False
        elif conjunct == "Linker":
            self.linked = self.consonant
        elif conjunct != "Extend":
            self.consonant = self.linked = False
        self.kind = kind


def graphemes(text: str) -> list[str]:
    """Cut text into grapheme clusters; joined again they are the text."""
    if _PLAIN.fullmatch(text):
        return list(text)
    return list(_clusters(text))


def _clusters(text: str) -> Iterator[str]:
    walk = _Walk()
    start = 0
    for at, character in enumerate(text):
        kind, conjunct = _properties(character)
        if at > start and (walk.breaks(kind, conjunct) or at - start == CLUSTER_MAX):
            yield text[start:at]
            start = at
        walk.step(kind, conjunct)
    if start < len(text):
        yield text[start:]
