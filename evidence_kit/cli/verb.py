# SPDX-License-Identifier: GPL-3.0-or-later
"""What a verb is, what it is given and what it answers."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.console import Console
from evidence_kit.cli.exits import Exit
from evidence_kit.cli.progress_line import ProgressLine
from evidence_kit.domain.progress import CancelToken
from evidence_kit.errors import EvidenceKitError
from evidence_kit.i18n import Texts
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task

Item = Mapping[str, object]
"""One row of `--json`; its names are stable (docs/cli.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One use of a verb."""

    arguments: argparse.Namespace
    console: Console
    t: Texts
    """Sentences of the command line."""
    w: Texts
    """Sentences of the domain "wording"."""
    start: Callable[[], Session]
    """Makes the session that holds a vault."""
    cancel: CancelToken = field(default_factory=CancelToken)
    json: bool = False

    @property
    def task(self) -> Task:
        """What a service function reports to and is stopped by."""
        return Task(report=ProgressLine(self.console, self.t), cancel=self.cancel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a verb has to say."""

    items: tuple[Item, ...] = ()
    """For programs."""
    lines: tuple[str, ...] = ()
    """For people."""
    outcome: str = "done"
    exit: Exit = Exit.DONE
    failure: EvidenceKitError | None = None
    """Why not all was done, where the rest was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One verb of the command line."""

    name: str
    summary: Callable[[Texts], str]
    """One line for the list of verbs."""
    declare: Callable[[Declaration], None]
    run: Callable[[Call], Answer]
    streams: bool = False
    """Writes its own output as it comes; `--json` has no envelope."""
