# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree of RFC 9162 section 2.1 (SHA-256), over salted leaves.

leaf(i) = SHA-256(0x00 || SHA-256(salt_i || data_i)): a leaf can be shown without letting anybody
guess what stands behind it; entry + salt disclose one, and nothing else.
"""

import hashlib
import hmac
from collections.abc import Sequence

SALT_SIZE = 16
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def salted_leaf(salt: bytes, data: bytes) -> bytes:
    """leaf_hash(SHA-256(salt || data))."""
    return leaf_hash(hashlib.sha256(salt + data).digest())


def derive_salt(key: bytes, index: int) -> bytes:
    """First 16 bytes of HMAC-SHA-256(key, index as 8 bytes big endian)."""
    return hmac.digest(key, index.to_bytes(8, "big"), "sha256")[:SALT_SIZE]


class Frontier:
    """The tree while it grows: append a leaf, ask for the root, in O(log n) memory."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash (32 bytes)."""
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
        """Return the state: size and the peaks, largest first, as hex."""
        return self.size, tuple(peak.hex() for peak in self._peaks)

    @classmethod
    def from_hex(cls, size: int, peaks: Sequence[str]) -> "Frontier":
        """Take a state back.

        Raises:
            ValueError: the number of peaks does not fit the size.
        """
        if len(peaks) != size.bit_count():
            msg = "peaks do not fit the size"
            raise ValueError(msg)
        frontier = cls()
        frontier.size, frontier._peaks = size, [bytes.fromhex(peak) for peak in peaks]
        return frontier


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the proof that leaf `index` is in the tree over `leaves` (RFC 9162 2.1.3.1)."""
    if not 0 <= index < len(leaves):
        msg = "no such leaf"
        raise ValueError(msg)
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if index < split:
        return (*inclusion_proof(index, leaves[:split]), root(leaves[split:]))
    return (*inclusion_proof(index - split, leaves[split:]), root(leaves[:split]))


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes
) -> bool:
    """Check an inclusion proof (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    first, last, result = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if first & 1 or first == last:
            result = node_hash(sibling, result)
            while first and not first & 1:
                first >>= 1
                last >>= 1
        else:
            result = node_hash(result, sibling)
        first >>= 1
        last >>= 1
    return last == 0 and hmac.compare_digest(result, expected_root)


def consistency_proof(first: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the proof that the tree over the first leaves is a prefix (RFC 9162 2.1.4.1)."""
    if not 0 < first <= len(leaves):
        msg = "no such earlier size"
        raise ValueError(msg)
    return _subproof(first, leaves, whole=True)


def _subproof(first: int, leaves: Sequence[bytes], *, whole: bool) -> tuple[bytes, ...]:
    if first == len(leaves):
        return () if whole else (root(leaves),)
    split = _split(len(leaves))
    if first <= split:
        return (*_subproof(first, leaves[:split], whole=whole), root(leaves[split:]))
    return (*_subproof(first - split, leaves[split:], whole=False), root(leaves[:split]))


def verify_consistency(
    sizes: tuple[int, int], roots: tuple[bytes, bytes], proof: Sequence[bytes]
) -> bool:
    """Check that the tree of sizes[0] is a prefix of that of sizes[1] (RFC 9162 2.1.4.2)."""
    earlier, later = sizes
    if not 0 < earlier <= later:
        return False
    if earlier == later:
        return not proof and hmac.compare_digest(roots[0], roots[1])
    path = list(proof)
    if earlier & (earlier - 1) == 0:
        path.insert(0, roots[0])
    if not path:
        return False
    return _walk_consistency(earlier - 1, later - 1, path, roots)


def _walk_consistency(first: int, last: int, path: list[bytes], roots: tuple[bytes, bytes]) -> bool:
    while first & 1:
        first >>= 1
        last >>= 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while first and not first & 1:
                first >>= 1
                last >>= 1
        else:
            new = node_hash(new, sibling)
        first >>= 1
        last >>= 1
    return last == 0 and old == roots[0] and new == roots[1]


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)
