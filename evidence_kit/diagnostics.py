# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be logged: codes, counts and ids; never names, paths or text. And no core dumps."""

import ctypes
import logging
import sys
import threading
from pathlib import Path
from types import TracebackType

_PR_SET_DUMPABLE = 4  # linux/prctl.h


def keep_memory_private() -> None:
    """Refuse core dumps and, on Linux, reading of this process by others of the same user."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 -- not there on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def say_no_content() -> None:
    """Let a failure that nobody caught say its type and place only.

    What a desktop program writes to standard error ends up in a journal on the disk; the text of an
    exception may hold a name, a path or a message.
    """
    sys.excepthook = lambda kind, _error, trace: _say(kind, trace)
    sys.unraisablehook = lambda found: _say(found.exc_type, found.exc_traceback)
    threading.excepthook = lambda found: _say(found.exc_type, found.exc_traceback)


def _say(kind: type[BaseException], trace: TracebackType | None) -> None:
    places = []
    while trace is not None:
        places.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    if sys.stderr is not None:
        sys.stderr.write(f"Unforeseen failure: {kind.__name__} at {' > '.join(places)}\n")


def log() -> logging.Logger:
    """Return the program's logger; silent unless a developer turns it on."""
    logger = logging.getLogger("evidence_kit")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    return logger
