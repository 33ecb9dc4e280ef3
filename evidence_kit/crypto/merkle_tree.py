# SPDX-License-Identifier: GPL-3.0-or-later
"""Hashes of the RFC 9162 tree, and the tree while it grows."""

import hashlib
from collections.abc import Sequence

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: append a leaf, ask for the root, in O(log n) memory.

    It holds the roots of the whole subtrees, largest first: one per 1-bit of the size.
    """

    __slots__ = ("_peaks", "size")

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash (32 bytes).

        Raises:
            ValueError: it is not 32 bytes.
        """
        _check(leaf)
        self._peaks.append(leaf)
        index = self.size
        while index & 1:
            right = self._peaks.pop()
            self._peaks.append(node_hash(self._peaks.pop(), right))
            index >>= 1
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._peaks:
            return EMPTY_ROOT
        result = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            result = node_hash(peak, result)
        return result

    def copy(self) -> "Frontier":
        """Return an independent copy."""
        twin = Frontier()
        twin.size, twin._peaks = self.size, list(self._peaks)
        return twin

    def to_hex(self) -> tuple[int, tuple[str, ...]]:
        """Return the state: size and the subtree roots, largest first, as hex."""
        return self.size, tuple(peak.hex() for peak in self._peaks)

    @classmethod
    def from_hex(cls, size: int, peaks: Sequence[str]) -> "Frontier":
        """Take a state back.

        Raises:
            ValueError: the subtree roots do not fit the size, or are no hashes.
        """
        if size < 0 or len(peaks) != size.bit_count():
            msg = "peaks do not fit the size"
            raise ValueError(msg)
        frontier = cls()
        frontier.size, frontier._peaks = size, [_check(bytes.fromhex(peak)) for peak in peaks]
        return frontier


def _check(value: bytes) -> bytes:
    if len(value) != HASH_SIZE:
        msg = "a hash has 32 bytes"
        raise ValueError(msg)
    return value
