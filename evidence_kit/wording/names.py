# SPDX-License-Identifier: GPL-3.0-or-later
"""A word or short phrase for every value of the domain's enums."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from evidence_kit.domain.annotation import AnnotationKind, Why
from evidence_kit.domain.backup import CopyState, PlaceCode
from evidence_kit.domain.columns import Shape
from evidence_kit.domain.custody import EntryType, Role
from evidence_kit.domain.exhibit import Answer, Exhibit, Holding, MediaKind
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.found_text import TextFlag
from evidence_kit.domain.identifier import Checksum, Decision, IdentifierType, Use
from evidence_kit.domain.moment import MomentFlag, Precision, ZoneBasis
from evidence_kit.domain.overlap import DifferenceKind
from evidence_kit.domain.paper import PaperKind, RecoveryOutcome
from evidence_kit.domain.plan import PartKind, Receiver, ReporterRole, Wish
from evidence_kit.domain.record import (
    AttachmentStatus,
    Certainty,
    FactBasis,
    RecordKind,
    SenderBasis,
)
from evidence_kit.domain.stamp import StampKind
from evidence_kit.domain.survey import Problem, Taken
from evidence_kit.i18n import Texts
from evidence_kit.wording.copies import STATES

NAMES: Final[Mapping[type[Enum], Mapping[Enum, str]]] = {
    DifferenceKind: {
        DifferenceKind.ONLY_IN_FIRST: "only in the first export",
        DifferenceKind.ONLY_IN_SECOND: "only in the second export",
        DifferenceKind.TEXT: "other words",
        DifferenceKind.DELETED_IN_FIRST: "deleted in the first export",
        DifferenceKind.DELETED_IN_SECOND: "deleted in the second export",
    },
    CopyState: STATES,
    PlaceCode: {
        PlaceCode.CLOUD: "folder of a cloud service",
        PlaceCode.NETWORK: "disk of another computer",
        PlaceCode.FAT: "disk with FAT",
        PlaceCode.READ_ONLY: "cannot be written to",
        PlaceCode.SAME_DISK: "disk of the vault",
        PlaceCode.REMOVABLE: "can be taken out",
    },
    MediaKind: {
        MediaKind.PICTURE: "picture",
        MediaKind.VIDEO: "video",
        MediaKind.AUDIO: "sound recording",
        MediaKind.CHAT: "exported chat",
        MediaKind.MAIL: "e-mail",
        MediaKind.DOCUMENT: "document",
        MediaKind.ARCHIVE: "archive with files",
        MediaKind.OTHER: "another kind of file",
    },
    Holding: {
        Holding.COPIED: "complete copy",
        Holding.WITH_HOLES: "copy without the withheld files",
        Holding.REGISTERED: "noted, not copied",
        Holding.REMOVED: "removed on request",
    },
    Answer: {
        Answer.COPY: "No, make a copy",
        Answer.REGISTER: "Yes, make no copy",
        Answer.UNSURE: "I don't know",
        Answer.LATER: "Later",
    },
    Role: {
        Role.CLIENT: "client",
        Role.PARENT: "parent",
        Role.SUPPORT_WORKER: "support worker",
        Role.UNKNOWN: "role not stated",
    },
    Why: {
        Why.ASKS_MONEY: "asks for money",
        Why.WANTS_TO_SPREAD: "wants to spread pictures",
        Why.KNOWS_WHERE_I_AM: "knows where I am",
        Why.I_ASK_TO_STOP: "I ask to stop",
        Why.ASKS_PICTURES: "asks for pictures",
        Why.WANTS_TO_MEET: "wants to meet",
        Why.SAYS_WILL_HURT: "says they will hurt someone",
        Why.OTHER: "another reason",
    },
    AnnotationKind: {
        AnnotationKind.NOTE: "note",
        AnnotationKind.MARK: "message pointed out",
        AnnotationKind.PROVENANCE: "how it came here",
        AnnotationKind.DESCRIPTION: "what can be seen",
        AnnotationKind.TRANSLATION: "translation",
        AnnotationKind.IDENTIFIER: "name, number or account",
        AnnotationKind.INCIDENT: "event",
        AnnotationKind.ACCOUNT: "what I went through",
        AnnotationKind.CASE: "for whom, and with which wish",
        AnnotationKind.PLAN: "choices for the dossier",
    },
    Outcome: {
        Outcome.MATCHES: "matches",
        Outcome.DIFFERS: "does not match",
        Outcome.UNJUDGED: "cannot be judged",
    },
    PaperKind: {
        PaperKind.RECOVERY: "recovery key on paper",
        PaperKind.STAMP: "time-stamp request on paper",
        PaperKind.ANCHOR: "state of the custody log on paper",
    },
    Shape: {
        Shape.ROWS: "table",
        Shape.OBJECTS: "lines of JSON",
        Shape.PATTERN: "lines of one form",
    },
    RecoveryOutcome: {
        RecoveryOutcome.OPENS: "opens the vault",
        RecoveryOutcome.MISTYPED: "has a typing error",
        RecoveryOutcome.INCOMPLETE: "a part is missing",
        RecoveryOutcome.NO_KEY: "is not a recovery key",
        RecoveryOutcome.OTHER_KEY: "belongs to another vault, or was replaced",
        RecoveryOutcome.SLOT_DAMAGED: "cannot be tried",
    },
    StampKind: {
        StampKind.REQUEST: "time-stamp request",
        StampKind.REPLY: "time stamp",
        StampKind.PROOF: "OpenTimestamps file, not judged here",
    },
    TextFlag: {
        TextFlag.UNDECODABLE: "contains bytes that are no text",
        TextFlag.LONE_SURROGATE: "contains half a character",
        TextFlag.CONTROL: "contains invisible control characters",
        TextFlag.BIDI_MARKS: "contains characters that turn the reading direction",
    },
    IdentifierType: {
        IdentifierType.PHONE: "phone number",
        IdentifierType.EMAIL: "e-mail address",
        IdentifierType.URL: "link",
        IdentifierType.IBAN: "IBAN",
        IdentifierType.IP: "IP address",
        IdentifierType.HANDLE: "account name",
    },
    Use: {
        Use.AS_SENDER: "used as sender",
        Use.MENTIONED: "mentioned in the text",
        Use.IN_HEADER: "in the technical e-mail data",
    },
    Checksum: {
        Checksum.FITS: "check digits fit",
        Checksum.DOES_NOT_FIT: "check digits do not fit",
        Checksum.HAS_NONE: "has no check digits",
    },
    Decision: {
        Decision.OPEN: "not looked at yet",
        Decision.CONFIRMED: "confirmed",
        Decision.DISMISSED: "does not belong here",
        Decision.ADDED: "added by hand",
    },
    ZoneBasis: {
        ZoneBasis.UTC_IN_SOURCE: "the source states UTC",
        ZoneBasis.OFFSET_IN_SOURCE: "the source states the zone",
        ZoneBasis.DEVICE_LOCAL_UNKNOWN: "clock of the device, zone not stated",
        ZoneBasis.USER_CHOSEN: "zone as stated by the person",
        ZoneBasis.FILE_SYSTEM: "file time of the computer",
    },
    Precision: {
        Precision.DAY: "to the day",
        Precision.MINUTE: "to the minute",
        Precision.SECOND: "to the second",
        Precision.MILLISECOND: "to the millisecond",
        Precision.UNKNOWN: "precision not known",
    },
    MomentFlag: {
        MomentFlag.AMBIGUOUS_DATE: "day and month can be read both ways",
        MomentFlag.NON_MONOTONIC: "earlier than the message before it",
        MomentFlag.FOLD: "this hour occurs twice, because the clock went back",
        MomentFlag.GAP: "this hour does not exist, because the clock went forward",
        MomentFlag.IMPOSSIBLE: "no such date or time exists",
        MomentFlag.ASSUMED_CENTURY: "the source gives two digits of the year",
    },
    PartKind: {
        PartKind.COVER: "Cover",
        PartKind.SUMMARY: "In brief",
        PartKind.ACCOUNT: "What I went through",
        PartKind.CHRONOLOGY: "Chronology",
        PartKind.IDENTIFIERS: "Names, numbers and accounts",
        PartKind.EXHIBITS: "Exhibits",
        PartKind.CUSTODY: "Custody log",
        PartKind.CHECKING: "How to check this dossier",
    },
    Receiver: {
        Receiver.POLICE: "police",
        Receiver.LAWYER: "lawyer",
        Receiver.SUPPORT: "support organisation",
        Receiver.SCHOOL: "school",
        Receiver.PLATFORM: "platform",
        Receiver.SELF: "myself",
    },
    ReporterRole: {
        ReporterRole.VICTIM: "person it happened to",
        ReporterRole.REPORTER: "person who reports it",
        ReporterRole.REPRESENTATIVE: "representative",
        ReporterRole.HELPER: "helper",
        ReporterRole.UNKNOWN: "not stated",
    },
    Wish: {
        Wish.REPORT: "report to the police",
        Wish.NOTIFY: "tell the police, no report",
        Wish.UNDECIDED: "not decided yet",
    },
    AttachmentStatus: {
        AttachmentStatus.PRESENT: "present in the export",
        AttachmentStatus.OMITTED_BY_APP: "left out by the app",
        AttachmentStatus.MISSING: "not in the export",
        AttachmentStatus.REMOTE_ONLY: "only on a server, not in the export",
        AttachmentStatus.EXPIRED_LINK: "link no longer works",
        AttachmentStatus.FAILED_DOWNLOAD: "the app could not fetch it",
        AttachmentStatus.WITHHELD: "not copied, by the person's choice",
    },
    Certainty: {
        Certainty.CERTAIN: "certain",
        Certainty.LIKELY: "likely",
        Certainty.POSSIBLE: "possible",
        Certainty.NONE: "not recognised",
    },
    FactBasis: {
        FactBasis.IN_FILE: "from the file",
        FactBasis.FILE_NAME: "from the file name",
        FactBasis.FILE_SYSTEM: "from the file system",
        FactBasis.BY_PERSON: "pointed out by the person",
        FactBasis.COMPUTED: "measured by the program",
    },
    RecordKind: {
        RecordKind.MESSAGE: "message",
        RecordKind.SYSTEM: "line written by the app",
        RecordKind.CALL: "call",
        RecordKind.DELETED: "deleted message",
        RecordKind.EDITED: "edited message",
        RecordKind.VIEW_ONCE: "message that can be seen once",
        RecordKind.REACTION: "reaction",
        RecordKind.POLL: "poll",
        RecordKind.LOCATION: "location",
        RecordKind.CONTACT: "contact card",
        RecordKind.TEXT: "line of text",
        RecordKind.UNKNOWN: "kind not known",
    },
    SenderBasis: {
        SenderBasis.STATED: "the source states the sender",
        SenderBasis.INFERRED: "the sender follows from the chat",
        SenderBasis.OWNER_FLAG: "the source marks the owner of the device",
        SenderBasis.NONE: "the source states no sender",
    },
    Problem: {
        Problem.LINK: "It only points to another file.",
        Problem.DEVICE: "It is a device, not a file.",
        Problem.UNREADABLE: "It cannot be opened for reading.",
        Problem.VANISHED: "It is no longer there.",
        Problem.CHANGED: "It changed while it was read. Try again when it is at rest.",
        Problem.EMPTY_FOLDER: "The folder is empty.",
        Problem.INSIDE_VAULT: "It is part of this vault.",
        Problem.LOOPS: "The folder leads back to itself.",
    },
    Taken: {
        Taken.SECURED: "secured",
        Taken.ALREADY_HELD: "already in the vault",
        Taken.REGISTERED: "noted, not copied",
        Taken.POSTPONED: "waits for your answer",
        Taken.REFUSED: "not taken in",
        Taken.FAILED: "failed",
    },
    EntryType: {
        EntryType.CREATED: "Vault made",
        EntryType.ACQUIRED: "File added",
        EntryType.REGISTERED: "File noted, not copied",
        EntryType.INTERPRETED: "File read",
        EntryType.ANNOTATED: "Words or choice of the person",
        EntryType.REDACTED: "Redaction chosen",
        EntryType.REMOVED: "Content removed on request",
        EntryType.DOSSIER_MADE: "Dossier made",
        EntryType.HANDED_OVER: "Hand-over folder made",
        EntryType.CHECKED: "Vault checked",
        EntryType.STAMP_REQUESTED: "Time stamp asked for",
        EntryType.STAMPED: "Time stamp added",
        EntryType.OTS_ATTACHED: "OpenTimestamps file added",
        EntryType.SLOT_CHANGED: "Way to open the vault changed",
        EntryType.CLOCK_STEP: "Computer clock was set",
        EntryType.RECOVERED: "Unfinished work put right",
        EntryType.MIGRATED: "Vault brought to a newer format",
    },
}
"""Sentences are English message ids; resources/locale holds the other languages."""


def name(t: Texts, value: Enum) -> str:
    """Return the words for an enum value of the domain; `t` has the domain "wording"."""
    return t(NAMES[type(value)][value])


def capital(words: str) -> str:
    """Return words as they begin a sentence or a table row."""
    return words[:1].upper() + words[1:]


def media(t: Texts, value: MediaKind) -> str:
    """Return what a file seems to be."""
    return name(t, value)


def holding(t: Texts, value: Holding) -> str:
    """Return what the vault holds of an exhibit."""
    return name(t, value)


_COMPLETED: Final[Mapping[Holding, str]] = {
    Holding.COPIED: "completed by entry {entry} of the custody log",
    Holding.WITH_HOLES: "partly completed by entry {entry} of the custody log",
}


def held(t: Texts, exhibit: Exhibit) -> str:
    """Return what the vault holds of an exhibit, and since when it is more than at first."""
    words = name(t, exhibit.holding)
    if exhibit.completed_by is None or exhibit.holding not in _COMPLETED:
        return words
    return f"{words}, {t(_COMPLETED[exhibit.holding], entry=exhibit.completed_by)}"


def role(t: Texts, value: Role | ReporterRole | str) -> str:
    """Return a declared role; a role this version does not know is shown as it stands."""
    if not isinstance(value, str):
        return name(t, value)
    known = {item.value: item for item in Role}
    return name(t, known[value]) if value in known else value


def why(t: Texts, value: Why) -> str:
    """Return why a message is pointed out: conduct, never an offence."""
    return name(t, value)


def log_type(t: Texts, value: EntryType | str) -> str:
    """Return what an entry of the custody log says happened."""
    if not isinstance(value, str):
        return name(t, value)
    known = {item.value: item for item in EntryType}
    return name(t, known[value]) if value in known else value
