# SPDX-License-Identifier: GPL-3.0-or-later
"""What was done, in order: entries of the custody log and the head that stands for all."""

from dataclasses import dataclass
from enum import Enum

from evidence_kit.clock import ClockReading


class EntryType(Enum):
    """Kinds of entries; the bodies are listed in docs/formats/log-entry.md."""

    CREATED = "created"
    ACQUIRED = "acquired"
    REGISTERED = "registered"
    INTERPRETED = "interpreted"
    ANNOTATED = "annotated"
    REDACTED = "redacted"
    REMOVED = "removed"
    DOSSIER_MADE = "dossier-made"
    HANDED_OVER = "handed-over"
    CHECKED = "checked"
    STAMP_REQUESTED = "stamp-requested"
    STAMPED = "stamped"
    OTS_ATTACHED = "ots-attached"
    SLOT_CHANGED = "slot-changed"
    CLOCK_STEP = "clock-step"
    RECOVERED = "recovered"
    MIGRATED = "migrated"


class Role(Enum):
    """Who acts, as declared at unlock; printed as declared."""

    CLIENT = "client"
    PARENT = "parent"
    SUPPORT_WORKER = "support_worker"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who says they act. The name is kept in a sealed text, never in the log itself."""

    role: Role
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRef:
    """Points from an entry to a sealed text (names, own words) that can be removed."""

    id: str
    sha256: str
    """SHA-256 of the text's canonical line, which holds a random salt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One entry as read back; `line` is what was hashed."""

    seq: int
    """From 0."""
    type: EntryType
    time: ClockReading
    slot: str
    """File name of the key slot used."""
    role: Role
    actor: TextRef | None
    app: str
    """Program version."""
    body: dict[str, object]
    """Fields per type (docs/formats/log-entry.md)."""
    line: bytes
    """The canonical JSON (RFC 8785 subset) of the entry."""
    salt: bytes
    """16 bytes; with `line` it gives the leaf."""
    leaf: bytes
    """Salted leaf hash, 32 bytes."""
    prev: str | None = None
    """Salted leaf of the entry before, 64 hex digits; None for the first."""
    pack: dict[str, object] | None = None
    """The sealed texts of its batch (object, digests, sizes); on the first entry of a batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHead:
    """Stands for the first `size` entries."""

    size: int
    root: str
    """RFC 9162 tree root over the salted leaves, 64 hex digits."""
