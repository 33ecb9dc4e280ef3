# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program under a trace, one run after the other, in a home of its own."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from builders.source_files import ROOT
from builders.syscalls import Trace, read_trace, watch

PROGRAM = (sys.executable, "-B", "-m", "evidence_kit")


@dataclass(slots=True)
class TracedProgram:
    """Runs of the command line; what they asked of the system is kept."""

    place: Path
    program: Sequence[str] = PROGRAM
    runs: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        for folder in (self.home, self.temporary):
            folder.mkdir(parents=True)

    @property
    def home(self) -> Path:
        return self.place / "home"

    @property
    def temporary(self) -> Path:
        return self.place / "tmp"

    def run(self, *arguments: str | Path, stdin: str = "", fine: Sequence[int] = (0,)) -> str:
        """Run one verb; the passphrase comes by standard input."""
        folder = self.place / "traces" / str(len(self.runs))
        self.runs.append(folder)
        done = subprocess.run(
            [*watch(folder), *self.program, "--lang", "en", *map(str, arguments)],
            input=stdin.encode(),
            capture_output=True,
            env=self.environment(),
            cwd=self.place,
            check=False,
            timeout=200,
        )
        assert done.returncode in fine, (arguments, done.stdout[-500:], done.stderr[-1500:])
        return done.stdout.decode()

    def environment(self) -> dict[str, str]:
        """Nothing of the person running the tests; a home and a place for temporary files."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "LC_ALL": "C.UTF-8",
            # In a checkout the interpreter would keep compiled modules beside the source.
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def trace(self) -> Trace:
        """All that was asked for, the person's own command lines included."""
        return read_trace(*self.runs)

    def trace_after_start(self) -> Trace:
        """The same without the command lines: there stand the names that the person typed."""
        return Trace(call for folder in self.runs for call in read_trace(folder).calls[1:])
