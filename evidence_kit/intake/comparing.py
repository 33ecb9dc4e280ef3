# SPDX-License-Identifier: GPL-3.0-or-later
"""What another reading of the same original changed, found while it is being read.

Both readings are gone through side by side; only records that have not met yet are kept, so memory grows
with the difference. A record is the same one when it stands at the same place in the original and is
the same in number among those of that place.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from evidence_kit.domain.reading_change import ReadingChange
from evidence_kit.errors import EvidenceKitError, LimitReached
from evidence_kit.limits import COMPARED_APART_MAX, RECORD_LINE_MAX

_MESSAGE = b'{"type":"message"'
_SAID = ("kind", "sender", "sender_basis", "text", "attachments", "flags")
_WHEN = ("local", "local_other", "utc", "zone", "basis", "precision", "flags")


class _Seen(NamedTuple):
    """One record, as far as it is compared."""

    said: bytes
    when: bytes


class _Side:
    """Turns the lines of one reading into places and what stands there."""

    def __init__(self) -> None:
        self._place = ""
        self._number = 0

    def take(self, line: bytes) -> tuple[str, _Seen]:
        """Return the key of a record, and its sums."""
        record: dict[str, Any] = json.loads(line)
        locator = record.get("locator") or {}
        place = f"{locator.get('start')}-{locator.get('end')} {locator.get('member')}"
        self._number = self._number + 1 if place == self._place else 0
        self._place = place
        moment = record.get("moment") or {}
        return f"{self._number} {place}", _Seen(
            _sum([record.get(name) for name in _SAID]), _sum([moment.get(name) for name in _WHEN])
        )


class Comparing:
    """Takes the lines of a new reading, and holds them against those of the one before."""

    def __init__(self, before: Iterator[bytes]) -> None:
        """`before` are the record lines of the earlier reading."""
        self._before: Iterator[bytes] = (line for line in before if line.startswith(_MESSAGE))
        self._old, self._new = _Side(), _Side()
        self._waiting_old: dict[str, _Seen] = {}
        self._waiting_new: dict[str, _Seen] = {}
        self._rest = b""
        self._kept = self._moved = self._changed = 0
        self._failed = False

    def feed(self, block: bytes) -> None:
        """Take a block of record lines; what cannot be compared ends the comparison, nothing else."""
        if self._failed:
            return
        *lines, self._rest = (self._rest + block).split(b"\n")
        try:
            if len(self._rest) > RECORD_LINE_MAX:
                raise LimitReached(limit="RECORD_LINE_MAX", value=None, ceiling=RECORD_LINE_MAX)
            for line in lines:
                if line.startswith(_MESSAGE):
                    self._meet(next(self._before, None), line)
        except (EvidenceKitError, ValueError, AttributeError):
            self._fail()

    def result(self) -> ReadingChange | None:
        """Go through what is left of the earlier reading; None when they could not be compared."""
        if self._failed:
            return None
        try:
            for line in self._before:
                self._add(self._old, line, self._waiting_old, self._waiting_new)
        except (EvidenceKitError, ValueError, AttributeError):
            return None
        return ReadingChange(
            kept=self._kept,
            moved=self._moved,
            changed=self._changed,
            gone=len(self._waiting_old),
            new=len(self._waiting_new),
        )

    def _meet(self, old: bytes | None, new: bytes) -> None:
        if old is not None:
            self._add(self._old, old, self._waiting_old, self._waiting_new)
        self._add(self._new, new, self._waiting_new, self._waiting_old)
        if len(self._waiting_old) + len(self._waiting_new) > COMPARED_APART_MAX:
            self._fail()

    def _add(
        self, side: _Side, line: bytes, mine: dict[str, _Seen], others: dict[str, _Seen]
    ) -> None:
        key, seen = side.take(line)
        other = others.pop(key, None)
        if other is None:
            mine[key] = seen
        elif seen == other:
            self._kept += 1
        elif seen.said == other.said:
            self._moved += 1
        else:
            self._changed += 1

    def _fail(self) -> None:
        self._failed = True
        self._waiting_old, self._waiting_new, self._rest = {}, {}, b""


def _sum(values: list[Any]) -> bytes:
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).digest()
