# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences for what became of each dropped file."""

from collections.abc import Mapping
from typing import Final

from evidence_kit.domain.survey import AddedItem, Problem, Taken
from evidence_kit.i18n import Texts
from evidence_kit.wording import stamps
from evidence_kit.wording.amounts import number
from evidence_kit.wording.causes import CAUSES
from evidence_kit.wording.names import name
from evidence_kit.wording.notes import NOTES

TAKEN: Final[Mapping[Taken, str]] = {
    Taken.SECURED: "Secured as number {number}.",
    Taken.ALREADY_HELD: "Already in the vault as number {number}.",
    Taken.REGISTERED: "Noted as number {number}. No copy was made.",
    Taken.POSTPONED: "Waits for your answer. Nothing was copied.",
    Taken.REFUSED: "Not taken in.",
    Taken.FAILED: "Not taken in: something went wrong.",
}

REASONS: Final[Mapping[str, str]] = {
    "annotation_kind": "This kind of row is not known.",
    "annotation_known": "This row is already in the vault.",
    "cancelled": "Stopped, as you asked.",
    "completed": "What was left out is in it again: it is complete, bit for bit.",
    "completed_partly": "A part of what was left out is in it again.",
    "damaged": "Something is not as it was written.",
    "disk_full": "There is no room left on the disk.",
    "empty_file": "It is empty: 0 bytes.",
    "exhibit": "The exhibit is missing or does not belong there.",
    "exhibit_removed": "This exhibit was removed on request.",
    "export_needed": "An export was kept without it. To complete that one, add the export again.",
    "fact": "A value is not one of those allowed.",
    "field": "A value is missing, or is not as it should be.",
    "fields": "A name is not known here.",
    "folder_name": "The name is not that of the folder.",
    "inconsistent": "Two counts that must agree do not.",
    "input_refused": "It cannot be taken in.",
    "internal_fault": "Something went wrong inside the program.",
    "last_passphrase": "This is the only passphrase of the vault.",
    "limit_reached": "It is more than the program can handle at once.",
    "member_cannot_be_left_out": "A file inside it could not be left out. So no copy was made.",
    "newer_format": "It was made by a newer version of the program.",
    "not_an_object": "The row is no JSON object.",
    "not_answered": "The question about pictures was not answered.",
    "not_canonical": "The row is not written as it should be.",
    "not_held": "The vault holds no copy of it.",
    "not_json": "The row is no JSON.",
    "not_read_yet": "It can be read later.",
    "not_understood": "The program cannot read what is in it.",
    "nothing_said": "The row says nothing.",
    "passphrases_differ": "The two passphrases are not the same.",
    "others_in_folder": "There are other files in the folder too.",
    "pictures_unanswered": "The question about pictures was not answered.",
    "reader_failed": "Reading it stopped half-way.",
    "recovery_key": "This is not a complete recovery key.",
    "recovery_slot": "The recovery key cannot be removed.",
    "register": "You chose to make no copy.",
    "replaces_unknown": "What it replaces is not there.",
    "retraction_says_more": "A row that takes something back says nothing else.",
    "retracts_nothing": "The row does not say what it takes back.",
    "slot_label": "The words that say whose passphrase it is are missing or too long.",
    "stamp_authority_file": "The file holds no certificate.",
    "storage_failed": "It could not be read or written.",
    "targets": "The messages it points to do not fit.",
    "text": "A text is not as it should be.",
    "text_flag": "A text is not as it should be.",
    "too_large": "It is too large.",
    "too_long": "A text is too long.",
    "unknown_fact": "A name is not known here.",
    "unknown_field": "A name is not known here.",
    "unknown_kind": "This kind of row is not known.",
    "unknown_slot": "There is no such key slot in this vault.",
    "unknown_type": "This kind of row is not known.",
    "unknown_word": "A name is not known here.",
    "unknown_zone": "This time zone is not known.",
    "unsure": "You did not know. So no copy was made.",
    "vault_read_only": "The vault is open for reading only.",
    "word": "A text is not as it should be.",
    **stamps.REASONS,
}
"""By reason code, or by the code of the error that stopped it."""

UNREAD: Final[Mapping[str, str]] = {
    "limit_reached": "It is safe, but too large to read.",
    "not_read_yet": "It is safe, and can be read later.",
    "not_understood": "It is safe, but the program cannot read what is in it.",
    "other": "It is safe, but it could not be read.",
    "reader_failed": "It is safe, but reading it stopped half-way.",
}
"""By what kept a file from being read, once its bytes are in the vault."""


def taken(t: Texts, item: AddedItem) -> str:
    """Return what became of one file: one or two short sentences."""
    shown = "–" if item.number is None else str(item.number)
    words = [t(TAKEN[item.taken], number=shown)]
    if item.reason is not None:
        words.append(reason(t, item.reason))
    if item.finding is not None:
        words.append(_unread(t, item.finding))
    if item.records:
        shown = number(t, item.records)
        words.append(
            t.n("{shown} record read.", "{shown} records read.", item.records, shown=shown)
        )
    return " ".join(words)


def reason(t: Texts, code: str) -> str:
    """Return the sentence for a reason code; an unlisted code as it stands.

    A code may carry a closer one behind a colon, as "not_understood:ends_early".
    """
    general, _, closer = code.partition(":")
    words, cause = known_reason(t, general), known_reason(t, closer)
    if words is None:
        return t("Reason: {code}.", code=code)
    return words if cause is None else f"{words} {cause}"


def _unread(t: Texts, code: str) -> str:
    """Return why a file that is safe was not read, with its cause when that has a sentence."""
    general, _, closer = code.partition(":")
    cause = known_reason(t, closer)
    words = t(UNREAD.get(general, UNREAD["other"]))
    return words if cause is None else f"{words} {cause}"


def known_reason(t: Texts, code: str) -> str | None:
    """Return the sentence for one reason code, or None when it has none."""
    problems = {problem.value: problem for problem in Problem}
    if code in problems:
        return name(t, problems[code])
    for sentences in (REASONS, CAUSES):
        if code in sentences:
            return t(sentences[code])
    return f"{t(NOTES[code])}." if code in NOTES else None
