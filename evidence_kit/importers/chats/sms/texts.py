# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of an XML value: references resolved, halves of characters put together."""

import re
from dataclasses import dataclass

from evidence_kit.domain.found_text import REPLACEMENT
from evidence_kit.importers.chats.sms.tags import Value
from evidence_kit.importers.text_lines import decode

_REFERENCE = re.compile(r"&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_HALF = re.compile("[\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LAST = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Read:
    """A text and what must be known about it."""

    text: str
    pairs: int = 0
    """Characters that were written as two references to half a character."""
    flags: tuple[str, ...] = ()


def read(value: Value | None) -> Read | None:
    """Return the text of a value; None when it is absent or the app's word for that, `null`."""
    if value is None or value.raw == b"null":
        return None
    found = decode(value.raw)
    text, pairs = found.text, 0
    flags: list[str] = []
    if "&" in text:
        text = _REFERENCE.sub(_character, text)
        if _HALF.search(text):
            text, pairs = _PAIR.subn(_joined, text)
            text, halves = _HALF.subn(REPLACEMENT, text)
            flags += ["lone_surrogate"] * bool(halves)
    if found.bad:
        flags.append("undecodable_bytes")
    if value.clipped:
        flags.append("text_clipped")
    if any(c < " " and c not in "\t\r\n" for c in text):
        flags.append("control_chars")
    return Read(text, pairs, tuple(flags))


def text_of(value: Value | None) -> str | None:
    """Return the text alone."""
    found = read(value)
    return None if found is None else found.text


def _character(found: re.Match[str]) -> str:
    if found[3] is not None:
        return _NAMED[found[3]]
    code = int(found[1]) if found[1] is not None else int(found[2], 16)
    return chr(code) if code <= _LAST else found[0]


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")
