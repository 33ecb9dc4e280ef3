# SPDX-License-Identifier: GPL-3.0-or-later
"""age v1 files (c2sp.org/age): the door to sealing and opening.

A published format with an official suite of test vectors; every file opens with the stock `age`
program and the passphrase or the printed key, without us. Why: docs/decisions/002-age-files.md.

Below this door: `age_header` (the text), `age_x25519` and `age_scrypt` (who opens it), `age_chunks`,
`age_writer`, `age_stream`, `age_reader` and `age_read_back` (the payload), `age_armor`.
"""

import hashlib
import io
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from evidence_kit.crypto.age_armor import dearmor
from evidence_kit.crypto.age_chunks import CHUNK, SALT_SIZE, TAG, ChunkCipher, read_salt
from evidence_kit.crypto.age_header import FILE_KEY_SIZE, encode_header
from evidence_kit.crypto.age_input import Readable, SealedInput
from evidence_kit.crypto.age_keys import Unwraps, Wraps, mixes_passphrase, unwrap_file_key
from evidence_kit.crypto.age_read_back import ReadBack, read_back
from evidence_kit.crypto.age_reader import SealedReader
from evidence_kit.crypto.age_room import SealRoom
from evidence_kit.crypto.age_scrypt import (
    SCRYPT_CHEAPEST,
    SCRYPT_DEFAULT,
    SCRYPT_HIGHEST,
    Passphrase,
    ScryptParams,
    calibrate_scrypt,
    work_factor,
)
from evidence_kit.crypto.age_stream import open_chunks
from evidence_kit.crypto.age_writer import ChunkWriter, Sink
from evidence_kit.crypto.age_x25519 import Identity, Recipient
from evidence_kit.crypto.secret import Secret
from evidence_kit.limits import WORK_FACTOR_MAX

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = [
    "SCRYPT_CHEAPEST",
    "SCRYPT_DEFAULT",
    "SCRYPT_HIGHEST",
    "AuthenticatedSeal",
    "Identity",
    "Passphrase",
    "ReadBack",
    "Recipient",
    "ScryptParams",
    "SealRoom",
    "SealedDigest",
    "SealedReader",
    "Sealer",
    "Sink",
    "Unwraps",
    "Wraps",
    "authenticate_sealed",
    "calibrate_scrypt",
    "dearmor",
    "decrypt_stream",
    "open_bytes",
    "open_sealed",
    "open_with_passphrase",
    "read_back",
    "seal_bytes",
    "seal_with_passphrase",
    "sealed_size",
    "verify_sealed",
    "work_factor",
]


_CHUNKS_FOR_ONE = 1
"""Room for a file that is sealed by itself: most of these are a few kilobytes."""


class Sealer:
    """Seals a stream: header at once, chunks as bytes come, the last chunk on `close`.

    One megabyte at a time is a good block. As a context manager it closes when all went well; after
    an error it writes no end, so that what stands there can never pass for the whole.
    """

    def __init__(
        self, out: Sink, recipients: Sequence[Wraps], room: SealRoom | None = None
    ) -> None:
        """Begin a file in `out`, which stays the caller's to close.

        Args:
            out: takes the sealed bytes, the header with the first of them.
            recipients: who will open it.
            room: lent until this is closed; without, some is made.

        Raises:
            ValueError: no recipient, or a passphrase beside others (the format forbids it).
            OSError: `out` fails.
        """
        file_key = secrets.token_bytes(FILE_KEY_SIZE)
        salt = secrets.token_bytes(SALT_SIZE)
        stanzas = tuple(recipient.wrap(file_key) for recipient in recipients)
        if not stanzas or mixes_passphrase(stanzas):
            msg = "one passphrase, or one or more recipients"
            raise ValueError(msg)
        head = encode_header(stanzas, file_key) + salt
        cipher = ChunkCipher(file_key, salt)
        room = room or SealRoom(_CHUNKS_FOR_ONE)
        self._chunks: ChunkWriter | None = ChunkWriter(out, cipher, head, room)

    def write(self, data: "ReadableBuffer") -> int:
        """Take plaintext; return its length in bytes.

        Raises:
            OSError: `out` fails; the sealer cannot be used any more.
            ValueError: closed, or failed before.
        """
        chunks = self._take()
        chunks.write(data)
        self._chunks = chunks
        return memoryview(data).nbytes

    def close(self) -> None:
        """Write the last chunk; closing again does nothing.

        Raises:
            OSError: `out` fails.
        """
        if self._chunks is not None:
            self._take().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        self._chunks = None

    def _take(self) -> ChunkWriter:
        """Take the writer out; it is put back only when all went well."""
        chunks, self._chunks = self._chunks, None
        if chunks is None:
            msg = "the sealer is closed or has failed"
            raise ValueError(msg)
        return chunks


def sealed_size(plain_size: int, recipients: int = 1) -> int:
    """Return the size in bytes of what is sealed to this many X25519 recipients."""
    header = 22 + 98 * recipients + 48  # version line, stanzas, MAC line
    chunks = max(1, -(-plain_size // CHUNK))
    return header + SALT_SIZE + plain_size + TAG * chunks


def open_sealed(file: BinaryIO, identities: Sequence[Unwraps]) -> SealedReader:
    """Open a sealed file for reading anywhere; it begins where the file stands and ends at its end.

    The reader owns the file from then on. When opening fails, the file stays the caller's.

    Raises:
        HeaderDamaged, HeaderMacWrong, PayloadDamaged: it is not what was written.
        NoIdentityMatched: none of the keys is for it; PassphraseNotMatched where one was tried.
        WorkFactorTooHigh, NotEnoughMemory: it asks for more passphrase work than can be done.
        OSError: the file cannot be read or is not seekable.
    """
    begin = file.tell()
    source = SealedInput(file)
    file_key = unwrap_file_key(source, identities)
    cipher = ChunkCipher(file_key, read_salt(source))
    return SealedReader(file, cipher, begin + source.taken)


def decrypt_stream(file: Readable, identities: Sequence[Unwraps]) -> Iterator[bytes]:
    """Open front to back; raises as `open_sealed`, at the place where it goes wrong.

    Whoever uses a chunk before the iterator ends must be ready to throw it away.
    """
    source = SealedInput(file)
    yield from open_chunks(source, unwrap_file_key(source, identities))


def seal_bytes(data: bytes, recipients: Sequence[Wraps]) -> bytes:
    """Seal bytes in memory."""
    out = io.BytesIO()
    with Sealer(out, recipients) as sealer:
        sealer.write(data)
    return out.getvalue()


def open_bytes(data: bytes, identities: Sequence[Unwraps]) -> bytes:
    """Open bytes in memory; raises as `open_sealed`."""
    return b"".join(decrypt_stream(io.BytesIO(data), identities))


def seal_with_passphrase(data: bytes, secret: Secret, params: ScryptParams) -> bytes:
    """Seal bytes under a passphrase.

    Raises:
        NotEnoughMemory: this computer cannot do so much work.
        ValueError: the passphrase is empty.
    """
    return seal_bytes(data, [Passphrase(secret, params)])


def open_with_passphrase(data: bytes, secret: Secret, max_log_n: int = WORK_FACTOR_MAX) -> bytes:
    """Open bytes sealed under a passphrase; raises as `open_sealed`."""
    return open_bytes(data, [Passphrase(secret, ceiling=max_log_n)])


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedDigest:
    """What one pass over a sealed file found on both sides of the seal; hashes in hex."""

    plain_sha256: str
    plain_size: int
    sealed_sha256: str
    sealed_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticatedSeal:
    """What one pass over a sealed file found on its outside; the hash in hex."""

    plain_size: int
    sealed_sha256: str
    sealed_size: int


def verify_sealed(file: Readable, identities: Sequence[Unwraps]) -> SealedDigest:
    """Read a sealed file from where it stands: authenticate every chunk, hash both sides.

    The plaintext's hash also finds what went wrong before the seal, such as a buffer filled again
    too early. Each byte is read once: what is hashed is what was authenticated.

    Raises: as `open_sealed`.
    """
    digest = hashlib.sha256()
    outside = _authenticate(file, identities, digest)
    return SealedDigest(
        plain_sha256=digest.hexdigest(),
        plain_size=outside.plain_size,
        sealed_sha256=outside.sealed_sha256,
        sealed_size=outside.sealed_size,
    )


def authenticate_sealed(file: Readable, identities: Sequence[Unwraps]) -> AuthenticatedSeal:
    """As `verify_sealed`, without hashing the plaintext: a little over half the time."""
    return _authenticate(file, identities, None)


def _authenticate(
    file: Readable, identities: Sequence[Unwraps], plain: "hashlib._Hash | None"
) -> AuthenticatedSeal:
    outside = hashlib.sha256()
    source = SealedInput(file, tap=outside.update)
    plain_size = 0
    for chunk in open_chunks(source, unwrap_file_key(source, identities)):
        plain_size += len(chunk)
        if plain is not None:
            plain.update(chunk)
    return AuthenticatedSeal(
        plain_size=plain_size, sealed_sha256=outside.hexdigest(), sealed_size=source.taken
    )
