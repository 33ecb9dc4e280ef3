# SPDX-License-Identifier: GPL-3.0-or-later
"""The tags of an XML file with their places, in constant memory.

No XML parser is used: the app writes emoji as two references to half a character each, which no
parser takes; one value can be larger than libxml2 allows; and none tells the bytes of a tag.
Entities are never defined or loaded. A DOCTYPE is refused.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evidence_kit.errors import NotUnderstood
from evidence_kit.limits import XML_TAG_MAX, XML_VALUE_KEPT

_NAME = rb"[A-Za-z_][A-Za-z0-9_.:-]*+"
_WHOLE = re.compile(rb"<(/?)(" + _NAME + rb")((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>")
_ATTRIBUTE = re.compile(rb"(" + _NAME + rb")\s*=\s*(?:\"([^\"<]*+)\"|'([^'<]*+)')")
_BEFORE_VALUE = re.compile(rb"(" + _NAME + rb")\s*=\s*\Z")
_OPENING = re.compile(rb"<(/?)(" + _NAME + rb")")
_STEP = re.compile(rb"[\"'<>]")
_IN_VALUE = {b'"': re.compile(rb"[\"<]"), b"'": re.compile(rb"['<]")}
_SKIPPED = ((b"<!--", b"-->"), (b"<?", b"?>"), (b"<![CDATA[", b"]]>"))
_LONGEST_START = 9
_FAST_WITHIN = 64 << 10


@dataclass(frozen=True, slots=True)
class Value:
    """The value of an attribute as it stands between its quotes."""

    raw: bytes
    """The bytes; only the beginning when longer than XML_VALUE_KEPT."""
    start: int
    length: int

    @property
    def clipped(self) -> bool:
        """Whether `raw` is only the beginning."""
        return len(self.raw) < self.length


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag, or bytes that are none."""

    name: str
    """Empty for bytes that are neither a tag nor white space."""
    start: int
    end: int
    opens: bool
    closes: bool
    """Both for a tag that is complete in itself."""
    values: dict[str, Value]


class Tags:
    """Reads tags one after another; every byte is passed once."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._held = b""
        self._at = 0
        self._base = 0
        self._hash = hashlib.sha256()
        self._last = b"\n"
        self._last_passed = b"\n"
        self._lines_read = self._lines_passed = 0
        self._long: hashlib._Hash | None = None
        self._long_before: hashlib._Hash | None = None

    @property
    def offset(self) -> int:
        """First byte not yet passed."""
        return self._base + self._at

    @property
    def lines_total(self) -> int:
        """Lines read so far."""
        return self._lines_read + (self._last != b"\n")

    @property
    def lines_passed(self) -> int:
        """Lines that were part of a tag, of white space or of what was yielded as no tag."""
        return self._lines_passed + (self._last_passed != b"\n")

    def digest(self) -> str:
        """SHA-256 of the last tag."""
        return self._hash.hexdigest()

    def hold(self) -> None:
        """Hash on from the last tag, until `release`."""
        self._long = self._long_before = self._hash.copy()

    def release(self, *, with_last: bool) -> str:
        """End what `hold` began; return the SHA-256 with or without the last tag."""
        held = self._long if with_last else self._long_before
        self._long = self._long_before = None
        return "" if held is None else held.hexdigest()

    def __iter__(self) -> Iterator[Tag]:
        """Yield tags in order.

        Raises:
            NotUnderstood: there is a DOCTYPE, or the bytes end early.
        """
        while True:
            yield from self._text()
            if not self._reach(1):
                return
            self._reach(_LONGEST_START)
            ahead = self._held[self._at : self._at + _LONGEST_START]
            if ahead.upper().startswith(b"<!DOCTYPE"):
                raise NotUnderstood(reason="doctype", offset=self.offset, detail="")
            self._hash = hashlib.sha256()
            self._long_before = None if self._long is None else self._long.copy()
            skipped = next((end for start, end in _SKIPPED if ahead.startswith(start)), None)
            if skipped is not None:
                yield from self._skip(skipped)
            else:
                yield self._whole() or self._in_steps()

    def drain(self) -> None:
        """Pass all that is left, as far as it can be read."""
        self._pass(len(self._held))
        try:
            while self._more():
                self._pass(len(self._held))
        except NotUnderstood:
            return

    def _more(self) -> bool:
        chunk = next(self._chunks, b"")
        if not chunk:
            return False
        self._held = self._held[self._at :] + chunk
        self._base += self._at
        self._at = 0
        self._lines_read += chunk.count(b"\n")
        self._last = chunk[-1:]
        return True

    def _reach(self, count: int) -> bool:
        while len(self._held) - self._at < count:
            if not self._more():
                return False
        return True

    def _pass(self, to: int) -> bytes:
        piece = self._held[self._at : to]
        if piece:
            self._hash.update(piece)
            if self._long is not None:
                self._long.update(piece)
            self._lines_passed += piece.count(b"\n")
            self._last_passed = piece[-1:]
            self._at = to
        return piece

    def _text(self) -> Iterator[Tag]:
        start, other = self.offset, False
        while self._reach(1):
            found = self._held.find(b"<", self._at)
            piece = self._pass(len(self._held) if found < 0 else found)
            other = other or bool(piece.strip(b" \t\r\n\xef\xbb\xbf"))
            if found >= 0:
                break
        if other:
            yield _no_tag(start, self.offset)

    def _skip(self, end: bytes) -> Iterator[Tag]:
        start = self.offset
        self._pass(self._at + 2)
        while (found := self._held.find(end, self._at)) < 0:
            self._pass(max(self._at, len(self._held) - len(end)))
            if not self._more():
                self._pass(len(self._held))
                yield _no_tag(start, self.offset)
                return
        self._pass(found + len(end))

    def _whole(self) -> Tag | None:
        """Read a tag that stands complete in what is held: nearly all."""
        found = _WHOLE.match(self._held, self._at, self._at + _FAST_WITHIN)
        if found is None:
            return None
        start, inside = self.offset, found.start(3) + self._base
        body = found[3]
        values: dict[str, Value] = {}
        for attribute in _ATTRIBUTE.finditer(body):
            group = 2 if attribute[2] is not None else 3
            raw = attribute[group]
            value = Value(raw, inside + attribute.start(group), len(raw))
            values.setdefault(attribute[1].decode(), value)
        self._pass(found.end())
        return Tag(
            found[2].decode(), start, self.offset,
            not found[1], bool(found[1]) or body.endswith(b"/"), values,
        )  # fmt: skip

    def _in_steps(self) -> Tag:
        """Read a tag that is longer than what is held, or damaged."""
        start = self.offset
        self._reach(XML_TAG_MAX)
        opening = _OPENING.match(self._held, self._at)
        if opening is None:
            self._pass(self._at + 1)
            return _no_tag(start, self.offset)
        closing, name = bool(opening[1]), opening[2].decode()
        self._pass(opening.end())
        values: dict[str, Value] = {}
        between = b""
        while self._reach(1) and len(between) < XML_TAG_MAX:
            step = _STEP.search(self._held, self._at)
            if step is None:
                between += self._pass(len(self._held))
                continue
            between += self._pass(step.start())
            if step[0] == b"<":
                break
            self._pass(step.end())
            if step[0] == b">":
                closes = closing or between.endswith(b"/")
                return Tag(name, start, self.offset, not closing, closes, values)
            value = self._value(step[0])
            if value is None:
                break
            named = _BEFORE_VALUE.search(between[-XML_TAG_MAX:])
            if named is not None:
                values.setdefault(named[1].decode(), value)
            between = b""
        return _no_tag(start, self.offset)

    def _value(self, quote: bytes) -> Value | None:
        """Pass a value and its closing quote; None when it does not close."""
        start, kept, ends = self.offset, bytearray(), _IN_VALUE[quote]
        while self._reach(1):
            found = ends.search(self._held, self._at)
            piece = self._pass(len(self._held) if found is None else found.start())
            kept += piece[: XML_VALUE_KEPT - len(kept)]
            if found is None:
                continue
            length = self.offset - start
            if found[0] != quote:
                return None
            self._pass(found.end())
            return Value(bytes(kept), start, length)
        return None


def _no_tag(start: int, end: int) -> Tag:
    return Tag("", start, end, opens=False, closes=False, values={})
