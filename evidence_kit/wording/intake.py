# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences for what became of each dropped file."""

from collections.abc import Mapping
from typing import Final

from evidence_kit.domain.survey import AddedItem, Problem, Taken
from evidence_kit.i18n import Texts
from evidence_kit.wording.amounts import number
from evidence_kit.wording.names import name

TAKEN: Final[Mapping[Taken, str]] = {
    Taken.SECURED: "Secured as number {number}.",
    Taken.ALREADY_HELD: "Already in the vault as number {number}.",
    Taken.REGISTERED: "Noted as number {number}. No copy was made.",
    Taken.POSTPONED: "Waits for your answer. Nothing was copied.",
    Taken.REFUSED: "Not taken in.",
    Taken.FAILED: "Not taken in: something went wrong.",
}

REASONS: Final[Mapping[str, str]] = {
    "annotation_known": "This row is already in the vault.",
    "cancelled": "Stopped, as you asked.",
    "directory_damaged": "The archive is damaged.",
    "disk_full": "There is no room left on the disk.",
    "empty_file": "It is empty: 0 bytes.",
    "ends_early": "The file stops half-way.",
    "exhibit": "The exhibit is missing or does not belong there.",
    "exhibit_removed": "This exhibit was removed on request.",
    "fact": "A value is not one of those allowed.",
    "limit_reached": "It is safe, but too large to read.",
    "member_path_unsafe": "A file in the archive has an unsafe path.",
    "nested_too_deep": "Archives are packed too deep into each other.",
    "not_an_object": "The row is no JSON object.",
    "not_answered": "The question about pictures was not answered.",
    "not_json": "The row is no JSON.",
    "not_understood": "It is safe, but the program cannot read what is in it.",
    "nothing_said": "The row says nothing.",
    "passphrases_differ": "The two passphrases are not the same.",
    "pictures_unanswered": "The question about pictures was not answered.",
    "reader_failed": "It is safe, but reading it stopped half-way.",
    "register": "You chose to make no copy.",
    "replaces_unknown": "What it replaces is not there.",
    "retraction_says_more": "A row that takes something back says nothing else.",
    "retracts_nothing": "The row does not say what it takes back.",
    "storage_failed": "It could not be read or written.",
    "targets": "The messages it points to do not fit.",
    "too_large": "It is too large.",
    "too_long": "A text is too long.",
    "too_many_pixels": "The picture has too many pixels.",
    "unknown_fact": "A name is not known here.",
    "unknown_field": "A name is not known here.",
    "unknown_kind": "This kind of row is not known.",
    "unknown_type": "This kind of row is not known.",
    "unknown_word": "A name is not known here.",
    "unknown_zone": "This time zone is not known.",
    "unsure": "You did not know. So no copy was made.",
    "word": "A text is not as it should be.",
    "zip_damaged": "The archive is damaged.",
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
