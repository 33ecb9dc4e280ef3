# SPDX-License-Identifier: GPL-3.0-or-later
"""What a check found. Three outcomes and no others."""

from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """Verdict on one item, or on all."""

    MATCHES = "matches"
    DIFFERS = "does_not_match"
    UNJUDGED = "cannot_be_judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was checked."""

    item: str
    """What: a path in the vault or bag, "exhibit 3", "log entry 17" ..."""
    outcome: Outcome
    why: str
    """A code; wording makes the sentence."""
    expected: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """The findings of one check, worst verdict first."""

    subject: str
    """vault, bag, file."""
    findings: tuple[Finding, ...]
    checked: int
    """Items looked at, including those that match."""

    @property
    def outcome(self) -> Outcome:
        """The worst of all: differs before unjudged before matches."""
        found = {finding.outcome for finding in self.findings}
        for outcome in (Outcome.DIFFERS, Outcome.UNJUDGED):
            if outcome in found:
                return outcome
        return Outcome.MATCHES if self.checked else Outcome.UNJUDGED
