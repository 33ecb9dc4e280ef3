# SPDX-License-Identifier: GPL-3.0-or-later
"""One key per purpose out of the vault's seed, by a named label (HKDF-SHA-256, RFC 5869)."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from evidence_kit.crypto.secret import Secret

LOG_SALTS = "evidence-kit/v1/log-salts"
RECORD_SALTS = "evidence-kit/v1/record-salts"
SIGNING = "evidence-kit/v1/signing-p256"


def derive(seed: Secret, label: str, length: int = 32) -> bytes:
    """Derive `length` bytes for one purpose; no salt, the label is the info."""
    return hkdf(seed.reveal(), b"", label.encode("ascii"), length)


def hkdf(key: bytes, salt: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF-SHA-256; an empty salt means none."""
    return HKDF(SHA256(), length, salt or None, info).derive(key)
