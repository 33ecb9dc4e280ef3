# SPDX-License-Identifier: GPL-3.0-or-later
"""ECDSA P-256 with SHA-256: what every stock openssl and every browser can check.

A signature by a key inside the vault shows that somebody who could open the vault made it; not who,
and not when. Signatures are deterministic (RFC 6979) where OpenSSL 3.2 or newer stands behind
`cryptography`; elsewhere they carry a random nonce and check just the same.
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

# Order of the group (SEC 2, secp256r1).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class SigningKey:
    """The vault's signing key."""

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        self._key = key

    @classmethod
    def from_seed(cls, seed: bytes) -> "SigningKey":
        """Make the key out of 32 secret bytes.

        The scalar is the first of SHA-256(seed), SHA-256(seed || 0x01), ... that is below the
        group's order and not zero.
        """
        counter = 0
        while True:
            tail = bytes([counter]) if counter else b""
            scalar = int.from_bytes(hashlib.sha256(seed + tail).digest(), "big")
            if 0 < scalar < _ORDER:
                return cls(ec.derive_private_key(scalar, ec.SECP256R1()))
            counter += 1

    def sign(self, data: bytes) -> bytes:
        """Sign SHA-256 of the data; DER, as `openssl dgst -verify` takes it."""
        try:
            return self._key.sign(data, ec.ECDSA(SHA256(), deterministic_signing=True))
        except UnsupportedAlgorithm:
            return self._key.sign(data, ec.ECDSA(SHA256()))

    def public_pem(self) -> bytes:
        """Return the public key as PEM (SubjectPublicKeyInfo)."""
        return self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def fingerprint(self) -> str:
        """Return SHA-256 of the public key's DER, 64 hex digits."""
        return fingerprint(self.public_pem())


def fingerprint(public_pem: bytes) -> str:
    """Return SHA-256 of a public key's SubjectPublicKeyInfo DER, 64 hex digits.

    Raises:
        ValueError: not a P-256 public key in PEM.
    """
    der = _load(public_pem).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def verify(public_pem: bytes, data: bytes, signature: bytes) -> bool:
    """Say whether the signature over the data was made with this key.

    Raises:
        ValueError: not a P-256 public key in PEM.
    """
    try:
        _load(public_pem).verify(signature, data, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def _load(public_pem: bytes) -> ec.EllipticCurvePublicKey:
    try:
        key = load_pem_public_key(public_pem)
    except UnsupportedAlgorithm as error:
        msg = "unsupported key"
        raise ValueError(msg) from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        msg = "not a P-256 key"
        raise ValueError(msg)  # noqa: TRY004 -- the bytes are wrong, not the caller's type
    return key
