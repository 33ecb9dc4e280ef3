# SPDX-License-Identifier: GPL-3.0-or-later
"""Who can open an age file: X25519 keys and passphrases (c2sp.org/age).

Post-quantum and other stanzas are not ours: they match nobody. One file never mixes a passphrase
with other stanzas; the specification forbids it.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from evidence_kit.crypto import bech32
from evidence_kit.crypto.age_header import FILE_KEY_SIZE, Stanza, base64_raw, from_base64_raw
from evidence_kit.crypto.derive import hkdf
from evidence_kit.crypto.errors import HeaderDamaged, WorkFactorTooHigh
from evidence_kit.crypto.secret import Secret

_X25519_INFO = b"age-encryption.org/v1/X25519"
_SCRYPT_LABEL = b"age-encryption.org/v1/scrypt"
_ZERO_NONCE = bytes(12)
_WRAPPED_SIZE = FILE_KEY_SIZE + 16
_WORK_FACTOR = re.compile(r"[1-9][0-9]{0,2}\Z")

WORK_FACTOR_MAX = 20
"""Highest scrypt log2(N) read from a file: 1 GiB of memory. A hostile file may ask for any."""


@dataclass(frozen=True, slots=True)
class ScryptParams:
    """Cost of a passphrase: scrypt with N = 2^log_n, r = 8, p = 1; 128 * 8 * N bytes of memory."""

    log_n: int


SCRYPT_DEFAULT = ScryptParams(18)
SCRYPT_HIGHEST = ScryptParams(20)
SCRYPT_CHEAPEST = ScryptParams(4)
"""Only for tests: no protection at all."""


def calibrate_scrypt(
    measure: Callable[[ScryptParams], float], target_seconds: float = 1.0
) -> ScryptParams:
    """Return the cost, between 2^18 and 2^20, that takes about the target on this computer."""
    chosen = SCRYPT_DEFAULT
    seconds = measure(chosen)
    while chosen.log_n < SCRYPT_HIGHEST.log_n and seconds * 2 <= target_seconds * 1.5:
        chosen = ScryptParams(chosen.log_n + 1)
        seconds *= 2  # scrypt's time is linear in N
    return chosen


class Wraps(Protocol):
    """Can wrap a file key."""

    def wrap(self, file_key: bytes) -> Stanza:
        """Return the stanza that lets the holder of the key open the file."""
        ...


class Unwraps(Protocol):
    """Can unwrap a file key."""

    def unwrap(self, stanzas: tuple[Stanza, ...]) -> bytes | None:
        """Return the file key, or None when no stanza is for this key."""
        ...


class Recipient:
    """An X25519 public key: age1..."""

    def __init__(self, public: bytes) -> None:
        self.public = public
        self._key = X25519PublicKey.from_public_bytes(public)

    @classmethod
    def from_string(cls, text: str) -> "Recipient":
        """Read age1...

        Raises:
            ValueError: not such a key.
        """
        prefix, data = bech32.decode(text)
        if prefix != "age" or len(data) != 32:
            msg = "not an age recipient"
            raise ValueError(msg)
        return cls(data)

    def __str__(self) -> str:
        return bech32.encode("age", self.public)

    def wrap(self, file_key: bytes) -> Stanza:
        """Wrap under a fresh share."""
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        key = hkdf(ephemeral.exchange(self._key), share + self.public, _X25519_INFO)
        body = ChaCha20Poly1305(key).encrypt(_ZERO_NONCE, file_key, None)
        return Stanza(args=("X25519", base64_raw(share)), body=body)


class Identity:
    """An X25519 secret key: AGE-SECRET-KEY-1..."""

    def __init__(self, secret: bytes) -> None:
        self._secret = Secret(secret)
        self._key = X25519PrivateKey.from_private_bytes(secret)
        self.recipient = Recipient(self._key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls) -> "Identity":
        """Make a fresh key."""
        return cls(secrets.token_bytes(32))

    @classmethod
    def from_string(cls, text: "Secret | str") -> "Identity":
        """Read AGE-SECRET-KEY-1...

        Raises:
            ValueError: not such a key.
        """
        plain = text.reveal().decode("ascii") if isinstance(text, Secret) else text
        prefix, data = bech32.decode(plain)
        if prefix != "AGE-SECRET-KEY-" or len(data) != 32:
            msg = "not an age identity"
            raise ValueError(msg)
        return cls(data)

    def to_secret(self) -> Secret:
        """Return AGE-SECRET-KEY-1... as a secret."""
        return Secret(bech32.encode("AGE-SECRET-KEY-", self._secret.reveal()).encode("ascii"))

    def unwrap(self, stanzas: tuple[Stanza, ...]) -> bytes | None:
        """Unwrap the first stanza that is for this key.

        Raises:
            HeaderDamaged: an X25519 stanza breaks the format.
        """
        for stanza in stanzas:
            if stanza.args[0] == "X25519":
                file_key = self._unwrap_one(stanza)
                if file_key is not None:
                    return file_key
        return None

    def _unwrap_one(self, stanza: Stanza) -> bytes | None:
        if len(stanza.args) != 2:
            raise HeaderDamaged(item="age header", why="x25519_arguments")
        share = from_base64_raw(stanza.args[1].encode("ascii"))
        if len(share) != 32 or len(stanza.body) != _WRAPPED_SIZE:
            raise HeaderDamaged(item="age header", why="x25519_size")
        try:
            shared = self._key.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError as error:
            raise HeaderDamaged(item="age header", why="x25519_low_order") from error
        key = hkdf(shared, share + self.recipient.public, _X25519_INFO)
        return _open_wrapped(key, stanza.body)


class Passphrase:
    """A passphrase, as recipient and as identity."""

    def __init__(
        self, secret: Secret, params: ScryptParams = SCRYPT_DEFAULT, ceiling: int = WORK_FACTOR_MAX
    ) -> None:
        self._secret = secret
        self._params = params
        self._ceiling = ceiling

    def wrap(self, file_key: bytes) -> Stanza:
        """Wrap under the passphrase with a fresh salt."""
        salt = secrets.token_bytes(16)
        key = self._derive(salt, self._params.log_n)
        body = ChaCha20Poly1305(key).encrypt(_ZERO_NONCE, file_key, None)
        return Stanza(args=("scrypt", base64_raw(salt), str(self._params.log_n)), body=body)

    def unwrap(self, stanzas: tuple[Stanza, ...]) -> bytes | None:
        """Unwrap a passphrase stanza.

        Raises:
            HeaderDamaged: it breaks the format, or is not alone.
            WorkFactorTooHigh: it asks for more work than the ceiling.
        """
        for stanza in stanzas:
            if stanza.args[0] == "scrypt":
                return self._unwrap_one(stanza)
        return None

    def _unwrap_one(self, stanza: Stanza) -> bytes | None:
        if len(stanza.args) != 3:
            raise HeaderDamaged(item="age header", why="scrypt_arguments")
        salt = from_base64_raw(stanza.args[1].encode("ascii"))
        if len(salt) != 16 or len(stanza.body) != _WRAPPED_SIZE:
            raise HeaderDamaged(item="age header", why="scrypt_size")
        if _WORK_FACTOR.match(stanza.args[2]) is None:
            raise HeaderDamaged(item="age header", why="scrypt_work_factor")
        log_n = int(stanza.args[2])
        if log_n > self._ceiling:
            raise WorkFactorTooHigh(limit="WORK_FACTOR_MAX", value=log_n, ceiling=self._ceiling)
        return _open_wrapped(self._derive(salt, log_n), stanza.body)

    def _derive(self, salt: bytes, log_n: int) -> bytes:
        kdf = Scrypt(salt=_SCRYPT_LABEL + salt, length=32, n=1 << log_n, r=8, p=1)
        return kdf.derive(self._secret.reveal())


def _open_wrapped(key: bytes, body: bytes) -> bytes | None:
    try:
        return ChaCha20Poly1305(key).decrypt(_ZERO_NONCE, body, None)
    except InvalidTag:
        return None
