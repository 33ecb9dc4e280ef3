# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a program on a terminal of its own, for programs that ask for a passphrase there."""

import os
import pty
import select
import subprocess
from collections.abc import Sequence
from pathlib import Path


def run_on_terminal(
    command: Sequence[str | Path], answers: Sequence[str], timeout: float = 60.0
) -> tuple[int, str]:
    """Give one answer per question, in order; return exit code and all that was shown."""
    terminal, child_side = pty.openpty()
    with subprocess.Popen(
        ["setsid", "--ctty", "--wait", *map(str, command)],
        stdin=child_side,
        stdout=child_side,
        stderr=child_side,
    ) as process:
        os.close(child_side)
        shown, waiting = b"", list(answers)
        asked = 0
        while True:
            ready, _, _ = select.select([terminal], [], [], timeout)
            assert ready, f"the program waits: {shown!r}"
            try:
                part = os.read(terminal, 4096)
            except OSError:  # the other side closed: Linux says EIO
                break
            if not part:
                break
            shown += part
            if waiting and shown[asked:].rstrip(b" ").endswith((b":", b"?")):
                os.write(terminal, waiting.pop(0).encode() + b"\n")
                asked = len(shown)
        code = process.wait(timeout=timeout)
    os.close(terminal)
    return code, shown.decode("utf-8", "replace")
