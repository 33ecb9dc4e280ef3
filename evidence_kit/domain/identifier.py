# SPDX-License-Identifier: GPL-3.0-or-later
"""What may lead to a person; never itself a person."""

from dataclasses import dataclass
from enum import Enum

from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.moment import Moment


class IdentifierType(Enum):
    """Kinds found in text."""

    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    IBAN = "iban"
    IP = "ip"
    HANDLE = "handle"


class Use(Enum):
    """How the identifier occurs, so that a demand to a provider can tell."""

    AS_SENDER = "as_sender"
    MENTIONED = "mentioned"
    IN_HEADER = "in_header"


class Checksum(Enum):
    """Verdict of the identifier's own checksum."""

    FITS = "fits"
    DOES_NOT_FIT = "does_not_fit"
    HAS_NONE = "has_none"


class Decision(Enum):
    """What the person said of it."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One place where an identifier stands."""

    exhibit: ExhibitId
    exhibit_number: int
    conversation: int | None
    n: int | None
    use: Use
    by: str | None
    """Sender label of the message it stands in, as exported."""
    as_written: str
    moment: Moment | None = None
    line: str = ""
    """The whole value of the technical e-mail line it stands in, verbatim; `by` names the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierRow:
    """One identifier with its places."""

    type: IdentifierType
    normalised: str
    as_written: tuple[str, ...]
    """Each way it is written, in order of first appearance."""
    checksum: Checksum
    count: int
    occurrences: tuple[Occurrence, ...]
    """At most the first hundred; `count` says how many there are."""
    decision: Decision = Decision.OPEN
    whose: str = "unknown"
    """own, other_party, third or unknown, as the person says."""
    note: str = ""
    as_sender: int = 0
    """Records sent under a label that holds it."""
    mentioned: int = 0
    in_header: int = 0
    by: tuple[str, ...] = ()
    """Sender labels of the messages that mention it, in order of first appearance."""
    first: Moment | None = None
    """Earliest and latest by the sources' own clocks, where they can be read."""
    last: Moment | None = None
