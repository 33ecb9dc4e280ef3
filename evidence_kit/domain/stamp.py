# SPDX-License-Identifier: GPL-3.0-or-later
"""Trusted time by file exchange: what was asked of an authority, and what its reply is worth."""

from dataclasses import dataclass
from enum import Enum

from evidence_kit.domain.custody import LogHead
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.ids import ExhibitId


@dataclass(frozen=True, slots=True, kw_only=True)
class StampAsked:
    """A request that was written."""

    path: str
    """Where the person wanted it."""
    file: str
    """Its copy in the vault's receipts/."""
    at: LogHead
    """What is to be stamped stands for all entries up to here."""
    imprint: str
    """SHA-256 of the signed head, 64 hex digits: all that the authority learns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StampAdded:
    """A reply that was kept."""

    file: str
    """Its place in the vault's receipts/."""
    at: LogHead
    """All entries up to here existed at the latest at `time`."""
    time: str
    """ISO 8601, UTC, as the authority says."""
    unix_time: int
    """The same in whole seconds since 1970, for `openssl ts -verify -attime`."""
    serial: str
    signer_name: str
    """Subject of the signer's certificate; anybody can choose such a name. Empty: not sent."""
    signer_sha256: str
    """Fingerprint of that certificate; empty when it was not sent."""
    intact: Outcome
    intact_why: str
    valid: Outcome
    valid_why: str
    trusted: Outcome
    trusted_why: str
    authorities: str = ""
    """The trusted certificates as kept, a file in receipts/; empty when none were given."""


class StampKind(Enum):
    """What stands in a list of time stamps."""

    REQUEST = "request"
    REPLY = "reply"
    PROOF = "proof"
    """A file of OpenTimestamps: kept, and not judged here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StampRow:
    """A request that was made or a reply that was kept."""

    kind: StampKind
    file: str
    """Its place in the vault's receipts/."""
    at: LogHead
    """It is about all entries up to here."""
    entry: int
    """Number of the log entry that names it."""
    logged: str
    """When it was made or kept, by this computer's clock: ISO 8601, UTC."""
    zone_minutes: int
    request: str = ""
    """The request it answers, or itself."""
    exhibit: ExhibitId | None = None
    """What a proof is about; None for the head."""
    time: str = ""
    """ISO 8601, UTC, as the authority says; empty for a request."""
    signer_name: str = ""
    authorities: str = ""
    """The trusted certificates as kept, a file in receipts/; empty when none were given."""
    intact: Outcome = Outcome.UNJUDGED
    intact_why: str = ""
    valid: Outcome = Outcome.UNJUDGED
    valid_why: str = ""
    trusted: Outcome = Outcome.UNJUDGED
    trusted_why: str = ""
    """Of a reply; the whys of a request are empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofAttached:
    """A file of OpenTimestamps that was kept; what it proves is not judged here."""

    file: str
    """Its place in the vault's receipts/."""
    at: LogHead
    exhibit: ExhibitId | None
    """What it is about; None for the head."""
    compared: bool
    """Whether the fingerprint in it was seen to be that of what it is about."""
