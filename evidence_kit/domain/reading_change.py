# SPDX-License-Identifier: GPL-3.0-or-later
"""What another reading of the same original changed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingChange:
    """Records of the reading before, held against those of the new one."""

    kept: int
    """The same in both."""
    moved: int
    """The same but for their time: another zone, another order of day and month."""
    changed: int
    """At the same place in the original, and read otherwise."""
    gone: int
    """Only in the reading before."""
    new: int
    """Only in the new one."""
