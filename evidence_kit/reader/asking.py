# SPDX-License-Identifier: GPL-3.0-or-later
"""One request to the reader process: bytes served while it runs, patience that ends.

What the process says is not believed: ranges are checked against the source, results against the
type that was asked for.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn, TypeVar

from evidence_kit.codec.faults import fault_from_plain
from evidence_kit.codec.frames import FrameKind, parse_json
from evidence_kit.codec.values import Plain, from_plain, to_plain
from evidence_kit.domain.progress import CancelToken, Progress, Report, silent
from evidence_kit.domain.reading import ByteSource, MemberDigest, MemberInfo
from evidence_kit.errors import ReaderFailed
from evidence_kit.limits import (
    COPY_BLOCK,
    READER_BASE_SECONDS,
    READER_BYTES_PER_SECOND,
    READER_QUIET_SECONDS,
)
from evidence_kit.reader.child import Child

_Kind = TypeVar("_Kind")


def _no_lines(_block: bytes) -> NoReturn:
    raise ReaderFailed(reason="unasked_bytes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a request may take; only time spent waiting for the process counts."""

    base: float = READER_BASE_SECONDS
    quiet: float = READER_QUIET_SECONDS
    bytes_per_second: int = READER_BYTES_PER_SECOND

    def for_size(self, size: int) -> float:
        """Return the seconds a request on that many bytes may take."""
        return self.base + size / self.bytes_per_second


@dataclass(slots=True, kw_only=True)
class Asking:
    """One request while it runs."""

    child: Child
    source: ByteSource
    patience: Patience
    on_lines: Callable[[bytes], None] = _no_lines
    report: Report = silent
    name: str = ""
    cancel: CancelToken | None = None
    members: list[MemberInfo] = field(default_factory=list)
    digests: list[MemberDigest | None] = field(default_factory=list)
    _left: float = 0.0
    _served: int = 0

    def ask(self, do: str, args: Mapping[str, object], more: bytes | None = None) -> object:
        """Send the request, serve it, return its result.

        Raises:
            ReaderFailed: the process hung, died or broke the protocol.
            Cancelled: the person stopped it.
            EvidenceKitError: what the process itself says went wrong.
        """
        self._left = self.patience.for_size(self.source.size)
        plain: dict[str, Plain] = {name: to_plain(value) for name, value in args.items()}
        self.child.send({"do": do, "args": plain, "size": self.source.size})
        if more is not None:
            self.child.send_bytes(more)
        while True:
            kind, body = self._next()
            if kind is FrameKind.BINARY:
                self.on_lines(body)
                continue
            said = parse_json(body)
            if not isinstance(said, dict):
                raise ReaderFailed(reason="wire_value")
            if "failed" in said:
                raise fault_from_plain(said["failed"])
            if "done" in said:
                return from_plain(said["done"])
            self._serve(said)

    def bytes_after(self) -> bytes:
        """Take the bytes that follow a result.

        Raises:
            ReaderFailed: there are none.
        """
        kind, body = self._next()
        if kind is not FrameKind.BINARY:
            raise ReaderFailed(reason="no_bytes")
        return body

    def _next(self) -> tuple[FrameKind, bytes]:
        begin = time.monotonic()
        frame = self.child.receive(min(self._left, self.patience.quiet), self.cancel)
        self._left = max(0.0, self._left - (time.monotonic() - begin))
        return frame

    def _serve(self, said: dict[str, Plain]) -> None:
        if "members" in said:
            found = from_plain(said["members"])
            if not isinstance(found, tuple):
                raise ReaderFailed(reason="wire_value")
            self.members += [expect(info, MemberInfo) for info in found]
            return
        if "digest" in said:
            digest = from_plain(said["digest"])
            self.digests.append(None if digest is None else expect(digest, MemberDigest))
            return
        match said.get("want"):
            case [int(offset), int(length)] if (
                0 <= offset <= self.source.size and 0 < length <= COPY_BLOCK
            ):
                self.child.send_bytes(self.source.read_at(offset, length))
                self._served = max(self._served, offset + length)
                self.report(
                    Progress(
                        stage="read",
                        done=min(self._served, self.source.size),
                        total=self.source.size,
                        unit="bytes",
                        name=self.name,
                    )
                )
            case _:
                raise ReaderFailed(reason="range")


def expect(value: object, kind: type[_Kind]) -> _Kind:
    """Return a value if it is what was asked for.

    Raises:
        ReaderFailed: it is something else.
    """
    if not isinstance(value, kind):
        raise ReaderFailed(reason="wire_value")
    return value
