# SPDX-License-Identifier: GPL-3.0-or-later
"""Order of moments from different sources.

Sources often state no zone. So moments are put in order by what their own clock showed: that needs
no guess. Where a zone is stated, the row says so beside the time.
"""

from collections.abc import Iterable

from evidence_kit.domain.moment import Moment


def order_of(moment: Moment | None) -> str:
    """Return a text that sorts as the source's own clock; moments without a reading come last."""
    return "9999" if moment is None or moment.local is None else moment.local


def earliest(moments: Iterable[Moment | None]) -> Moment | None:
    """Return the first by the sources' own clocks, of those that can be read."""
    readable = _readable(moments)
    return min(readable, key=order_of) if readable else None


def latest(moments: Iterable[Moment | None]) -> Moment | None:
    """Return the last by the sources' own clocks, of those that can be read."""
    readable = _readable(moments)
    return max(readable, key=order_of) if readable else None


def _readable(moments: Iterable[Moment | None]) -> list[Moment]:
    return [moment for moment in moments if moment is not None and moment.local is not None]
