# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a table in CSV (RFC 4180) with their places in the bytes."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.text_lines import decode, lines
from evidence_kit.limits import LINE_PIECE


class CsvRow(NamedTuple):
    """One row."""

    start: int
    raw: bytes
    """With its line end."""
    values: dict[str, Any]
    """By the names of the header; empty for the header itself."""
    flags: tuple[str, ...]
    """undecodable_bytes: some bytes are no UTF-8; quote_open: a quotation mark is not closed, and
    the row was ended."""


def csv_rows(chunks: Iterable[bytes]) -> Iterator[CsvRow]:
    """Yield the header, then each row; all of them together are all the bytes.

    A field in quotes may hold line ends: a row ends at a line end outside of quotes.

    Raises:
        NotUnderstood: the bytes themselves cannot be read on.
    """
    names: list[str] = []
    start, size, quotes = 0, 0, 0
    held: list[bytes] = []
    damage: NotUnderstood | None = None
    try:
        for line in lines(chunks):
            held.append(line)
            size += len(line)
            quotes += line.count(b'"')
            clipped = size >= LINE_PIECE
            if (quotes % 2 or not line.endswith(b"\n")) and not clipped:
                continue
            row, fields = _row(start, b"".join(held), names, clipped=bool(clipped and quotes % 2))
            yield row
            names = names or fields
            start, size, quotes = start + size, 0, 0
            held = []
    except NotUnderstood as found:
        damage = found
    if held:
        yield _row(start, b"".join(held), names, clipped=bool(quotes % 2))[0]
    if damage is not None:
        raise damage


def header_of(head: bytes) -> tuple[str, ...]:
    """Return the names in the first row of a text, if it has that form; () else."""
    line, end, _ = head[:LINE_PIECE].partition(b"\n")
    if not end and len(head) > len(line):
        return ()
    return tuple(_fields(decode(line).text))


def _row(start: int, raw: bytes, names: list[str], *, clipped: bool) -> tuple[CsvRow, list[str]]:
    shown = decode(raw)
    fields = _fields(shown.text)
    flags = tuple(
        flag for flag, on in (("undecodable_bytes", shown.bad), ("quote_open", clipped)) if on
    )
    values = dict(zip(names, fields, strict=False))
    if len(fields) > len(names) and names:
        # Cells that no name stands for: not thrown away.
        values[""] = ",".join(fields[len(names) :])
    return CsvRow(start, raw, values if names else {}, flags), fields


def _fields(text: str) -> list[str]:
    try:
        return next(csv.reader([text.removeprefix("\ufeff")], strict=False), [])
    except csv.Error:  # a cell longer than the reader takes, or a sign it does not take
        return [text]
