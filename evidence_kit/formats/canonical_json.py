# SPDX-License-Identifier: GPL-3.0-or-later
"""Canonical JSON: one value, one sequence of bytes (a subset of RFC 8785).

Keys are ASCII, strings valid Unicode, numbers integers within 2^53 - 1; no floats. Within these
bounds Python's own writer gives the bytes of RFC 8785, many times faster than a general one; the
tests hold it against the rfc8785 package.
"""

import json
from collections.abc import Iterable
from typing import NoReturn

from evidence_kit.errors import Damaged

INTEGER_MAX = (1 << 53) - 1
"""Largest integer that every JSON reader keeps exact (RFC 7493)."""

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

_WRITER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)


def encode(value: object) -> bytes:
    """Return the canonical bytes of a value; tuples are written as lists.

    Raises:
        ValueError: something in it has no canonical form here (a float, a lone surrogate, an
            integer beyond 2^53 - 1, a key that is not ASCII).
        TypeError: something in it is no JSON value.
    """
    _check(value)
    return _WRITER.encode(value).encode("utf-8")


def decode(untrusted: bytes, item: str) -> Json:
    """Read canonical bytes; anything that is not the canonical form is refused.

    Args:
        untrusted: one value, no line end.
        item: what it is, for the error.

    Raises:
        Damaged: it is not canonical JSON of our kind.
    """
    try:
        value: Json = json.loads(untrusted, parse_float=_no_float, parse_constant=_no_float)
        same = encode(value) == untrusted
    except (ValueError, TypeError, RecursionError) as error:
        raise Damaged(item=item, why="not_json") from error
    if not same:
        raise Damaged(item=item, why="not_canonical")
    return value


def decode_object(untrusted: bytes, item: str) -> dict[str, Json]:
    """Read a canonical object.

    Raises:
        Damaged: it is not one.
    """
    value = decode(untrusted, item)
    if not isinstance(value, dict):
        raise Damaged(item=item, why="not_an_object")
    return value


def _no_float(_text: str) -> NoReturn:
    msg = "no floats"
    raise ValueError(msg)


def _check(value: object) -> None:
    if value is None or isinstance(value, bool | str):
        return  # a lone surrogate fails when the text becomes UTF-8
    if isinstance(value, int):
        if not -INTEGER_MAX <= value <= INTEGER_MAX:
            msg = "integer beyond 2^53 - 1"
            raise ValueError(msg)
    elif isinstance(value, list | tuple):
        _check_all(value)
    elif isinstance(value, dict):
        for key in value:
            _check_key(key)
        _check_all(value.values())
    elif isinstance(value, float):
        msg = "no floats"
        raise ValueError(msg)  # noqa: TRY004 -- a JSON value, with no canonical form here
    else:
        msg = f"no canonical form for {type(value).__name__}"
        raise TypeError(msg)


def _check_all(parts: Iterable[object]) -> None:
    for part in parts:
        if part.__class__ is not str:  # most are, and a call for each takes half the time
            _check(part)


def _check_key(key: object) -> None:
    if not isinstance(key, str) or not key.isascii():
        msg = "keys are ASCII text"
        raise ValueError(msg)
