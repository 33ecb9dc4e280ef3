# SPDX-License-Identifier: GPL-3.0-or-later
"""The reader process as its users see it: started when needed, killed when it hangs."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType
from typing import Self

from evidence_kit.codec.frames import FrameKind, parse_json
from evidence_kit.domain.columns import Columns, ColumnsLook
from evidence_kit.domain.exhibit import Picture, PrintPicture
from evidence_kit.domain.found_text import FoundText
from evidence_kit.domain.progress import CancelToken, Report, silent
from evidence_kit.domain.reading import ByteSource, Choices, MemberDigest, MemberSurvey
from evidence_kit.domain.record import SourceHead, Summary
from evidence_kit.errors import (
    EvidenceKitError,
    LimitReached,
    NotUnderstood,
    ReaderFailed,
)
from evidence_kit.limits import MEMBERS_DIGESTED, READER_FAILURES_MAX, READER_START_SECONDS
from evidence_kit.reader.asking import Asking, Patience, expect
from evidence_kit.reader.child import Child
from evidence_kit.reader.file_source import FileSource
from evidence_kit.reader.lockdown import Confinement
from evidence_kit.reader.zones import zone_data

__all__ = ["ByteSource", "FileSource", "Reader"]

_SAID_BY_CHILD = (NotUnderstood, LimitReached)
"""Named failures after which the process itself is still sound."""


class Reader:
    """One reader process at a time; a context manager; its methods wait for each other."""

    def __init__(self, command: Sequence[str], patience: Patience | None = None) -> None:
        """Prepare; nothing is started yet.

        Args:
            command: What starts the reader process (paths.own_command(paths.READER_CHILD)).
            patience: How long requests may take.
        """
        self._command = tuple(command)
        self._patience = patience or Patience()
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._confinement = Confinement.NONE

    @property
    def confinement(self) -> Confinement:
        """How far the process last started is locked down; it is started if need be."""
        with self._lock:
            self._started()
            return self._confinement

    def recognise(self, source: ByteSource, name: FoundText) -> SourceHead:
        """Say which importer knows a file; never decodes pixels; sha256 stays empty.

        Raises:
            ReaderFailed: the process died or hung; the next request starts a new one.
        """
        with self._asking(source) as asking:
            return expect(asking.ask("recognise", {"name": name}), SourceHead)

    def survey(self, source: ByteSource, name: FoundText) -> MemberSurvey:
        """List what a file holds, with the place of each member in the conversation.

        Raises:
            NotUnderstood: it cannot be read at all.
            ReaderFailed: the process died or hung.
        """
        with self._asking(source) as asking:
            found = expect(asking.ask("survey", {"name": name}), MemberSurvey)
            return replace(found, members=tuple(asking.members))

    def digest_members(
        self,
        source: ByteSource,
        name: FoundText,
        members: Sequence[str],
        *,
        cancel: CancelToken | None = None,
    ) -> tuple[MemberDigest | None, ...]:
        """Hash the contents of members, unpacked or decoded.

        Args:
            source: The container.
            name: Its name.
            members: Keys of MemberInfo.
            cancel: Stops the work.

        Returns:
            One for each member; None where it cannot be unpacked, or ended the process.

        Raises:
            Cancelled: the person stopped it.
        """
        found: list[MemberDigest | None] = []
        failures = 0
        while len(found) < len(members) and failures < READER_FAILURES_MAX:
            keys = tuple(members[len(found) : len(found) + MEMBERS_DIGESTED])
            some, sound = self._digests(source, name, keys, cancel)
            found += some
            failures += not sound
        return tuple(found) + (None,) * (len(members) - len(found))

    def _digests(
        self, source: ByteSource, name: FoundText, keys: Sequence[str], cancel: CancelToken | None
    ) -> tuple[list[MemberDigest | None], bool]:
        found: list[MemberDigest | None] = []
        try:
            with self._asking(source) as asking:
                asking.cancel, asking.digests = cancel, found
                asking.ask("digest_members", {"name": name, "members": keys})
        except (ReaderFailed, *_SAID_BY_CHILD):
            pass
        sound = len(found) == len(keys)
        # The member that ended it is passed over; what stands behind it gets its turn.
        return (found if sound else [*found[: len(keys) - 1], None]), sound

    def unpack(
        self,
        source: ByteSource,
        name: FoundText,
        member: str,
        *,
        on_bytes: Callable[[bytes], None],
        cancel: CancelToken | None = None,
    ) -> int:
        """Give the content of one member, unpacked or decoded; returns its size.

        Args:
            source: The container.
            name: Its name.
            member: Key of a MemberInfo.
            on_bytes: Gets the content in order; what it got before a failure is of no use.
            cancel: Stops the work.

        Raises:
            NotUnderstood: it cannot be unpacked.
            ReaderFailed: the process died or hung.
            Cancelled: the person stopped it.
        """
        with self._asking(source) as asking:
            asking.on_lines, asking.cancel = on_bytes, cancel
            return expect(asking.ask("unpack", {"name": name, "member": member}), int)

    def interpret(  # noqa: PLR0913 - the choices of one reading, each by name
        self,
        source: ByteSource,
        name: FoundText,
        *,
        sha256: str,
        size: int,
        choices: Choices,
        on_lines: Callable[[bytes], None],
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> Summary:
        """Read a file to record lines.

        Args:
            source: The original, or what is kept of it.
            name: Its name.
            sha256: Of the whole original; repeated in the source line.
            size: Of the whole original.
            choices: What the person decided.
            on_lines: Gets blocks of complete lines: the source first, the summary last.
            report: Told how far reading has come.
            cancel: Stops the work.

        Raises:
            UsageFault: there is no such zone.
            ReaderFailed: the process died or hung.
            Cancelled: the person stopped it.
        """
        zone = b"" if choices.zone is None else zone_data(choices.zone)
        with self._asking(source) as asking:
            asking.on_lines, asking.report, asking.cancel = on_lines, report, cancel
            asking.name = name.text
            args = {"name": name, "sha256": sha256, "size": size, "choices": choices}
            return expect(asking.ask("interpret", args, zone), Summary)

    def columns(self, source: ByteSource, name: FoundText, asked: Columns | None) -> ColumnsLook:
        """Take the first rows of a text apart, in the shape asked for or the one it seems to have.

        Raises:
            NotUnderstood: it is no text.
            ReaderFailed: the process died or hung.
        """
        with self._asking(source) as asking:
            asking.name = name.text
            return expect(asking.ask("columns", {"name": name, "asked": asked}), ColumnsLook)

    def thumbnail(
        self, source: ByteSource, name: FoundText, member: str | None, box: int
    ) -> Picture:
        """Decode a picture to fit a square.

        Raises:
            NotUnderstood: it cannot be decoded.
            LimitReached: it is too large.
            ReaderFailed: the process died or hung.
        """
        with self._asking(source) as asking:
            args = {"name": name, "member": member, "box": box}
            picture = expect(asking.ask("thumbnail", args), Picture)
            return _whole(replace(picture, rgba=asking.bytes_after()))

    def print_picture(
        self,
        source: ByteSource,
        name: FoundText,
        member: str | None,
        max_width: int,
        max_height: int,
    ) -> PrintPicture:
        """Return a picture for paper, without metadata.

        Raises:
            NotUnderstood: it cannot be decoded.
            LimitReached: it is too large.
            ReaderFailed: the process died or hung.
        """
        with self._asking(source) as asking:
            args = {
                "name": name,
                "member": member,
                "max_width": max_width,
                "max_height": max_height,
            }
            picture = expect(asking.ask("print_picture", args), PrintPicture)
            return replace(picture, data=asking.bytes_after())

    def pdf_page(self, source: ByteSource, page: int, width: int) -> Picture:
        """Paint a page of our own dossier.

        Raises:
            NotUnderstood: it is no PDF, or it has no such page.
            LimitReached: it is too large.
            ReaderFailed: the process died or hung.
        """
        with self._asking(source) as asking:
            picture = expect(asking.ask("pdf_page", {"page": page, "width": width}), Picture)
            return _whole(replace(picture, rgba=asking.bytes_after()))

    @contextmanager
    def _asking(self, source: ByteSource) -> Iterator[Asking]:
        with self._lock:
            child = self._started()
            sound = False
            try:
                yield Asking(child=child, source=source, patience=self._patience)
                sound = True
            except _SAID_BY_CHILD:
                sound = True
                raise
            finally:
                # In the middle of a request the two sides no longer agree: start afresh.
                if not sound:
                    self._stop()

    def _started(self) -> Child:
        if self._child is None:
            child = Child(self._command)
            try:
                kind, body = child.receive(READER_START_SECONDS, None)
                said = parse_json(body) if kind is FrameKind.JSON else None
                ready = said.get("ready") if isinstance(said, dict) else None
                self._confinement = Confinement(ready)
            except (EvidenceKitError, ValueError) as error:
                child.stop()
                raise ReaderFailed(reason="not_started") from error
            self._child = child
        return self._child

    def _stop(self) -> None:
        if self._child is not None:
            self._child.stop()
            self._child = None

    def close(self) -> None:
        """End the process, if one runs."""
        with self._lock:
            self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _whole(picture: Picture) -> Picture:
    """Check that there are as many bytes as the figures say."""
    if picture.width < 1 or len(picture.rgba) != picture.width * picture.height * 4:
        raise ReaderFailed(reason="pixels")
    return picture
