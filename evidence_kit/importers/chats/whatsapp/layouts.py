# SPDX-License-Identifier: GPL-3.0-or-later
"""The layout of one file's headers as a pattern over bytes, for reading many records at a time.

Only plain layouts are known here: ASCII digits, one separator, a 12- or 24-hour clock. What such a
pattern finds the full grammar reads alike (header.py); for any other layout there is none, and every
record is read with care.
"""

import re
from dataclasses import dataclass

_SAMPLE = re.compile(
    rb"(\[?)(\d{1,4}([/.\-])\d{1,2}\3\d{1,4})(,? )"
    rb"(\d{1,2}([:.])\d\d(\6\d\d)?((?: |\xe2\x80\xaf|\xc2\xa0)(?:[AaPp]\.?[Mm]\.?))?)(\] | - )"
)
_HALF = re.compile(rb"[AaPp](\\?\.)?[Mm]")
_DATE = rb"(\d{1,4}%s\d{1,2}%s\d{1,4})"


@dataclass(frozen=True, slots=True)
class Layout:
    """The constant parts of a header, and its date and time as groups of a pattern."""

    opening: bytes
    date: bytes
    join: bytes
    time: bytes
    closing: bytes

    @property
    def header(self) -> bytes:
        """Pattern of a whole header, with two groups: date and time."""
        opening, join, closing = map(re.escape, (self.opening, self.join, self.closing))
        return opening + self.date + join + self.time + closing


def layout_of(line: bytes) -> Layout | None:
    """Return the layout of a line that begins like a record; None when it is not a plain one."""
    found = _SAMPLE.match(line)
    if found is None:
        return None
    opening, _, separator, join, _, colon, seconds, half, closing = found.groups()
    if bool(opening) != closing.startswith(b"]"):
        return None
    mark, point = re.escape(separator), re.escape(colon)
    time = rb"\d{1,2}" + point + rb"\d\d" + (point + rb"\d\d" if seconds else b"")
    if half is not None:
        time += _HALF.sub(rb"[AaPp]\1[Mm]", re.escape(half))
    return Layout(opening, _DATE % (mark, mark), join, rb"(" + time + rb")", closing)
