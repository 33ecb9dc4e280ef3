# SPDX-License-Identifier: GPL-3.0-or-later
"""The values of a PDF file and their bytes (ISO 32000-1, 7.3)."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_SPECIAL_IN_NAME = re.compile(rb"[^!-~]|[#%()/<>\[\]{}]")
_SPECIAL_IN_STRING = re.compile(rb"[\\()\r\n]")
_PLAIN_TEXT = re.compile(r"[\t\n\r -~]*")
"""Where PDFDocEncoding and ASCII agree (annex D.2)."""
_ESCAPES = {b"\\": b"\\\\", b"(": b"\\(", b")": b"\\)", b"\r": b"\\r", b"\n": b"\\n"}


class Ref(NamedTuple):
    """A reference to an object."""

    number: int


class Name(str):
    """A PDF name, without its slash."""

    __slots__ = ()


class Text(str):
    """A text string: ASCII as it is, anything else as UTF-16 with byte order mark."""

    __slots__ = ()


class Array(list["Value"]):
    """A PDF array."""

    def __init__(self, values: Iterable["Value"] = ()) -> None:
        super().__init__(values)


class Dict(dict[str, "Value"]):
    """A PDF dictionary; keys are names without slash."""

    def __init__(self, entries: Iterable[tuple[str, "Value"]] = (), **named: "Value") -> None:
        super().__init__(entries, **named)


Value = Ref | Name | Text | bool | int | float | bytes | Array | Dict


def number(value: float) -> str:
    """Return a number with at most three decimals, without exponent."""
    if isinstance(value, int):
        return str(value)
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


def serialise(value: Value) -> bytes:
    """Return the bytes of a value."""
    if isinstance(value, Ref):
        return b"%d 0 R" % value.number
    if isinstance(value, Dict):
        entries = b"".join(_name(key) + b" " + serialise(item) for key, item in value.items())
        return b"<<" + entries + b">>"
    if isinstance(value, Array):
        return b"[" + b" ".join(serialise(item) for item in value) + b"]"
    return _scalar(value)


def _scalar(value: Name | Text | bool | float | bytes) -> bytes:
    if isinstance(value, Name):
        return _name(value)
    if isinstance(value, Text):
        return _text(value)
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, bytes):
        return b"<" + value.hex().encode("ascii") + b">"
    return number(value).encode("ascii")


@lru_cache(maxsize=2048)
def _name(name: str) -> bytes:
    raw = name.encode("utf-8")
    return b"/" + _SPECIAL_IN_NAME.sub(lambda match: b"#%02X" % match.group()[0], raw)


def _text(text: str) -> bytes:
    if _PLAIN_TEXT.fullmatch(text):
        raw = text.encode("ascii")
        return b"(" + _SPECIAL_IN_STRING.sub(lambda match: _ESCAPES[match.group()], raw) + b")"
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode("ascii") + b">"
