# SPDX-License-Identifier: GPL-3.0-or-later
"""The program: a verb goes to the command line, none opens the window.

Each way in imports only what it needs: the reader process must not hold code that knows keys, and
the command line must work where there is no Qt.
"""

import signal
import sys
from collections.abc import Callable
from typing import BinaryIO

from evidence_kit.cli.exits import Exit
from evidence_kit.cli.window import window_wish
from evidence_kit.diagnostics import keep_memory_private, say_no_content
from evidence_kit.paths import KEY_CHILD, READER_CHILD, SEAL_CHILD, VAULT_CHILD

_Body = Callable[[BinaryIO, BinaryIO], int]


def main() -> int:
    """Start the part of the program that the arguments name.

    Returns:
        The exit code.
    """
    arguments = sys.argv[1:]
    body = _child(arguments)
    if body is not None:
        # Ctrl-C reaches every process of a terminal; our children stop when their parent says so.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if arguments != [READER_CHILD]:
            # The reader locks itself down further, when it has loaded what it needs.
            keep_memory_private()
        say_no_content()
        return body(sys.stdin.buffer, sys.stdout.buffer)
    keep_memory_private()
    return _for_people(arguments)


def _for_people(arguments: list[str]) -> int:
    try:
        wish = window_wish(arguments)
        if wish is None:
            return _command_line()
        from evidence_kit.gui.app import run as window  # noqa: PLC0415 -- see above

        say_no_content()
        return window(language=wish.language, vault=wish.vault)
    except ImportError as missing:
        return _say_missing(missing)


def _command_line() -> int:
    try:
        from evidence_kit.cli.main import main as command_line  # noqa: PLC0415 -- see above
    except KeyboardInterrupt:
        # Ctrl-C while the program still loads. As below: English, from here.
        sys.stderr.write("Stopped, as you asked.\nNothing was done. You can start again.\n")
        return Exit.CANCELLED
    return command_line()


def _say_missing(missing: ImportError) -> int:
    # Not even the sentences can be trusted to load: English, from here.
    sys.stderr.write(f"A part of the program is missing: {missing.name}\n")
    sys.stderr.write("Install the program again. Your vault is not touched.\n")
    return Exit.INTERNAL


def _child(arguments: list[str]) -> _Body | None:
    # PLC0415: each child imports its own body and nothing of the others.
    match arguments:
        case [verb] if verb == READER_CHILD:
            from evidence_kit.reader.server import run as reader  # noqa: PLC0415

            return reader
        case [verb] if verb == VAULT_CHILD:
            from evidence_kit.service.server import run as vault  # noqa: PLC0415

            return vault
        case [verb] if verb == KEY_CHILD:
            from evidence_kit.crypto.kdf_child import run as key  # noqa: PLC0415

            return key
        case [verb] if verb == SEAL_CHILD:
            from evidence_kit.intake.sealing_child import run as seal  # noqa: PLC0415

            return seal
    return None


if __name__ == "__main__":
    sys.exit(main())
