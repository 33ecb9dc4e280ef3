# SPDX-License-Identifier: GPL-3.0-or-later
"""One running reader process: its pipes, and a thread that waits on them so that we need not."""

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from evidence_kit.codec.frames import FrameKind, read_frame, write_frame, write_json
from evidence_kit.codec.values import Plain
from evidence_kit.domain.progress import CancelToken
from evidence_kit.errors import ReaderFailed
from evidence_kit.limits import READER_FRAMES_AHEAD

Frame = tuple[FrameKind, bytes]
_KEPT_ENVIRONMENT = ("SYSTEMROOT", "TEMP", "TMP")
"""Windows cannot start a program without the first, nor unpack a frozen one without the others."""
_LOOK_UP_SECONDS = 0.2
_GONE_SECONDS = 5.0


class Child:
    """A reader process from its start to its end."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it.

        Raises:
            ReaderFailed: it cannot be started.
        """
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_clean_environment(),
                cwd=Path(os.sep).absolute(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise ReaderFailed(reason="not_started") from error
        self._frames: queue.Queue[Frame | ReaderFailed | None] = queue.Queue(READER_FRAMES_AHEAD)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._receive, name="reader", daemon=True)
        self._thread.start()

    def send(self, value: Plain) -> None:
        """Send a JSON frame.

        Raises:
            ReaderFailed: the process is gone.
        """
        stdin = self._process.stdin
        if stdin is None:
            raise ReaderFailed(reason="crashed")
        try:
            write_json(stdin, value)
        except (OSError, ValueError) as error:
            raise ReaderFailed(reason="crashed") from error

    def send_bytes(self, data: bytes) -> None:
        """Send a binary frame.

        Raises:
            ReaderFailed: the process is gone.
        """
        stdin = self._process.stdin
        if stdin is None:
            raise ReaderFailed(reason="crashed")
        try:
            write_frame(stdin, FrameKind.BINARY, data)
            stdin.flush()
        except (OSError, ValueError) as error:
            raise ReaderFailed(reason="crashed") from error

    def receive(self, seconds: float, cancel: CancelToken | None) -> Frame:
        """Wait for a frame.

        Raises:
            ReaderFailed: the process hung, died or sent something else.
            Cancelled: the person stopped the work.
        """
        end = time.monotonic() + seconds
        while True:
            if cancel is not None:
                cancel.check()
            left = end - time.monotonic()
            try:
                got = self._frames.get(timeout=max(0.0, min(left, _LOOK_UP_SECONDS)))
            except queue.Empty:
                if left <= 0:
                    raise ReaderFailed(reason="hung") from None
                continue
            if got is None:
                raise ReaderFailed(reason="crashed")
            if isinstance(got, ReaderFailed):
                raise got
            return got

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_GONE_SECONDS)
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe is self._process.stdout:
                    self._thread.join(_GONE_SECONDS)
                if pipe is not None:
                    pipe.close()

    def _receive(self) -> None:
        stdout = self._process.stdout
        while stdout is not None and not self._stopping.is_set():
            try:
                frame = read_frame(stdout)
            except ReaderFailed as fault:
                self._hand_over(fault)
                return
            except (OSError, ValueError):
                frame = None
            self._hand_over(frame)
            if frame is None:
                return

    def _hand_over(self, got: Frame | ReaderFailed | None) -> None:
        while not self._stopping.is_set():
            try:
                self._frames.put(got, timeout=_LOOK_UP_SECONDS)
            except queue.Full:
                continue
            return


def _clean_environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    if sys.platform != "win32":
        kept = {"LC_ALL": "C.UTF-8"}
    return {**kept, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
