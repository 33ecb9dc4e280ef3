# SPDX-License-Identifier: GPL-3.0-or-later
"""The streams of the command line, and who can be asked.

Output is UTF-8 whatever the locale says: JSON has no other form. A reader that goes away (as in
`| head`) ends the output quietly, not the work.
"""

import contextlib
import getpass
import io
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from evidence_kit.cli.interrupts import at_once
from evidence_kit.cli.safe_text import printable
from evidence_kit.errors import Cancelled
from evidence_kit.export_door import storage_error

_OUTPUT = "-"
"""Standard output, as a place in a failure."""
_CLEAR = "\r\x1b[K"
"""Back to the start of the line, and empty it (ECMA-48)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """Where a verb reads, writes and asks."""

    stdin: BinaryIO
    stdout: BinaryIO
    stderr: BinaryIO
    interactive: bool = False
    """Somebody sits at a terminal and can be asked."""
    shows_progress: bool = False
    secret: Callable[[str], str] = getpass.getpass
    """Asks without showing what is typed."""

    def line(self, text: str = "") -> None:
        """Write a line for people, made safe for a terminal."""
        self.write(printable(text).encode("utf-8") + b"\n")

    def write(self, data: bytes) -> None:
        """Write bytes that are complete lines.

        Raises:
            DiskFull, StorageFailed: the output goes to a file, and the system refused.
        """
        with self._outgoing():
            self.stdout.write(data)

    def flush(self) -> None:
        """Hand everything on; raises as `write` does."""
        with self._outgoing():
            self.stdout.flush()

    def error(self, text: str) -> None:
        """Write a line to standard error."""
        self._show(printable(text) + "\n")

    def progress(self, text: str) -> None:
        """Show where long work is, in one line that is written over; "" takes it away."""
        if self.shows_progress:
            self._show(_CLEAR + printable(text))

    def ask(self, question: str) -> str:
        """Ask for a line; the question goes to standard error.

        Raises:
            Cancelled: the input ended.
        """
        self.flush()
        self._show(printable(question) + " ")
        with at_once():
            answer = self.stdin.readline()
        if not answer:
            raise Cancelled
        return answer.decode("utf-8", "replace").strip()

    def ask_secret(self, question: str) -> str:
        """Ask for a line that is not shown.

        Raises:
            Cancelled: the input ended.
        """
        self.flush()
        try:
            with at_once():
                return self.secret(printable(question) + " ")
        except EOFError as error:
            raise Cancelled from error

    def _show(self, text: str) -> None:
        try:
            self.stderr.write(text.encode("utf-8"))
            self.stderr.flush()
        except OSError:
            # Nobody listens; the exit code still speaks.
            return

    @contextlib.contextmanager
    def _outgoing(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            self._let_go()
        except OSError as error:
            self._let_go()
            raise storage_error(Path(_OUTPUT), error, "write") from error

    def _let_go(self) -> None:
        # What is buffered would fail again when the interpreter closes the stream.
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, self.stdout.fileno())
        os.close(nowhere)


def system_console() -> Console:
    """Return the console this process was started with; a closed stream counts as empty."""
    return Console(
        stdin=_binary(sys.stdin),
        stdout=_binary(sys.stdout),
        stderr=_binary(sys.stderr),
        interactive=_is_terminal(sys.stdin) and _is_terminal(sys.stderr),
        shows_progress=_is_terminal(sys.stderr),
    )


def _binary(stream: TextIO | None) -> BinaryIO:
    # A program started without a stream (`<&-`, pythonw) has None there.
    return io.BytesIO() if stream is None else stream.buffer


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()
