# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a sealed file forward: header lines first, then blocks; short reads are made whole."""

from collections.abc import Callable
from typing import BinaryIO, Protocol

_AHEAD = 1024
"""Bytes asked for at once while the header is read; one of ours has some 170 per recipient."""


class Readable(Protocol):
    """Anything that gives up to `size` bytes, and none only at its end."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes."""
        ...


class SealedInput:
    """The bytes of one sealed file in order, each seen once.

    What is hashed, parsed and decrypted is therefore one and the same reading of the disk.
    """

    def __init__(self, file: Readable, tap: Callable[[bytes], object] | None = None) -> None:
        """`tap` is given every byte read from the file, in order."""
        self._file = file
        self._tap = tap
        self._held = b""
        self.taken = 0
        """Bytes given out so far."""

    def line(self, ceiling: int) -> bytes:
        """Return the bytes up to and with the next line feed.

        Without a line feed within `ceiling` bytes, or before the end: what there is, without one.
        """
        searched = 0
        while True:
            found = self._held.find(b"\n", searched)
            if found >= 0 or len(self._held) >= ceiling:
                return self._give(min(found + 1, ceiling) if found >= 0 else ceiling)
            searched = len(self._held)
            more = self._read(_AHEAD)
            if not more:
                return self._give(searched)
            self._held += more

    def take(self, count: int) -> bytes:
        """Return `count` bytes; fewer only at the end of the file."""
        parts = [self._held[:count]]
        self._held = self._held[count:]
        wanted = count - len(parts[0])
        while wanted:
            more = self._read(wanted)
            if not more:
                break
            parts.append(more)
            wanted -= len(more)
        whole = b"".join(parts) if len(parts) > 1 else parts[0]
        self.taken += len(whole)
        return whole

    def _give(self, count: int) -> bytes:
        given, self._held = self._held[:count], self._held[count:]
        self.taken += len(given)
        return given

    def _read(self, count: int) -> bytes:
        data = self._file.read(count)
        if self._tap is not None:
            self._tap(data)
        return data


def read_fully(file: BinaryIO, count: int) -> bytes:
    """Return `count` bytes from where the file stands; fewer only at its end."""
    return SealedInput(file).take(count)
