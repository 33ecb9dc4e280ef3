# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress of long work as one line on a terminal."""

import time
from collections.abc import Mapping
from typing import Final

from evidence_kit.cli.console import Console
from evidence_kit.domain.progress import Progress
from evidence_kit.i18n import Texts

_EVERY_SECONDS: Final = 0.1
"""More than a person can read; writing to a terminal is slow."""
_NAME_SHOWN: Final = 40

STAGES: Final[Mapping[str, str]] = {
    "survey": "Looking",
    "secure": "Securing",
    "read": "Reading",
    "layout": "Setting pages",
    "paint": "Drawing pages",
    "copy": "Copying",
    "check": "Checking",
}
"""By stage code; an unlisted stage is shown as work."""


class ProgressLine:
    """Takes reports and shows some of them; nothing where there is no terminal."""

    def __init__(self, console: Console, t: Texts) -> None:
        self._console = console
        self._t = t
        self._shown_at = 0.0

    def __call__(self, progress: Progress) -> None:
        """Take one report."""
        if not self._console.shows_progress:
            return
        if 0 < progress.total <= progress.done:
            self._console.progress("")
            return
        now = time.monotonic()
        if now - self._shown_at >= _EVERY_SECONDS:
            self._shown_at = now
            self._console.progress(self._words(progress))

    def _words(self, progress: Progress) -> str:
        stage = self._t(STAGES.get(progress.stage, "Working"))
        name = progress.name
        if len(name) > _NAME_SHOWN:
            name = name[: _NAME_SHOWN - 1] + "…"
        if progress.total > 0:
            return f"{stage} {progress.done * 100 // progress.total}% {name}".rstrip()
        return f"{stage} {progress.done or ''} {name}".rstrip()
