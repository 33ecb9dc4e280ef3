# SPDX-License-Identifier: GPL-3.0-or-later
"""Physical lines of a text as bytes, in constant memory; only LF ends a line.

str.splitlines would also split at U+2028, NEL and form feeds, which are part of what was said.
"""

import codecs
import io
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from evidence_kit.domain.found_text import REPLACEMENT
from evidence_kit.limits import LINE_PIECE

_CONTINUES = 0xC0
_UNDECODED = re.compile("[\ud800-\udfff]")


class Decoded(NamedTuple):
    """The text of some bytes."""

    text: str
    bad: int
    """Characters that stand as U+FFFD for bytes or surrogates that are no text."""


def lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    r"""Yield each line with its `\n`; a line longer than LINE_PIECE comes in several pieces."""
    rest = b""
    for chunk in chunks:
        found = io.BytesIO(rest + chunk if rest else chunk).readlines()
        rest = b"" if not found or found[-1].endswith(b"\n") else found.pop()
        for line in found:
            if len(line) > LINE_PIECE:
                yield from _pieces(line)
            else:
                yield line
        while len(rest) > LINE_PIECE:
            cut = _cut(rest)
            yield rest[:cut]
            rest = rest[cut:]
    if rest:
        yield rest


def _pieces(line: bytes) -> Iterator[bytes]:
    while len(line) > LINE_PIECE:
        cut = _cut(line)
        yield line[:cut]
        line = line[cut:]
    yield line


def _cut(line: bytes) -> int:
    """Return where to cut without parting the bytes of one character."""
    cut = LINE_PIECE
    while cut > LINE_PIECE - 4 and line[cut] & _CONTINUES == 0x80:
        cut -= 1
    return cut


def utf16_lines(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield the lines of a UTF-16 text, as the bytes they are."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    rest = ""
    for chunk in chunks:
        found = io.StringIO(rest + decoder.decode(chunk), newline="\n").readlines()
        rest = "" if not found or found[-1].endswith("\n") else found.pop()
        for line in found:
            yield line.encode(encoding, "surrogatepass")
        while len(rest) > LINE_PIECE:
            yield rest[:LINE_PIECE].encode(encoding, "surrogatepass")
            rest = rest[LINE_PIECE:]
    odd_byte = decoder.getstate()[0]
    if rest or odd_byte:
        yield rest.encode(encoding, "surrogatepass") + odd_byte


def encoding_of(head: bytes) -> str:
    """Return utf-8, or UTF-16 where a byte order mark says so."""
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    return "utf-8"


def split(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield the lines of a text in one of the encodings of `encoding_of`."""
    return lines(chunks) if encoding == "utf-8" else utf16_lines(chunks, encoding)


def decode(raw: bytes, encoding: str = "utf-8") -> Decoded:
    """Read bytes as text; what does not decode stands as U+FFFD and is counted."""
    try:
        return Decoded(raw.decode(encoding), 0)
    except UnicodeDecodeError:
        pass
    if encoding == "utf-8":
        spread = raw.decode("utf-8", "surrogateescape")
        return Decoded(*_UNDECODED.subn(REPLACEMENT, spread))
    shown = raw.decode(encoding, "replace")
    return Decoded(shown, shown.count(REPLACEMENT))


def decoded(raw: bytes, encoding: str = "utf-8") -> str:
    """Read bytes as text; what does not decode stands as U+FFFD."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return decode(raw, encoding).text
