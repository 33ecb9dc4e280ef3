# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl-C: once asks the work to stop after what is in hand, twice stops it at once."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

from evidence_kit.domain.progress import CancelToken


@contextlib.contextmanager
def stopping(cancel: CancelToken) -> Iterator[None]:
    """While inside, the first Ctrl-C sets the token."""

    def on_interrupt(_number: int, _frame: FrameType | None) -> None:
        if cancel.cancelled:
            raise KeyboardInterrupt
        cancel.cancel()

    if threading.current_thread() is not threading.main_thread():
        # Python lets only the main thread choose what a signal does.
        yield
        return
    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def at_once() -> Iterator[None]:
    """While inside, Ctrl-C raises KeyboardInterrupt: somebody is being asked."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
