# SPDX-License-Identifier: GPL-3.0-or-later
"""The first rows of a text, and what would be its columns: a suggestion, for a person to point in."""

from itertools import islice

from evidence_kit.domain.columns import SEPARATORS, Columns, ColumnsLook, Shape
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.files.text.encodings import Encoding, looks_like_text, weigh
from evidence_kit.importers.files.text.rows import Row, fields_of, rows_of
from evidence_kit.importers.files.text.runs import text_runs
from evidence_kit.importers.files.text.written_times import take_apart
from evidence_kit.importers.protocol import Opened
from evidence_kit.limits import COLUMN_CELL_SHOWN, COLUMN_ROWS_SHOWN

_AGREES = 0.8
"""So much of the first rows has as many cells as the first."""


def look_at(opened: Opened, asked: Columns | None = None) -> ColumnsLook:
    """Take the first rows apart.

    Args:
        opened: the file.
        asked: take them apart in this shape; None: find out.

    Raises:
        NotUnderstood: it is no text.
    """
    head = opened.head
    if not looks_like_text(head):
        raise NotUnderstood(reason="no_text", offset=0, detail="")
    encoding = weigh(lambda: iter([head]), head, page=False).encoding
    if len(head) < opened.size:
        head = _whole_lines(head, encoding)
    shape = asked or _suggested(head, encoding)
    lines = [run.text for run in islice(text_runs([head], encoding), COLUMN_ROWS_SHOWN)]
    rows = [] if shape is None else _rows(head, encoding, shape)
    names: tuple[str, ...] = ()
    if shape is not None and shape.shape is Shape.OBJECTS:
        names = tuple(".".join(path) for path in fields_of(opened.head))
    elif shape is not None and shape.header and rows:
        names, *rows = rows
    return ColumnsLook(
        suggested=shape,
        names=_clipped(names),
        rows=tuple(_clipped(row) for row in rows),
        lines=_clipped(tuple(lines)),
    )


def _whole_lines(head: bytes, encoding: Encoding) -> bytes:
    end = "\n".encode(encoding.codec)
    cut = head.rfind(end)
    return head if cut < 0 else head[: cut + len(end)]


def _clipped(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell[:COLUMN_CELL_SHOWN] for cell in cells)


def _rows(head: bytes, encoding: Encoding, shape: Columns) -> list[tuple[str, ...]]:
    paths = fields_of(head) if shape.shape is Shape.OBJECTS else ()
    rows = rows_of([head], encoding, shape, paths)
    said = (row for row in rows if row.shown.strip())
    return [_cells(row) for row in islice(said, COLUMN_ROWS_SHOWN)]


def _cells(row: Row) -> tuple[str, ...]:
    return row.cells if row.cells is not None else (row.shown,)


def _suggested(head: bytes, encoding: Encoding) -> Columns | None:
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and fields_of(head):
        return Columns(shape=Shape.OBJECTS)
    best, widest = None, 1
    for separator in SEPARATORS:
        asked = Columns(shape=Shape.ROWS, separator=separator)
        rows = _rows(head, encoding, asked)
        width = len(rows[0]) if rows else 0
        alike = sum(len(row) == width for row in rows)
        if width > widest and alike >= _AGREES * len(rows):
            header = _is_header(rows)
            best, widest = Columns(shape=Shape.ROWS, separator=separator, header=header), width
    return best


def _is_header(rows: list[tuple[str, ...]]) -> bool:
    """Say whether the first row seems to name the columns: short words, no time, none twice."""
    first = [cell.strip() for cell in rows[0]]
    worded = all(cell and not cell.isdigit() and take_apart(cell) is None for cell in first)
    return len(rows) > 1 and worded and len(set(first)) == len(first)
