# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences for what became of each dropped file."""

from collections.abc import Mapping
from typing import Final

from evidence_kit.domain.survey import AddedItem, Problem, Taken
from evidence_kit.i18n import Texts
from evidence_kit.wording.amounts import number
from evidence_kit.wording.names import name

TAKEN: Final[Mapping[Taken, str]] = {
    Taken.SECURED: "Secured as exhibit {number}.",
    Taken.ALREADY_HELD: "Already in the vault as exhibit {number}.",
    Taken.REGISTERED: "Noted as exhibit {number}. No copy was made.",
    Taken.POSTPONED: "Waits for your answer. Nothing was copied.",
    Taken.REFUSED: "Not taken in.",
    Taken.FAILED: "Not taken in: something went wrong.",
}

REASONS: Final[Mapping[str, str]] = {
    "pictures_unanswered": "The question about pictures was not answered.",
    "storage_failed": "It could not be read or written.",
    "disk_full": "There is no room left on the disk.",
    "reader_failed": "It is safe, but reading it stopped half-way.",
    "not_understood": "It is safe, but the program cannot read what is in it.",
    "limit_reached": "It is safe, but too large to read.",
    "cancelled": "Stopped, as you asked.",
    "empty_file": "It is empty: 0 bytes.",
    "zip_damaged": "The archive is damaged.",
    "member_path_unsafe": "A file in the archive has an unsafe path.",
    "nested_too_deep": "Archives are packed too deep into each other.",
}
"""By reason or finding code."""


def taken(t: Texts, item: AddedItem) -> str:
    """Return what became of one file: one or two short sentences."""
    shown = "–" if item.number is None else str(item.number)
    words = [t(TAKEN[item.taken], number=shown)]
    words += [reason(t, code) for code in (item.reason, item.finding) if code is not None]
    if item.records:
        shown = number(t, item.records)
        words.append(
            t.n("{shown} record read.", "{shown} records read.", item.records, shown=shown)
        )
    return " ".join(words)


def reason(t: Texts, code: str) -> str:
    """Return the sentence for a reason code; an unlisted code as it stands."""
    problems = {problem.value: problem for problem in Problem}
    if code in problems:
        return name(t, problems[code])
    if code in REASONS:
        return t(REASONS[code])
    return t("Reason: {code}.", code=code)
