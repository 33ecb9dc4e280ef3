# SPDX-License-Identifier: GPL-3.0-or-later
"""Which columns of a text hold time, sender and words, as the person pointed them out."""

import re
from dataclasses import dataclass
from enum import Enum

from evidence_kit.domain.record import Fact, Message

COLUMN_MAX = 999
SEPARATORS = (",", ";", "\t", "|")
_PLACES = re.compile(r"\{(time|sender|text)?\}")
_SIGNS = re.compile(r"[ !-/:-@\[-`|~]*\Z")
"""Signs of ASCII: no letters, digits or braces, so no words of anybody stand in the log."""
PATTERN_MAX = 80


class Shape(Enum):
    """How a text is built."""

    ROWS = "rows"
    """Rows of cells with a sign between them (CSV)."""
    OBJECTS = "objects"
    """A JSON object on each line."""
    PATTERN = "pattern"
    """Lines of one form, such as `[{time}] {sender}: {text}`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The person's choice for one source; numbers from 1, so that no words stand in the log."""

    shape: Shape
    time: int | None = None
    sender: int | None = None
    text: int | None = None
    separator: str = ""
    """Of rows: one of SEPARATORS."""
    header: bool = False
    """Of rows: the first holds the names of the columns."""
    pattern: str = ""
    """Of lines: `{time}`, `{sender}`, `{text}` and signs between them; `{}` is passed over."""

    def fault(self) -> str:
        """Say what is wrong with it: a code; empty when nothing is."""
        if self.shape is Shape.PATTERN:
            return _pattern_fault(self.pattern)
        chosen = [each for each in (self.time, self.sender, self.text) if each is not None]
        if self.text is None:
            return "no_text_column"
        if len(set(chosen)) != len(chosen):
            return "column_twice"
        if not all(1 <= each <= COLUMN_MAX for each in chosen):
            return "no_such_column"
        if self.shape is Shape.ROWS and self.separator not in SEPARATORS:
            return "separator_unknown"
        return ""


def _pattern_fault(pattern: str) -> str:
    places = _PLACES.findall(pattern)
    between = _PLACES.split(pattern)[::2]
    if len(pattern) > PATTERN_MAX or not all(_SIGNS.match(each) for each in between):
        return "pattern_signs"
    if "text" not in places:
        return "no_text_column"
    named = [each for each in places if each]
    if len(set(named)) != len(named):
        return "column_twice"
    # Two places side by side: nothing says where one ends.
    return "" if all(between[1:-1]) else "pattern_signs"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnsTried:
    """What is made of the first rows by some columns; nothing is kept."""

    facts: tuple[Fact, ...]
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnsLook:
    """The first rows of a text, and what the program would take for its columns."""

    suggested: Columns | None
    """Shape, separator and header alone; None when it is no table and no lines of JSON."""
    names: tuple[str, ...]
    """Of the columns, where the text names them; else empty texts."""
    rows: tuple[tuple[str, ...], ...]
    """Cells of the first rows, clipped."""
    lines: tuple[str, ...]
    """The first lines as they stand, clipped."""
