# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines of one form, such as `[{time}] {sender}: {text}`, without regular expressions: time per line stays linear."""

import re

from evidence_kit.importers.files.text.written_times import take_apart

_PLACE = re.compile(r"\{(time|sender|text)?\}")
_TRIES = 8
"""A time holds at most so many of the signs that stand behind it."""


class LinePattern:
    """Takes lines apart; cells come in the order time, sender, text."""

    def __init__(self, pattern: str) -> None:
        parts = _PLACE.split(pattern)
        self._first = parts[0]
        self._places = list(zip(parts[1::2], parts[2::2], strict=True))

    def cells(self, line: str) -> tuple[str, ...] | None:
        """Take a line apart; None when it does not have the form."""
        if not line.startswith(self._first):
            return None
        found = {"time": "", "sender": "", "text": ""}
        at = len(self._first)
        for number, (name, behind) in enumerate(self._places, 1):
            last = number == len(self._places)
            end = self._end(line, at, (name, behind), last=last)
            if end is None:
                return None
            if name:
                found[name] = line[at:end]
            at = end + len(behind)
        return found["time"], found["sender"], found["text"]

    def _end(self, line: str, at: int, place: tuple[str, str], *, last: bool) -> int | None:
        name, behind = place
        if last:
            end = len(line) - len(behind)
            fits = end >= at and line.endswith(behind)
            if name == "time":
                fits = fits and take_apart(line[at:end]) is not None
            return end if fits else None
        if name != "time":
            end = line.find(behind, at)
            return end if end > at else None
        best = None
        end = at
        for _ in range(_TRIES):
            end = line.find(behind, end + 1)
            if end < 0:
                break
            if take_apart(line[at:end]) is not None:
                best = end
        return best
