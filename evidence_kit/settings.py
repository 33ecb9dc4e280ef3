# SPDX-License-Identifier: GPL-3.0-or-later
"""Choices of one person: kept in the vault or nowhere, never in a file of the system."""

import locale
import os
from dataclasses import dataclass, replace
from typing import Final, Self

LANGUAGES: Final[tuple[str, ...]] = ("nl", "en")
"""Languages the program speaks."""

HIDE_KEYS: Final = ("F9", "F8", "F12", "Pause", "Ctrl+Shift+H")
"""Keys that nobody types by accident; not Shift alone, which Sticky Keys wants."""

IDLE_MINUTES_MOST: Final = 60
TEXT_SCALES: Final = (100, 125, 150, 175, 200)
APPEARANCES: Final = ("system", "light", "dark")
WINDOW_TITLES: Final = ("documents", "notes", "household", "recipes")
"""Codes of the words in the title bar and the task bar; none says what this program is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the program speaks and when it locks."""

    language: str = "nl"
    idle_lock_minutes: int = 5
    """0: it does not lock when nobody is there."""
    quiet_view: bool = True
    """Thumbnails stay covered until asked."""
    hide_key: str = "F9"
    text_scale: int = 100
    """Size of letters in per cent, 100 to 200."""
    appearance: str = "system"
    """system, light or dark."""
    window_title: str = "documents"
    """One of WINDOW_TITLES."""
    postponed: tuple[tuple[str, str], ...] = ()
    """Reminders put off: (which, ISO 8601 date from which it may be said again; "" for never)."""

    def is_postponed(self, what: str, today: str) -> bool:
        """Say whether a reminder is to be left out on a day (ISO 8601 date)."""
        until = dict(self.postponed).get(what)
        return until is not None and (not until or today < until)

    def postpone(self, what: str, until: str = "") -> Self:
        """Return the choices with a reminder put off until a day, or for good."""
        others = tuple(each for each in self.postponed if each[0] != what)
        return replace(self, postponed=(*others, (what, until)))


def system_language() -> str:
    """Return the language of this computer if we have it; Dutch otherwise, for its users."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value[:2] in LANGUAGES:
            return value[:2]
    found = locale.getlocale()[0] or ""
    return "en" if found.startswith(("en", "English")) else "nl"
