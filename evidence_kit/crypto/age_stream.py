# SPDX-License-Identifier: GPL-3.0-or-later
"""The payload of an age file: 64 KiB chunks of ChaCha20-Poly1305 (STREAM).

The nonce counts the chunks and says which is the last, so that reordering, cutting and appending are
all found. One chunk opens without the others: that is what makes seeking cheap.
"""

import io
import os
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from evidence_kit.crypto.derive import hkdf
from evidence_kit.crypto.errors import HeaderDamaged, PayloadDamaged

if TYPE_CHECKING:
    from collections.abc import Buffer  # type: ignore[attr-defined]  # Python 3.12

CHUNK = 1 << 16
TAG = 16
SEALED_CHUNK = CHUNK + TAG
NONCE_SIZE = 16


class Sink(Protocol):
    """Anything that takes bytes."""

    def write(self, data: "bytes | memoryview", /) -> object:
        """Take them all."""
        ...


def nonce(index: int, *, last: bool) -> bytes:
    """Return the nonce of a chunk: 11 bytes counter, 1 byte last-flag."""
    return index.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def payload_key(file_key: bytes, salt: bytes) -> ChaCha20Poly1305:
    """Return the cipher for a payload."""
    return ChaCha20Poly1305(hkdf(file_key, salt, b"payload"))


class ChunkWriter:
    """Seals bytes of any length into chunks through one reused buffer."""

    def __init__(self, out: Sink, cipher: ChaCha20Poly1305) -> None:
        self._out = out
        self._cipher = cipher
        self._index = 0
        self._held = bytearray(CHUNK)
        self._filled = 0
        self._sealed = bytearray(16 * SEALED_CHUNK)
        self._into = getattr(cipher, "encrypt_into", None)

    def write(self, data: "bytes | bytearray | memoryview") -> None:
        """Take bytes; the last chunk stays back until `close`, because it is marked."""
        view = memoryview(data)
        if self._filled + len(view) <= CHUNK:
            self._hold(view)
            return
        if self._filled:
            room = CHUNK - self._filled
            self._hold(view[:room])
            view = view[room:]
            self._flush_held()
        view = self._seal_whole_chunks(view)
        self._hold(view)

    def close(self) -> None:
        """Seal what is left as the last chunk."""
        last = bytes(memoryview(self._held)[: self._filled])
        self._out.write(self._cipher.encrypt(nonce(self._index, last=True), last, None))

    def _hold(self, view: memoryview) -> None:
        self._held[self._filled : self._filled + len(view)] = view
        self._filled += len(view)

    def _flush_held(self) -> None:
        self._seal_whole_chunks(memoryview(self._held), keep_last=False)
        self._filled = 0

    def _seal_whole_chunks(self, view: memoryview, *, keep_last: bool = True) -> memoryview:
        target = memoryview(self._sealed)
        while len(view) > CHUNK or (not keep_last and len(view) == CHUNK):
            used = 0
            while used < len(target) and (
                len(view) > CHUNK or (not keep_last and len(view) == CHUNK)
            ):
                self._seal_one(view[:CHUNK], target[used : used + SEALED_CHUNK])
                used += SEALED_CHUNK
                view = view[CHUNK:]
            self._out.write(target[:used])
        return view

    def _seal_one(self, chunk: memoryview, into: memoryview) -> None:
        number = nonce(self._index, last=False)
        self._index += 1
        if self._into is not None:
            self._into(number, chunk, None, into)
        else:  # cryptography before 47
            into[:] = self._cipher.encrypt(number, chunk, None)


class SealedReader(io.RawIOBase):
    """Seekable view of the plaintext; only authenticated bytes ever come out.

    Thread-safe through `read_at`. The last chunk is authenticated first, so `size` can be trusted.
    """

    def __init__(self, file: BinaryIO, file_key: bytes) -> None:
        super().__init__()
        salt = file.read(NONCE_SIZE)
        if len(salt) != NONCE_SIZE:
            raise HeaderDamaged(item="age payload", why="no_nonce")
        self._file = file
        self._cipher = payload_key(file_key, salt)
        self._start = file.tell()
        self._lock = threading.Lock()
        self._position = 0
        self._held_index = -1
        self._held = b""
        total = file.seek(0, os.SEEK_END) - self._start
        self._chunks = max(1, -(-total // SEALED_CHUNK))
        last = total - (self._chunks - 1) * SEALED_CHUNK
        if last < TAG or (self._chunks > 1 and last == TAG):
            raise PayloadDamaged(item="age payload", why="truncated", chunk=self._chunks - 1)
        self.size = total - TAG * self._chunks
        self._chunk(self._chunks - 1)

    def read_at(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`; fewer only at the end.

        Raises:
            PayloadDamaged: a chunk does not authenticate.
        """
        end = min(offset + length, self.size)
        parts: list[bytes] = []
        with self._lock:
            while offset < end:
                index, inside = divmod(offset, CHUNK)
                part = self._chunk(index)[inside : inside + end - offset]
                parts.append(part)
                offset += len(part)
        return b"".join(parts)

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Return the position in the plaintext."""
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move in the plaintext."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            msg = "negative position"
            raise ValueError(msg)
        self._position = base + offset
        return self._position

    def readinto(self, buffer: "Buffer") -> int:
        """Fill a buffer."""
        view = memoryview(buffer).cast("B")
        data = self.read_at(self._position, len(view))
        view[: len(data)] = data
        self._position += len(data)
        return len(data)

    def close(self) -> None:
        """Close the file below as well."""
        if not self.closed:
            self._file.close()
        super().close()

    def _chunk(self, index: int) -> bytes:
        if index != self._held_index:
            self._file.seek(self._start + index * SEALED_CHUNK)
            sealed = self._file.read(SEALED_CHUNK)
            self._held = open_chunk(self._cipher, index, sealed, last=index == self._chunks - 1)
            self._held_index = index
        return self._held


def open_chunk(cipher: ChaCha20Poly1305, index: int, sealed: bytes, *, last: bool) -> bytes:
    """Open one chunk.

    Raises:
        PayloadDamaged: it does not authenticate at this place.
    """
    try:
        return cipher.decrypt(nonce(index, last=last), sealed, None)
    except (InvalidTag, ValueError) as error:
        raise PayloadDamaged(item="age payload", why="chunk", chunk=index) from error


def open_chunks(file: BinaryIO, file_key: bytes) -> Iterator[bytes]:
    """Open a payload front to back, releasing each chunk once it authenticates.

    Raises:
        HeaderDamaged: no nonce.
        PayloadDamaged: a chunk does not authenticate, or the end is missing or not the end.
    """
    salt = file.read(NONCE_SIZE)
    if len(salt) != NONCE_SIZE:
        raise HeaderDamaged(item="age payload", why="no_nonce")
    cipher = payload_key(file_key, salt)
    index = 0
    sealed = file.read(SEALED_CHUNK)
    while True:
        if not sealed:
            raise PayloadDamaged(item="age payload", why="truncated", chunk=index)
        following = file.read(SEALED_CHUNK) if len(sealed) == SEALED_CHUNK else b""
        if following:
            try:
                plain = open_chunk(cipher, index, sealed, last=False)
            except PayloadDamaged:
                # The reference releases a last chunk even when bytes follow it, then fails.
                yield open_chunk(cipher, index, sealed, last=True)
                raise PayloadDamaged(item="age payload", why="trailing", chunk=index) from None
            yield plain
        else:
            if index and len(sealed) == TAG:
                raise PayloadDamaged(item="age payload", why="empty_last_chunk", chunk=index)
            try:
                yield open_chunk(cipher, index, sealed, last=True)
            except PayloadDamaged:
                if len(sealed) == SEALED_CHUNK:
                    # A full chunk that is not the last: release it, then say what is missing.
                    yield open_chunk(cipher, index, sealed, last=False)
                    raise PayloadDamaged(
                        item="age payload", why="truncated", chunk=index + 1
                    ) from None
                raise
            return
        sealed = following
        index += 1
