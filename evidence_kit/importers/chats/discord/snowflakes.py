# SPDX-License-Identifier: GPL-3.0-or-later
"""The time inside a Discord id: milliseconds since 2015 in its upper bits (Discord, Reference)."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_BITS_BELOW = 22
_LONGEST = 20
_SLACK = timedelta(seconds=2)


def id_differs(untrusted_id: str | None, stated: str) -> bool:
    """Say whether an id holds another time than the one stated; false when that cannot be told."""
    if untrusted_id is None or not (untrusted_id.isascii() and untrusted_id.isdigit()):
        return False
    if len(untrusted_id) > _LONGEST:
        return True
    try:
        when = datetime.fromisoformat(stated)
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when
        held = _EPOCH + timedelta(milliseconds=int(untrusted_id) >> _BITS_BELOW)
        return abs(held - when) > _SLACK
    except (ValueError, OverflowError):
        return False
