# SPDX-License-Identifier: GPL-3.0-or-later
"""The first messages of the file that is being read, for who wants to look meanwhile.

They stand in memory only, are not logged, and are forgotten when the reading ends: what counts is what
was read to the end and logged.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.record import Conversation, Message
from evidence_kit.domain.views import FirstMessages, MessageRow
from evidence_kit.errors import EvidenceKitError
from evidence_kit.formats import records
from evidence_kit.limits import FIRST_MESSAGES_MAX, RECORD_LINE_MAX


class FirstSeen:
    """Fed by the thread that reads, asked by another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._exhibit: Exhibit | None = None
        self._title = ""
        self._rows: list[MessageRow] = []
        self._rest = b""
        self._full = True

    @contextmanager
    def reading(self, exhibit: Exhibit) -> Iterator[None]:
        """Begin with a file, and forget it at the end."""
        self._begin(exhibit)
        try:
            yield
        finally:
            self._begin(None)

    def _begin(self, exhibit: Exhibit | None) -> None:
        with self._lock:
            self._exhibit, self._title, self._rows = exhibit, "", []
            self._rest, self._full = b"", exhibit is None

    def feed(self, block: bytes) -> None:
        """Look through a block of record lines, until there is enough."""
        if self._full:
            return
        *lines, self._rest = (self._rest + block).split(b"\n")
        for line in lines:
            if not self._full:
                self._take(line)
        if len(self._rest) > RECORD_LINE_MAX:
            self._stop()

    def _take(self, line: bytes) -> None:
        try:
            record, raw_sha256 = records.from_line_with_raw(line)
        except EvidenceKitError:
            self._stop()  # who takes the lines into the vault says what is wrong with this one
            return
        with self._lock:
            if isinstance(record, Conversation):
                if self._rows:
                    self._full = True
                else:
                    self._title = record.title
            elif isinstance(record, Message):
                self._rows.append(
                    MessageRow(message=record, raw_sha256=raw_sha256 or "", own=False)
                )
                self._full = len(self._rows) >= FIRST_MESSAGES_MAX

    def _stop(self) -> None:
        with self._lock:
            self._full, self._rest = True, b""

    def after(self, count: int) -> FirstMessages | None:
        """Return what came behind the first `count` messages; None when no file is being read."""
        with self._lock:
            if self._exhibit is None:
                return None
            return FirstMessages(
                exhibit=self._exhibit.id,
                name=self._exhibit.name,
                title=self._title,
                rows=tuple(self._rows[count:]),
            )
