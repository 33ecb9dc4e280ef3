# SPDX-License-Identifier: GPL-3.0-or-later
"""The chunks of an age payload: 64 KiB of ChaCha20-Poly1305 each (STREAM, c2sp.org/age).

The nonce counts the chunks and says which is the last, so that reordering, cutting and appending are
all found. One chunk opens without the others: that is what makes seeking cheap.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from evidence_kit.crypto.age_input import SealedInput
from evidence_kit.crypto.derive import hkdf
from evidence_kit.crypto.errors import HeaderDamaged, PayloadDamaged

CHUNK = 1 << 16
TAG = 16
SEALED_CHUNK = CHUNK + TAG
SALT_SIZE = 16
"""The specification calls these 16 bytes before the payload its nonce."""


class ChunkCipher:
    """The cipher of one payload."""

    def __init__(self, file_key: bytes, salt: bytes) -> None:
        self._aead = ChaCha20Poly1305(hkdf(file_key, salt, b"payload"))
        # cryptography 47 and later write into a buffer of ours; 46 has only encrypt and decrypt.
        self._encrypt_into = getattr(self._aead, "encrypt_into", None)
        self._decrypt_into = getattr(self._aead, "decrypt_into", None)

    def seal_into(self, index: int, plain: memoryview, into: memoryview, *, last: bool) -> None:
        """Seal one chunk; `into` is exactly TAG bytes longer."""
        if self._encrypt_into is not None:
            self._encrypt_into(_nonce(index, last=last), plain, None, into)
        else:
            into[:] = self._aead.encrypt(_nonce(index, last=last), plain, None)

    def open(self, index: int, sealed: bytes | memoryview, *, last: bool) -> bytes:
        """Open one chunk.

        Raises:
            PayloadDamaged: it does not authenticate at this place.
        """
        try:
            return self._aead.decrypt(_nonce(index, last=last), sealed, None)
        except InvalidTag as error:
            raise PayloadDamaged(item="age payload", why="chunk", chunk=index) from error

    def open_into(self, index: int, sealed: memoryview, into: memoryview, *, last: bool) -> None:
        """Open one chunk; `into` is exactly TAG bytes shorter. Raises as `open`."""
        if self._decrypt_into is None:
            into[:] = self.open(index, sealed, last=last)
            return
        try:
            self._decrypt_into(_nonce(index, last=last), sealed, None, into)
        except InvalidTag as error:
            raise PayloadDamaged(item="age payload", why="chunk", chunk=index) from error


def read_salt(source: SealedInput) -> bytes:
    """Read the bytes that stand between header and chunks.

    Raises:
        HeaderDamaged: the file ends before them.
    """
    salt = source.take(SALT_SIZE)
    if len(salt) != SALT_SIZE:
        raise HeaderDamaged(item="age payload", why="no_nonce")
    return salt


def _nonce(index: int, *, last: bool) -> bytes:
    """11 bytes counter, big endian; 1 byte that says whether it is the last."""
    return (index << 8 | last).to_bytes(12, "big")
