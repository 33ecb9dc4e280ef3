# SPDX-License-Identifier: GPL-3.0-or-later
"""How much memory this computer has, and has free; None where the system does not tell.

Linux tells both in /proc/meminfo (proc(5)); Windows through GlobalMemoryStatusEx; elsewhere sysconf
knows the whole.
"""

import ctypes
import os
import sys
from pathlib import Path
from typing import Final

_MEMINFO: Final = Path("/proc/meminfo")


def whole_memory() -> int | None:
    """Return the bytes of memory in this computer."""
    if sys.platform == "win32":
        return _windows("ullTotalPhys")
    return _meminfo("MemTotal") or _pages("SC_PHYS_PAGES")


def free_memory() -> int | None:
    """Return the bytes that can be used without pushing others out."""
    if sys.platform == "win32":
        return _windows("ullAvailPhys")
    return _meminfo("MemAvailable") or _pages("SC_AVPHYS_PAGES")


def _meminfo(name: str) -> int | None:
    try:
        lines = _MEMINFO.read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return None
    for line in lines:
        found, _, rest = line.partition(":")
        if found == name:
            return int(rest.split()[0]) << 10
    return None


def _pages(name: str) -> int | None:
    try:
        return os.sysconf(name) * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


class _MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of sysinfoapi.h."""

    _fields_ = (
        ("dwLength", ctypes.c_uint32),
        ("dwMemoryLoad", ctypes.c_uint32),
        ("ullTotalPhys", ctypes.c_uint64),
        ("ullAvailPhys", ctypes.c_uint64),
        ("ullTotalPageFile", ctypes.c_uint64),
        ("ullAvailPageFile", ctypes.c_uint64),
        ("ullTotalVirtual", ctypes.c_uint64),
        ("ullAvailVirtual", ctypes.c_uint64),
        ("ullAvailExtendedVirtual", ctypes.c_uint64),
    )


def _windows(name: str) -> int | None:
    kernel = getattr(ctypes, "windll", None)
    status = _MemoryStatus(dwLength=ctypes.sizeof(_MemoryStatus))
    if kernel is None or not kernel.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
        return None
    return int(getattr(status, name))
