# SPDX-License-Identifier: GPL-3.0-or-later
"""What a check found. Three outcomes and no others."""

from dataclasses import dataclass
from enum import Enum
from math import comb

from evidence_kit.domain.custody import LogHead


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
class LeftOver:
    """A whole sealed file that a crash left without an entry that says what it is."""

    object: str
    size: int | None
    """Of its content; None when it is not whole."""
    entry: int | None
    """Entry that named it since; None when none did yet."""
    words: bool
    """Whether it holds names and notes, not a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckWish:
    """What a check of a vault is asked beside the usual."""

    sample: bool = False
    """Read a random sample of the sealed files instead of all."""
    seed: int | None = None
    """Draws the sample; None takes a fresh one."""
    since: LogHead | None = None
    """A head from elsewhere: is it a beginning of today's log?"""
    since_vault: str | None = None
    """The vault that the head names, where it names one."""
    entry: int | None = None
    """An entry to be proven under that head, or under today's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """What a quick check read of the sealed files."""

    objects: int
    """All there are; every one was looked for and measured."""
    read: int
    total_bytes: int
    read_bytes: int
    seed: int

    def miss_percent(self, damaged: int) -> int:
        """Return the chance, rounded up to whole percents, that none of so many damaged ones was read.

        Each set of this size is as likely as another: C(n-k, m) / C(n, m).
        """
        if damaged > self.objects - self.read:
            return 0
        missed, all_ways = comb(self.objects - damaged, self.read), comb(self.objects, self.read)
        return -(-100 * missed // all_ways)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """The findings of one check, worst verdict first."""

    subject: str
    """vault, bag, file."""
    findings: tuple[Finding, ...]
    checked: int
    """Items looked at, including those that match."""
    sample: Sampled | None = None
    """Of a quick check."""

    @property
    def outcome(self) -> Outcome:
        """The worst of all: differs before unjudged before matches."""
        found = {finding.outcome for finding in self.findings}
        for outcome in (Outcome.DIFFERS, Outcome.UNJUDGED):
            if outcome in found:
                return outcome
        return Outcome.MATCHES if self.checked else Outcome.UNJUDGED
