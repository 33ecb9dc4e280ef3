# SPDX-License-Identifier: GPL-3.0-or-later
"""One call in hand: whom to report to, and how it is stopped."""

from dataclasses import dataclass, field

from evidence_kit.domain.progress import CancelToken, Report, silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Given to every service function."""

    report: Report = silent
    cancel: CancelToken = field(default_factory=CancelToken)
