# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of the bag as CSV (RFC 4180) that a spreadsheet opens without running or losing anything.

UTF-8 with a byte order mark, because office programs take it for another encoding without one. A
cell that a spreadsheet would run (= + - @) or turn into a number (leading zeros, long ids) gets an
apostrophe before it; the JSON beside the table has every value as it is.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_RUNS = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠'\t\r]")
_TURNS = re.compile(r"0[0-9]+\Z|[0-9]{12,}\Z|[0-9]+[eE][0-9]+\Z", re.ASCII)


def safe_cell(text: str) -> str:
    """Return a cell that stays text in a spreadsheet."""
    if _RUNS.match(text) or _TURNS.match(text):
        return "'" + text
    return text


def plain_cell(cell: str) -> str:
    """Return what `safe_cell` was given."""
    return cell.removeprefix("'")


def rows_of(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield the bytes of a table, row by row."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    yield BYTE_ORDER_MARK
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
        yield buffer.getvalue().encode("utf-8")
        buffer.seek(0)
        buffer.truncate()
