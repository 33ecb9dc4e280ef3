# SPDX-License-Identifier: GPL-3.0-or-later
"""Proofs over the RFC 9162 tree, and their checks, which share no code with the making."""

import hmac
from collections.abc import Iterable, Sequence

from evidence_kit.crypto.merkle_tree import EMPTY_ROOT, node_hash


class Tree:
    """A finished tree that gives many proofs: each takes O(log n) hashes after one O(n) build.

    `_levels[k][i]` is the root over the leaves i * 2^k to (i + 1) * 2^k, where those are all there.
    """

    __slots__ = ("_levels", "size")

    def __init__(self, leaves: Iterable[bytes]) -> None:
        """Take leaf hashes."""
        level = list(leaves)
        self.size = len(level)
        self._levels = [level]
        while len(level) > 1:
            level = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
            self._levels.append(level)

    def root(self, size: int | None = None) -> bytes:
        """Return the root over all leaves, or over the first `size`."""
        size = self.size if size is None else size
        _require(0 <= size <= self.size)
        return self._range(0, size) if size else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """Return the proof that leaf `index` is among the first `size` (RFC 9162 2.1.3.1).

        Raises:
            ValueError: there is no such leaf.
        """
        size = self.size if size is None else size
        _require(0 <= index < size <= self.size)
        proof: list[bytes] = []
        begin, end = 0, size
        while end - begin > 1:
            middle = begin + _split(end - begin)
            if index < middle:
                proof.append(self._range(middle, end))
                end = middle
            else:
                proof.append(self._range(begin, middle))
                begin = middle
        return tuple(reversed(proof))

    def consistency_proof(self, first: int, size: int | None = None) -> tuple[bytes, ...]:
        """Return the proof that the first leaves begin the first `size` (RFC 9162 2.1.4.1).

        Raises:
            ValueError: there is no such earlier tree.
        """
        size = self.size if size is None else size
        _require(0 < first <= size <= self.size)
        proof: list[bytes] = []
        begin, end = 0, size
        while first < end:
            middle = begin + _split(end - begin)
            if first <= middle:
                proof.append(self._range(middle, end))
                end = middle
            else:
                proof.append(self._range(begin, middle))
                begin = middle
        if begin:  # otherwise this is the earlier root, which the verifier has
            proof.append(self._range(begin, end))
        return tuple(reversed(proof))

    def _range(self, begin: int, end: int) -> bytes:
        """Root over leaves `begin` to `end`; `begin` is a multiple of a power of two >= the length."""
        count = end - begin
        if count & (count - 1) == 0:
            level = count.bit_length() - 1
            return self._levels[level][begin >> level]
        middle = begin + _split(count)
        return node_hash(self._range(begin, middle), self._range(middle, end))


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return one proof that leaf `index` is in the tree over `leaves`; `Tree` gives many.

    Raises:
        ValueError: there is no such leaf.
    """
    return Tree(leaves).inclusion_proof(index)


def consistency_proof(first: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return one proof that the tree over the first leaves begins the tree over `leaves`.

    Raises:
        ValueError: there is no such earlier tree.
    """
    return Tree(leaves).consistency_proof(first)


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes
) -> bool:
    """Say whether the proof shows leaf `index` in the tree of `size` (RFC 9162 2.1.3.2)."""
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


def verify_consistency(
    sizes: tuple[int, int], roots: tuple[bytes, bytes], proof: Sequence[bytes]
) -> bool:
    """Say whether the tree of sizes[0] begins the tree of sizes[1] (RFC 9162 2.1.4.2).

    The empty tree begins every tree and needs no proof.
    """
    earlier, later = sizes
    if not 0 <= earlier <= later:
        return False
    if earlier == 0:
        return not proof and roots[0] == EMPTY_ROOT
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
    """Largest power of two below the size."""
    return 1 << ((size - 1).bit_length() - 1)


def _require(fits: bool) -> None:
    if not fits:
        msg = "no such leaf or tree"
        raise ValueError(msg)
