# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences for what importers and containers leave as notes."""

import re
from collections.abc import Mapping
from typing import Final

from evidence_kit.domain.record import Note
from evidence_kit.i18n import Texts
from evidence_kit.wording.causes import CAUSES
from evidence_kit.wording.facts import VALUES

NOTES: Final[Mapping[str, str]] = {
    "ambiguous_date": "Day and month can be read both ways",
    "app_text": "The app put these words beside what was sent",
    "attachment": "The e-mail holds a file",
    "attachment_differs": "The file does not have the digest that the message states",
    "attachment_matches": "The file has the digest that the message states",
    "attachment_not_judged": "Whether the file is the one the message states could not be judged",
    "before_first_record": "Text stands before the first message",
    "bidi_marks": "Characters that turn the reading direction stand in the text",
    "by_label": "A line under the name of the chat is taken as written by the app",
    "calendar_buddhist": "The year is counted in the Buddhist calendar",
    "calendar_japanese": "The year is counted in the Japanese calendar",
    "calendar_unknown": "The calendar of the year is not known",
    "call_marked": "The app marks this line as a call",
    "charset_declared": "The character set was read as declared",
    "charset_guess": "The character set was guessed",
    "charset_guessed": "The character set was guessed",
    "charset_replaced": "Some bytes are no readable text; a sign stands in their place",
    "charset_utf-8": "The text was read as UTF-8, not as the e-mail says",
    "charset_windows": "The text was read as Windows writes it, not as the e-mail says",
    "chat_with_timer": "In this chat messages disappear by themselves; those are not in the export",
    "columns_by_person": "Columns as pointed out by the person",
    "composed_text": "The text was put together from separate fields of the export",
    "content_kept": "The message was withdrawn, but the export still holds what was in it",
    "control_chars": "Invisible control characters stand in the text",
    "count_differs": "The file states another number of messages than it holds",
    "damaged_member": "A file in the export is damaged",
    "day_order": "How the order of day and month was decided",
    "draft": "A draft; the source does not say it was sent",
    "duplicate_key": "The message names a field twice; the last one is shown",
    "duplicate_member": "Two files in the export have the same name",
    "duplicate_name": "Two files in the export have the same name",
    "earlier_version": "An earlier version of a message that was edited",
    "edited": "The message was edited",
    "edited_or_reaction": "Edited, or someone placed a reaction; the export does not tell which",
    "element_damaged": "A damaged piece of the file; its place is known",
    "empty": "The message has no text",
    "empty_lines": "Only empty lines stand here",
    "encoding_guessed": "The file does not say how its letters are stored. Some letters may be shown wrongly.",
    "encrypted_member": "A file in the export is locked with a password",
    "event": "A message about an event, made in the app",
    "extension_differs": "The file is of another kind than its name says",
    "failed": "The source says that sending failed",
    "forwarded": "The message was forwarded",
    "from_html": "The text was taken from the laid-out form (HTML)",
    "has_html": "There is a laid-out form (HTML) too; the plain text is shown",
    "header_looking_line": "A line looks like a new message, but belongs to the one before",
    "header_row": "This row holds the names of the columns",
    "hidden_link": "A link leads elsewhere than its words say",
    "id_time_differs": "The time within the message's number differs from the stated time",
    "impossible_date": "A date or time does not exist",
    "is_geoblocked_for_viewer": "The app hid this message in some countries",
    "is_taken_down": "The app took this message away",
    "is_unsent_image_by_messenger_kid_parent": "A parent took this picture away in the app",
    "json_repaired": "Control characters in an invalid form were read as meant",
    "keys_in_file": "The original holds keys of the account. They are not shown here.",
    "label_with_colon": "A sender label holds a colon; this was weighed",
    "line_before_first_message": "Text stands before the first message",
    "line_goes_on": "This is a further part of a very long line",
    "line_too_long": "A line is too long to read whole",
    "links_instead_of_media": "Pictures, deleted messages and message requests are not in this file",
    "live_location": "A location that was shared live",
    "lone_surrogate": "Half a character stands in the text",
    "made_by_other_program": "The file was made by another program, not by the app itself",
    "many_labels": "The chat has very many sender labels",
    "many_parts": "The e-mail has more parts than are read",
    "member": "A file in the archive",
    "member_encrypted": "A file in the archive is locked with a password",
    "member_method_unknown": "A file in the archive is packed in an unknown way",
    "member_name_undecodable": "The name of a file in the archive is no readable text",
    "member_overlap": "Two files in the archive lie over each other",
    "member_path_unsafe": "A file in the export has an unsafe path",
    "member_ratio": "A file in the archive becomes very much larger when unpacked",
    "member_withheld": "A file in the archive was not copied, by the person's choice",
    "mention": "Someone is mentioned; a sign stands for the name",
    "missing_attachment": "A message names a file that is not in the export",
    "missing_part": "Numbered parts of the chat are not in the export",
    "mixed_layouts": "The chat has lines in more than one layout",
    "mojibake_not_repaired": "Some letters may be shown wrongly; they are left as they stand",
    "mojibake_repaired": "The export split letters into bytes; they were put together to read them",
    "more_notes": "There are more remarks of this kind than are listed",
    "more_than_one_chat": "The export holds more than one chat file",
    "nested_damaged": "An archive inside the archive is damaged",
    "nested_too_deep": "Archives are packed too deep into each other",
    "nested_too_large": "An archive inside the archive is too large to open",
    "no_final_boundary": "The end of the e-mail is missing",
    "non_monotonic": "A message is earlier than the one before it",
    "nul_bytes": "Zero bytes stand in the text",
    "null_body": "The app left this message empty",
    "numbers_for_people": "The file names people by their number only",
    "omitted_audio": "The app left a sound recording out of the export",
    "omitted_contact": "The app left a contact card out of the export",
    "omitted_document": "The app left a document out of the export",
    "omitted_gif": "The app left a moving picture (GIF) out of the export",
    "omitted_image": "The app left a picture out of the export",
    "omitted_media": "The app left a file out of the export",
    "omitted_sticker": "The app left a sticker out of the export",
    "omitted_video": "The app left a video out of the export",
    "one_sided": "Only what the account's owner wrote is in this file; answers are not",
    "other_data": "The export holds data here that are no message",
    "outbox": "The source says this was still to be sent",
    "page_code_left_out": "Parts of the page that are not meant to be read were passed over",
    "page_links": "The page has links. None was followed.",
    "page_pictures": "The page names pictures. None was loaded.",
    "partial_archive": "The archive says of itself that it is not complete",
    "parts_not_read": "Parts of this message are of an unknown kind",
    "picture_damaged": "The picture is damaged",
    "placeholder": "The app put this in the place of a message",
    "possible_quoted_header": "This may be text that was pasted from another chat",
    "probably_truncated": "The app may have left out the oldest messages",
    "queued": "The source says this was still waiting to be sent",
    "quote_left_open": "A quotation mark is never closed. From here on such marks are read as letters.",
    "quote_open": "A quotation mark is opened and not closed",
    "quoted_header": "A pasted line looks like a message; it stays in the text",
    "reactions": "Someone placed a reaction; the list may not be complete",
    "read_stopped": "Reading stopped here",
    "record_unreadable": "A message in the export cannot be read; it is shown as it stands",
    "reply": "The message answers another message",
    "rest_in_file": "The rest of the text stands in a file",
    "row_does_not_fit": "This row does not have the columns that were pointed out. It is shown as it stands.",
    "same_chat_again": "The same conversation in another form; it was not read a second time",
    "same_chat_has_more": "The same conversation in another form, with more messages; both were read",
    "saved": "The message was saved from another chat",
    "saved_chats_only": "Only chats that were saved are in this file; others may have existed",
    "section_not_read": "A part of the file that holds no messages",
    "self_destruct": "The message was set to disappear",
    "server_time_differs": "The times of sender and server differ by more than two minutes",
    "share": "The message shares something; its words stand below those of the message",
    "shared_label": "Two accounts in this chat have the same name",
    "signed": "The message carries the name of an author",
    "sticker": "A sticker",
    "story_reply": "The message answers a story",
    "surrogate_pairs_joined": "Emoji were written as two halves, and were put together to read them",
    "tar_damaged": "The list of files in the archive is damaged",
    "tar_other_members": "The archive holds links or devices, which have no content",
    "tar_truncated": "The archive ends early",
    "text_between": "Text that is no message, with its place",
    "text_clipped": "The text is too long to read whole",
    "thread_fields": "Other details of the chat, as the export writes them",
    "time_in_seconds": "The time was read as seconds, because it is too small for milliseconds",
    "time_not_read": "The time is written in a way that is not known. It is shown as it stands.",
    "timed_messages_left_out": "Messages that disappear by themselves, and pictures to view once, are not in this export",
    "times_without_zone": "The file does not say in which time zone its times are",
    "too_many_pixels": "The picture has too many pixels to show",
    "truncated": "The file stops half-way",
    "typed_or_app": "Typed by a person or written by the app; the export does not tell",
    "undecodable_bytes": "Some bytes are no readable text",
    "unknown_app_text": "A text of the app that is not known yet",
    "unknown_fields": "The message has details that are not read",
    "unknown_shape": "This part of the chat is built in an unknown way",
    "unknown_text_part": "A part of the text is of an unknown kind",
    "unreadable_member": "A file in the export cannot be read",
    "unreferenced_file": "A file in the export is named by no message",
    "unsupported": "The app that made the export could not read this message",
    "via_bot": "The message was sent through a bot",
    "waiting": "The app was still waiting for this message",
    "wrong_extension": "The file is of another kind than its name says",
    "zip_damaged": "The archive is damaged",
    "zip_has_bytes_before": "Other bytes stand before the archive",
    "zip_many_members": "The archive holds very many files",
    "zip_members_beyond_limit": "The archive holds more files than are listed",
    "zip_total_large": "The archive is very large when unpacked",
    "zip_truncated": "The archive stops half-way",
}
"""By note code; a code that is not listed is shown as it stands."""


DETAILS: Final[Mapping[str, str]] = {
    "accounts": "accounts",
    "author": "author",
    "back_day_first": "steps back with day first",
    "back_month_first": "steps back with month first",
    "bytes": "bytes",
    "call_duration": "length in seconds",
    "cap": "most an app writes",
    "characters": "characters",
    "count": "how many",
    "days": "dates looked at",
    "declared": "declared as",
    "edited": "time in the export",
    "edited_unixtime": "seconds since 1970",
    "extension": "ending of the name",
    "fields": "names of details",
    "first_over_12": "first number over 12",
    "format": "kind of file",
    "forwarded_from": "forwarded from",
    "forwarded_from_id": "number of the account",
    "kept": "labels kept",
    "key": "name",
    "kind": "remark",
    "label": "name",
    "layouts": "layouts",
    "left": "not taken as sender",
    "lines": "lines",
    "live_location_period_seconds": "seconds shared",
    "member": "file",
    "milliseconds": "thousandths of a second",
    "missed": "missed",
    "most": "most that is shown",
    "names_day_first": "file names with day first",
    "names_month_first": "file names with month first",
    "numbers": "numbers",
    "order": "order",
    "other": "how many in the other form",
    "pixels": "pixels",
    "reactions": "reactions, as in the file",
    "read": "read",
    "read_as": "read as",
    "reason": "reason",
    "records": "messages and lines",
    "reply_to_message_id": "answers message number",
    "reply_to_peer_id": "in chat number",
    "saved_from": "saved from",
    "second_over_12": "second number over 12",
    "self_destruct_period_seconds": "seconds until it disappears",
    "server": "time of the server",
    "shown_first": "shown first",
    "stated": "stated",
    "taken": "taken as sender",
    "target": "leads to",
    "text": "text",
    "times": "times",
    "type": "kind",
    "via_bot": "bot",
}
"""By the name of a machine fact of a note."""

_ORDERS: Final = {code: words for (name, code), words in VALUES.items() if name == "day_order"}
_GROUNDS: Final = {
    code: words for (name, code), words in VALUES.items() if name == "day_order_reason"
}
_VALUES: Final[Mapping[str, tuple[Mapping[str, str], ...]]] = {
    "order": (_ORDERS,),
    "reason": (_GROUNDS, CAUSES),
    "shown_first": (_ORDERS,),
}
_PAIRS: Final = re.compile(
    r"""(?P<name>[a-z_0-9]+)=(?P<value>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\S+)(?: |$)"""
)


def note(t: Texts, found: Note) -> str:
    """Return the sentence for a note, with its machine facts behind it."""
    words, detail = note_kind(t, found.kind), note_detail(t, found)
    return f"{words}: {detail}" if detail else words


def note_detail(t: Texts, found: Note) -> str:
    """Return the machine facts of a note in words: "declared as: latin-9; read as: utf-8".

    A detail of another form is what was found in the file: it is shown as it stands.
    """
    pairs = list(_PAIRS.finditer(found.detail))
    whole = "".join(pair[0] for pair in pairs) == found.detail
    if not whole or not all(pair["name"] in DETAILS for pair in pairs):
        return found.detail
    return "; ".join(
        f"{t(DETAILS[pair['name']])}: {_value(t, pair['name'], pair['value'])}" for pair in pairs
    )


def note_kind(t: Texts, kind: str) -> str:
    """Return the sentence for a note code, without its place."""
    if kind in NOTES:
        return t(NOTES[kind])
    return t("A remark of the reader: {code}", code=kind)


def _value(t: Texts, name: str, value: str) -> str:
    if value[:1] in ("'", '"'):
        # The signs inside stay escaped: some of them turn the reading direction.
        return f"“{value[1:-1]}”"
    if name == "kind":
        return note_kind(t, value)
    for sentences in _VALUES.get(name, ()):
        if value in sentences:
            return t(sentences[value]).removesuffix(".")
    return value
