# SPDX-License-Identifier: GPL-3.0-or-later
"""What an importer is given, what it gives back, and nothing else it may know."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property
from typing import NamedTuple, Protocol

from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.found_text import FoundText, from_text
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.reading import ByteSource, Choices, MemberInfo
from evidence_kit.domain.record import Certainty, Fact, Note, Record
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.package import Package, open_package
from evidence_kit.importers.source import WindowSource, blocks
from evidence_kit.importers.tar_directory import is_tar
from evidence_kit.importers.zip_directory import LOCAL_MAGIC
from evidence_kit.limits import HEAD_BYTES, NOTES_PER_KIND_MAX


class Opened:
    """One file as importers see it: bytes by range, a name, and its members if it is a zip."""

    def __init__(self, source: ByteSource, name: FoundText) -> None:
        self.source = source
        self.near = WindowSource(source)
        """The same bytes for many small reads."""
        self.name = name

    @property
    def size(self) -> int:
        """Bytes in all."""
        return self.source.size

    @cached_property
    def head(self) -> bytes:
        """First bytes, for recognition."""
        return self.near.read_at(0, HEAD_BYTES)

    @cached_property
    def package(self) -> Package | None:
        """Members, if this is a zip or a tar."""
        if not self.head.startswith((LOCAL_MAGIC, b"PK\x05\x06")) and not is_tar(self.head):
            return None
        try:
            return open_package(self.near)
        except NotUnderstood:
            return None

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes in order."""
        return blocks(self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """How surely an importer knows a file, and why."""

    kind: MediaKind
    certainty: Certainty
    why: str
    """A code."""


class Item(NamedTuple):
    """One record and, for messages, the SHA-256 of the raw bytes at its locator."""

    record: Record
    raw_sha256: str | None = None


class ReadyLines(NamedTuple):
    """Record lines that an importer wrote itself, because it has a hundred thousand alike."""

    lines: bytes
    """As `formats.records.to_line` writes them, a newline between; empty when there are none."""
    kinds: Counter[str]
    """Messages by the value of their kind."""
    notes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be read, by which choices of the person."""

    opened: Opened
    choices: Choices
    zone: tzinfo | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A file about to be read record by record."""

    facts: tuple[Fact, ...]
    """What the file says about itself; stands in its source line."""
    items: Iterator[Item | ReadyLines]
    """Conversations, messages and notes, and the summary last."""


class Importer(Protocol):
    """One foreign format. Raises NotUnderstood and nothing else."""

    @property
    def name(self) -> str:
        """Stable name: whatsapp, image, eml, opaque."""

    @property
    def version(self) -> int:
        """Raised whenever the same bytes give other records."""

    def recognise(self, opened: Opened) -> Recognition | None:
        """Look at the first bytes; None: not mine. Never decodes a picture."""

    def members(self, opened: Opened) -> tuple[MemberInfo, ...]:
        """List what is inside, with its place in the conversation where there is one."""

    def digest(self, opened: Opened, key: str) -> Iterator[bytes]:
        """Yield the content of one member, unpacked or decoded."""

    def read(self, request: Request) -> Understood:
        """Look at the whole file as far as is needed to know how to read it."""


class Notes:
    """Counts notes by kind and holds back those beyond the ceiling."""

    def __init__(self) -> None:
        self._written: Counter[str] = Counter()
        self._held: Counter[str] = Counter()
        self.count = 0

    def note(self, kind: str, locator: Locator | None = None, detail: str = "") -> Iterator[Item]:
        """Yield the note, unless there were too many of its kind."""
        if self._written[kind] >= NOTES_PER_KIND_MAX:
            self._held[kind] += 1
            return
        self._written[kind] += 1
        self.count += 1
        yield Item(Note(kind=kind, locator=locator, detail=from_text(detail).text))

    def rest(self) -> Iterator[Item]:
        """Yield one note per kind for those held back."""
        for kind, more in self._held.items():
            self.count += 1
            yield Item(Note(kind="more_notes", locator=None, detail=f"kind={kind} count={more}"))
