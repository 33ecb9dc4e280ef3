# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows for one view each, as the window and the command line receive them."""

from dataclasses import dataclass

from evidence_kit.domain.annotation import Annotation, Why
from evidence_kit.domain.custody import LogHead
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.found_text import FoundText
from evidence_kit.domain.ids import AnnotationId, ExhibitId, VaultId
from evidence_kit.domain.moment import Moment
from evidence_kit.domain.record import Attachment, Fact, Message, Note
from evidence_kit.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultSummary:
    """The state of an open vault."""

    id: VaultId
    path: str
    read_only: bool
    exhibits: int
    head: LogHead
    role: str
    recovery_confirmed: bool
    """Whether the person typed part of the recovery key back."""
    findings: tuple[str, ...] = ()
    """Codes of what opening found: recovered_orphans, index_rebuilt, object_missing ..."""
    last_backup: str | None = None
    """When a backup was last completed, as far as is remembered: ISO 8601, UTC."""
    backup_due: bool = False
    """Something was taken in since, and it is a while ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The result of making or unlocking a vault."""

    summary: VaultSummary
    recovery_key: str | None = None
    """Only when just made: AGE-SECRET-KEY-1..., shown once."""
    settings: Settings | None = None
    """Choices kept in the vault; None when none are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySlotRow:
    """One way to open the vault."""

    file: str
    """Name of the slot's file, such as identity.age."""
    recovery: bool
    """Opens with the recovery key; the others open with a passphrase."""
    label: str
    """Whose it is, as declared; may be empty."""
    changed: str
    """When it was last changed: ISO 8601, UTC."""
    zone_minutes: int = 0
    """Offset of the computer's own time at that change."""
    role: str = "unknown"
    """Who changed it, as declared: a Role value."""
    actor: str = ""
    """Their name, as declared; may be empty."""
    cost: int | None = None
    """log2 of the passphrase's work, 18 to 20; None for the recovery key, or when unreadable."""
    entry: int
    """Number of that log entry."""
    in_use: bool
    """The vault was opened with it now."""
    whole: bool
    """The file is there, as the log says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRow:
    """One conversation of an exhibit."""

    exhibit: ExhibitId
    exhibit_number: int
    conversation: int
    title: str
    participants: tuple[str, ...]
    messages: int
    marked: int
    first: Moment | None
    last: Moment | None
    importer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """A mark as it stands on a message."""

    annotation: AnnotationId
    why: tuple[Why, ...]
    words: str
    role: str
    made: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """One message of a page, with what the person added."""

    message: Message
    raw_sha256: str
    own: bool
    """Whether the person said this sender is themselves."""
    marks: tuple[MarkRow, ...] = ()
    notes: tuple[Note, ...] = ()
    """Importer's notes that point into or right behind this record."""
    annotations: tuple[Annotation, ...] = ()
    """Notes and translations of the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePage:
    """Consecutive messages, numbered from `start` (1-based n)."""

    exhibit: ExhibitId
    conversation: int
    total: int
    start: int
    rows: tuple[MessageRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstMessages:
    """The first messages of a file while the rest of it is being read."""

    exhibit: ExhibitId
    name: FoundText
    title: str
    """Of the conversation."""
    rows: tuple[MessageRow, ...]
    """Without the person's additions and the importer's notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitDetail:
    """Everything about one exhibit."""

    exhibit: Exhibit
    title: str
    facts: tuple[Fact, ...]
    conversations: tuple[ConversationRow, ...]
    notes: tuple[Note, ...]
    """The first hundred importer notes."""
    notes_total: int
    annotations: tuple[Annotation, ...]
    members: tuple[Attachment, ...] = ()
    """Files inside it that can be shown or were withheld."""
    children: tuple[Exhibit, ...] = ()
    """Registered or promoted members."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One line of the chronology."""

    moment: Moment
    exhibit: ExhibitId | None
    """None for an event of the person that belongs to no exhibit."""
    exhibit_number: int | None
    conversation: int | None
    n: int | None
    what: str
    """Quoted text, or a code for an event of the file."""
    is_quote: bool
    sender: str | None
    marked: bool
    why: tuple[Why, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One custody log entry for the page and for `log`."""

    seq: int
    type: str
    utc: str
    zone_minutes: int
    role: str
    slot: str
    exhibit_number: int | None
    facts: tuple[tuple[str, str], ...]
    leaf: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """One point of the check before printing; the person can leave it so."""

    code: str
    """quotation_not_found, count_differs, date_outside_exhibit, no_digest, place_in_picture ..."""
    exhibit: ExhibitId | None = None
    said: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierMade:
    """A dossier that was written."""

    path: str
    sha256: str
    size: int
    pages: int
    head: LogHead
    exhibits: int
    messages_printed: int
    messages_left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BagMade:
    """A hand-over bag that was written and checked."""

    path: str
    files: int
    size: int
    tagmanifest_sha256: str
    key_fingerprint: str
    head: LogHead
    dossier: DossierMade
