# SPDX-License-Identifier: GPL-3.0-or-later
"""One thing taken in, with its original and its story."""

from dataclasses import dataclass
from enum import Enum

from evidence_kit.domain.columns import Columns
from evidence_kit.domain.digest import Digest
from evidence_kit.domain.found_text import FoundText
from evidence_kit.domain.ids import ExhibitId, InterpretationId, ObjectName
from evidence_kit.domain.moment import Moment
from evidence_kit.domain.reading_change import ReadingChange
from evidence_kit.domain.record import Fact


class MediaKind(Enum):
    """What a file seems to be, by name and first bytes; decides whether the question is asked."""

    PICTURE = "picture"
    VIDEO = "video"
    AUDIO = "audio"
    CHAT = "chat"
    MAIL = "mail"
    DOCUMENT = "document"
    ARCHIVE = "archive"
    OTHER = "other"


class Holding(Enum):
    """What the vault holds of an exhibit."""

    COPIED = "copied"
    """All bytes, sealed."""
    WITH_HOLES = "with_holes"
    """All bytes but those of withheld members, which are zeros."""
    REGISTERED = "registered"
    """Digest, size, place and words; no copy."""
    REMOVED = "removed"
    """Removed by the owner; number, digest and the fact remain."""


class Answer(Enum):
    """The answer to: could this show someone intimate, or someone under 18?"""

    COPY = "copy"
    """No: keep an encrypted copy."""
    REGISTER = "register"
    """Yes: note it, make no copy."""
    UNSURE = "unsure"
    """I don't know: no copy; can be chosen again later."""
    LATER = "later"
    """Not answered: nothing happens with it now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """A stretch of an original that was not kept."""

    offset: int
    length: int
    sha256: Digest
    """Of the raw bytes of the stretch as they stand in the original."""
    member: FoundText
    content_sha256: Digest | None
    """Of the member's own content (decompressed, decoded); None if it could not be read."""
    content_size: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The current interpretation of an exhibit."""

    interpretation: InterpretationId
    entry: int
    importer: str
    importer_version: int
    object: ObjectName
    records: int
    notes: int
    conversations: int
    complete: bool
    zone: str | None
    """The zone the person chose for this source; None when not chosen."""
    day_first: bool | None = None
    """The order of day and month the person chose; None when not chosen."""
    columns: Columns | None = None
    """Which columns hold what, as the person pointed out; None when not pointed out."""
    compared: ReadingChange | None = None
    """What this reading changed against the one before it; None where there was none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One exhibit as the custody log gives it."""

    id: ExhibitId
    number: int
    """Order of taking in, from 1; never used again."""
    entry: int
    """Log entry that says what is held: the last that noted or copied it."""
    added: str
    """ISO 8601 UTC time of the entry that first took it in, by this computer's clock."""
    added_zone_minutes: int
    holding: Holding
    media: MediaKind
    name: FoundText
    folder: str | None
    """Where it stood on this computer when taken in; private."""
    modified: Moment | None
    """File time kept by the operating system or the container."""
    sha256: Digest
    """Of the whole original."""
    size: int
    object: ObjectName | None
    stored_sha256: Digest | None
    """Of what is sealed, when holes make it differ from `sha256`."""
    sealed_sha256: Digest | None
    sealed_size: int | None
    holes: tuple[Hole, ...] = ()
    answer: Answer | None = None
    parent: ExhibitId | None = None
    """The container this was a member of."""
    member: FoundText | None = None
    """Path in the parent."""
    reading: Reading | None = None
    removed_by: int | None = None
    """Log entry of the removal."""
    reader_failure: str | None = None
    """Why the file could not be read after it was secured; a code."""
    completed_by: int | None = None
    """Log entry that put back what was left out of it, all or (while it has holes) a part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitRow:
    """One line of the list of exhibits."""

    exhibit: Exhibit
    title: str
    """Name as found, or the chat's title."""
    marks: int
    messages: int
    pictures: int
    """Pictures inside it that can be shown."""
    first: Moment | None = None
    last: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Decoded pixels, ready to show; made in the reader process."""

    width: int
    height: int
    rgba: bytes
    """width x height x 4 bytes."""
    original_width: int
    original_height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintPicture:
    """A derivative for paper: no metadata, at most the asked size."""

    data: bytes
    format: str
    """jpeg or png."""
    width: int
    height: int
    original_width: int
    original_height: int
    exact: bool
    """True when the pixels are the original's own, merely without metadata."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitFacts:
    """What the file says about itself, with its sources."""

    facts: tuple[Fact, ...]
