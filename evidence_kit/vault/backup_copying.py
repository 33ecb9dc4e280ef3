# SPDX-License-Identifier: GPL-3.0-or-later
"""Copying one file of a vault: written under a temporary name, flushed, read back, then named."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from evidence_kit.crypto.hashing import Sha256Stream, blocks, sha256_file
from evidence_kit.domain.progress import CancelToken, Progress, Report
from evidence_kit.errors import Damaged
from evidence_kit.export_door import storage_error
from evidence_kit.vault import fs
from evidence_kit.vault.layout import Layout


@dataclass(slots=True)
class Pace:
    """Says how far the work is, and stops it."""

    report: Report
    cancel: CancelToken
    stage: str = "copy"
    total: int = 0
    done: int = 0

    def begin(self, stage: str, total: int) -> None:
        """Begin a stage of so many bytes."""
        self.stage, self.total, self.done = stage, total, 0
        self.step(0)

    def step(self, size: int) -> None:
        """Report bytes that were worked through.

        Raises:
            Cancelled: somebody asked to stop.
        """
        self.cancel.check()
        self.done += size
        self.report(Progress(stage=self.stage, done=self.done, total=self.total, unit="bytes"))


@dataclass(slots=True)
class Copier:
    """Copies files from one vault's folder to another's."""

    source: Layout
    target: Layout
    pace: Pace
    copied: int = 0
    copied_bytes: int = 0
    _touched: set[Path] = field(default_factory=set)

    def copy(self, item: str, wanted: str | None, *, over: bool) -> bool:
        """Copy one file and read it back; say whether its bytes are what the log says.

        A file that is not what the log says never takes the place of another.

        Args:
            item: its path in the vault.
            wanted: SHA-256 that the log gives, where it gives one.
            over: a file stands there already, which is to be replaced.

        Raises:
            DiskFull, StorageFailed: the system refused.
            Damaged: the disk gave back other bytes than were written.
            Cancelled: somebody asked to stop.
        """
        temporary, place = self.target.temporary(), self.target.root / item
        try:
            digest = self._write(self.source.root / item, temporary)
            _see_same(item, digest_of(temporary), digest)
            fits = wanted in (None, digest)
            if over and not fits:
                fs.discard(temporary)
                return False
            self._name(temporary, place, over=over)
        except BaseException:
            fs.discard(temporary)
            raise
        self.copied += 1
        return fits

    def settle(self) -> None:
        """Make the names given so far last.

        Raises:
            StorageFailed: the system refused.
        """
        for folder in sorted(self._touched):
            fs.sync_folder(folder)
        self._touched.clear()

    def _write(self, origin: Path, temporary: Path) -> str:
        stream = Sha256Stream()
        with fs.open_regular(origin) as file:
            out = fs.create(temporary)
            try:
                for block in _reading(file, origin):
                    stream.update(block)
                    _put(out, block, temporary)
                    self.pace.step(len(block))
                fs.sync(out, temporary)
            finally:
                # A full disk refuses the last buffer once more; what matters was said by then.
                with contextlib.suppress(OSError):
                    out.close()
        self.copied_bytes += stream.size
        return stream.hexdigest()

    def _name(self, temporary: Path, place: Path, *, over: bool) -> None:
        if not place.parent.is_dir():
            fs.make_folder(place.parent)
        if over:
            fs.replace(temporary, place)
        else:
            fs.publish(temporary, place)
            self._touched.add(place.parent)


def _see_same(item: str, found: str, written: str) -> None:
    if found != written:
        raise Damaged(item=item, why="read_back_differs")


def digest_of(path: Path) -> str:
    """Return SHA-256 of a file as the disk gives it back.

    Raises:
        StorageFailed: it cannot be read.
        Damaged: something else stands there.
    """
    with fs.open_regular(path) as file:
        _from_the_disk(file)
        try:
            return sha256_file(file)[0]
        except OSError as error:
            raise storage_error(path, error, "read") from error


def _from_the_disk(file: BufferedReader) -> None:
    """Ask that the system forgets what it keeps of a file, so that the disk itself is read."""
    if hasattr(os, "posix_fadvise"):
        with contextlib.suppress(OSError):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _reading(file: BufferedReader, path: Path) -> Iterator[memoryview]:
    try:
        yield from blocks(file)
    except OSError as error:
        raise storage_error(path, error, "read") from error


def _put(out: BinaryIO, block: memoryview, path: Path) -> None:
    try:
        out.write(block)
    except OSError as error:
        raise storage_error(path, error, "write") from error
