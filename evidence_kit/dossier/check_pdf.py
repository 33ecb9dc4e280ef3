# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a finished dossier back: are all pages there, and can every text be found again?

What is checked is the file, through another library than the one that wrote it: each code of
each page is looked up in the ToUnicode map that stands in the file.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import pikepdf

from evidence_kit.dossier.text.visible import visible
from evidence_kit.errors import Inconsistent

_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9a-f]+)>")
_MAPPED = re.compile(rb"<([0-9A-F]+)> <([0-9A-F]+)>")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """The text of a page without white space."""

    forward: str
    """In the order of painting."""
    backward: str
    """Code by code from the last to the first: how a right-to-left word reads in order."""

    def holds(self, word: str) -> bool:
        """Tell whether a word without white space stands on the page."""
        return word in self.forward or word in self.backward


def check_pdf(file: BinaryIO, *, pages: int, expected_texts: Iterable[str] = ()) -> None:
    """Check a finished file.

    Args:
        file: the dossier, seekable.
        pages: how many it must have.
        expected_texts: each must be found, word by word, on a page or two pages that follow.

    Raises:
        Inconsistent: pages are missing, or texts cannot be found again.
    """
    missing = [_words(text) for text in expected_texts]
    wanted = len(missing)
    count = 0
    before = PageText(forward="", backward="")
    for page in page_texts(file):
        both = PageText(
            forward=before.forward + page.forward, backward=page.backward + before.backward
        )
        missing = [words for words in missing if not all(both.holds(word) for word in words)]
        before = page
        count += 1
    if count != pages:
        raise Inconsistent(what="dossier_pages", expected=pages, found=count)
    if missing:
        raise Inconsistent(what="dossier_texts", expected=wanted, found=wanted - len(missing))


def page_texts(file: BinaryIO) -> Iterator[PageText]:
    """Yield the text of every page as the file gives it back."""
    maps: dict[tuple[int, int], _Font] = {}
    with pikepdf.open(file) as pdf:
        for page in pdf.pages:
            fonts = {
                str(name).removeprefix("/"): _font(font, maps)
                for name, font in page.Resources.Font.items()
            }
            texts = list(_texts(_content(page), fonts))
            yield PageText(
                forward=_BLANK.sub("", "".join(texts)),
                backward=_BLANK.sub("", "".join(reversed(texts))),
            )


@dataclass(frozen=True, slots=True)
class _Font:
    digits: int
    texts: dict[bytes, str]


def _words(text: str) -> list[str]:
    return visible(text).split()


def _content(page: pikepdf.Page) -> bytes:
    contents = page.Contents
    parts = contents if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts)


def _font(font: pikepdf.Object, maps: dict[tuple[int, int], _Font]) -> _Font:
    known = maps.get(font.objgen)
    if known is None:
        _ranges, _end, entries = font.ToUnicode.read_bytes().partition(b"endcodespacerange")
        mapped = _MAPPED.findall(entries)
        known = maps[font.objgen] = _Font(
            digits=2 if font.Subtype == "/Type3" else 4,
            texts={code: bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in mapped},
        )
    return known


def _texts(content: bytes, fonts: dict[str, _Font]) -> Iterator[str]:
    font = _Font(4, {})
    for name, codes in _SHOWN.findall(content):
        if name:
            font = fonts[name.decode()]
            continue
        upper = codes.upper()
        for start in range(0, len(upper), font.digits):
            yield font.texts.get(upper[start : start + font.digits], "")
