# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the parts of a large JSON object stand in its bytes, read in order and in little memory.

The bytes are read as Latin-1, one character a byte, so that the standard library's own scanner
(RFC 8259, leniently: raw control characters in strings pass) tells places in bytes. `load` gives
the values of one part, read as UTF-8.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from evidence_kit.errors import NotUnderstood
from evidence_kit.limits import JSON_ELEMENT_MAX

_SPACE = re.compile(r"[ \t\r\n]*")
_BOM = b"\xef\xbb\xbf"
_SCANNER = json.JSONDecoder(strict=False, parse_int=str, parse_float=str)
_CLOSED = frozenset('"]}')
_DIGITS_MAX = 400


class JsonPart(NamedTuple):
    """A value of the outermost object, or one element of an array that was asked for."""

    key: str
    element: int | None
    """From 0 for an element; None for a value by itself."""
    start: int
    """First byte of the value."""
    end: int
    """One past its last byte."""
    raw: bytes


class Loaded(NamedTuple):
    """The value of one part."""

    value: Any
    flags: tuple[str, ...]
    """undecodable_bytes: some bytes are no UTF-8; duplicate_key: an object has a name twice, of
    which the last counts."""


class JsonRanges:
    """Walks over the outermost object once.

    `end` is how far it came; `other_lines` counts the line ends outside of array elements up to
    there. Whoever adds those inside of the elements has all that were passed.
    """

    def __init__(self, chunks: Iterator[bytes], arrays: frozenset[str]) -> None:
        self._chunks = chunks
        self._arrays = arrays
        self._text = ""
        self._at = 0
        self._base = 0
        self.other_lines = 0

    @property
    def end(self) -> int:
        """First byte that was not understood yet."""
        return self._base + self._at

    def parts(self) -> Iterator[JsonPart]:
        """Yield the values in order, and the elements of the arrays asked for one by one.

        Raises:
            NotUnderstood: the bytes end or go wrong here; or a part is too large to hold.
        """
        self._more()
        if self._text.startswith(_BOM.decode("latin-1")):
            self._pass(len(_BOM))
        self._expect("{")
        if self._sign() == "}":
            self._pass(1)
        else:
            yield from self._values()
        if self._sign():
            raise self._damage("json_trailing")

    def remaining_lines(self) -> int:
        """Fetch all that was not passed and count its line ends; `parts` gives no more then."""
        return self._text.count("\n", self._at) + sum(p.count(b"\n") for p in self._chunks)

    def _values(self) -> Iterator[JsonPart]:
        while True:
            if self._sign() != '"':
                raise self._damage("json_damaged")
            key = str(load(self._value("", None).raw).value)
            self._expect(":")
            if self._sign() == "[" and key in self._arrays:
                yield from self._elements(key)
            else:
                yield self._value(key, None)
            if self._either(",", "}"):
                return

    def _elements(self, key: str) -> Iterator[JsonPart]:
        self._expect("[")
        if self._sign() == "]":
            self._pass(1)
            return
        index = 0
        while True:
            self._sign()
            yield self._value(key, index)
            index += 1
            if self._either(",", "]"):
                return

    def _either(self, on: str, off: str) -> bool:
        """Pass one of two signs; true when it is the one that ends."""
        sign = self._sign()
        if sign not in (on, off) or not sign:
            raise self._damage("json_damaged" if sign else "ends_early")
        self._pass(1)
        return sign == off

    def _expect(self, sign: str) -> None:
        found = self._sign()
        if found != sign:
            raise self._damage("json_damaged" if found else "ends_early")
        self._pass(1)

    def _sign(self) -> str:
        """Go over white space; return the sign after it, empty at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            if match is not None:
                self._pass(match.end() - self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _value(self, key: str, index: int | None) -> JsonPart:
        length = self._length()
        raw = self._text[self._at : self._at + length].encode("latin-1")
        start = self.end
        if index is None:
            self._pass(length)
        else:
            self._at += length
        return JsonPart(key, index, start, start + length, raw)

    def _length(self) -> int:
        while True:
            try:
                _, end = _SCANNER.raw_decode(self._text, self._at)
            except RecursionError:
                raise self._damage("json_too_deep") from None
            except ValueError:
                self._grow()
                continue
            # A number may go on in the bytes that were not fetched yet.
            if end < len(self._text) or self._text[end - 1] in _CLOSED or not self._more():
                return end - self._at

    def _grow(self) -> None:
        """Fetch as much again as is held: few scans of a long value, however long."""
        held = len(self._text) - self._at
        if held > JSON_ELEMENT_MAX:
            raise self._damage("too_large")
        grown = False
        while len(self._text) - self._at < 2 * held + 1 and self._more():
            grown = True
        if not grown:
            raise self._damage("json_damaged")

    def _pass(self, length: int) -> None:
        self.other_lines += self._text.count("\n", self._at, self._at + length)
        self._at += length

    def _more(self) -> bool:
        piece = next(self._chunks, None)
        if piece is None:
            return False
        self._text = self._text[self._at :] + piece.decode("latin-1")
        self._base += self._at
        self._at = 0
        return True

    def _damage(self, reason: str) -> NotUnderstood:
        return NotUnderstood(reason=reason, offset=self.end, detail="")


def load(raw: bytes) -> Loaded:
    """Return the value of a part that `JsonRanges` found, half surrogate pairs as they are.

    Raises:
        NotUnderstood: it is nested too deep.
    """
    flags: list[str] = []
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
        flags.append("undecodable_bytes")

    def paired(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs) and "duplicate_key" not in flags:
            flags.append("duplicate_key")
        return made

    try:
        value = json.loads(text, strict=False, object_pairs_hook=paired, parse_int=_whole)
    except RecursionError:
        raise NotUnderstood(reason="json_too_deep", offset=0, detail="") from None
    return Loaded(value, tuple(flags))


def _whole(digits: str) -> int | str:
    """Keep a number of absurd length as its digits; Python refuses thousands of them."""
    return int(digits) if len(digits) <= _DIGITS_MAX else digits
