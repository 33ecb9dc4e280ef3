# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks into a folder that anybody may have made: lists it, reads it, follows no link."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from evidence_kit.crypto.hashing import blocks
from evidence_kit.domain.progress import CancelToken, Progress, Report
from evidence_kit.errors import LimitReached, StorageFailed
from evidence_kit.limits import BAG_DEPTH_MAX, BAG_FILES_MAX, BAG_LINE_MAX

# O_NONBLOCK: a pipe put in a file's place must not make the check wait for ever.
_OPEN = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
    _OPEN |= getattr(os, _flag, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a folder holds; paths are relative, with slashes."""

    root: Path
    sizes: dict[str, int]
    """Plain files with their sizes in bytes."""
    links: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    """Devices, pipes and sockets."""
    unreadable: tuple[str, ...] = ()
    complete: bool = True
    """False when a ceiling was reached."""


def list_folder(root: Path) -> Listing:
    """List a folder and all below it; links are named, never followed.

    Raises:
        StorageFailed: the folder itself cannot be read.
    """
    sizes: dict[str, int] = {}
    links: list[str] = []
    odd: list[str] = []
    unreadable: list[str] = []
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
        except OSError as error:
            if not folder:
                raise StorageFailed(
                    path=os.fspath(root), errno=error.errno, action="read"
                ) from error
            unreadable.append(folder)
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_symlink():
                links.append(path)
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            elif entry.is_file(follow_symlinks=False):
                sizes[path] = entry.stat(follow_symlinks=False).st_size
            else:
                odd.append(path)
            if len(sizes) > BAG_FILES_MAX or path.count("/") > BAG_DEPTH_MAX:
                waiting.clear()
                return Listing(root=root, sizes=sizes, links=tuple(links), complete=False)
    return Listing(
        root=root,
        sizes=sizes,
        links=tuple(links),
        odd=tuple(odd),
        unreadable=tuple(unreadable),
    )


def open_inside(root: Path, path: str) -> BufferedReader:
    """Open a listed file for reading.

    Raises:
        OSError: it cannot be opened, or is a link or no plain file by now.
    """
    stream = os.fdopen(os.open(root / path, _OPEN), "rb")
    if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        return stream
    stream.close()
    raise OSError(errno.EINVAL, "not a plain file")


def read_small(root: Path, path: str, ceiling: int) -> bytes:
    """Read a whole file that must be small.

    Raises:
        OSError: it cannot be read.
        LimitReached: it is larger than the ceiling.
    """
    with open_inside(root, path) as stream:
        data = stream.read(ceiling + 1)
    if len(data) > ceiling:
        raise LimitReached(limit="bag_file", value=len(data), ceiling=ceiling)
    return data


def lines_of(root: Path, path: str) -> Iterator[bytes]:
    """Yield the lines of a file without their line ends, one at a time.

    Raises:
        OSError: it cannot be read.
        LimitReached: a line is longer than any of ours.
    """
    with open_inside(root, path) as stream:
        while line := stream.readline(BAG_LINE_MAX + 1):
            if len(line) > BAG_LINE_MAX:
                raise LimitReached(limit="bag_line", value=len(line), ceiling=BAG_LINE_MAX)
            yield line.removesuffix(b"\n")


class Counter:
    """Tells how many bytes were read, and stops when asked to."""

    def __init__(self, total: int, report: Report, cancel: CancelToken | None) -> None:
        self._total = total
        self._done = 0
        self._report = report
        self._cancel = cancel

    def add(self, count: int, name: str) -> None:
        """Count bytes.

        Raises:
            Cancelled: somebody asked to stop.
        """
        if self._cancel is not None:
            self._cancel.check()
        self._done += count
        self._report(
            Progress(stage="check", done=self._done, total=self._total, unit="bytes", name=name)
        )


def digests_of(
    root: Path, path: str, algorithms: frozenset[str], counter: Counter
) -> dict[str, str]:
    """Return digests of a file by algorithm, as hex; the file is read once.

    Raises:
        OSError: it cannot be read.
        Cancelled: somebody asked to stop.
    """
    digests = {name: hashlib.new(name, usedforsecurity=False) for name in sorted(algorithms)}
    with open_inside(root, path) as stream:
        for block in blocks(stream):
            for digest in digests.values():
                digest.update(block)
            counter.add(len(block), path)
    return {name: digest.hexdigest() for name, digest in digests.items()}
