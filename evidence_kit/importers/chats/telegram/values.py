# SPDX-License-Identifier: GPL-3.0-or-later
"""One value of the file as Python data, with what had to be done to read it."""

import json
import re
from typing import NamedTuple

from evidence_kit.domain.found_text import from_text
from evidence_kit.importers.json_bytes import Span
from evidence_kit.importers.text_lines import decode

_PAIR = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|.)", re.DOTALL)
_TOO_DEEP = "[...]"
"""Stands for a value nested so deep that it can be read but not written; no export has one."""
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class Value(NamedTuple):
    """What a span says."""

    data: object
    """None when it cannot be read."""
    repaired: int
    """Control characters written as \\xNN, which is no JSON."""
    bad: int
    """Bytes that are no text; each stands as U+FFFD."""
    lone: bool
    """Whether halves of surrogate pairs stand as U+FFFD."""


def value_of(span: Span) -> Value:
    """Read a value; never fails."""
    raw, repaired = span.data, 0
    if b"\\x" in raw:
        raw, repaired = _without_hex(raw)
    text, bad = decode(raw)
    data: object = None
    lone = False
    try:
        data = None if span.clipped else json.loads(text, strict=False)
        if _SURROGATE.search(raw) is not None and _has_halves(data):
            cleaned = _clean(data)
            data, lone = cleaned, cleaned != data
    except (ValueError, RecursionError):
        data = None
    return Value(data, repaired, bad, lone)


def _without_hex(raw: bytes) -> tuple[bytes, int]:
    r"""Write \xNN as JSON does; pairs are passed together, so that an escaped \ stays."""
    count = 0

    def written(match: re.Match[bytes]) -> bytes:
        nonlocal count
        if match[1] is None:
            return match[0]
        count += 1
        return b"\\u00" + match[1]

    return _PAIR.sub(written, raw), count


def _has_halves(data: object) -> bool:
    """Most escapes of surrogates are pairs, which are characters once they are read."""
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _clean(data: object) -> object:
    if isinstance(data, str):
        return from_text(data).text
    if isinstance(data, list):
        return [_clean(item) for item in data]
    if isinstance(data, dict):
        return {from_text(key).text: _clean(item) for key, item in data.items()}
    return data


def shown(data: object) -> str:
    """Write a plain value for reading; text as it is, anything else as JSON."""
    if isinstance(data, str):
        return data
    try:
        return json.dumps(data, ensure_ascii=False)
    except RecursionError:
        return _TOO_DEEP
