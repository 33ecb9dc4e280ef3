# SPDX-License-Identifier: GPL-3.0-or-later
"""Text that came from outside: shown as valid Unicode, with what could not be shown said."""

import os
import re
from dataclasses import dataclass
from enum import Enum

REPLACEMENT = "\ufffd"


class TextFlag(Enum):
    """What a reader must know about a text that came from outside."""

    UNDECODABLE = "undecodable"
    """Bytes that are no valid UTF-8 stand as U+FFFD."""
    LONE_SURROGATE = "lone_surrogate"
    """Half of a surrogate pair stands as U+FFFD."""
    CONTROL = "control"
    """Control characters other than tab and line ends are in the text."""
    BIDI_MARKS = "bidi_marks"
    """Characters that change the reading direction are in the text."""


_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundText:
    """Text as found, made valid, with flags for what was replaced."""

    text: str
    """Valid Unicode; each undecodable byte or lone surrogate is U+FFFD."""
    flags: tuple[TextFlag, ...] = ()
    raw_hex: str | None = None
    """The exact bytes as hex, only where `text` alone cannot give them back."""


def from_bytes(untrusted: bytes) -> FoundText:
    """Read UTF-8; every byte that does not decode becomes U+FFFD and is flagged."""
    try:
        return _flagged(untrusted.decode("utf-8"), (), None)
    except UnicodeDecodeError:
        pass
    spread = untrusted.decode("utf-8", "surrogateescape")
    shown = "".join(REPLACEMENT if "\ud800" <= c <= "\udfff" else c for c in spread)
    return _flagged(shown, (TextFlag.UNDECODABLE,), untrusted.hex())


def from_text(untrusted: str) -> FoundText:
    """Take a Python string that may hold lone surrogates."""
    if _SURROGATE.search(untrusted) is None:
        return _flagged(untrusted, (), None)
    shown = "".join(REPLACEMENT if "\ud800" <= c <= "\udfff" else c for c in untrusted)
    raw = untrusted.encode("utf-8", "surrogatepass").hex()
    return _flagged(shown, (TextFlag.LONE_SURROGATE,), raw)


def from_file_name(untrusted_name: str) -> FoundText:
    """Take a file name as the operating system gave it (surrogateescape on POSIX)."""
    return from_bytes(os.fsencode(untrusted_name))


def _flagged(text: str, flags: tuple[TextFlag, ...], raw_hex: str | None) -> FoundText:
    found = list(flags)
    if _CONTROL.search(text) is not None:
        found.append(TextFlag.CONTROL)
    if not text.isascii() and _BIDI.search(text) is not None:
        found.append(TextFlag.BIDI_MARKS)
    return FoundText(text=text, flags=tuple(found), raw_hex=raw_hex)
