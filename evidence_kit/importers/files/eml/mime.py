# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of a mail with their places in its bytes.

The standard library's parser drops the places and stumbles over damage, so the structure is
walked here: RFC 5322 fields, RFC 2046 boundaries, RFC 2231 parameters.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as HeaderBag
from urllib.parse import unquote_to_bytes

from evidence_kit.importers.files.eml.charsets import base64_bytes, header_text, read_text
from evidence_kit.limits import MAIL_PARTS_MAX

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_FIELDS_MAX = 2000
_HEADERS_MAX = 1 << 20
_NESTING_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderField:
    """One header line, with its continuation lines."""

    name: str
    """Lower case."""
    raw: bytes
    """The value as it stands, still folded."""

    @property
    def text(self) -> str:
        """The value for reading."""
        return header_text(self.raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a mail, or the mail itself."""

    fields: tuple[HeaderField, ...]
    start: int
    """First byte of its body."""
    end: int
    depth: int

    def field(self, name: str) -> str:
        """Return the first field of that name, or the empty string."""
        return next((field.text for field in self.fields if field.name == name), "")

    @property
    def content_type(self) -> str:
        """Lower-case type/subtype; text/plain where none is stated."""
        stated = self.field("content-type").partition(";")[0].strip().lower()
        return stated if "/" in stated else "text/plain"

    def parameter(self, field: str, name: str) -> str | None:
        """Return a parameter such as charset, boundary or filename (RFC 2231)."""
        raw = next((held.raw for held in self.fields if held.name == field), None)
        if raw is None:
            return None
        return _parameter(raw, name)

    @property
    def encoding(self) -> str:
        """Content-Transfer-Encoding, lower case; 8bit where none is stated."""
        return self.field("content-transfer-encoding").strip().lower() or "8bit"

    @property
    def file_name(self) -> str | None:
        """Name of an attachment, as stated."""
        return self.parameter("content-disposition", "filename") or self.parameter(
            "content-type", "name"
        )

    @property
    def attached(self) -> bool:
        """Whether it is meant as a file."""
        disposition = self.field("content-disposition").strip().lower()
        return disposition.startswith("attachment") or self.file_name is not None


def _parameter(raw: bytes, name: str) -> str | None:
    bag = HeaderBag()
    flat = re.sub(rb"\r?\n(?=[ \t])", b"", raw).strip()
    bag["x"] = read_text(flat, None).text.replace("\r", " ").replace("\n", " ")
    try:
        value = bag.get_param(name, header="x")
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    if value is None:
        return None
    if isinstance(value, tuple):
        charset, _, text = value
        return read_text(unquote_to_bytes(text.encode("latin-1", "replace")), charset).text
    return header_text(value.encode("utf-8", "replace"))


def parse_fields(data: bytes, start: int, end: int) -> tuple[tuple[HeaderField, ...], int]:
    """Read header fields; return them and where the body starts."""
    fields: list[HeaderField] = []
    position = start
    name, value = "", b""
    while position < end and position - start < _HEADERS_MAX and len(fields) < _FIELDS_MAX:
        line_end = data.find(b"\n", position, end)
        after = end if line_end < 0 else line_end + 1
        line = data[position:after]
        match = _FIELD.match(line)
        if not line.strip(b"\r\n"):
            position = after
            break
        if line[:1] in b" \t" and name:
            value += line
        elif match is not None:
            if name:
                fields.append(HeaderField(name=name, raw=value))
            name, value = match[1].decode("ascii").lower(), line[match.end() :]
        elif position != start or not line.startswith((b"From ", b">From ")):
            break  # a body without an empty line before it
        position = after
    if name:
        fields.append(HeaderField(name=name, raw=value))
    return tuple(fields), position


@dataclass(slots=True)
class Walk:
    """Leaves of a mail's tree of parts, and what was wrong with it."""

    parts: list[Part]
    defects: list[str]


def walk(data: bytes) -> tuple[Part, Walk]:
    """Return the mail itself and its leaves in order."""
    fields, body = parse_fields(data, 0, len(data))
    top = Part(fields=fields, start=body, end=len(data), depth=0)
    found = Walk(parts=[], defects=[])
    _descend(data, top, found)
    return top, found


def _descend(data: bytes, part: Part, found: Walk) -> None:
    if len(found.parts) >= MAIL_PARTS_MAX:
        if "many_parts" not in found.defects:
            found.defects.append("many_parts")
        return
    boundary = part.parameter("content-type", "boundary")
    if not part.content_type.startswith("multipart/") or not boundary:
        found.parts.append(part)
        return
    if part.depth >= _NESTING_MAX:
        found.defects.append("nested_too_deep")
        found.parts.append(part)
        return
    spans, closed = _spans(data, part, boundary.encode("utf-8", "replace"))
    if not closed:
        found.defects.append("no_final_boundary")
    if not spans:
        found.parts.append(part)
    for start, end in spans:
        fields, body = parse_fields(data, start, end)
        _descend(data, Part(fields=fields, start=body, end=end, depth=part.depth + 1), found)


def _spans(data: bytes, part: Part, boundary: bytes) -> tuple[list[tuple[int, int]], bool]:
    """Find the stretches between boundary lines."""
    line = re.compile(rb"(?:^|(?<=\n))--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r?\n|\Z)")
    spans: list[tuple[int, int]] = []
    begin: int | None = None
    for match in line.finditer(data, part.start, part.end):
        if begin is not None:
            spans.append((begin, _before_line_end(data, begin, match.start())))
        if match[1]:
            return spans, True
        begin = match.end()
        if len(spans) > MAIL_PARTS_MAX:
            return spans, False
    if begin is not None:
        spans.append((begin, part.end))
    return spans, False


def _before_line_end(data: bytes, begin: int, end: int) -> int:
    """Leave out the line end that belongs to the boundary (RFC 2046 5.1.1)."""
    if end > begin and data[end - 1 : end] == b"\n":
        end -= 1
        if end > begin and data[end - 1 : end] == b"\r":
            end -= 1
    return end


def decoded(data: bytes, part: Part) -> bytes:
    """Return the content of a part without its transfer encoding."""
    raw = data[part.start : part.end]
    match part.encoding:
        case "base64":
            return base64_bytes(raw)
        case "quoted-printable":
            return binascii.a2b_qp(raw)
        case _:
            return raw


def pieces(content: bytes, block: int) -> Iterator[bytes]:
    """Yield content in blocks."""
    for start in range(0, len(content), block):
        yield content[start : start + block]
