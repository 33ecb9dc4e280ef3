# SPDX-License-Identifier: GPL-3.0-or-later
"""In which letters a text is written: decided by evidence over the whole file, with the reason."""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from evidence_kit.domain.record import Fact, FactBasis
from evidence_kit.errors import NotUnderstood

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be")
_WESTERN = "cp1252"
_STATED = re.compile(
    rb"<meta[^>]{1,300}charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]{2,30})", re.IGNORECASE
)
_NAMES = re.compile(
    r"utf-?8|us-ascii|iso-?8859-\d{1,2}|latin-?1|windows-125\d|koi8-[ru]|shift_jis|euc-(?:jp|kr)"
    r"|gb2312|gbk|gb18030|big5|macintosh"
)
"""Names a page may state; all of them leave `<` and the line end as ASCII writes them."""
_AS_BROWSERS_DO = {"iso-8859-1": _WESTERN, "latin1": _WESTERN, "latin-1": _WESTERN}
"""encoding.spec.whatwg.org, section 4.2: pages that state these hold windows-1252."""
_UNDECODED = re.compile("[\ud800-\udfff]")
_ODD_CONTROLS = re.compile(rb"[\x00-\x06\x0e-\x19\x1c-\x1f]")
_WIDE_FROM = 8
_ODD_SHARE = 100
"""One odd control character in so many bytes: no text."""
_HIGH_SHARE = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How bytes become letters."""

    codec: str
    reason: str
    """byte_order_mark, zero_bytes, only_ascii, valid_utf8, mostly_utf8, stated_in_file,
    guessed_western."""

    @property
    def wide(self) -> bool:
        """Whether a line end is more than one byte."""
        return self.codec in _WIDE

    def facts(self) -> tuple[Fact, ...]:
        """Say it in the source line."""
        return (
            Fact(name="encoding", value=self.codec, basis=FactBasis.COMPUTED),
            Fact(name="encoding_reason", value=self.reason, basis=FactBasis.COMPUTED),
        )


def looks_like_text(head: bytes) -> bool:
    """Say whether these first bytes are letters in some encoding that is known here."""
    found = _of_form(head)
    if found is not None and found.wide:
        shown = head[: len(head) // 2 * 2].decode(found.codec, "replace")
        # Zeros too: UTF-32 begins with the mark of UTF-16.
        return (shown.count("\ufffd") + shown.count("\0")) * 10 <= len(shown)
    if b"\0" in head or len(_ODD_CONTROLS.findall(head)) * _ODD_SHARE > len(head):
        return False
    high = sum(map(head.count, (bytes([each]) for each in range(0x80, 0x100))))
    if not high:
        return bool(head.strip())
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return high <= _HIGH_SHARE * len(head)
    return True


def _of_form(head: bytes) -> Encoding | None:
    """Know an encoding by its first bytes: a mark, or zeros at every second place."""
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return Encoding(codec=codec, reason="byte_order_mark")
    if len(head) >= _WIDE_FROM:
        even, odd = head[0::2], head[1::2]
        if odd.count(0) * 10 > len(odd) * 7 and even.count(0) * 10 < len(even):
            return Encoding(codec="utf-16-le", reason="zero_bytes")
        if even.count(0) * 10 > len(even) * 7 and odd.count(0) * 10 < len(odd):
            return Encoding(codec="utf-16-be", reason="zero_bytes")
    return None


@dataclass(slots=True)
class _Counted:
    """What one pass over the bytes shows."""

    letters: int = 0
    """Letters beyond ASCII that are valid UTF-8."""
    bad: int = 0
    """Bytes that are not."""
    lines: int = 0
    _decoder: codecs.IncrementalDecoder = field(
        default_factory=lambda: codecs.getincrementaldecoder("utf-8")("surrogateescape")
    )

    def add(self, chunk: bytes, *, last: bool = False) -> None:
        if chunk.isascii() and not self._decoder.getstate()[0]:
            return
        text = self._decoder.decode(chunk, final=last)
        bad = len(_UNDECODED.findall(text))
        self.bad += bad
        self.letters += len(text) - bad - len(text.encode("ascii", "ignore"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What the first pass over a file found."""

    encoding: Encoding
    lines: int
    """Physical lines; a last one without its end counts too."""


def weigh(chunks: Callable[[], Iterator[bytes]], head: bytes, *, page: bool) -> Weighed:
    """Read a file once, decide its encoding and count its lines.

    Args:
        chunks: gives all bytes in order; where they end badly, what came before counts.
        head: the first bytes.
        page: whether this is HTML, which may state its encoding.
    """
    formed = _of_form(head)
    if formed is not None and formed.wide:
        return Weighed(encoding=formed, lines=_wide_lines(until_damage(chunks()), formed.codec))
    counted, last = _Counted(), b""
    for chunk in until_damage(chunks()):
        counted.add(chunk)
        counted.lines += chunk.count(b"\n")
        last = chunk[-1:] or last
    counted.add(b"", last=True)
    lines = counted.lines + (last not in (b"", b"\n"))
    return Weighed(encoding=formed or _decided(counted, head, page=page), lines=lines)


def _decided(counted: _Counted, head: bytes, *, page: bool) -> Encoding:
    if not counted.bad:
        reason = "valid_utf8" if counted.letters else "only_ascii"
        return Encoding(codec="utf-8", reason=reason)
    stated = _stated(head) if page else None
    if stated is not None:
        return Encoding(codec=stated, reason="stated_in_file")
    if counted.letters >= counted.bad:
        return Encoding(codec="utf-8", reason="mostly_utf8")
    return Encoding(codec=_WESTERN, reason="guessed_western")


def _stated(head: bytes) -> str | None:
    match = _STATED.search(head)
    name = "" if match is None else match[1].decode("ascii").lower()
    if _NAMES.fullmatch(name) is None:
        return None
    try:
        return codecs.lookup(_AS_BROWSERS_DO.get(name, name)).name
    except LookupError:
        return None


def _wide_lines(chunks: Iterable[bytes], codec: str) -> int:
    decoder = codecs.getincrementaldecoder(codec)("replace")
    count, last = 0, ""
    for chunk in chunks:
        text = decoder.decode(chunk)
        count += text.count("\n")
        last = text[-1:] or last
    last = decoder.decode(b"", final=True)[-1:] or last
    return count + (last not in ("", "\n"))


def until_damage(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield bytes up to where they can be read."""
    try:
        yield from chunks
    except NotUnderstood:
        return
