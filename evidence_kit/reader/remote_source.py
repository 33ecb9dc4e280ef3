# SPDX-License-Identifier: GPL-3.0-or-later
"""In the reader process: the bytes that the parent holds, asked for by range."""

from typing import BinaryIO

from evidence_kit.codec.frames import FrameKind, read_frame, write_json
from evidence_kit.errors import NotUnderstood, ReaderFailed
from evidence_kit.limits import COPY_BLOCK


class RemoteSource:
    """Bytes on the other side of the pipe."""

    def __init__(self, stdin: BinaryIO, stdout: BinaryIO, size: int) -> None:
        self._stdin = stdin
        self._stdout = stdout
        self._size = size

    @property
    def size(self) -> int:
        """Bytes in all."""
        return self._size

    def read_at(self, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset`; fewer only at the end.

        Raises:
            ReaderFailed: the parent broke the protocol.
            NotUnderstood: an offset that no file has.
        """
        if offset < 0:
            raise NotUnderstood(reason="negative_offset", offset=0, detail="")
        length = min(length, self._size - offset)
        parts: list[bytes] = []
        while length > 0:
            part = self._asked(offset, min(length, COPY_BLOCK))
            if not part:
                break
            parts.append(part)
            offset += len(part)
            length -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _asked(self, offset: int, length: int) -> bytes:
        write_json(self._stdout, {"want": [offset, length]})
        answer = read_frame(self._stdin)
        if answer is None or answer[0] is not FrameKind.BINARY or len(answer[1]) > length:
            raise ReaderFailed(reason="no_bytes")
        return answer[1]
