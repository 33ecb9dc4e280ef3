# SPDX-License-Identifier: GPL-3.0-or-later
"""The window's end of the pipe to the vault process."""

import contextlib
import itertools
import subprocess
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass

from evidence_kit.codec.faults import fault_from_plain
from evidence_kit.codec.frames import parse_json, read_frame, write_json
from evidence_kit.codec.values import Plain, from_plain, to_plain
from evidence_kit.domain.progress import CancelToken, Progress, Report, silent
from evidence_kit.errors import EvidenceKitError, ReaderFailed
from evidence_kit.paths import VAULT_CHILD, own_command

CANCEL_POLL_SECONDS = 0.05
"""How often a waiting call looks whether the person gave up."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A call that waits for its answer, and for whose."""

    future: Future[object]
    report: Report
    child: "subprocess.Popen[bytes]"


class VaultClient:
    """Calls functions of the vault process; safe from several threads, never from the window's."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        self._command = tuple(command or own_command(VAULT_CHILD))
        self._child: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)
        self._waiting: dict[int, _Waiting] = {}
        self._lock = threading.Lock()

    def call(self, name: str, /, **arguments: object) -> object:
        """Call a function and wait for its value.

        Raises:
            EvidenceKitError: the named error that the function raised, or ReaderFailed when the
                vault process ended.
        """
        return self.call_with(name, silent, CancelToken(), **arguments)

    def call_with(
        self, name: str, report: Report, cancel: CancelToken, /, **arguments: object
    ) -> object:
        """Call a function, pass its progress on and stop it when asked."""
        number, future = self._ask(name, arguments, report)
        told = False
        while True:
            try:
                return future.result(timeout=CANCEL_POLL_SECONDS)
            except FutureTimeout:
                if future.done():
                    raise
                if cancel.cancelled and not told:
                    told = True
                    self._send({"id": number, "cancel": True})

    def close(self, *, patience_seconds: float = 3.0) -> None:
        """End the vault process: it stops after the file in hand, or is killed."""
        with self._lock:
            child, self._child = self._child, None
        if child is None:
            return
        if child.stdin is not None:
            with contextlib.suppress(OSError):
                child.stdin.close()
        try:
            child.wait(timeout=patience_seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    @property
    def running(self) -> bool:
        """Whether the vault process lives."""
        return self._child is not None and self._child.poll() is None

    def _ask(
        self, name: str, arguments: dict[str, object], report: Report
    ) -> tuple[int, Future[object]]:
        number = next(self._numbers)
        future: Future[object] = Future()
        plain = to_plain(arguments)
        with self._lock:
            self._waiting[number] = _Waiting(future, report, self._start())
        self._send({"id": number, "call": name, "arguments": plain})
        return number, future

    def _start(self) -> "subprocess.Popen[bytes]":
        if self._child is not None and self._child.poll() is None:
            return self._child
        child = subprocess.Popen(  # noqa: S603 -- our own executable
            list(self._command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, close_fds=True
        )
        self._child = child
        threading.Thread(target=self._receive, args=(child,), daemon=True, name="vault").start()
        return child

    def _send(self, request: Plain) -> None:
        with self._lock:
            child = self._child
            if child is None or child.stdin is None:
                raise ReaderFailed(reason="vault_process_ended")
            try:
                write_json(child.stdin, request)
            except OSError as error:
                raise ReaderFailed(reason="vault_process_ended") from error

    def _receive(self, child: "subprocess.Popen[bytes]") -> None:
        stdout = child.stdout
        try:
            while stdout is not None and (frame := read_frame(stdout)) is not None:
                self._deliver(parse_json(frame[1]))
        except EvidenceKitError:
            child.kill()
        finally:
            for pipe in (stdout, child.stdin):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            child.wait()
            self._fail_waiting(child)

    def _deliver(self, answer: Plain) -> None:
        if not isinstance(answer, dict):
            return
        number = answer.get("id")
        waiting = self._waiting.get(number) if isinstance(number, int) else None
        if waiting is None:
            return
        if "progress" in answer:
            progress = from_plain(answer["progress"])
            if isinstance(progress, Progress):
                waiting.report(progress)
            return
        with self._lock:
            self._waiting.pop(int(str(number)), None)
        if "fault" in answer:
            waiting.future.set_exception(fault_from_plain(answer["fault"]))
            return
        try:
            waiting.future.set_result(from_plain(answer.get("value")))
        except EvidenceKitError as error:
            waiting.future.set_exception(error)

    def _fail_waiting(self, child: "subprocess.Popen[bytes]") -> None:
        with self._lock:
            numbers = [n for n, waiting in self._waiting.items() if waiting.child is child]
            lost = [self._waiting.pop(number) for number in numbers]
        for waiting in lost:
            waiting.future.set_exception(ReaderFailed(reason="vault_process_ended"))
