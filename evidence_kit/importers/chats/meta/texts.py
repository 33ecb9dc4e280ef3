# SPDX-License-Identifier: GPL-3.0-or-later
"""Strings of a Meta download: the one repair that can be undone, and what the app itself writes."""

import json
import re
from dataclasses import dataclass, field
from functools import cache

from evidence_kit import resources
from evidence_kit.domain.found_text import TextFlag, from_text

_FLAGS = {
    TextFlag.UNDECODABLE: "undecodable_bytes",
    TextFlag.LONE_SURROGATE: "lone_surrogate",
    TextFlag.CONTROL: "control_chars",
    TextFlag.BIDI_MARKS: "bidi_marks",
}
_BYTE_MAX = "\xff"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppTexts:
    """How texts begin and end that the app writes in place of what cannot be exported."""

    beginnings: tuple[str, ...]
    endings: tuple[str, ...]

    def fits(self, text: str) -> bool:
        """Say whether a text looks as if the app wrote it; a person can type the same."""
        folded = text.strip().casefold()
        return folded.startswith(self.beginnings) or folded.endswith(self.endings)


@cache
def app_texts() -> AppTexts:
    """Read the table, once.

    Raises:
        Damaged: the installation lacks it.
    """
    table = json.loads(resources.read_text("importers", "meta", "app_texts.json"))
    return AppTexts(
        beginnings=tuple(text.casefold() for text in table["beginnings"]),
        endings=tuple(text.casefold() for text in table["endings"]),
    )


def repaired(text: str) -> str | None:
    """Undo UTF-8 written one escape a byte (formats.md 3.3); None when the text is not that."""
    if text.isascii() or max(text) > _BYTE_MAX:
        return None
    try:
        return text.encode("latin-1").decode()
    except UnicodeDecodeError:
        return None


@dataclass(slots=True)
class Reader:
    """Reads the strings of one record and gathers the flags they give."""

    repairs: bool
    """Whether the download is of the kind that writes letters byte by byte."""
    flags: list[str] = field(default_factory=list)

    def text(self, value: object) -> str:
        """Return a string as people saw it; empty for what is no string."""
        if not isinstance(value, str):
            return ""
        if self.repairs and not value.isascii() and max(value) <= _BYTE_MAX:
            better = repaired(value)
            self._flag("mojibake_not_repaired" if better is None else "mojibake_repaired")
            value = value if better is None else better
        if value.isprintable():
            return value  # no control sign, no mark, no half of a pair
        found = from_text(value)
        for flag in found.flags:
            self._flag(_FLAGS[flag])
        return found.text

    def _flag(self, flag: str) -> None:
        if flag not in self.flags:
            self.flags.append(flag)


_EXPIRED = re.compile(
    r"https?://[^/]*(?:fbcdn\.net|cdninstagram\.com|fbsbx\.com)[/:]", re.IGNORECASE
)


def is_expired_link(uri: str) -> bool:
    """Say whether an address is one of Meta's own stores, whose links stop after days."""
    return _EXPIRED.match(uri) is not None
