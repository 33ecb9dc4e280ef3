# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line in this process, with a cheap key derivation; the reader is the real child."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from evidence_kit.cli.console import Console
from evidence_kit.cli.main import main
from evidence_kit.clock import Clock
from evidence_kit.crypto.age import SCRYPT_CHEAPEST
from evidence_kit.service.session import Session

PASSPHRASE = "lantern otter gravel violin"
CHAT = """\
[23-10-2025 19:12:44] Rico: Hey Sam!
[23-10-2025 19:14:20] Sam: Hee, leuk
[24-10-2025 20:02:11] Rico: Maak 50 euro over naar NL91ABNA0417164300
[24-10-2025 20:05:00] Sam: Stop hiermee
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one run of the program said."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def complaint(self) -> list[str]:
        return self.err.splitlines()

    @property
    def object(self) -> dict[str, Any]:
        """The one object of --json."""
        assert self.out.count("\n") == 1
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found

    @property
    def items(self) -> list[dict[str, Any]]:
        found = self.object["items"]
        assert isinstance(found, list)
        return found


class Program(Protocol):
    def __call__(
        self,
        *arguments: str,
        stdin: bytes = b"",
        secrets: Sequence[str] | None = None,
    ) -> Said: ...


def program_of(clock: Clock) -> Program:
    """Return the program as a call; with `secrets` somebody at a terminal types these."""

    def run(*arguments: str, stdin: bytes = b"", secrets: Sequence[str] | None = None) -> Said:
        typed = iter(secrets or ())
        console = Console(
            stdin=io.BytesIO(stdin),
            stdout=io.BytesIO(),
            stderr=io.BytesIO(),
            interactive=secrets is not None,
            secret=lambda _question: next(typed),
        )
        code = main(
            ("--lang", "en", *arguments),
            console=console,
            start=lambda: Session(clock=clock, scrypt=SCRYPT_CHEAPEST),
        )
        return Said(code=code, out=_text(console.stdout), err=_text(console.stderr))

    return run


def _text(stream: object) -> str:
    assert isinstance(stream, io.BytesIO)
    return stream.getvalue().decode("utf-8")
