# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts of which each line is a JSON object, read one line at a time."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.json_ranges import load
from evidence_kit.importers.text_lines import lines
from evidence_kit.limits import JSON_ELEMENT_MAX

_BOM = b"\xef\xbb\xbf"


class JsonLine(NamedTuple):
    """One line and its value."""

    start: int
    raw: bytes
    """With the line end; empty when the line is too long to hold."""
    length: int
    value: Any
    """None where there is none."""
    flags: tuple[str, ...]
    ended: bool
    """Whether it has its line end."""
    damage: str
    """Why there is no value: element_damaged, line_too_long, json_too_deep; empty when there is one,
    and for a line of white space."""

    @property
    def end(self) -> int:
        """One past its last byte."""
        return self.start + self.length


def json_lines(chunks: Iterable[bytes]) -> Iterator[JsonLine]:
    """Yield each line; one longer than JSON_ELEMENT_MAX is passed over in pieces.

    Raises:
        NotUnderstood: the bytes themselves cannot be read on.
    """
    held: list[bytes] = []
    start = length = size = 0
    for piece in lines(chunks):
        length += len(piece)
        size += len(piece)
        if size <= JSON_ELEMENT_MAX:
            held.append(piece)
        else:
            held.clear()
        if piece.endswith(b"\n"):
            yield _line(start, length, b"".join(held), ended=True)
            held.clear()
            start, length, size = start + length, 0, 0
    if length:
        yield _line(start, length, b"".join(held), ended=False)


def _line(start: int, length: int, raw: bytes, *, ended: bool) -> JsonLine:
    damage, value = "", None
    flags: tuple[str, ...] = ()
    text = raw.removeprefix(_BOM) if start == 0 else raw
    if not raw:
        damage = "line_too_long"
    elif text.strip():
        try:
            value, flags = load(text)
        except NotUnderstood as found:
            damage = str(found.fields["reason"])
        except json.JSONDecodeError:
            damage = "element_damaged"
    return JsonLine(start, raw, length, value, flags, ended, damage)
