# SPDX-License-Identifier: GPL-3.0-or-later
"""What was dropped, listed before a byte of it is copied, and the person's answers."""

from dataclasses import dataclass
from enum import Enum

from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Answer, MediaKind
from evidence_kit.domain.found_text import FoundText
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.moment import Moment


class Problem(Enum):
    """Why one file of a drop cannot be taken; the others go on."""

    LINK = "link"
    DEVICE = "device"
    UNREADABLE = "unreadable"
    VANISHED = "vanished"
    CHANGED = "changed_while_read"
    EMPTY_FOLDER = "empty_folder"
    INSIDE_VAULT = "inside_vault"
    LOOPS = "folder_loop"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberContext:
    """Where in a conversation a file stands, so that nobody needs to look at it."""

    sender: str | None
    moment: Moment | None
    before: str
    """The message before it, clipped; empty when there is none."""
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyItem:
    """One file, or one member of an export."""

    key: str
    """Stable within the survey: "3" for a file, "3/7" for its member."""
    parent: str | None
    name: FoundText
    folder: str
    size: int
    modified: Moment | None
    media: MediaKind
    asks: bool
    """True: not copied before the question is answered."""
    context: MemberContext | None = None
    problem: Problem | None = None
    encoding: str | None = None
    """How a member is packed: stored, deflated, base64 ...; None for a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Everything found under what was dropped."""

    id: str
    items: tuple[SurveyItem, ...]
    findings: tuple[tuple[str, str], ...] = ()
    """(key, code) of doubtful containers: zip_damaged, member_path_unsafe, nested_too_deep ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The person's answer for one item."""

    key: str
    answer: Answer


class Taken(Enum):
    """What became of one item."""

    SECURED = "secured"
    """Sealed, read back, logged."""
    ALREADY_HELD = "already_held"
    REGISTERED = "registered"
    POSTPONED = "postponed"
    """Waits for an answer; nothing was copied."""
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedItem:
    """The outcome for one item."""

    key: str
    name: FoundText
    taken: Taken
    exhibit: ExhibitId | None = None
    number: int | None = None
    sha256: Digest | None = None
    size: int | None = None
    reason: str | None = None
    """A code: a Problem's value, an error's code, or why it was only registered."""
    importer: str | None = None
    records: int = 0
    notes: int = 0
    finding: str | None = None
    """Set when the bytes are safe but could not be read: a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResult:
    """The outcome of one drop."""

    items: tuple[AddedItem, ...]
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """Files that were to be taken in when work was stopped by a lock or a crash."""

    files: int
    size: int
    """Bytes, as they were then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenUp:
    """A survey of files that were left, with the answers given before."""

    survey: Survey
    answers: tuple[Answered, ...]
    """Only for files that have not changed since."""
