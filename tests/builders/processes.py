# SPDX-License-Identifier: GPL-3.0-or-later
"""A process with its children, and what Linux tells others of them."""

import contextlib
from pathlib import Path


def family(pid: int) -> tuple[int, ...]:
    """Return a process and all its descendants."""
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            for thread in Path(f"/proc/{one}/task").iterdir():
                found += [int(each) for each in (thread / "children").read_text().split()]
    return tuple(found)


def lives(pid: int) -> bool:
    """Say whether a process is there; one that only waits to be counted has no memory any more."""
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return False


def told(pid: int) -> dict[str, str]:
    """Return what /proc tells of a process."""
    folder = Path(f"/proc/{pid}")
    return {name: (folder / name).read_bytes().hex() for name in ("cmdline", "environ", "limits")}
