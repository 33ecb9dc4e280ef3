# SPDX-License-Identifier: GPL-3.0-or-later
"""The vault process: keys, log, index and PDF; answers the window over a pipe.

Request {"id", "call", "arguments"} or {"id", "cancel"}; answer {"id", "progress"}, {"id", "value"} or
{"id", "fault"}. One thread works, one takes notes, one looks things up, so that browsing and
marking go on during an import. The end of input ends the process, which is the only honest wipe in Python.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO

from evidence_kit.codec.faults import fault_to_plain
from evidence_kit.codec.frames import parse_json, read_frame, write_json
from evidence_kit.codec.values import Plain, from_plain, to_plain
from evidence_kit.diagnostics import keep_memory_private, log
from evidence_kit.domain.progress import CancelToken, Progress
from evidence_kit.errors import EvidenceKitError, UsageFault
from evidence_kit.paths import KEY_CHILD, SEAL_CHILD, own_command
from evidence_kit.service.functions import BY_NAME, NOTING, WORKING
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task

PROGRESS_EVERY_SECONDS = 0.1
"""A window cannot show more, and a pipe full of reports would slow the work."""


def run(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Serve until the input ends."""
    keep_memory_private()
    with Session(
        key_command=own_command(KEY_CHILD), seal_command=own_command(SEAL_CHILD)
    ) as session:
        Server(session, stdout).serve(stdin)
    return 0


class Server:
    """Takes requests apart and sends answers."""

    def __init__(self, session: Session, stdout: BinaryIO) -> None:
        self._session = session
        self._stdout = stdout
        self._sending = threading.Lock()
        self._tasks: dict[int, CancelToken] = {}
        self._working = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
        self._noting = ThreadPoolExecutor(max_workers=1, thread_name_prefix="note")
        self._looking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="look")

    def serve(self, stdin: BinaryIO) -> None:
        """Read requests until the input ends; then stop the work in hand."""
        try:
            while (frame := read_frame(stdin)) is not None:
                self._take(parse_json(frame[1]))
        finally:
            self._session.ending = True
            for token in list(self._tasks.values()):
                token.cancel()
            for pool in (self._working, self._noting, self._looking):
                pool.shutdown(wait=True, cancel_futures=True)

    def _take(self, request: Plain) -> None:
        if not isinstance(request, dict) or not isinstance(request.get("id"), int):
            raise UsageFault(reason="request")
        number = int(str(request["id"]))
        if request.get("cancel"):
            token = self._tasks.get(number)
            if token is not None:
                token.cancel()
            return
        name = str(request.get("call"))
        token = self._tasks[number] = CancelToken()
        self._pool(name).submit(self._answer, number, name, request.get("arguments"), token)

    def _pool(self, name: str) -> ThreadPoolExecutor:
        if name in WORKING:
            return self._working
        return self._noting if name in NOTING else self._looking

    def _answer(self, number: int, name: str, arguments: Plain, token: CancelToken) -> None:
        try:
            value = self._call(number, name, arguments, token)
            self._send({"id": number, "value": to_plain(value)})
        except EvidenceKitError as error:
            self._send({"id": number, "fault": fault_to_plain(error)})
        except Exception as error:  # noqa: BLE001 -- the boundary: the window must get an answer
            log().error("call %s failed: %s", name, type(error).__name__)
            fault = EvidenceKitError(reason=type(error).__name__, call=name)
            self._send({"id": number, "fault": fault_to_plain(fault)})
        finally:
            self._tasks.pop(number, None)

    def _call(self, number: int, name: str, arguments: Plain, token: CancelToken) -> object:
        function = BY_NAME.get(name)
        if function is None:
            raise UsageFault(reason="unknown_call", argument=name)
        given = from_plain(arguments)
        if not isinstance(given, dict):
            raise UsageFault(reason="arguments", argument=name)
        task = Task(report=self._reporter(number), cancel=token)
        return function(self._session, task, **given)

    def _reporter(self, number: int) -> Callable[[Progress], None]:
        last = 0.0

        def report(progress: Progress) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= PROGRESS_EVERY_SECONDS or progress.done == progress.total:
                last = now
                self._send({"id": number, "progress": to_plain(progress)})

        return report

    def _send(self, answer: Plain) -> None:
        with self._sending:
            try:
                write_json(self._stdout, answer)
            except BrokenPipeError:
                for token in list(self._tasks.values()):
                    token.cancel()
