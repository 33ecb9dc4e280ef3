# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: finds the verb, runs it, and turns every end into output and an exit code."""

import contextlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from evidence_kit import __version__
from evidence_kit.cli.arguments import PROGRAM, Declaration, HelpAsked
from evidence_kit.cli.complaints import two_lines
from evidence_kit.cli.console import Console, system_console
from evidence_kit.cli.envelope import envelope
from evidence_kit.cli.exits import Exit, exit_of
from evidence_kit.cli.interrupts import stopping
from evidence_kit.cli.overview import overview
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.cli.verbs.table import VERBS
from evidence_kit.clock import SystemClock
from evidence_kit.diagnostics import log
from evidence_kit.errors import Cancelled, EvidenceKitError, StorageFailed, UsageFault
from evidence_kit.i18n import LANGUAGES, Texts
from evidence_kit.paths import KEY_CHILD, SEAL_CHILD, own_command
from evidence_kit.service.session import Session
from evidence_kit.settings import system_language

_BY_NAME = {verb.name: verb for verb in VERBS}


def start_session() -> Session:
    """Return the session of a real run: this computer's clock, keys derived in a child."""
    return Session(
        clock=SystemClock(),
        key_command=own_command(KEY_CHILD),
        seal_command=own_command(SEAL_CHILD),
    )


def main(
    argv: Sequence[str] | None = None,
    *,
    console: Console | None = None,
    start: Callable[[], Session] = start_session,
) -> int:
    """Run one verb.

    Args:
        argv: arguments without the program's name; None takes those of the process.
        console: streams; None takes those of the process.
        start: makes the session that holds a vault.

    Returns:
        The exit code.
    """
    arguments = tuple(sys.argv[1:] if argv is None else argv)
    console = console or system_console()
    run = _Run(arguments=arguments, console=console, start=start)
    return int(run.whole())


@dataclass(slots=True, kw_only=True)
class _Run:
    """One run; what is known so far stands here, so that an early failure can still be said."""

    arguments: tuple[str, ...]
    console: Console
    start: Callable[[], Session]
    language: str = ""
    verb: str = ""

    def whole(self) -> Exit:
        """Run and never raise: every end has a code."""
        try:
            return self._dispatch()
        except EvidenceKitError as failure:
            return self._failed(failure)
        except KeyboardInterrupt:
            return self._failed(Cancelled())
        except Exception as failure:  # noqa: BLE001 -- the boundary: no traceback, no content
            log().error("verb %s failed: %s", self.verb, type(failure).__name__)
            return self._failed(EvidenceKitError(reason=type(failure).__name__))

    def _dispatch(self) -> Exit:
        try:
            return self._verb()
        except HelpAsked as asked:
            self._print(asked.text)
            return Exit.DONE
        finally:
            self.console.flush()

    def _verb(self) -> Exit:
        self.language = system_language()
        rest = self._take_options(self.arguments)
        if not rest:
            raise UsageFault(reason="missing", argument="VERB")
        self.verb, *left = rest
        verb = _BY_NAME.get(self.verb)
        if verb is None:
            raise UsageFault(reason="verb", argument=self.verb)
        t = self._sentences("cli")
        declaration = Declaration(verb.name, verb.summary(t), t)
        verb.declare(declaration)
        declaration.flag("--json", t("print one JSON object for programs"))
        found = declaration.parse(left)
        call = Call(
            arguments=found,
            console=self.console,
            t=t,
            w=self._sentences("wording"),
            start=self.start,
            json=found.json,
        )
        with stopping(call.cancel):
            answer = verb.run(call)
        return self._say(verb, call, answer)

    def _take_options(self, arguments: Sequence[str]) -> tuple[str, ...]:
        rest = list(arguments)
        while rest and rest[0].startswith("-"):
            option, equals, value = rest.pop(0).partition("=")
            if option == "--lang":
                self._choose_language(value if equals else (rest.pop(0) if rest else ""))
            elif option == "--version" and not equals:
                raise HelpAsked(f"{PROGRAM} {__version__}")
            elif option in ("-h", "--help") and not equals:
                self._help(rest)
            else:
                raise UsageFault(reason="unknown", argument=option)
        return tuple(rest)

    def _choose_language(self, language: str) -> None:
        if language not in LANGUAGES:
            raise UsageFault(reason="value", argument="--lang")
        self.language = language

    def _help(self, rest: list[str]) -> NoReturn:
        # `--help --lang nl` is as clear as the other way round.
        self._take_options(rest)
        raise HelpAsked(overview(self._sentences("cli"), VERBS))

    def _say(self, verb: Verb, call: Call, answer: Answer) -> Exit:
        self.console.progress("")
        if call.json and not verb.streams:
            self.console.write(envelope(verb.name, answer.outcome, answer.items, answer.failure))
            self._complain(answer.failure)
            return answer.exit
        for line in answer.lines:
            self.console.line(line)
        self.console.flush()
        self._complain(answer.failure)
        return answer.exit

    def _failed(self, failure: EvidenceKitError) -> Exit:
        self.console.progress("")
        code = exit_of(failure)
        verb = _BY_NAME.get(self.verb)
        if "--json" in self.arguments and not (verb is not None and verb.streams):
            outcome = "cancelled" if code is Exit.CANCELLED else "failed"
            with contextlib.suppress(StorageFailed):
                self.console.write(envelope(self.verb, outcome, failure=failure))
        with contextlib.suppress(StorageFailed):
            self.console.flush()
        self._complain(failure)
        return code

    def _complain(self, failure: EvidenceKitError | None) -> None:
        if failure is not None:
            for line in two_lines(self._sentences("cli"), self._sentences("wording"), failure):
                self.console.error(line)

    def _sentences(self, domain: str) -> Texts:
        return Texts(self.language or "en", domain)

    def _print(self, text: str) -> None:
        for line in text.rstrip("\n").split("\n"):
            self.console.line(line)
