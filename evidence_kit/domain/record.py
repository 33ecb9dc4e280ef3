# SPDX-License-Identifier: GPL-3.0-or-later
"""What an importer reads out of an original: heads, messages, notes and the sum of them.

The JSON form of each is docs/formats/records.md; `read --json` prints the same lines.
"""

from dataclasses import dataclass
from enum import Enum

from evidence_kit.domain.locator import Locator
from evidence_kit.domain.moment import Moment


class RecordKind(Enum):
    """What a record is; unknown is counted, never dropped."""

    MESSAGE = "message"
    SYSTEM = "system"
    CALL = "call"
    DELETED = "deleted"
    EDITED = "edited"
    VIEW_ONCE = "view_once"
    REACTION = "reaction"
    POLL = "poll"
    LOCATION = "location"
    CONTACT = "contact"
    TEXT = "text"
    """A line of a text that no importer knows; nobody is said to have sent it."""
    UNKNOWN = "unknown"


class SenderBasis(Enum):
    """On what the sender of a record rests."""

    STATED = "stated"
    INFERRED = "inferred"
    OWNER_FLAG = "owner_flag"
    NONE = "none"


class AttachmentStatus(Enum):
    """What became of a file that a record names."""

    PRESENT = "present"
    OMITTED_BY_APP = "omitted_by_app"
    MISSING = "missing_on_disk"
    REMOTE_ONLY = "remote_only"
    EXPIRED_LINK = "expired_link"
    FAILED_DOWNLOAD = "failed_download_in_source"
    WITHHELD = "withheld"
    """In the original, but kept out of the vault by the person."""


class Certainty(Enum):
    """How surely an importer knows a format."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"
    NONE = "none"


class FactBasis(Enum):
    """Where a fact about a file comes from."""

    IN_FILE = "in_file"
    FILE_NAME = "file_name"
    FILE_SYSTEM = "file_system"
    COMPUTED = "computed"
    BY_PERSON = "by_person"
    """The person pointed it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing a file says about itself, such as its width or the camera."""

    name: str
    """A code: width, height, format, camera, taken, place, software, header.received ..."""
    value: str
    basis: FactBasis
    moment: Moment | None = None
    """Set when the fact is a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHead:
    """What is being read, by which importer, and why that one."""

    name: str
    sha256: str
    size: int
    importer: str
    importer_version: int
    certainty: Certainty
    why: str
    """A code for the ground of the recognition."""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One conversation of a source."""

    id: int
    """From 1, in source order."""
    title: str
    participants: tuple[str, ...]
    """Labels as the export writes them; whose phone it was is not known from them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that a record names."""

    name: str
    status: AttachmentStatus
    member: str | None = None
    """Path inside the container, when present or withheld."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One record of a conversation."""

    conversation: int
    n: int
    """From 1 per conversation, in source order."""
    kind: RecordKind
    sender: str | None
    sender_basis: SenderBasis
    text: str
    moment: Moment | None
    attachments: tuple[Attachment, ...] = ()
    locator: Locator
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something not understood or doubtful; counted, and pointing to its place."""

    kind: str
    """A code: undecodable_bytes, ambiguous_date, unreferenced_file, truncated ..."""
    locator: Locator | None
    detail: str
    """Machine facts, such as numbers or a clipped quotation; no sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The sum: every line of the source is a record or a note."""

    records: int
    by_kind: tuple[tuple[str, int], ...]
    notes: int
    lines_total: int
    lines_accounted: int
    conversations: int = 0
    complete: bool = True
    """False when reading stopped early; a note says where and why."""


Record = SourceHead | Conversation | Message | Note | Summary
