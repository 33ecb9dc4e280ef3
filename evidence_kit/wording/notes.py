# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences for what importers and containers leave as notes."""

from collections.abc import Mapping
from typing import Final

from evidence_kit.domain.record import Note
from evidence_kit.i18n import Texts

NOTES: Final[Mapping[str, str]] = {
    "ambiguous_date": "Day and month can be read both ways",
    "attachment": "The e-mail holds a file",
    "before_first_record": "Text stands before the first message",
    "bidi_marks": "Characters that turn the reading direction stand in the text",
    "by_label": "A line under the name of the chat is taken as written by the app",
    "calendar_buddhist": "The year is counted in the Buddhist calendar",
    "calendar_japanese": "The year is counted in the Japanese calendar",
    "calendar_unknown": "The calendar of the year is not known",
    "call_marked": "The app marks this line as a call",
    "charset_declared": "The character set was read as declared",
    "charset_guessed": "The character set was guessed",
    "control_chars": "Invisible control characters stand in the text",
    "damaged_member": "A file in the export is damaged",
    "day_order": "How the order of day and month was decided",
    "duplicate_member": "Two files in the export have the same name",
    "duplicate_name": "Two files in the export have the same name",
    "empty": "The file is empty",
    "encrypted_member": "A file in the export is locked with a password",
    "extension_differs": "The file is of another kind than its name says",
    "from_html": "The text was taken from the laid-out form (HTML)",
    "has_html": "There is a laid-out form (HTML) too; the plain text is shown",
    "header_looking_line": "A line looks like a new message, but belongs to the one before",
    "impossible_date": "A date or time does not exist",
    "label_with_colon": "A sender label holds a colon; this was weighed",
    "line_before_first_message": "Text stands before the first message",
    "line_too_long": "A line is too long to read whole",
    "live_location": "A location that was shared live",
    "lone_surrogate": "Half a character stands in the text",
    "many_labels": "The chat has very many sender labels",
    "many_parts": "The e-mail has more parts than are read",
    "member": "A file in the archive",
    "member_overlap": "Two files in the archive lie over each other",
    "member_path_unsafe": "A file in the export has an unsafe path",
    "member_withheld": "A file in the archive was not copied, by the person's choice",
    "missing_attachment": "A message names a file that is not in the export",
    "mixed_layouts": "The chat has lines in more than one layout",
    "more_notes": "There are more remarks of this kind than are listed",
    "more_than_one_chat": "The export holds more than one chat file",
    "nested_too_deep": "Archives are packed too deep into each other",
    "no_final_boundary": "The end of the e-mail is missing",
    "non_monotonic": "A message is earlier than the one before it",
    "nul_bytes": "Zero bytes stand in the text",
    "null_body": "The app left this message empty",
    "picture_damaged": "The picture is damaged",
    "possible_quoted_header": "This may be text that was pasted from another chat",
    "probably_truncated": "The app may have left out the oldest messages",
    "quoted_header": "A pasted line looks like a message; it stays in the text",
    "read_stopped": "Reading stopped here",
    "text_clipped": "The text is too long to read whole",
    "too_many_pixels": "The picture has too many pixels to show",
    "truncated": "The file stops half-way",
    "undecodable_bytes": "Some bytes are no readable text",
    "unknown_app_text": "A text of the app that is not known yet",
    "unreadable_member": "A file in the export cannot be read",
    "unreferenced_file": "A file in the export is named by no message",
    "wrong_extension": "The file is of another kind than its name says",
    "zip_damaged": "The archive is damaged",
    "zip_has_bytes_before": "Other bytes stand before the archive",
    "zip_many_members": "The archive holds very many files",
    "zip_members_beyond_limit": "The archive holds more files than are listed",
    "zip_total_large": "The archive is very large when unpacked",
    "zip_truncated": "The archive stops half-way",
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
