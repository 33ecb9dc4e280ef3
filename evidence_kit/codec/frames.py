# SPDX-License-Identifier: GPL-3.0-or-later
"""Frames on a pipe: one byte of kind, four bytes of length (big endian), the body."""

import json
import struct
from enum import Enum
from typing import IO

from evidence_kit.codec.values import Plain
from evidence_kit.errors import ReaderFailed
from evidence_kit.limits import WIRE_FRAME_MAX

_HEAD = struct.Struct(">cI")


class FrameKind(Enum):
    """What a frame carries."""

    JSON = b"j"
    BINARY = b"b"


def write_frame(stream: IO[bytes], kind: FrameKind, body: bytes | bytearray | memoryview) -> None:
    """Write one frame; the caller flushes.

    Raises:
        ReaderFailed: the body is larger than a frame may be.
    """
    if len(body) > WIRE_FRAME_MAX:
        raise ReaderFailed(reason="frame_too_large")
    stream.write(_HEAD.pack(kind.value, len(body)))
    stream.write(body)


def write_json(stream: IO[bytes], value: Plain) -> None:
    """Write one JSON frame and flush."""
    body = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    write_frame(stream, FrameKind.JSON, body)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[FrameKind, bytes] | None:
    """Read one frame; None at a clean end of input.

    Raises:
        ReaderFailed: the pipe ended inside a frame, or the frame is none of ours.
    """
    head = stream.read(_HEAD.size)
    if not head:
        return None
    if len(head) < _HEAD.size:
        raise ReaderFailed(reason="pipe_ended")
    untrusted_kind, length = _HEAD.unpack(head)
    if length > WIRE_FRAME_MAX:
        raise ReaderFailed(reason="frame_too_large")
    try:
        kind = FrameKind(untrusted_kind)
    except ValueError as error:
        raise ReaderFailed(reason="frame_kind") from error
    body = stream.read(length)
    if len(body) < length:
        raise ReaderFailed(reason="pipe_ended")
    return kind, body


def parse_json(body: bytes) -> Plain:
    """Parse the body of a JSON frame.

    Raises:
        ReaderFailed: it is no JSON.
    """
    try:
        parsed: Plain = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ReaderFailed(reason="frame_json") from error
    return parsed
