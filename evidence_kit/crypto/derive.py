# SPDX-License-Identifier: GPL-3.0-or-later
"""One key per purpose out of the vault's seed, by a named label (HKDF-SHA-256, RFC 5869).

key = HKDF-SHA-256(ikm = seed, salt = none, info = label in ASCII). A purpose that needs one key per
thing adds a slash and the thing's id to the label; no label is the beginning of another.
"""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from evidence_kit.crypto.secret import Secret

LOG_SALTS = "evidence-kit/v1/log-salts"
"""Salts of the custody log's leaves."""
RECORD_SALTS = "evidence-kit/v1/record-salts"
"""Salts of the records of an interpretation. Takes an id: the same salt in two trees would let the
record shown from one tree be used to guess at the other."""
SIGNING = "evidence-kit/v1/signing-p256"
"""The 32 bytes that `signing.SigningKey.from_seed` takes."""


def derive(seed: Secret, label: str, length: int = 32) -> bytes:
    """Derive `length` bytes (at most 8,160) for one purpose; the label must be ASCII."""
    return hkdf(seed.reveal(), b"", label.encode("ascii"), length)


def hkdf(key: bytes, salt: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF-SHA-256; an empty salt means none."""
    return HKDF(SHA256(), length, salt or None, info).derive(key)
