# SPDX-License-Identifier: GPL-3.0-or-later
"""Choices of one person for one run; kept in the vault or nowhere, never in a file of the system."""

import locale
import os
from dataclasses import dataclass

from evidence_kit.i18n import LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the program speaks and when it locks."""

    language: str = "nl"
    idle_lock_minutes: int = 5
    quiet_view: bool = True
    """Thumbnails stay covered until asked."""
    hide_key: str = "F9"
    text_scale: int = 100
    """Size of letters in per cent, 100 to 200."""
    appearance: str = "system"
    """system, light or dark."""


def system_language() -> str:
    """Return the language of this computer if we have it; Dutch otherwise, for its users."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value[:2] in LANGUAGES:
            return value[:2]
    found = locale.getlocale()[0] or ""
    return "en" if found.startswith(("en", "English")) else "nl"
