# SPDX-License-Identifier: GPL-3.0-or-later
"""`read PATH`: a file to record lines, without a vault and without writing anything."""

import hashlib
import os
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

from evidence_kit.domain.found_text import from_file_name
from evidence_kit.domain.progress import CancelToken
from evidence_kit.domain.reading import Choices
from evidence_kit.errors import Cancelled, EvidenceKitError, InputRefused
from evidence_kit.importers.source import blocks
from evidence_kit.limits import READER_FRAMES_AHEAD
from evidence_kit.reader.client import Reader
from evidence_kit.reader.file_source import FileSource

_UNDECIDED = Choices()


def files_under(path: Path) -> Iterator[Path]:
    """Yield a file, or the files of a folder in the order of their names; no links.

    Raises:
        InputRefused: there is no such file, or it is a link.
    """
    if path.is_symlink():
        raise InputRefused(reason="link", name=from_file_name(path.name).text)
    if not path.is_dir():
        yield path
        return
    for child in sorted(path.iterdir(), key=lambda child: os.fsencode(child.name)):
        if not child.is_symlink():
            yield from files_under(child)


def read_lines(path: Path, reader: Reader, choices: Choices = _UNDECIDED) -> Iterator[bytes]:
    """Yield blocks of record lines of one file: the source first, the summary last.

    Args:
        path: A plain file.
        reader: The reader process.
        choices: Zone and order of day and month, where the person chose them.

    Raises:
        InputRefused: it is no plain file or cannot be read.
        ReaderFailed: the reader process died or hung; lines already given stay true.
        UsageFault: there is no such zone.
    """
    with FileSource(path) as source:
        digest = hashlib.sha256()
        for block in blocks(source):
            digest.update(block)
        yield from _Lines(reader, source, path).read(digest.hexdigest(), choices)


class _Lines:
    """Turns the reader's calls into a stream, a few blocks at a time."""

    def __init__(self, reader: Reader, source: FileSource, path: Path) -> None:
        self._reader = reader
        self._source = source
        self._path = path
        self._blocks: queue.Queue[bytes | EvidenceKitError | None] = queue.Queue(
            READER_FRAMES_AHEAD
        )
        self._cancel = CancelToken()

    def read(self, sha256: str, choices: Choices) -> Iterator[bytes]:
        worker = threading.Thread(
            target=self._run, args=(sha256, choices), name="read", daemon=True
        )
        worker.start()
        try:
            while (got := self._blocks.get()) is not None:
                if isinstance(got, EvidenceKitError):
                    raise got
                yield got
        finally:
            self._cancel.cancel()
            while worker.is_alive():
                # Make room, so that a worker that waits to hand over can end.
                while not self._blocks.empty():
                    self._blocks.get_nowait()
                worker.join(0.05)

    def _run(self, sha256: str, choices: Choices) -> None:
        try:
            self._reader.interpret(
                self._source,
                from_file_name(self._path.name),
                sha256=sha256,
                size=self._source.size,
                choices=choices,
                on_lines=self._hand_over,
                cancel=self._cancel,
            )
        except Cancelled:
            pass
        except EvidenceKitError as error:
            self._blocks.put(error)
        self._blocks.put(None)

    def _hand_over(self, block: bytes) -> None:
        self._cancel.check()
        self._blocks.put(block)
