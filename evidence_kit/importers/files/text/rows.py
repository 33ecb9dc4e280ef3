# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a text taken apart into cells, each with its bytes: tables, lines of JSON, lines of one form."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from evidence_kit.domain.columns import Columns, Shape
from evidence_kit.importers.files.text.encodings import Encoding
from evidence_kit.importers.files.text.patterns import LinePattern
from evidence_kit.importers.json_lines import json_lines
from evidence_kit.importers.text_lines import decode, lines, utf16_lines
from evidence_kit.limits import COLUMNS_MAX, RECORD_TEXT_MAX, ROW_LINES_MAX

_BOM = "\ufeff"
_DEPTH_MAX = 3
"""Objects within each other whose fields are columns of their own."""
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row."""

    start: int
    end: int
    sha256: str | None
    """Of its bytes; None when they were too many to hold."""
    cells: tuple[str, ...] | None
    """None when it does not have the form of the others."""
    shown: str
    """All of it, as it stands, without its line end."""
    bad: int
    ends: int
    """Line ends in it; that of the file counts where it closes a line."""
    note: str = ""
    """A code for what is doubtful about it."""


class _Line(NamedTuple):
    start: int
    raw: bytes
    text: str
    bad: int
    ended: bool
    """Whether the line ends here, and not only a piece of it."""


def _lines(chunks: Iterable[bytes], encoding: Encoding) -> Iterator[_Line]:
    at, held = 0, b""
    for raw in utf16_lines(chunks, encoding.codec) if encoding.wide else lines(chunks):
        if held:
            yield _line(at, held, encoding, last=False)
            at += len(held)
        held = raw
    if held:
        yield _line(at, held, encoding, last=True)


def _line(at: int, raw: bytes, encoding: Encoding, *, last: bool) -> _Line:
    shown = decode(raw, encoding.codec)
    text = shown.text.removeprefix(_BOM) if at == 0 else shown.text
    return _Line(at, raw, text, shown.bad, last or text.endswith("\n"))


def rows_of(
    chunks: Iterable[bytes], encoding: Encoding, columns: Columns, paths: tuple[Path, ...]
) -> Iterator[Row]:
    """Yield the rows of a text; all of them together are all its bytes.

    Args:
        chunks: all bytes in order.
        encoding: how they are letters.
        columns: the shape, as the person pointed it out.
        paths: of JSON, the fields that count as columns (`fields_of`).

    Raises:
        NotUnderstood: the bytes themselves cannot be read on.
    """
    if columns.shape is Shape.OBJECTS:
        if encoding.wide:  # JSON lines are UTF-8
            return _lines_as_rows(_lines(chunks, encoding), lambda _: None)
        return _objects(chunks, paths)
    if columns.shape is Shape.PATTERN:
        pattern = LinePattern(columns.pattern)
        return _lines_as_rows(_lines(chunks, encoding), pattern.cells)
    return _Table(_lines(chunks, encoding), columns.separator).rows()


def _lines_as_rows(
    found: Iterator[_Line], cells: Callable[[str], tuple[str, ...] | None]
) -> Iterator[Row]:
    goes_on = False
    for line in found:
        yield _row([line], None if goes_on else cells(_bare(line.text)))
        goes_on = not line.ended


def _bare(text: str) -> str:
    return text.removesuffix("\n").removesuffix("\r")


def _row(held: list[_Line], cells: tuple[str, ...] | None, note: str = "") -> Row:
    raw = b"".join(line.raw for line in held)
    start = held[0].start
    return Row(
        start=start,
        end=start + len(raw),
        sha256=hashlib.sha256(raw).hexdigest(),
        cells=cells,
        shown=_bare("".join(line.text for line in held)),
        bad=sum(line.bad for line in held),
        ends=sum(line.ended for line in held),
        note=note,
    )


class _Table:
    """Rows of cells. Quotes as RFC 4180 has them; one that is never closed ends the trust in all."""

    def __init__(self, found: Iterator[_Line], separator: str) -> None:
        self._lines = found
        self._separator = separator
        self._quotes = True

    def rows(self) -> Iterator[Row]:
        """Yield them."""
        held: list[_Line] = []
        size, inside = 0, False
        for line in self._lines:
            held.append(line)
            size += len(line.raw)
            if self._quotes:
                inside = _inside_after(line.text, self._separator, inside=inside)
            full = len(held) > ROW_LINES_MAX or size > RECORD_TEXT_MAX
            if (inside or not line.ended) and not full:
                continue
            yield from self._whole(held, inside=inside)
            held, size, inside = [], 0, False
        if held:
            yield from self._whole(held, inside=inside)

    def _whole(self, held: list[_Line], *, inside: bool) -> Iterator[Row]:
        if not inside:
            text = _bare("".join(line.text for line in held))
            cells = split_row(text, self._separator, quotes=self._quotes)
            yield _row(held, cells if cells and len(cells) <= COLUMNS_MAX else None)
            return
        self._quotes = False
        for place, line in enumerate(held):
            cells = split_row(_bare(line.text), self._separator, quotes=False)
            yield _row([line], cells, "" if place else "quote_left_open")


def _inside_after(text: str, separator: str, *, inside: bool) -> bool:
    """Say whether a quote is open behind a line."""
    at = 0
    if not inside and text.startswith('"'):
        inside, at = True, 1
    while True:
        if inside:
            at = text.find('"', at) + 1
            if not at:
                return True
            if text.startswith('"', at):
                at += 1
            else:
                inside = False
        else:
            at = text.find(separator, at) + 1
            if not at:
                return False
            if text.startswith('"', at):
                inside, at = True, at + 1


def split_row(text: str, separator: str, *, quotes: bool) -> tuple[str, ...]:
    """Take a row apart; a quote counts only at the beginning of a cell."""
    if not quotes or '"' not in text:
        return tuple(text.split(separator))
    cells: list[str] = []
    at = 0
    while True:
        cell, at = _quoted(text, at + 1) if text.startswith('"', at) else ("", at)
        end = text.find(separator, at)
        if end < 0:
            return (*cells, cell + text[at:])
        cells.append(cell + text[at:end])
        at = end + len(separator)


def _quoted(text: str, at: int) -> tuple[str, int]:
    parts: list[str] = []
    while True:
        end = text.find('"', at)
        if end < 0:
            return "".join((*parts, text[at:])), len(text)
        parts.append(text[at:end])
        if not text.startswith('"', end + 1):
            return "".join(parts), end + 1
        parts.append('"')
        at = end + 2


def _objects(chunks: Iterable[bytes], paths: tuple[Path, ...]) -> Iterator[Row]:
    for line in json_lines(chunks):
        shown = decode(line.raw)
        cells = None
        if isinstance(line.value, dict):
            cells = tuple(_cell(line.value, path) for path in paths)
        yield Row(
            start=line.start,
            end=line.end,
            sha256=hashlib.sha256(line.raw).hexdigest() if line.raw else None,
            cells=cells,
            shown=_bare(shown.text.removeprefix(_BOM)),
            bad=shown.bad,
            # A last line without its end is a line; an empty one is not.
            ends=1,
            note=line.damage if line.damage == "line_too_long" else "",
        )


def _cell(value: Any, path: Path) -> str:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def fields_of(head: bytes) -> tuple[Path, ...]:
    """Name the fields of the first lines of JSON, in the order they first appear."""
    whole = head[: head.rfind(b"\n") + 1] or head
    found: dict[Path, None] = {}
    for line in json_lines([whole]):
        if isinstance(line.value, dict):
            _add_fields(line.value, (), found)
    return tuple(found)[:COLUMNS_MAX]


def _add_fields(value: dict[str, Any], above: Path, found: dict[Path, None]) -> None:
    for key, inner in value.items():
        path = (*above, str(key))
        if isinstance(inner, dict) and len(path) < _DEPTH_MAX:
            _add_fields(inner, path, found)
        else:
            found.setdefault(path)
