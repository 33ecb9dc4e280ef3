# SPDX-License-Identifier: GPL-3.0-or-later
"""How far long work has come, and the token that stops it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from evidence_kit.errors import Cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One report of long work."""

    stage: str
    """A code: survey, secure, read, layout, paint, copy, check ..."""
    done: int
    total: int
    """0 when not known."""
    unit: str
    """bytes, files, messages, pages."""
    name: str = ""
    """What is in hand, as shown to the person; never logged."""


Report = Callable[[Progress], None]


def silent(_progress: Progress) -> None:
    """Report to nobody."""


class CancelToken:
    """Set by the person, looked at by long work."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop after what is in hand."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def check(self) -> None:
        """Stop here if asked to.

        Raises:
            Cancelled: somebody asked to stop.
        """
        if self._event.is_set():
            raise Cancelled
