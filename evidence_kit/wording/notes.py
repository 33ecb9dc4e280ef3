# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences for what importers and containers leave as notes."""

from collections.abc import Mapping
from typing import Final

from evidence_kit.domain.record import Note
from evidence_kit.i18n import Texts

NOTES: Final[Mapping[str, str]] = {
    "ambiguous_date": "Day and month can be read both ways",
    "damaged_member": "A file in the export is damaged",
    "duplicate_member": "Two files in the export have the same name",
    "duplicate_name": "Two files in the export have the same name",
    "encrypted_member": "A file in the export is locked with a password",
    "empty": "The file is empty",
    "header_looking_line": "A line looks like a new message, but belongs to the one before",
    "impossible_date": "A date or time does not exist",
    "line_before_first_message": "Text stands before the first message",
    "line_too_long": "A line is too long to read whole",
    "lone_surrogate": "Half a character stands in the text",
    "member_path_unsafe": "A file in the export has an unsafe path",
    "missing_attachment": "A message names a file that is not in the export",
    "more_than_one_chat": "The export holds more than one chat file",
    "nested_too_deep": "Archives are packed too deep into each other",
    "non_monotonic": "A message is earlier than the one before it",
    "nul_bytes": "Zero bytes stand in the text",
    "probably_truncated": "The app may have left out the oldest messages",
    "truncated": "The file stops half-way",
    "undecodable_bytes": "Some bytes are no readable text",
    "unreadable_member": "A file in the export cannot be read",
    "unreferenced_file": "A file in the export is named by no message",
    "wrong_extension": "The file is of another kind than its name says",
    "zip_damaged": "The export is damaged",
}
"""By note code; a code that is not listed is shown as it stands."""


def note(t: Texts, found: Note) -> str:
    """Return the sentence for a note, with its machine facts behind it."""
    words = note_kind(t, found.kind)
    return f"{words}: {found.detail}" if found.detail else words


def note_kind(t: Texts, kind: str) -> str:
    """Return the sentence for a note code, without its place."""
    if kind in NOTES:
        return t(NOTES[kind])
    return t("A remark of the reader: {code}", code=kind)
