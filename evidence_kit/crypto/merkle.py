# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree of RFC 9162 section 2.1 (SHA-256) over salted leaves. Byte for byte.

    salt(i)  = first 16 bytes of HMAC-SHA-256(key, i as 8 bytes big endian)
    leaf(i)  = SHA-256(0x00 || SHA-256(salt(i) || data(i)))
    node     = SHA-256(0x01 || left || right)

A leaf can be shown without letting anybody guess what stands behind it; data and salt disclose one,
and nothing else. Proofs and their checks: `merkle_proofs`.
"""

import hashlib
import hmac
from collections.abc import Iterable

from evidence_kit.crypto.merkle_proofs import (
    Tree,
    consistency_proof,
    inclusion_proof,
    verify_consistency,
    verify_inclusion,
)
from evidence_kit.crypto.merkle_tree import EMPTY_ROOT, HASH_SIZE, Frontier, leaf_hash, node_hash

__all__ = [
    "EMPTY_ROOT",
    "HASH_SIZE",
    "SALT_SIZE",
    "Frontier",
    "Tree",
    "consistency_proof",
    "derive_salt",
    "inclusion_proof",
    "leaf_hash",
    "node_hash",
    "root",
    "salted_leaf",
    "verify_consistency",
    "verify_inclusion",
]

SALT_SIZE = 16


def salted_leaf(salt: bytes, data: bytes) -> bytes:
    """Return leaf_hash(SHA-256(salt || data)).

    Raises:
        ValueError: the salt is not 16 bytes; with another length, a part of the data could be
            passed off as salt.
    """
    if len(salt) != SALT_SIZE:
        msg = "a salt has 16 bytes"
        raise ValueError(msg)
    return leaf_hash(hashlib.sha256(salt + data).digest())


def derive_salt(key: bytes, index: int) -> bytes:
    """Return the first 16 bytes of HMAC-SHA-256(key, index as 8 bytes big endian)."""
    return hmac.digest(key, index.to_bytes(8, "big"), "sha256")[:SALT_SIZE]


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes, in O(log n) memory."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()
