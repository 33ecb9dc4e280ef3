# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences for what a check found and for what opening a vault brought to light."""

from collections.abc import Mapping
from typing import Final

from evidence_kit.domain.finding import Finding, Outcome
from evidence_kit.i18n import Texts
from evidence_kit.wording import stamps
from evidence_kit.wording.things import item

OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.MATCHES: "{item}: matches",
    Outcome.DIFFERS: "{item}: does not match ({code})",
    Outcome.UNJUDGED: "{item}: cannot be judged ({code})",
}
"""For a code that has no sentence of its own."""

FINDINGS: Final[Mapping[str, str]] = {
    "absent": "{item}: is not there",
    "annotation_kind": "{item}: is not built as it should be",
    "base64": "{item}: the front of the sealed file is damaged",
    "base64_not_canonical": "{item}: the front of the sealed file is damaged",
    "begins_log": "{item}: the custody log of today begins with it",
    "body": "{item}: is not built as it should be",
    "chain": "{item}: does not follow on from the line before it",
    "changed": "{item}: was changed",
    "chunk": "{item}: the sealed content was changed or damaged",
    "content": "{item}: the content is another one",
    "damaged": "{item}: is damaged",
    "deleted": "{item}: was deleted",
    "digest_differs": "{item}: the fingerprint (SHA-256) is another one",
    "digest_unknown": "{item}: the way of making the fingerprint is not known",
    "edited": "{item}: was changed",
    "empty_last_chunk": "{item}: the sealed content was changed or damaged",
    "encoding_unknown": "{item}: the way of writing text is not known",
    "entry_type": "{item}: is not built as it should be",
    "extra": "{item}: is not in the list",
    "field": "{item}: is not built as it should be",
    "fields": "{item}: is not built as it should be",
    "gap": "{item}: lines of the custody log are missing",
    "head_differs": "{item}: the state of the custody log is another one",
    "head_missing": "{item}: the signed state at its end is missing",
    "head_not_signed": "{item}: the state of the custody log is not signed by this vault",
    "head_of_another": "{item}: belongs to another vault",
    "holes_overlap": "{item}: is not built as it should be",
    "inconsistent": "{item}: two counts that must agree do not",
    "index_differs": "{item}: the list of exhibits is another one",
    "index_tag": "{item}: the list of the vault was changed",
    "input_refused": "{item}: is not built as it should be",
    "inserted": "{item}: a line was put in",
    "internal_fault": "{item}: the check went wrong inside the program",
    "key_differs": "{item}: the signing key is another one",
    "key_unreadable": "{item}: the signing key cannot be read",
    "keys": "{item}: the keys do not belong to this vault",
    "last_line": "{item}: the front of the sealed file is damaged",
    "leaf_differs": "{item}: a line of the custody log is another one",
    "length": "{item}: the front of the sealed file is damaged",
    "limit_reached": "{item}: is too large to check",
    "line": "{item}: the front of the sealed file is damaged",
    "line_ends_changed": "{item}: the line ends were changed, nothing else",
    "lines_changed": "{item}: lines in it were changed",
    "link": "{item}: is only a link to another place",
    "list_not_signed": "{item}: the list of files is not signed",
    "listed_twice": "{item}: stands twice in the list",
    "locked": "{item}: can be checked with the key only",
    "log_differs": "{item}: the custody log is another one",
    "log_gap": "{item}: lines of the custody log are missing",
    "log_missing": "{item}: the custody log is not there",
    "log_shorter": "{item}: the custody log is shorter than it was",
    "mac": "{item}: the front of the sealed file was changed",
    "mac_length": "{item}: the front of the sealed file is damaged",
    "mac_line": "{item}: the front of the sealed file is damaged",
    "malformed": "{item}: is not built as it should be",
    "markers": "{item}: the front of the sealed file is damaged",
    "missing": "{item}: is not there",
    "moment": "{item}: is not built as it should be",
    "more_files": "{item}: {found} more that are not known here, or that no line speaks of",
    "moved": "{item}: stands in another place",
    "newer_format": "{item}: was made by a newer version of the program",
    "no_entry": "{item}: no line of the custody log speaks of it",
    "no_line_end": "{item}: is not built as it should be",
    "no_nonce": "{item}: the front of the sealed file is damaged",
    "no_recovery_slot": "{item}: there is no key slot for the recovery key",
    "no_signature": "{item}: carries no signature",
    "not_a_file": "{item}: is no ordinary file",
    "not_an_object": "{item}: is not built as it should be",
    "not_canonical": "{item}: is not built as it should be",
    "not_in_log": "{item}: does not stand in the custody log",
    "not_json": "{item}: is not built as it should be",
    "not_listed": "{item}: is not in the list",
    "not_read": "{item}: {found} were measured, but not read this time",
    "not_sealed_to_this_vault": "{item}: was sealed for another vault",
    "not_the_beginning": "{item}: the custody log of today does not begin with it",
    "not_under_head": "{item}: does not stand in the first {found} lines",
    "not_understood": "{item}: cannot be read",
    "order_differs": "{item}: the order is another one",
    "original": "{item}: the kept copy does not match the log",
    "other_head": "{item}: belongs to another state of the custody log",
    "other_name_form": "{item}: the name is written in another form",
    "other_vault": "{item}: belongs to another vault",
    "overlaps": "{item}: begins before the part before it ends",
    "package_missing": "{item}: is not there",
    "place": "{item}: points to a place that is not there",
    "read_back_differs": "{item}: reads back in another way than it was written",
    "recipient_differs": "{item}: the keys do not belong to this vault",
    "record_number": "{item}: the numbers of the messages do not follow each other",
    "recovered": "{item}: was left over from work that was cut off, and kept",
    "registered": "{item}: was noted, no copy was made",
    "removed": "{item}: was removed on request",
    "removed_still_there": "{item}: was removed, but the file is still there",
    "renamed": "{item}: now has the name {found}",
    "replaced": "{item}: another line stands in its place",
    "root": "{item}: the state of the custody log is another one",
    "root_differs": "{item}: the state of the custody log is another one",
    "same": "{item}: has not changed",
    "scrypt_arguments": "{item}: the front of the sealed file is damaged",
    "scrypt_not_alone": "{item}: the front of the sealed file is damaged",
    "scrypt_size": "{item}: the front of the sealed file is damaged",
    "scrypt_work_factor": "{item}: the front of the sealed file is damaged",
    "sealed_anew": "{item}: was made by somebody without the keys of this vault",
    "segment": "{item}: is not built as it should be",
    "segment_copied": "{item}: is a second copy of {found}",
    "segment_moved": "{item}: belongs in the place of {found}",
    "sequence": "{item}: carries another line number",
    "sha256": "{item}: the fingerprint (SHA-256) is another one",
    "signature": "{item}: the signature does not fit",
    "signature_differs": "{item}: the signature does not fit",
    "signing_key_differs": "{item}: the keys do not belong to this vault",
    "size": "{item}: the size is another one",
    "slot_change_unfinished": "{item}: a change of it was cut off; the next opening completes it",
    "slot_changed": "{item}: the key slot was changed",
    "slot_content": "{item}: is not built as it should be",
    "slot_not_listed": "{item}: this key is not in the list of the vault",
    "stanza": "{item}: the front of the sealed file is damaged",
    "stanza_arguments": "{item}: the front of the sealed file is damaged",
    "stanza_body": "{item}: the front of the sealed file is damaged",
    "storage_failed": "{item}: cannot be read",
    "swapped": "{item}: holds the content of {found}",
    "text": "{item}: the text is another one, or is not there",
    "text_flag": "{item}: is not built as it should be",
    "text_twice": "{item}: is not built as it should be",
    "texts_damaged": "{item}: texts of the vault cannot be read",
    "too_large": "{item}: is too large to check",
    "too_many_stanzas": "{item}: the front of the sealed file is damaged",
    "trailing": "{item}: the sealed content was changed or damaged",
    "truncated": "{item}: stops half-way",
    "truncated_or_too_long": "{item}: the front of the sealed file is damaged",
    "type": "{item}: is not built as it should be",
    "unclear": "{item}: was changed, or a line beside it was",
    "under_head": "{item}: stands in the first {found} lines",
    "unfinished": "{item}: is left over from work that was cut off",
    "unknown_file": "{item}: this file is not known here",
    "unproven": "{item}: what would show a change is missing",
    "unreadable": "{item}: cannot be read",
    "unsafe_path": "{item}: the path is not safe",
    "value": "{item}: is not built as it should be",
    "version": "{item}: was made by another version",
    "wrong_passphrase": "{item}: was sealed for another vault",
    "x25519_arguments": "{item}: the front of the sealed file is damaged",
    "x25519_low_order": "{item}: the front of the sealed file is damaged",
    "x25519_size": "{item}: the front of the sealed file is damaged",
    **stamps.FINDINGS,
}
"""By finding code."""

_FIT_FOR_MATCHES: Final = frozenset(
    {
        *("same", "other_name_form", "recovered", "registered", "removed"),
        *("begins_log", "stamp_traced", "under_head"),
    }
)

OPENING: Final[Mapping[str, str]] = {
    "checkpoint_damaged": "A note of an earlier state is damaged. Check the vault.",
    "header_changed": "The front page of the vault was changed. Check the vault.",
    "index_rebuilt": "The list of the vault was made anew.",
    "log_segment_damaged": "Part of the custody log is damaged. Check the vault.",
    "log_segment_missing": "Part of the custody log is missing. Check the vault.",
    "log_segment_unexpected": "There is more custody log than expected. Check the vault.",
    "log_shorter_than_checkpoint": "The custody log is shorter than it was. Check the vault.",
    "log_uncertain": "The end of the custody log is uncertain. Check the vault.",
    "medium_read_only": "Nothing can be written here. You can look and save copies.",
    "more_orphans": "More files are left over from work that was cut off.",
    "not_a_folder": "A folder of the vault is a link to another place. Nothing is written.",
    "object_missing": "A file of the vault is missing. Check the vault.",
    "older_format": (
        "This vault has an older format. You can look and save copies. "
        "Bring it to the newest format to add something."
    ),
    "orphan_object": "A file is left over from work that was cut off.",
    "recovered_orphans": "Work that was cut off was put right. Nothing secured was lost.",
    "removal_completed": "A removal that was cut off is now complete.",
    "slot_change_completed": (
        "A change of what opens the vault was cut off. It is now complete: "
        "the new passphrase or key counts."
    ),
    "slot_change_unfinished": (
        "A change of what opens the vault was cut off. "
        "It is completed when the vault is opened for writing."
    ),
    "slot_damaged": "One of the keys of the vault is damaged. Another one still works.",
    "texts_damaged": "Some names or notes cannot be read. Check the vault.",
    "unfinished_swept": "Work that was cut off was cleared away. Nothing secured was lost.",
}
"""By code, for what opening a vault found."""


def finding(t: Texts, found: Finding) -> str:
    """Return the sentence for one point of a check.

    A code may carry a number behind a colon: the log entry that removed something, or that does not
    fit. It is said too. A code that states a fault never speaks of an item that matches.
    """
    code, _, line = found.why.partition(":")
    sentence = FINDINGS.get(code)
    fits = code in _FIT_FOR_MATCHES or found.outcome is not Outcome.MATCHES
    if sentence is None or not fits:
        sentence = OUTCOMES[found.outcome]
    about, other = item(t, found.item), found.found or "–"
    words = t(sentence, item=about, code=found.why, found=other)
    if code in FINDINGS and line.isdecimal():
        return t("{words} (line {line} of the custody log)", words=words, line=line)
    return words


def opening(t: Texts, code: str) -> str:
    """Return the sentence for what opening a vault found; an unlisted code as it stands.

    A code may carry the path it is about behind a colon; that path is shown.
    """
    kind, _, place = code.partition(":")
    if kind in OPENING:
        words = t(OPENING[kind])
        return f"{words} ({place})" if place else words
    return t("Remark when opening the vault: {code}", code=code)
