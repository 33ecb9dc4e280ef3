# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of the reader process and what it answers about a file before it is copied."""

from dataclasses import dataclass
from typing import Protocol

from evidence_kit.domain.columns import Columns
from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.found_text import FoundText
from evidence_kit.domain.moment import Moment
from evidence_kit.domain.record import Certainty
from evidence_kit.domain.survey import MemberContext


class ByteSource(Protocol):
    """Bytes that can be read by range and never written."""

    @property
    def size(self) -> int:
        """Bytes in all."""

    def read_at(self, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset`; fewer only at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the person decided about one source."""

    zone: str | None = None
    """IANA name of the zone its local times are in."""
    day_first: bool | None = None
    """Order of day and month where the source does not prove it; None: not decided."""
    columns: Columns | None = None
    """Which columns of a text hold what, as the person pointed out."""
    withheld: tuple[str, ...] = ()
    """Keys of members whose bytes are zeros in what is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInfo:
    """One member of a container, listed without unpacking it."""

    key: str
    """Its path as shown; a second member of the same path has `#2` after it. Unique."""
    path: FoundText
    exact: str
    """The name's bytes as hex, as they stand in the container."""
    size: int
    """Bytes of its content, as the container states it; -1 when not stated."""
    media: MediaKind
    asks: bool
    """Whether the question must be answered before its bytes are copied."""
    modified: Moment | None
    context: MemberContext | None
    raw_offset: int | None
    """First byte of its packed data in the container; None when that is itself packed."""
    raw_length: int
    encoding: str
    """stored, deflated, encrypted, base64, quoted-printable, 8bit or unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSurvey:
    """What a file is and which members it has."""

    kind: MediaKind
    importer: str
    certainty: Certainty
    members: tuple[MemberInfo, ...] = ()
    findings: tuple[str, ...] = ()
    """Codes: zip_damaged, member_path_unsafe, nested_too_deep ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDigest:
    """SHA-256 and size of a member's content, unpacked or decoded."""

    sha256: str
    size: int
