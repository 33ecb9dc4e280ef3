# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a line may end.

Evidence is never hyphenated: a line ends at white space, between ideographs (with the usual
kinsoku exceptions), after a slash or dash between letters and, in scripts written without
spaces, between clusters that may stand apart. No-break spaces do not break. A word longer than a
whole line (address, hash, key mash) is cut where it must be, after punctuation if there is any.
Never after a hyphen: on paper it would look like hyphenation, and pdfium takes it away as such.
"""

import re

SPACES = " \t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000"
_OPENING = "(\\[{\u2018\u201c\u3008\u300a\u300c\u300e\u3010\u3014\uff08\uff3b\uff5b"
_CLOSING = (
    ")\\]}\u2019\u201d,.!?:;%\u2026\u3001\u3002\u3005\u3009\u300b\u300d\u300f\u3011\u3015\u309b-\u309e"
    "\u30fb-\u30fe\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u308e\u30a1\u30a3\u30a5"
    "\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7\u30ee\u30f5\u30f6\uff01\uff09\uff0c\uff0e\uff1a\uff1b"
    "\uff1f\uff3d\uff5d\uff61"
)
_IDEOGRAPHIC = (
    "\u2e80-\u2fff\u3003-\u3007\u3012\u3013\u3020-\u30ff\u3100-\u4dbf\u4e00-\ua4cf\uf900-\ufaff"
    "\uff01-\uff60\U00020000-\U0003ffff"
)
_MARKS = "\u0300-\u036f\u20d0-\u20f0\u3099\u309a\ufe00-\ufe0f"
_EMOJI = (
    "\u203c\u2049\u2139\u2194-\u2199\u21a9\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001faff"
)
_LETTERS_OF_FLAGS = "\U0001f1e6-\U0001f1ff"
_TAIL = f"[{_MARKS}\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
# Thai, Lao, Khmer and Myanmar: vowels written first stay with what follows, the rest with what
# precedes.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_LEADING_VOWELS = "\u0e40-\u0e44\u0ec0-\u0ec4"
_FOLLOWERS = (
    "\u0e2f-\u0e3a\u0e45-\u0e4f\u0eaf-\u0ebc\u0ec6-\u0ece\u102b-\u103e\u17b4-\u17d3\u17d6-\u17dd"
)

_UNIT = re.compile(
    f"[{SPACES}]+"
    f"|[{_OPENING}]*[{_EMOJI}]{_TAIL}(?:\u200d[{_EMOJI}]{_TAIL})*[{_CLOSING}]*"
    f"|[{_LETTERS_OF_FLAGS}]{{1,2}}"
    f"|[{_OPENING}]*[{_IDEOGRAPHIC}][{_MARKS}]*[{_CLOSING}]*"
    f"|[{_LEADING_VOWELS}]*[{_UNSPACED}][{_FOLLOWERS}]*[{_CLOSING}]*"
    f"|[^{SPACES}{_IDEOGRAPHIC}{_EMOJI}{_LETTERS_OF_FLAGS}{_UNSPACED}]+"
)
_LETTER = r"[^\W\d_]"
_INSIDE = re.compile(f"(?<={_LETTER}{_LETTER}[/\u2013\u2014])(?={_LETTER}{_LETTER})")
_SPACE = re.compile(f"[{SPACES}]")
AFTER_PUNCTUATION = frozenset("/?&=._#%,;:@+|~")
"""Where a word that must be cut is cut by preference."""


def units(text: str) -> list[str]:
    """Cut a paragraph into pieces between which a line may end; joined they are the text."""
    found: list[str] = []
    for match in _UNIT.finditer(text):
        unit = match.group()
        if "/" in unit or not unit.isascii():
            found.extend(_INSIDE.split(unit))
        else:
            found.append(unit)
    return found


def is_space(unit: str) -> bool:
    """Tell whether a unit is white space, which vanishes at a line's end."""
    return _SPACE.match(unit) is not None
