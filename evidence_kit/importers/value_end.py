# SPDX-License-Identifier: GPL-3.0-or-later
"""Where one JSON value ends: only strings and brackets are looked at, whatever stands in them."""

import re

_FLAT = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
"""All up to the next bracket, whole strings too; a string that goes on in other bytes stays out."""
_STRING_SIGN = re.compile(rb'["\\]')
_SCALAR_END = re.compile(rb"[\s,:\[\]{}\"]")
_OPENING = b"{["


class ValueEnd:
    """Looks for the end of one value, piece by piece."""

    def __init__(self) -> None:
        self.depth = 0
        self.in_string = False
        self.scalar = False
        self._escaped = False

    def find(self, data: bytes, at: int) -> tuple[int, bool]:
        """Return how far was looked, and whether the value ends there."""
        while at < len(data):
            if self._escaped:
                self._escaped = False
                at += 1
            elif self.in_string:
                at, ended = self._string(data, at)
                if ended:
                    return at, True
            elif self.depth:
                at, ended = self._nested(data, at)
                if ended:
                    return at, True
            elif not self.scalar and data[at] in b'{["':
                self.in_string = data[at] == ord('"')
                self.depth += not self.in_string
                at += 1
            else:
                self.scalar = True
                match = _SCALAR_END.search(data, at)
                return (len(data), False) if match is None else (match.start(), True)
        return at, False

    def _string(self, data: bytes, at: int) -> tuple[int, bool]:
        match = _STRING_SIGN.search(data, at)
        if match is None:
            return len(data), False
        if match[0] == b"\\":
            self._escaped = True
            return match.end(), False
        self.in_string = False
        return match.end(), self.depth == 0

    def _nested(self, data: bytes, at: int) -> tuple[int, bool]:
        while True:
            flat = _FLAT.match(data, at)
            at = at if flat is None else flat.end()
            sign = data[at : at + 1]
            if not sign:
                return at, False
            at += 1
            if sign == b'"':
                self.in_string = True
                return at, False
            if sign in _OPENING:
                self.depth += 1
                continue
            self.depth -= 1
            if not self.depth:
                return at, True
