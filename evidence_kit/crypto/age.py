# SPDX-License-Identifier: GPL-3.0-or-later
"""age v1 files (c2sp.org/age): the door to sealing and opening.

A published format with an official suite of test vectors; every file opens with the stock `age`
program and the passphrase or the printed key, without us.
"""

import base64
import hashlib
import io
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from evidence_kit.crypto.age_header import (
    FILE_KEY_SIZE,
    check_mac,
    encode_header,
    read_header,
)
from evidence_kit.crypto.age_keys import (
    SCRYPT_CHEAPEST,
    SCRYPT_DEFAULT,
    WORK_FACTOR_MAX,
    Identity,
    Passphrase,
    Recipient,
    ScryptParams,
    Unwraps,
    Wraps,
    calibrate_scrypt,
)
from evidence_kit.crypto.age_stream import (
    NONCE_SIZE,
    SEALED_CHUNK,
    ChunkWriter,
    SealedReader,
    Sink,
    open_chunk,
    open_chunks,
    payload_key,
)
from evidence_kit.crypto.errors import (
    ArmorDamaged,
    HeaderDamaged,
    NoIdentityMatched,
    PayloadDamaged,
)
from evidence_kit.crypto.secret import Secret

__all__ = [
    "SCRYPT_CHEAPEST",
    "SCRYPT_DEFAULT",
    "WORK_FACTOR_MAX",
    "Identity",
    "Passphrase",
    "Recipient",
    "ScryptParams",
    "SealedDigest",
    "SealedReader",
    "Sealer",
    "calibrate_scrypt",
    "dearmor",
    "decrypt_stream",
    "open_bytes",
    "open_sealed",
    "open_with_passphrase",
    "seal_bytes",
    "seal_with_passphrase",
    "verify_sealed",
]


class Sealer:
    """Seals a stream: header at once, chunks as bytes come, the last chunk on `close`."""

    def __init__(self, out: Sink, recipients: Sequence[Wraps]) -> None:
        file_key = secrets.token_bytes(FILE_KEY_SIZE)
        salt = secrets.token_bytes(NONCE_SIZE)
        stanzas = tuple(recipient.wrap(file_key) for recipient in recipients)
        out.write(encode_header(stanzas, file_key) + salt)
        self._chunks = ChunkWriter(out, payload_key(file_key, salt))

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Take plaintext."""
        self._chunks.write(data)

    def close(self) -> None:
        """Write the last chunk; does not close `out`."""
        self._chunks.close()


def open_sealed(file: BinaryIO, identities: Sequence[Unwraps]) -> SealedReader:
    """Open a sealed file for reading anywhere; the file must be seekable.

    Raises:
        HeaderDamaged, HeaderMacWrong, PayloadDamaged: it is not what was written.
        NoIdentityMatched: none of the keys is for it.
        WorkFactorTooHigh: it asks for more passphrase work than the ceiling.
    """
    return SealedReader(file, _file_key(file, identities))


def decrypt_stream(file: BinaryIO, identities: Sequence[Unwraps]) -> Iterator[bytes]:
    """Open front to back; raises as `open_sealed`, at the place where it goes wrong."""
    yield from open_chunks(file, _file_key(file, identities))


def seal_bytes(data: bytes, recipients: Sequence[Wraps]) -> bytes:
    """Seal bytes in memory."""
    out = io.BytesIO()
    sealer = Sealer(out, recipients)
    sealer.write(data)
    sealer.close()
    return out.getvalue()


def open_bytes(data: bytes, identities: Sequence[Unwraps]) -> bytes:
    """Open bytes in memory; raises as `open_sealed`."""
    with open_sealed(io.BytesIO(data), identities) as reader:
        return reader.read_at(0, reader.size)


def seal_with_passphrase(data: bytes, secret: Secret, params: ScryptParams) -> bytes:
    """Seal bytes under a passphrase."""
    return seal_bytes(data, [Passphrase(secret, params)])


def open_with_passphrase(data: bytes, secret: Secret, max_log_n: int = WORK_FACTOR_MAX) -> bytes:
    """Open bytes sealed under a passphrase; raises as `open_sealed`."""
    return open_bytes(data, [Passphrase(secret, ceiling=max_log_n)])


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedDigest:
    """What one pass over a sealed file found on both sides of the seal."""

    plain_sha256: str
    plain_size: int
    sealed_sha256: str
    sealed_size: int


def verify_sealed(file: BinaryIO, identities: Sequence[Unwraps]) -> SealedDigest:
    """Read a sealed file from the start: authenticate every chunk, hash both sides.

    Raises:
        HeaderDamaged, HeaderMacWrong, PayloadDamaged, NoIdentityMatched: as `open_sealed`.
    """
    key = _file_key(file, identities)
    start = file.tell()
    file.seek(0)
    head = file.read(start + NONCE_SIZE)
    if len(head) != start + NONCE_SIZE:
        raise HeaderDamaged(item="age payload", why="no_nonce")
    sealed_hash = hashlib.sha256(head)
    plain_hash = hashlib.sha256()
    sealed_size, plain_size, index = len(head), 0, 0
    cipher = payload_key(key, head[start:])
    sealed = file.read(SEALED_CHUNK)
    while True:
        following = file.read(SEALED_CHUNK) if len(sealed) == SEALED_CHUNK else b""
        plain = open_chunk(cipher, index, sealed, last=not following)
        if index and not plain:
            raise PayloadDamaged(item="age payload", why="empty_last_chunk", chunk=index)
        sealed_hash.update(sealed)
        plain_hash.update(plain)
        sealed_size += len(sealed)
        plain_size += len(plain)
        if not following:
            break
        sealed, index = following, index + 1
    return SealedDigest(
        plain_sha256=plain_hash.hexdigest(),
        plain_size=plain_size,
        sealed_sha256=sealed_hash.hexdigest(),
        sealed_size=sealed_size,
    )


def _file_key(file: BinaryIO, identities: Sequence[Unwraps]) -> bytes:
    header = read_header(file)
    if len(header.stanzas) > 1 and any(s.args[0] == "scrypt" for s in header.stanzas):
        raise HeaderDamaged(item="age header", why="scrypt_not_alone")
    for identity in identities:
        file_key = identity.unwrap(header.stanzas)
        if file_key is not None:
            check_mac(header, file_key)
            return file_key
    raise NoIdentityMatched


_ARMOR_BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----"
_ARMOR_END = b"-----END AGE ENCRYPTED FILE-----"
_ARMOR_LINE = re.compile(rb"[A-Za-z0-9+/]{1,64}={0,2}\Z")


def dearmor(untrusted: bytes) -> bytes:
    """Take the strict text armor off (c2sp.org/age, RFC 7468 strict).

    Raises:
        ArmorDamaged: it breaks the format.
    """
    text = untrusted.strip(b" \t\r\n").replace(b"\r\n", b"\n")
    lines = text.split(b"\n")
    if b"\r" in text or len(lines) < 2 or (lines[0], lines[-1]) != (_ARMOR_BEGIN, _ARMOR_END):
        raise ArmorDamaged(item="age armor", why="markers")
    body = lines[1:-1]
    for number, line in enumerate(body):
        last = number == len(body) - 1
        if _ARMOR_LINE.match(line) is None or len(line) > 64 or (len(line) != 64 and not last):
            raise ArmorDamaged(item="age armor", why="line")
        if b"=" in line and not last:
            raise ArmorDamaged(item="age armor", why="padding")
    joined = b"".join(body)
    if len(joined) % 4:
        raise ArmorDamaged(item="age armor", why="length")
    try:
        data = base64.b64decode(joined, validate=True)
    except ValueError as error:
        raise ArmorDamaged(item="age armor", why="base64") from error
    if base64.b64encode(data) != joined:
        raise ArmorDamaged(item="age armor", why="base64_not_canonical")
    return data
