# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be logged: codes, counts and ids; never names, paths or text. And no core dumps."""

import ctypes
import logging
import sys

_PR_SET_DUMPABLE = 4  # linux/prctl.h


def keep_memory_private() -> None:
    """Refuse core dumps and, on Linux, reading of this process by others of the same user."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 -- not there on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def log() -> logging.Logger:
    """Return the program's logger; silent unless a developer turns it on."""
    logger = logging.getLogger("evidence_kit")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    return logger
