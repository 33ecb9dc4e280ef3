# SPDX-License-Identifier: GPL-3.0-or-later
r"""A cursor over JSON as bytes: finds where each value begins and ends, in constant memory.

Only strings and brackets are looked at, so that a value that is no valid JSON inside, such as
the \xNN that Telegram writes for control characters, still has its place.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.value_end import ValueEnd
from evidence_kit.limits import JSON_RECORD_MAX

_NO_SPACE = re.compile(rb"[^ \t\r\n]")
_BOM = b"\xef\xbb\xbf"


class Span(NamedTuple):
    """One value and its place."""

    start: int
    end: int
    data: bytes
    """Its bytes; only the first ones when it is clipped."""
    clipped: bool
    sha256: str
    """Of all its bytes."""


class JsonBytes:
    """Bytes of a JSON text, passed over once."""

    def __init__(self, chunks: Iterable[bytes], start: int = 0) -> None:
        """Begin; `start` is the offset of the first byte."""
        self._chunks = iter(chunks)
        self._held = b""
        self._base = start
        self._at = 0
        self._read_ends_line = True
        self._lines_read = 0
        self._lines_passed = 0
        self._passed_ends_line = True
        self.damage: NotUnderstood | None = None
        """Why the bytes ended badly, when they did."""
        self._fill()
        if self._held.startswith(_BOM):
            self._pass(len(_BOM))

    @property
    def position(self) -> int:
        """Offset of the next byte."""
        return self._base + self._at

    @property
    def lines_total(self) -> int:
        """Physical lines that came in."""
        return self._lines_read + (not self._read_ends_line)

    @property
    def lines_accounted(self) -> int:
        """Physical lines passed over, counted value by value."""
        return self._lines_passed + (not self._passed_ends_line)

    def peek(self) -> bytes:
        """Return the next byte that is no space, without taking it; none at the end."""
        while True:
            match = _NO_SPACE.search(self._held, self._at)
            if match is not None:
                self._pass(match.start())
                return match[0]
            self._pass(len(self._held))
            if not self._fill():
                return b""

    def take(self, sign: bytes) -> None:
        """Pass one sign.

        Raises:
            NotUnderstood: something else stands there.
        """
        found = self.peek()
        if found != sign:
            reason = "no_json" if found else "ends_early"
            raise NotUnderstood(reason=reason, offset=self.position, detail="")
        self._pass(self._at + 1)

    def value(self) -> Span:
        """Pass one value.

        Raises:
            NotUnderstood: there is none, or the bytes end within it.
        """
        self.peek()
        start, kept, size = self.position, bytearray(), 0
        digest, ending = hashlib.sha256(), ValueEnd()
        while True:
            until, ended = ending.find(self._held, self._at)
            piece = self._held[self._at : until]
            digest.update(piece)
            size += len(piece)
            kept += piece[: max(0, JSON_RECORD_MAX - len(kept))]
            self._pass(until)
            if ended:
                break
            if not self._fill():
                raise NotUnderstood(reason="ends_early", offset=start, detail="")
        if not size:
            raise NotUnderstood(reason="no_json", offset=start, detail="")
        return Span(start, start + size, bytes(kept), size > len(kept), digest.hexdigest())

    def members(self) -> Iterator[str]:
        """Yield each key of an object; the caller passes the value before it asks on."""
        self.take(b"{")
        if self.peek() != b"}":
            while True:
                key = _key(self.value())
                self.take(b":")
                yield key
                if self.peek() != b",":
                    break
                self.take(b",")
        self.take(b"}")

    def places(self) -> Iterator[int]:
        """Yield the number of each element of an array; the caller passes the element."""
        self.take(b"[")
        if self.peek() != b"]":
            number = 0
            while True:
                yield number
                if self.peek() != b",":
                    break
                self.take(b",")
                number += 1
        self.take(b"]")

    def drain(self) -> None:
        """Pass all that is left."""
        self._pass(len(self._held))
        while self._fill():
            self._pass(len(self._held))

    def _pass(self, until: int) -> None:
        if until > self._at:
            self._lines_passed += self._held.count(b"\n", self._at, until)
            self._passed_ends_line = self._held[until - 1] == ord("\n")
            self._at = until

    def _fill(self) -> bool:
        self._base += self._at
        self._held, self._at = b"", 0
        try:
            self._held = next((chunk for chunk in self._chunks if chunk), b"")
        except NotUnderstood as damage:
            self.damage = damage
        if not self._held:
            return False
        self._lines_read += self._held.count(b"\n")
        self._read_ends_line = self._held.endswith(b"\n")
        return True


def _key(span: Span) -> str:
    """Read the key of a member."""
    try:
        key = json.loads(span.data, strict=False)
    except (ValueError, RecursionError):
        key = None
    if not isinstance(key, str):
        raise NotUnderstood(reason="no_json", offset=span.start, detail="")
    return key
