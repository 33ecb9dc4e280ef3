# SPDX-License-Identifier: GPL-3.0-or-later
"""Threads that secure files: two that compute, sixteen that wait for the disk.

A file goes through three steps: it is sealed, flushed, and read back. Reading back goes before sealing
the next, so that what was begun is soon done. Both computing threads keep their buffers for all files.
"""

import itertools
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import PriorityQueue
from types import TracebackType
from typing import Self, TypeVar

from evidence_kit.crypto.age import SealRoom
from evidence_kit.domain.progress import CancelToken
from evidence_kit.limits import COPY_BLOCK, FLUSH_THREADS, SEAL_THREADS, UNFLUSHED_MAX
from evidence_kit.vault.vault import ObjectWriter, StoredObject

_Found = TypeVar("_Found")
_END, _READ_BACK, _SEAL = range(3)


class Room:
    """The buffers of one computing thread."""

    __slots__ = ("block", "seal")

    def __init__(self) -> None:
        self.block = bytearray(COPY_BLOCK)
        """For the bytes of a file as they come."""
        self.seal = SealRoom()


Step = Callable[[Room], None]
OnBlock = Callable[[int], None]


class Workers:
    """The threads of one run; a context manager."""

    def __init__(self) -> None:
        self.halted = CancelToken()
        """Set when the run ends early: whoever computes looks at it."""
        self.rooms = 0
        """Buffers made so far."""
        self._steps: PriorityQueue[tuple[int, int, Step | None]] = PriorityQueue()
        self._order = itertools.count()
        self._unflushed = threading.BoundedSemaphore(UNFLUSHED_MAX)
        self._flushing = ThreadPoolExecutor(FLUSH_THREADS, thread_name_prefix="flush")
        self._threads = [
            threading.Thread(target=self._compute, name=f"seal-{number}", daemon=True)
            for number in range(SEAL_THREADS)
        ]
        for thread in self._threads:
            thread.start()

    def secure(
        self, seal: Callable[[Room], tuple[_Found, ObjectWriter | None]], on_block: OnBlock
    ) -> Future[_Found]:
        """Seal a file in one of the threads, then flush what was sealed, and read it back.

        Args:
            seal: returns what it found, and a finished object if there is something to keep.
            on_block: told the bytes of each block that was read back.

        Returns:
            What `seal` found, once it lies on the disk; or what went wrong in any step.
        """
        future: Future[_Found] = Future()

        def sealing(room: Room) -> None:
            self._unflushed.acquire()
            writer: ObjectWriter | None = None
            try:
                found, writer = seal(room)
            finally:
                if writer is None:
                    self._unflushed.release()
            if writer is None:
                future.set_result(found)
            else:
                self._flush(writer, future, found, on_block)

        self._put(_SEAL, _guarded(future, sealing))
        return future

    def settle(self, writer: ObjectWriter) -> Future[StoredObject]:
        """Flush a finished object and read it back."""
        future: Future[None] = Future()
        done: Future[StoredObject] = Future()

        def over(_future: Future[None]) -> None:
            error = future.exception()
            if error is not None:
                done.set_exception(error)
            elif writer.stored is not None:
                done.set_result(writer.stored)

        future.add_done_callback(over)
        self._unflushed.acquire()
        self._flush(writer, future, None, lambda _count: None)
        return done

    def _flush(
        self, writer: ObjectWriter, future: Future[_Found], found: _Found, on_block: OnBlock
    ) -> None:
        def reading_back(room: Room) -> None:
            writer.read_back(room.seal, on_block)
            future.set_result(found)

        def flushing() -> None:
            try:
                writer.flush()
            except BaseException as error:  # noqa: BLE001 -- it is raised where it is waited for
                future.set_exception(error)
            else:
                self._put(_READ_BACK, _guarded(future, reading_back))
            finally:
                self._unflushed.release()

        self._flushing.submit(flushing)

    def _put(self, rank: int, step: Step | None) -> None:
        self._steps.put((rank, next(self._order), step))

    def _compute(self) -> None:
        room = Room()
        self.rooms += 1
        while True:
            _, _, step = self._steps.get()
            if step is None:
                return
            step(room)

    def close(self) -> None:
        """End the threads; what is in hand stops at its next block, what waits is not begun."""
        self.halted.cancel()
        self._flushing.shutdown(wait=True, cancel_futures=True)
        for _ in self._threads:
            self._put(_END, None)
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


def _guarded(future: Future[_Found], step: Step) -> Step:
    """Let whoever waits have what goes wrong; a thread outlives any file."""

    def run(room: Room) -> None:
        try:
            step(room)
        except BaseException as error:  # noqa: BLE001 -- it is raised where it is waited for
            future.set_exception(error)

    return run
