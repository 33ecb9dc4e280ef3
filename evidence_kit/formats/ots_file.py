# SPDX-License-Identifier: GPL-3.0-or-later
"""The head of an OpenTimestamps proof: that it is one, and which fingerprint it is about.

As the OpenTimestamps client writes a detached proof: magic, version, a digest kind, the digest, and then
operations and attestations. Those are not looked at: judging them takes the Bitcoin block chain.
"""

from typing import Final

MAGIC: Final = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
_VERSION: Final = 1
_SHA256: Final = 0x08
_SHA256_SIZE: Final = 32


def is_proof(untrusted: bytes) -> bool:
    """Say whether bytes begin as a proof does, with something behind it."""
    return untrusted.startswith(MAGIC) and len(untrusted) > len(MAGIC) + 2


def sha256_in(untrusted: bytes) -> str | None:
    """Return the SHA-256 a proof is about, 64 hex digits; None when it is of another kind."""
    version, kind = untrusted[len(MAGIC) : len(MAGIC) + 2]
    digest = untrusted[len(MAGIC) + 2 :][:_SHA256_SIZE]
    if (version, kind, len(digest)) != (_VERSION, _SHA256, _SHA256_SIZE):
        return None
    return digest.hex()
