# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether something keeps this computer's clock right: adjtimex(2) on Linux, w32tm on Windows.

Both are only asked, nothing is set. Other systems, and an answer that is not understood, say unknown.
"""

import ctypes
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evidence_kit.limits import CLOCK_ASK_SECONDS, CLOCK_SYNC_KEPT_SECONDS

_STA_UNSYNC = 0x0040  # linux/timex.h
_TIMEX_BYTES = 208  # struct timex on LP64 (linux/timex.h)
_Timex = ctypes.c_long * (_TIMEX_BYTES // ctypes.sizeof(ctypes.c_long))
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # no console flashes up
# Labels are in the language of Windows; the order of the lines is not. NTP gives the numbers their
# meaning (RFC 5905, 7.3): leap 3 and stratum 0 mean not synchronised; LOCL is the computer itself.
_W32TM = re.compile(
    rb"\A[^:\r\n]*:\s*(?P<leap>[0-3])\s*\([^\n]*\n"
    rb"[^:\r\n]*:\s*(?P<stratum>\d{1,3})\s*\([^\n]*\n"
    rb"[^:\r\n]*:[^\n]*\n"
    rb"[^:\r\n]*:\s*(?P<delay>\d{1,6}[.,]\d{1,9})s\s*\n"
    rb"[^:\r\n]*:\s*(?P<dispersion>\d{1,6}[.,]\d{1,9})s\s*\n"
    rb"[^:\r\n]*:\s*0x(?P<reference>[0-9A-Fa-f]{8})"
)
_LOCAL = int.from_bytes(b"LOCL", "big")
_STRATA = range(1, 16)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncState:
    """What the system says of its own clock."""

    sync: str = "unknown"
    """synchronised, unsynchronised or unknown."""
    source: str = "none"
    """Who said so: adjtimex, w32tm; none where nothing did."""
    max_error_us: int | None = None
    """Its own bound on the error, in microseconds."""


UNKNOWN = SyncState()


class SyncWatch:
    """Asks the system, and keeps an answer that took a program to get for some minutes."""

    def __init__(self) -> None:
        self._known = UNKNOWN
        self._until = float("-inf")

    def read(self) -> SyncState:
        """Return what the system says now, or said some minutes ago."""
        system: str = sys.platform
        if system.startswith("linux"):
            return _ask_adjtimex()
        if system == "win32" and time.monotonic() >= self._until:
            self._known = ask_w32tm(_w32tm())
            self._until = time.monotonic() + CLOCK_SYNC_KEPT_SECONDS
        return self._known


def ask_w32tm(command: Sequence[str]) -> SyncState:
    """Run a program that answers as `w32tm /query /status` does; never waits long for it."""
    try:
        done = subprocess.run(  # noqa: S603 -- a fixed command
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=CLOCK_ASK_SECONDS,
            check=False,
            creationflags=_NO_WINDOW,
        )
    except (OSError, subprocess.TimeoutExpired):
        return UNKNOWN
    return UNKNOWN if done.returncode != 0 else from_w32tm(done.stdout)


def from_w32tm(untrusted: bytes) -> SyncState:
    """Read what `w32tm /query /status` printed, in whatever language."""
    found = _W32TM.match(untrusted.lstrip())
    if found is None:
        return UNKNOWN
    by_itself = int(found["reference"], 16) == _LOCAL
    if int(found["leap"]) == 3 or int(found["stratum"]) not in _STRATA or by_itself:
        return SyncState(sync="unsynchronised", source="w32tm")
    # Half the way to the reference and back, and what gathered on it (RFC 5905, root distance).
    error = _microseconds(found["delay"]) // 2 + _microseconds(found["dispersion"])
    return SyncState(sync="synchronised", source="w32tm", max_error_us=error)


def _microseconds(seconds: bytes) -> int:
    whole, _, part = seconds.replace(b",", b".").partition(b".")
    return int(whole) * 1_000_000 + int(part.ljust(6, b"0")[:6])


def _w32tm() -> tuple[str, ...]:
    root = os.environ.get("SYSTEMROOT", r"C:\Windows")
    return (str(Path(root, "System32", "w32tm.exe")), "/query", "/status")


@cache
def _system_library() -> ctypes.CDLL:
    """Opening it anew for each of thousands of entries takes longer than asking."""
    return ctypes.CDLL(None, use_errno=True)


def _ask_adjtimex() -> SyncState:
    try:
        adjtimex = _system_library().adjtimex
    except (AttributeError, OSError):
        return UNKNOWN
    timex = _Timex()
    if adjtimex(ctypes.byref(timex)) < 0:
        return UNKNOWN
    # struct timex: modes(int+pad) offset freq maxerror esterror status(int+pad) ...
    max_error, status = int(timex[3]), int(timex[5]) & 0xFFFFFFFF
    state = "unsynchronised" if status & _STA_UNSYNC else "synchronised"
    return SyncState(sync=state, source="adjtimex", max_error_us=max_error)
