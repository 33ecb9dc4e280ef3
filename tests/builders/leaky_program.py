# SPDX-License-Identifier: GPL-3.0-or-later
"""The program with a leak put in on purpose, to show that the leak would be found.

python leaky_program.py --leak=KIND VERB ...
"""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from evidence_kit.__main__ import main
from evidence_kit.domain.custody import TextRef
from evidence_kit.reader.child import Child
from evidence_kit.vault.write_batch import WriteBatch


def _on_text(act: Callable[[str], object]) -> None:
    """Do something with every text that is to be sealed."""
    seal = WriteBatch.text

    def text(self: WriteBatch, words: Mapping[str, object]) -> TextRef:
        act(str(words))
        return seal(self, words)

    setattr(WriteBatch, "text", text)  # noqa: B010 -- mypy refuses it plain, and rightly


def _write_aside(words: str) -> None:
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write(words)


def _name_aside(words: str) -> None:
    start = max(0, words.find("kanarie"))
    os.mkfifo(Path(tempfile.mkdtemp()) / words[start : start + 60])


def _start(*command: str) -> None:
    subprocess.run(command, check=True)


def _served_aside() -> None:
    send = Child.send_bytes

    def send_bytes(self: Child, data: bytes) -> None:
        with (Path(tempfile.gettempdir()) / "cache").open("ab") as file:
            file.write(data)
        send(self, data)

    setattr(Child, "send_bytes", send_bytes)  # noqa: B010 -- as above


_LEAKS: dict[str, Callable[[], object]] = {
    "chat-text": lambda: _on_text(_write_aside),
    "file-name": lambda: _on_text(_name_aside),
    "argument": lambda: _on_text(lambda words: _start(sys.executable, "-c", "", words)),
    "program": lambda: _on_text(lambda _words: _start("/bin/true")),
    "socket": lambda: _on_text(lambda _words: socket.socket(socket.AF_INET).close()),
    "served-bytes": _served_aside,
}

if __name__ == "__main__":
    _LEAKS[sys.argv.pop(1).removeprefix("--leak=")]()
    sys.exit(main())
