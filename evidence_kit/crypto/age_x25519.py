# SPDX-License-Identifier: GPL-3.0-or-later
"""X25519 keys of age files (c2sp.org/age): who a file is for, and who opens it."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from evidence_kit.crypto import bech32
from evidence_kit.crypto.age_header import (
    FILE_KEY_SIZE,
    Stanza,
    base64_raw,
    damaged,
    from_base64_raw,
)
from evidence_kit.crypto.derive import hkdf
from evidence_kit.crypto.errors import KeyMalformed
from evidence_kit.crypto.secret import Secret

KEY_SIZE = 32
WRAPPED_SIZE = FILE_KEY_SIZE + 16
ZERO_NONCE = bytes(12)
"""Each wrap key is fresh and used once (c2sp.org/age)."""

_KIND = "X25519"
_INFO = b"age-encryption.org/v1/X25519"
_PUBLIC = "age"
_SECRET = "AGE-SECRET-KEY-"  # noqa: S105  # the prefix of every such key


class Recipient:
    """An X25519 public key: age1..."""

    __slots__ = ("_key", "public")

    def __init__(self, public: bytes) -> None:
        """Take the 32 bytes of the key."""
        self.public = public
        self._key = X25519PublicKey.from_public_bytes(public)

    @classmethod
    def from_string(cls, text: str) -> "Recipient":
        """Read age1...

        Raises:
            KeyMalformed: not such a key.
        """
        prefix, data = bech32.decode(text)
        if prefix != _PUBLIC or len(data) != KEY_SIZE:
            raise KeyMalformed(reason="not_a_recipient", name="age recipient")
        return cls(data)

    def __str__(self) -> str:
        return bech32.encode(_PUBLIC, self.public)

    def __repr__(self) -> str:
        return f"Recipient({self})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Recipient) and self.public == other.public

    def __hash__(self) -> int:
        return hash(self.public)

    def wrap(self, file_key: bytes) -> Stanza:
        """Wrap under a fresh share.

        Raises:
            KeyMalformed: a low-order point, which would wrap for everybody.
        """
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        try:
            shared = ephemeral.exchange(self._key)
        except ValueError as error:
            raise KeyMalformed(reason="low_order", name="age recipient") from error
        key = hkdf(shared, share + self.public, _INFO)
        body = ChaCha20Poly1305(key).encrypt(ZERO_NONCE, file_key, None)
        return Stanza(args=(_KIND, base64_raw(share)), body=body)


class Identity:
    """An X25519 secret key: AGE-SECRET-KEY-1..."""

    __slots__ = ("_key", "_secret", "recipient")

    def __init__(self, secret: bytes) -> None:
        """Take the 32 bytes of the key."""
        self._secret = Secret(secret)
        self._key = X25519PrivateKey.from_private_bytes(secret)
        self.recipient = Recipient(self._key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls) -> "Identity":
        """Make a fresh key."""
        return cls(secrets.token_bytes(KEY_SIZE))

    @classmethod
    def from_string(cls, text: Secret | str) -> "Identity":
        """Read AGE-SECRET-KEY-1..., exactly: upper case, nothing around it.

        Raises:
            KeyMalformed: not such a key; the error does not hold the text.
        """
        # Latin-1 takes any byte, so that no error of a decoder carries a secret away.
        plain = text.reveal().decode("latin-1") if isinstance(text, Secret) else text
        prefix, data = bech32.decode(plain)
        if prefix != _SECRET or len(data) != KEY_SIZE:
            raise KeyMalformed(reason="not_an_identity", name="age identity")
        return cls(data)

    def to_secret(self) -> Secret:
        """Return AGE-SECRET-KEY-1... as a secret."""
        return Secret(bech32.encode(_SECRET, self._secret.reveal()).encode("ascii"))

    def __repr__(self) -> str:
        return f"Identity(of {self.recipient})"

    def unwrap(self, stanzas: tuple[Stanza, ...]) -> bytes | None:
        """Unwrap the first stanza that is for this key; other kinds are passed over.

        Raises:
            HeaderDamaged: an X25519 stanza breaks the format.
        """
        for stanza in stanzas:
            if stanza.args[0] == _KIND:
                file_key = self._unwrap_one(stanza)
                if file_key is not None:
                    return file_key
        return None

    def _unwrap_one(self, stanza: Stanza) -> bytes | None:
        if len(stanza.args) != 2:
            raise damaged("x25519_arguments")
        share = from_base64_raw(stanza.args[1].encode("ascii"))
        if len(share) != KEY_SIZE or len(stanza.body) != WRAPPED_SIZE:
            raise damaged("x25519_size")
        try:
            shared = self._key.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError as error:
            raise damaged("x25519_low_order") from error
        return open_wrapped(hkdf(shared, share + self.recipient.public, _INFO), stanza.body)


def open_wrapped(wrap_key: bytes, body: bytes) -> bytes | None:
    """Return the file key, or None when it was wrapped under another key."""
    try:
        return ChaCha20Poly1305(wrap_key).decrypt(ZERO_NONCE, body, None)
    except InvalidTag:
        return None
