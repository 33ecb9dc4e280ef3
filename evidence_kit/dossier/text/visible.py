# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes invisible characters visible: each is printed as a tag with its code point.

Control characters, characters that turn the reading direction, half surrogate pairs, invisible
fillers and private-use characters can hide or reorder words on paper. They print as ``[U+202E]``.
Joiners and variation selectors stay where they shape the letter or emoji before them.
"""

import re

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U0010ffff]"
)
TAG = re.compile(r"\[U\+([0-9A-F]{4,6})\]")
"""A code point as printed."""
_JOINERS = frozenset("\u200c\u200d")
_TEXT_BASES_OF_SELECTORS = frozenset("0123456789#*\u00a9\u00ae")
_BLACK_FLAG = "\U0001f3f4"


def tag(character: str) -> str:
    """Return the code point as printed: ``[U+1D4EB]``."""
    return f"[U+{ord(character):04X}]"


def visible(text: str) -> str:
    """Return text in which nothing is hidden; CR LF counts as one line end."""
    if _INVISIBLE.search(text) is None:
        return text
    shown: list[str] = []
    before = ""
    for character in text.replace("\r\n", "\n"):
        if _INVISIBLE.match(character) is None or _shapes(character, before):
            shown.append(character)
            before = character
        else:
            shown.append(tag(character))
            before = ""
    return "".join(shown)


def _shapes(character: str, before: str) -> bool:
    """Tell whether an invisible character belongs to the one before it."""
    if not before:
        return False
    if character in _JOINERS:
        return before > "\u02ff"
    if "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return before > "\u02ff" or before in _TEXT_BASES_OF_SELECTORS
    if "\U000e0020" <= character <= "\U000e007f":
        return before == _BLACK_FLAG or "\U000e0020" <= before <= "\U000e007e"
    return False
