# SPDX-License-Identifier: GPL-3.0-or-later
"""ECDSA P-256 with SHA-256: what every stock openssl and every browser can check.

A signature by a key inside the vault shows that somebody who could open the vault made it; not who,
and not when. Why P-256: docs/decisions/003-ecdsa-p256.md.

Signatures are deterministic (RFC 6979) where OpenSSL 3.2 or newer stands behind `cryptography`, as
in its own wheels; elsewhere they carry a random nonce and check just the same. Whoever has a
signature can make a second one that is valid for the same bytes (r, n - s): a signature is never used
as a name or a fingerprint of what it signs.
"""

import hashlib

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from evidence_kit.crypto.errors import KeyMalformed

SEED_SIZE = 32

# Order of the group (SEC 2 version 2, section 2.4.2, secp256r1).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class SigningKey:
    """The vault's signing key."""

    __slots__ = ("_key",)

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        self._key = key

    @classmethod
    def from_seed(cls, seed: bytes) -> "SigningKey":
        """Make the key out of 32 secret bytes that serve nothing else (`derive.SIGNING`).

        The scalar is the first of SHA-256(seed), SHA-256(seed || 0x01), SHA-256(seed || 0x02), ...
        that, read big endian, is not zero and below the group's order. All but one in 2^32 seeds
        take the first.

        Raises:
            ValueError: not 32 bytes.
        """
        if len(seed) != SEED_SIZE:
            msg = "a seed has 32 bytes"
            raise ValueError(msg)
        return cls(ec.derive_private_key(_scalar(seed), ec.SECP256R1()))

    def sign(self, data: bytes) -> bytes:
        """Sign SHA-256 of the data; DER, as `openssl dgst -verify` takes it."""
        try:
            return self._key.sign(data, ec.ECDSA(SHA256(), deterministic_signing=True))
        except UnsupportedAlgorithm:
            return self._key.sign(data, ec.ECDSA(SHA256()))

    def public_pem(self) -> bytes:
        """Return the public key as PEM (SubjectPublicKeyInfo)."""
        return self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def public_der(self) -> bytes:
        """Return the public key as DER (SubjectPublicKeyInfo)."""
        return _der(self._key.public_key())

    def fingerprint(self) -> str:
        """Return SHA-256 of the public key's DER, 64 hex digits."""
        return hashlib.sha256(self.public_der()).hexdigest()


def fingerprint(public_pem: bytes) -> str:
    """Return SHA-256 of a public key's SubjectPublicKeyInfo DER, 64 hex digits.

    Raises:
        KeyMalformed: not a P-256 public key in PEM.
    """
    return hashlib.sha256(_der(_load(public_pem))).hexdigest()


def verify(public_pem: bytes, data: bytes, signature: bytes) -> bool:
    """Say whether the signature over the data was made with this key.

    Raises:
        KeyMalformed: not a P-256 public key in PEM.
    """
    try:
        _load(public_pem).verify(signature, data, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def _scalar(seed: bytes) -> int:
    counter = 0
    while True:
        tail = bytes([counter]) if counter else b""
        scalar = int.from_bytes(hashlib.sha256(seed + tail).digest(), "big")
        if 0 < scalar < _ORDER:
            return scalar
        counter += 1


def _der(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _load(public_pem: bytes) -> ec.EllipticCurvePublicKey:
    try:
        key = load_pem_public_key(public_pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyMalformed(reason="not_a_public_key", name="signing key") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeyMalformed(reason="not_p256", name="signing key")
    return key
