# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes to text by a ladder: declared, UTF-8, then a guess that is called a guess."""

import base64
import binascii
import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes as guess_from_bytes

_SAMPLE = 64 << 10
_NO_TEXT = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined"})
_LATIN = frozenset({"iso8859-1", "latin-1", "ascii"})
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,80})\?([bBqQ])\?([^?]*)\?=(\s+(?==\?))?")
_BETWEEN = b"\0"


class Read(NamedTuple):
    """Text and how it was come by."""

    text: str
    charset: str
    basis: str
    """declared, utf-8, windows (declared as Latin but not it), replaced or guess."""


def read_text(data: bytes, declared: str | None) -> Read:
    """Read bytes as text; never fails, never hides a guess.

    A guess is made only where no charset, or an unknown one, is declared. Bytes that do not fit
    the declared one stand as U+FFFD.
    """
    named = _codec(declared)
    if named is not None and _fits(data, named) and not _high_controls(data, named):
        return Read(_valid(data.decode(named)), named, "declared")
    if _fits(data, "utf-8"):
        return Read(data.decode(), "utf-8", "utf-8" if declared else "declared")
    if named in _LATIN and declared and _fits(data, "cp1252"):
        return Read(data.decode("cp1252"), "cp1252", "windows")
    if named is not None and declared:
        return Read(_valid(data.decode(named, "replace")), named, "replaced")
    best = guess_from_bytes(data[:_SAMPLE]).best()
    if best is not None and _fits(data, best.encoding):
        return Read(_valid(data.decode(best.encoding)), best.encoding, "guess")
    return Read(data.decode("utf-8", "replace"), "utf-8", "replaced")


def _high_controls(data: bytes, named: str) -> bool:
    """Say whether text declared as Latin has bytes that only Windows gives a sign."""
    return named in _LATIN and any(0x80 <= byte <= 0x9F for byte in data)


def _codec(declared: str | None) -> str | None:
    if not declared:
        return "ascii"
    try:
        name = codecs.lookup(declared.strip("\"' ")).name
        b"".decode(name)
    except (LookupError, ValueError):
        return None
    return None if name in _NO_TEXT else name


def _fits(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except (ValueError, LookupError):
        return False
    return True


def _valid(text: str) -> str:
    """Replace halves of surrogate pairs, which some codecs let through."""
    return text.encode("utf-8", "replace").decode() if not _writable(text) else text


def _writable(text: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" for c in text)


def header_text(raw: bytes) -> str:
    """Read a header value: unfolded, encoded words decoded (RFC 2047).

    Words that share a charset and stand next to each other are joined before they are decoded,
    because programs part them in the middle of a character.
    """
    unfolded = re.sub(rb"\r?\n(?=[ \t])", b"", raw).strip()
    text = read_text(unfolded, None).text
    if "=?" not in text:
        return text
    parts: list[str] = []
    held, held_charset = b"", ""
    position = 0
    for match in _ENCODED_WORD.finditer(text):
        data = _word_bytes(match[2], match[3])
        charset = match[1].partition("*")[0].lower()
        between = text[position : match.start()]
        if held and (between or charset != held_charset):
            parts.append(read_text(held, held_charset).text)
            held = b""
        parts.append(between)
        held, held_charset = held + data, charset
        position = match.end()
    parts.append(read_text(held, held_charset).text if held else "")
    return "".join(parts) + text[position:]


def _word_bytes(coding: str, text: str) -> bytes:
    if coding in "bB":
        return base64_bytes(text.encode("ascii", "ignore"))
    return binascii.a2b_qp(text.encode("utf-8", "replace"), header=True)


def base64_bytes(data: bytes) -> bytes:
    """Decode base64 with anything else between the letters, and whatever its padding."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return base64.b64decode(letters + b"=" * (-len(letters) % 4))
