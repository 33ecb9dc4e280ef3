# SPDX-License-Identifier: GPL-3.0-or-later
"""How far securing is: every byte counts half when it is sealed, and half when it is read back.

The end is reached only when everything is logged.
"""

import threading

from evidence_kit.domain.progress import Progress, Report


class Meter:
    """Adds up bytes over all files and threads, and reports them one after the other."""

    def __init__(self, report: Report, total: int) -> None:
        self._report, self._total = report, total
        self._halves = self._settled = 0
        self._lock = threading.Lock()

    def add(self, count: int, name: str, *, halves: int = 1) -> None:
        """Count bytes of a file in hand; both halves where nothing is read back."""
        with self._lock:
            self._halves += count * halves
            self._tell(name)

    def settle(self, size: int, name: str) -> None:
        """Count a file as logged, whatever was read of it."""
        with self._lock:
            self._settled += 2 * size
            self._halves = max(self._halves, self._settled)
            self._tell(name)

    def _tell(self, name: str) -> None:
        done = min(self._total, self._halves // 2)
        if done == self._total > self._settled // 2:
            done -= 1
        self._report(
            Progress(stage="secure", done=done, total=self._total, unit="bytes", name=name)
        )
