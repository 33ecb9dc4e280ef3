# SPDX-License-Identifier: GPL-3.0-or-later
"""Collects what a check finds and orders it: worst first."""

from evidence_kit.domain.finding import CheckReport, Finding, Outcome, Sampled
from evidence_kit.domain.found_text import from_file_name

_ORDER = {Outcome.DIFFERS: 0, Outcome.UNJUDGED: 1, Outcome.MATCHES: 2}


class Verdicts:
    """Findings while a check runs."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Outcome, str], Finding] = {}

    def matches(self, item: str, why: str = "same", *, found: str = "") -> None:
        """Note that an item is as it should be."""
        self._add(item, Outcome.MATCHES, why, "", found)

    def differs(self, item: str, why: str, *, expected: str = "", found: str = "") -> None:
        """Note that an item is not as it should be."""
        self._add(item, Outcome.DIFFERS, why, expected, found)

    def unjudged(self, item: str, why: str, *, found: str = "") -> None:
        """Note that nothing can be said of an item."""
        self._add(item, Outcome.UNJUDGED, why, "", found)

    def _add(
        self, item: str, outcome: Outcome, why: str, expected: str = "", found: str = ""
    ) -> None:
        shown = [from_file_name(text).text for text in (item, expected, found)]
        finding = Finding(
            item=shown[0], outcome=outcome, why=why, expected=shown[1], found=shown[2]
        )
        self._found.setdefault((finding.item, outcome, why), finding)

    def report(self, subject: str, sample: Sampled | None = None) -> CheckReport:
        """Return all findings, worst first, in the order they were made."""
        ordered = sorted(self._found.values(), key=lambda finding: _ORDER[finding.outcome])
        return CheckReport(
            subject=subject, findings=tuple(ordered), checked=len(ordered), sample=sample
        )
