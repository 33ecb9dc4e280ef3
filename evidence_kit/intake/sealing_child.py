# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that secures small files: hash, seal, flush, read back; it decides and logs nothing.

In one process threads share one interpreter, and for small files they wait for it as long as they
work. Frames are those of `codec.frames`. First comes one binary frame with the secret key of the
vault's objects, then {"vault": path}; then portions of files, {"jobs": [[path, folder], ...]}, each
answered by {"done": [answer, ...]} in the same order. An answer is a fault (`codec.faults`), or what
was found and where the sealed file lies. The end of the input ends the process.
"""

import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import BinaryIO

from evidence_kit.codec.faults import fault_to_plain
from evidence_kit.codec.frames import FrameKind, parse_json, read_frame, write_json
from evidence_kit.codec.values import Plain
from evidence_kit.crypto.age import Identity
from evidence_kit.crypto.secret import Secret
from evidence_kit.errors import EvidenceKitError
from evidence_kit.intake.local_file import LocalFile
from evidence_kit.intake.workers import Room
from evidence_kit.limits import SEAL_CHILD_FLUSH_THREADS
from evidence_kit.vault.vault import ObjectWriter, SealingPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sealed:
    """A file that waits for its flush."""

    writer: ObjectWriter
    modified_ns: int
    flushed: Future[None]


_Begun = _Sealed | EvidenceKitError


def run(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Serve until the parent closes the pipe.

    Returns:
        The exit code: 0 after a proper end, 2 when there was no proper beginning.
    """
    place = _place(stdin)
    if place is None:
        return 2
    waiting: SimpleQueue[list[list[str]] | None] = SimpleQueue()
    threading.Thread(target=_receive, args=(stdin, waiting), daemon=True).start()
    with ThreadPoolExecutor(SEAL_CHILD_FLUSH_THREADS) as pool:
        Sealing(place, pool).serve(waiting, stdout)
    return 0


class Sealing:
    """Seals a portion while the one before it is flushed, then reads that one back."""

    def __init__(self, place: SealingPlace, pool: ThreadPoolExecutor) -> None:
        self._place, self._pool = place, pool
        self._room = Room()

    def serve(self, waiting: "SimpleQueue[list[list[str]] | None]", stdout: BinaryIO) -> None:
        """Take portions until there is a None; what was begun is answered."""
        begun: deque[list[_Begun]] = deque()
        going_on = True
        while going_on or begun:
            jobs: list[list[str]] | None = None
            if going_on:
                try:
                    jobs = waiting.get(block=not begun)
                    going_on = jobs is not None
                except Empty:
                    pass
            if jobs is not None:
                begun.append([self._begin(path, folder) for path, folder in jobs])
            if begun and (jobs is None or len(begun) > 1):
                write_json(stdout, {"done": [self._end(one) for one in begun.popleft()]})

    def _begin(self, path: str, folder: str) -> _Begun:
        try:
            with LocalFile(Path(path)) as file:
                writer = self._place.new_object(self._room.seal, folder)
                try:
                    for block in file.blocks(self._room.block):
                        writer.write(block)
                    writer.finish()
                except BaseException:
                    writer.abort()
                    raise
                return _Sealed(
                    writer=writer,
                    modified_ns=file.modified_ns,
                    flushed=self._pool.submit(writer.flush),
                )
        except EvidenceKitError as error:
            return error

    def _end(self, begun: _Begun) -> Plain:
        if isinstance(begun, EvidenceKitError):
            return fault_to_plain(begun)
        try:
            begun.flushed.result()
            stored = begun.writer.read_back(self._room.seal)
        except EvidenceKitError as error:
            begun.writer.abort()
            return fault_to_plain(error)
        return {
            "object": stored.name,
            "sha256": stored.plain_sha256,
            "size": stored.plain_size,
            "sealed_sha256": stored.sealed_sha256,
            "sealed_size": stored.sealed_size,
            "modified_ns": begun.modified_ns,
            "temporary": str(begun.writer.temporary),
        }


def _place(stdin: BinaryIO) -> SealingPlace | None:
    key, vault = read_frame(stdin), read_frame(stdin)
    if key is None or vault is None or key[0] is not FrameKind.BINARY:
        return None
    said = parse_json(vault[1])
    root = said.get("vault") if isinstance(said, dict) else None
    if not isinstance(root, str):
        return None
    with Secret(key[1]) as secret:
        return SealingPlace(Path(root), Identity.from_string(secret))


def _receive(stdin: BinaryIO, waiting: "SimpleQueue[list[list[str]] | None]") -> None:
    try:
        for jobs in _portions(stdin):
            waiting.put(jobs)
    finally:
        waiting.put(None)


def _portions(stdin: BinaryIO) -> Iterator[list[list[str]]]:
    while (frame := read_frame(stdin)) is not None:
        said = parse_json(frame[1])
        jobs = said.get("jobs") if isinstance(said, dict) else None
        if isinstance(jobs, list):
            yield [[str(part) for part in job] for job in jobs if isinstance(job, list)]
