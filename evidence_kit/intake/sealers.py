# SPDX-License-Identifier: GPL-3.0-or-later
"""The sealing processes as an import sees them: given small files, they answer with sealed objects.

They live for one run: started while the person is still asked, given the key when the run begins, ended
with it. A process that dies costs nothing: what it had in hand is secured by threads instead.
"""

import os
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from evidence_kit.codec.faults import fault_from_plain
from evidence_kit.codec.frames import FrameKind, parse_json, read_frame, write_frame, write_json
from evidence_kit.codec.values import Plain
from evidence_kit.domain.digest import Digest
from evidence_kit.domain.ids import ObjectName
from evidence_kit.errors import Cancelled, EvidenceKitError, ReaderFailed
from evidence_kit.intake.local_file import file_time
from evidence_kit.intake.preparing import Prepared
from evidence_kit.limits import SEAL_CHILD_AHEAD, SEAL_CHILD_JOBS, SEAL_CHILDREN
from evidence_kit.vault.vault import StoredObject, Vault, WriteBatch

_GONE_SECONDS = 5.0
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: no console flashes up

_Process = subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file for a sealing process."""

    path: Path
    batch: WriteBatch
    on_read: Callable[[int], None]
    """Told the bytes, once they are secured."""
    by_thread: Callable[[], Future[Prepared]]
    """Secures the file in this process instead."""
    future: Future[Prepared]


class Sealers:
    """Starts sealing processes, and ends them."""

    def __init__(self, command: Sequence[str] | None) -> None:
        """Prepare; nothing is started yet.

        Args:
            command: starts a process that does `sealing_child.run`; None: threads do all the work.
        """
        self._command = None if command is None else tuple(command)
        self._started: list[_Process] = []
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the processes without waiting for them; they know no key yet."""
        with self._lock:
            if self._command is None or self._started:
                return
            try:
                while len(self._started) < SEAL_CHILDREN:
                    self._started.append(_start(self._command))
            except OSError:
                self._end()  # no room for more processes: threads do it all

    def begin(self, vault: Vault) -> "Sealing | None":
        """Give the processes to a run; None when there are none."""
        self.start()
        with self._lock:
            processes, self._started = self._started, []
        return Sealing(processes, vault) if processes else None

    def close(self) -> None:
        """End processes that no run has taken."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        for process in self._started:
            _stop(process)
        self._started.clear()


class Sealing:
    """The processes at work for one run; a context manager."""

    def __init__(self, processes: Sequence[_Process], vault: Vault) -> None:
        self._vault = vault
        self._waiting: deque[Job] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._alive = len(processes)
        self._threads = [
            threading.Thread(target=self._attend, args=(process,), name="sealer", daemon=True)
            for process in processes
        ]
        for thread in self._threads:
            thread.start()

    def secure(self, job: Job) -> None:
        """Have a file sealed, flushed and read back; its future tells the end of it."""
        with self._changed:
            if self._alive:
                self._waiting.append(job)
                self._changed.notify()
                return
        _by_thread(job)

    def close(self) -> None:
        """Begin nothing new, wait for what is in hand, end the processes."""
        with self._changed:
            self._closed = True
            left = list(self._waiting)
            self._waiting.clear()
            self._changed.notify_all()
        for job in left:
            job.future.set_exception(Cancelled())
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _attend(self, process: _Process) -> None:
        """Keep one process busy until the run ends, or it does."""
        begun: deque[list[Job]] = deque()
        try:
            self._introduce(process)
            while self._fill(process, begun):
                answers = _answers(process, len(begun[0]))
                for job, answer in zip(begun.popleft(), answers, strict=True):
                    _settle(job, answer)
        except (OSError, ValueError, KeyError, ReaderFailed):
            process.kill()
        finally:
            _stop(process)
            self._leave([job for portion in begun for job in portion])

    def _introduce(self, process: _Process) -> None:
        if process.stdin is None:
            raise ReaderFailed(reason="crashed")
        with self._vault.keys.identity.to_secret() as secret:
            write_frame(process.stdin, FrameKind.BINARY, secret.reveal())
        write_json(process.stdin, {"vault": os.fspath(self._vault.path)})

    def _fill(self, process: _Process, begun: deque[list[Job]]) -> bool:
        """Hand over portions; False when nothing is in hand and nothing will come."""
        while len(begun) < SEAL_CHILD_AHEAD and (portion := self._portion(wait=not begun)):
            begun.append(portion)
            jobs: list[Plain] = [[os.fspath(job.path), job.batch.folder] for job in portion]
            if process.stdin is None:
                raise ReaderFailed(reason="crashed")
            write_json(process.stdin, {"jobs": jobs})
        return bool(begun)

    def _portion(self, *, wait: bool) -> list[Job]:
        with self._changed:
            while wait and not self._waiting and not self._closed:
                self._changed.wait()
            count = min(SEAL_CHILD_JOBS, len(self._waiting))
            return [self._waiting.popleft() for _ in range(count)]

    def _leave(self, in_hand: list[Job]) -> None:
        """Let threads do what a process left undone; the last to leave takes all that waits."""
        with self._changed:
            self._alive -= 1
            if not self._alive:
                in_hand += self._waiting
                self._waiting.clear()
        for job in in_hand:
            _by_thread(job)


def _start(command: Sequence[str]) -> _Process:
    return subprocess.Popen(  # noqa: S603 -- our own executable, named by the caller
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=True,
        creationflags=_NO_WINDOW,
    )


def _stop(process: _Process) -> None:
    """Close its input, which ends it; one that does not end is killed."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:  # it died with something unread
                continue
    try:
        process.wait(_GONE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _answers(process: _Process, expected: int) -> "list[_Answer]":
    frame = None if process.stdout is None else read_frame(process.stdout)
    said = None if frame is None else parse_json(frame[1])
    done = said.get("done") if isinstance(said, dict) else None
    answers = [_answer(one) for one in done] if isinstance(done, list) else []
    if len(answers) != expected:
        raise ReaderFailed(reason="crashed")
    return answers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Secured:
    """What a process found of one file."""

    stored: StoredObject
    modified_ns: int
    temporary: Path


_Answer = _Secured | EvidenceKitError


def _answer(said: Plain) -> _Answer:
    if not isinstance(said, dict) or "code" in said:
        return fault_from_plain(said)
    stored = StoredObject(
        name=ObjectName(str(said["object"])),
        plain_sha256=str(said["sha256"]),
        plain_size=int(str(said["size"])),
        sealed_sha256=str(said["sealed_sha256"]),
        sealed_size=int(str(said["sealed_size"])),
    )
    return _Secured(
        stored=stored,
        modified_ns=int(str(said["modified_ns"])),
        temporary=Path(str(said["temporary"])),
    )


def _settle(job: Job, answer: _Answer) -> None:
    if isinstance(answer, EvidenceKitError):
        job.future.set_exception(answer)
        return
    stored = answer.stored
    writer = job.batch.take_over(stored, answer.temporary)
    job.on_read(stored.plain_size)
    job.future.set_result(
        Prepared(
            digest=Digest(stored.plain_sha256),
            size=stored.plain_size,
            modified=file_time(answer.modified_ns),
            writer=writer,
        )
    )


def _by_thread(job: Job) -> None:
    def over(done: Future[Prepared]) -> None:
        if done.cancelled():
            job.future.set_exception(Cancelled())
            return
        error = done.exception()
        if error is None:
            job.future.set_result(done.result())
        else:
            job.future.set_exception(error)

    job.by_thread().add_done_callback(over)
