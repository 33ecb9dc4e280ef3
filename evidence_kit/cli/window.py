# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells whether the arguments ask for the window, and on which vault.

`evidence-kit` alone, or with one folder that is no verb; `--lang` may stand before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evidence_kit.cli.places import vault_in
from evidence_kit.cli.verb_names import VERB_NAMES
from evidence_kit.i18n import LANGUAGES
from evidence_kit.settings import system_language

_WITH_LANGUAGE = 2
"""`--lang nl` are two arguments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowWish:
    """What the window is to start with."""

    language: str
    vault: Path | None
    """The vault to unlock; None starts at the first page."""


def window_wish(arguments: Sequence[str]) -> WindowWish | None:
    """Return what the window is to start with, or None when the command line is meant."""
    language, rest = system_language(), tuple(arguments)
    if len(rest) >= _WITH_LANGUAGE and rest[0] == "--lang" and rest[1] in LANGUAGES:
        language, rest = rest[1], rest[_WITH_LANGUAGE:]
    if not rest:
        return WindowWish(language=language, vault=None)
    folder = Path(rest[0])
    if len(rest) > 1 or rest[0] in VERB_NAMES or not folder.is_dir():
        return None
    return WindowWish(language=language, vault=vault_in(folder))
