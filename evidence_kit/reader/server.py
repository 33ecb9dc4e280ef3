# SPDX-License-Identifier: GPL-3.0-or-later
"""The reader process: one request at a time over two pipes, no keys, no files, no network.

Frames are those of `codec.frames`. The parent sends {"do", "args", "size"} and, for `interpret`,
one binary frame with the chosen zone. While a request runs the child asks for bytes with
{"want": [offset, length]}, answered by one binary frame, and hands over record lines as binary
frames. It ends with {"done": value}, behind which pixels follow as one binary frame, or with
{"failed": fault}.
"""

import gc
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import BinaryIO, TypeVar

from evidence_kit.codec.faults import fault_to_plain
from evidence_kit.codec.frames import (
    FrameKind,
    parse_json,
    read_frame,
    write_frame,
    write_json,
)
from evidence_kit.codec.values import from_plain, to_plain
from evidence_kit.domain.columns import Columns
from evidence_kit.domain.exhibit import Picture, PrintPicture
from evidence_kit.domain.found_text import FoundText
from evidence_kit.domain.reading import ByteSource, Choices
from evidence_kit.errors import EvidenceKitError, LimitReached, NotUnderstood, ReaderFailed
from evidence_kit.limits import COPY_BLOCK, READER_ADDRESS_SPACE, SURVEY_BLOCK
from evidence_kit.media.pdf_pages import pdf_page
from evidence_kit.media.pictures import print_picture, thumbnail
from evidence_kit.reader import work
from evidence_kit.reader.lockdown import Confinement, lock_down
from evidence_kit.reader.preloading import preload
from evidence_kit.reader.remote_source import RemoteSource

_Kind = TypeVar("_Kind")
_COLLECT_AFTER = 50_000
_OUT_OF_MEMORY = LimitReached(
    limit="READER_ADDRESS_SPACE", value=None, ceiling=READER_ADDRESS_SPACE
)
_TOO_DEEP = NotUnderstood(reason="nested_too_deep", offset=0, detail="")


def run(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Load everything, lock this process down, then serve until the parent closes the pipe.

    Returns:
        The exit code.
    """
    preload()
    # Millions of short-lived records and hardly a cycle: collecting at the usual pace costs a tenth.
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)
    private = _private(stdout)
    confinement = lock_down()
    serve(stdin, private, confinement)
    return 0


def main() -> None:
    """Serve on standard input and output."""
    sys.exit(run(sys.stdin.buffer, sys.stdout.buffer))


def _private(stdout: BinaryIO) -> BinaryIO:
    """Keep the pipe for frames alone: what a library prints goes to standard error."""
    copy = os.dup(stdout.fileno())
    os.dup2(2, stdout.fileno())
    return os.fdopen(copy, "wb")


def serve(stdin: BinaryIO, stdout: BinaryIO, confinement: Confinement) -> None:
    """Answer requests until the input ends.

    Raises:
        ReaderFailed: the parent broke the protocol; there is nobody to tell it to.
    """
    write_json(stdout, {"ready": confinement.value})
    while (frame := read_frame(stdin)) is not None:
        call = _Call.parse(frame, stdin, stdout)
        try:
            call.answer()
        except ReaderFailed:
            raise
        except EvidenceKitError as fault:
            write_json(stdout, {"failed": fault_to_plain(fault)})
        except MemoryError:
            write_json(stdout, {"failed": fault_to_plain(_OUT_OF_MEMORY)})
        except RecursionError:
            write_json(stdout, {"failed": fault_to_plain(_TOO_DEEP)})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """One request."""

    do: str
    args: dict[str, object]
    source: RemoteSource
    stdin: BinaryIO
    stdout: BinaryIO

    @staticmethod
    def parse(frame: tuple[FrameKind, bytes], stdin: BinaryIO, stdout: BinaryIO) -> "_Call":
        kind, body = frame
        asked = parse_json(body) if kind is FrameKind.JSON else None
        if not isinstance(asked, dict):
            raise ReaderFailed(reason="no_request")
        args, size = asked.get("args"), asked.get("size")
        if not isinstance(args, dict) or not isinstance(size, int):
            raise ReaderFailed(reason="no_request")
        return _Call(
            do=str(asked.get("do")),
            args={name: from_plain(value) for name, value in args.items()},
            source=RemoteSource(stdin, stdout, size),
            stdin=stdin,
            stdout=stdout,
        )

    def answer(self) -> None:
        """Do the work and send what came of it."""
        handler = _HANDLERS.get(self.do)
        if handler is None:
            raise ReaderFailed(reason="unknown_request")
        handler(self)

    @property
    def name(self) -> FoundText:
        """The file's name."""
        return self.take("name", FoundText)

    def done(self, value: object) -> None:
        """Send the result."""
        write_json(self.stdout, {"done": to_plain(value)})

    def done_with_pixels(self, value: Picture | PrintPicture) -> None:
        """Send a picture: its figures first, then its bytes."""
        if isinstance(value, Picture):
            pixels, bare = value.rgba, replace(value, rgba=b"")
            self.done(bare)
        else:
            pixels = value.data
            self.done(replace(value, data=b""))
        write_frame(self.stdout, FrameKind.BINARY, pixels)
        self.stdout.flush()

    def lines(self, block: bytes) -> None:
        """Send record lines."""
        write_frame(self.stdout, FrameKind.BINARY, block)
        self.stdout.flush()

    def member(self) -> ByteSource:
        """Return what is to be decoded: the file, or one member of it."""
        key = self.args.get("member")
        return work.member_source(
            self.source, self.name, None if key is None else self.take("member", str)
        )

    def zone(self) -> bytes:
        """Take the frame with the chosen zone that follows the request."""
        frame = read_frame(self.stdin)
        if frame is None or frame[0] is not FrameKind.BINARY:
            raise ReaderFailed(reason="no_zone")
        return frame[1]

    def take(self, name: str, kind: type[_Kind]) -> _Kind:
        """Return what the parent sent under a name.

        Raises:
            ReaderFailed: it is not there, or of another kind.
        """
        value = self.args.get(name)
        if not isinstance(value, kind):
            raise ReaderFailed(reason="argument")
        return value


def _recognise(call: _Call) -> None:
    call.done(work.recognise(call.source, call.name))


def _survey(call: _Call) -> None:
    found = work.survey(call.source, call.name)
    for start in range(0, len(found.members), SURVEY_BLOCK):
        part = found.members[start : start + SURVEY_BLOCK]
        write_json(call.stdout, {"members": to_plain(part)})
    call.done(replace(found, members=()))


def _digest_members(call: _Call) -> None:
    keys = tuple(str(key) for key in call.take("members", tuple))
    for found in work.digest_members(call.source, call.name, keys):
        write_json(call.stdout, {"digest": to_plain(found)})
    call.done(len(keys))


def _unpack(call: _Call) -> None:
    size = 0
    for piece in work.unpack(call.source, call.name, call.take("member", str)):
        for start in range(0, len(piece), COPY_BLOCK):
            call.lines(piece[start : start + COPY_BLOCK])
        size += len(piece)
    call.done(size)


def _interpret(call: _Call) -> None:
    task = work.Task(
        source=call.source,
        name=call.name,
        sha256=call.take("sha256", str),
        size=call.take("size", int),
        choices=call.take("choices", Choices),
        zone_data=call.zone(),
    )
    call.done(work.interpret(task, call.lines))


def _columns(call: _Call) -> None:
    asked = None if call.args.get("asked") is None else call.take("asked", Columns)
    call.done(work.look_at_columns(call.source, call.name, asked))


def _thumbnail(call: _Call) -> None:
    call.done_with_pixels(thumbnail(call.member(), call.take("box", int)))


def _print_picture(call: _Call) -> None:
    width, height = call.take("max_width", int), call.take("max_height", int)
    call.done_with_pixels(print_picture(call.member(), width, height))


def _pdf_page(call: _Call) -> None:
    call.done_with_pixels(pdf_page(call.source, call.take("page", int), call.take("width", int)))


_HANDLERS: dict[str, Callable[[_Call], None]] = {
    "recognise": _recognise,
    "survey": _survey,
    "digest_members": _digest_members,
    "unpack": _unpack,
    "interpret": _interpret,
    "columns": _columns,
    "thumbnail": _thumbnail,
    "print_picture": _print_picture,
    "pdf_page": _pdf_page,
}
