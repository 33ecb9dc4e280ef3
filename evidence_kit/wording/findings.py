# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences for what a check found and for what opening a vault brought to light."""

from collections.abc import Mapping
from typing import Final

from evidence_kit.domain.finding import Finding, Outcome
from evidence_kit.i18n import Texts

OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.MATCHES: "{item}: matches",
    Outcome.DIFFERS: "{item}: does not match ({code})",
    Outcome.UNJUDGED: "{item}: cannot be judged ({code})",
}
"""For a code that has no sentence of its own."""

FINDINGS: Final[Mapping[str, str]] = {
    "absent": "{item}: is not there",
    "changed": "{item}: was changed",
    "damaged": "{item}: is damaged",
    "digest_unknown": "{item}: the way of making the fingerprint is not known",
    "encoding_unknown": "{item}: the way of writing text is not known",
    "extra": "{item}: is not in the list",
    "head_differs": "{item}: the state of the custody log is another one",
    "index_tag": "{item}: the list of the vault was changed",
    "key_differs": "{item}: the signing key is another one",
    "key_unreadable": "{item}: the signing key cannot be read",
    "keys": "{item}: the keys do not belong to this vault",
    "leaf_differs": "{item}: a line of the custody log is another one",
    "link": "{item}: is only a link to another place",
    "list_not_signed": "{item}: the list of files is not signed",
    "listed_twice": "{item}: stands twice in the list",
    "locked": "{item}: can be checked with the key only",
    "log_differs": "{item}: the custody log is another one",
    "log_gap": "{item}: lines of the custody log are missing",
    "log_missing": "{item}: the custody log is not there",
    "log_shorter": "{item}: the custody log is shorter than it was",
    "malformed": "{item}: is not built as it should be",
    "missing": "{item}: is not there",
    "newer_format": "{item}: was made by a newer version of the program",
    "no_entry": "{item}: no line of the custody log speaks of it",
    "no_signature": "{item}: carries no signature",
    "not_a_file": "{item}: is no ordinary file",
    "not_in_log": "{item}: does not stand in the custody log",
    "not_listed": "{item}: is not in the list",
    "order_differs": "{item}: the order is another one",
    "original": "{item}: the kept copy does not match the log",
    "other_head": "{item}: belongs to another state of the custody log",
    "other_name_form": "{item}: the name is written in another form",
    "registered": "{item}: was noted, no copy was made",
    "removed": "{item}: was removed on request",
    "removed_still_there": "{item}: was removed, but the file is still there",
    "renamed": "{item}: has another name",
    "root": "{item}: the state of the custody log is another one",
    "root_differs": "{item}: the state of the custody log is another one",
    "same": "{item}: has not changed",
    "sha256": "{item}: the fingerprint (SHA-256) is another one",
    "signature": "{item}: the signature does not fit",
    "signature_differs": "{item}: the signature does not fit",
    "size": "{item}: the size is another one",
    "slot_not_listed": "{item}: this key is not in the list of the vault",
    "texts_damaged": "{item}: texts of the vault cannot be read",
    "too_large": "{item}: is too large to check",
    "truncated": "{item}: stops half-way",
    "unfinished": "{item}: is left over from work that was cut off",
    "unknown_file": "{item}: this file is not known here",
    "unreadable": "{item}: cannot be read",
    "unsafe_path": "{item}: the path is not safe",
    "version": "{item}: was made by another version",
}
"""By finding code."""

_FIT_FOR_MATCHES: Final = frozenset({"same", "removed", "registered"})

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
    "object_missing": "A file of the vault is missing. Check the vault.",
    "orphan_object": "A file is left over from work that was cut off.",
    "recovered_orphans": "Work that was cut off was put right. Nothing secured was lost.",
    "removal_completed": "A removal that was cut off is now complete.",
    "slot_damaged": "One of the keys of the vault is damaged. Another one still works.",
    "texts_damaged": "Some names or notes cannot be read. Check the vault.",
    "unfinished_swept": "Work that was cut off was cleared away. Nothing secured was lost.",
}
"""By code, for what opening a vault found."""


def finding(t: Texts, found: Finding) -> str:
    """Return the sentence for one point of a check.

    A code may carry a number behind a colon, such as the entry that removed something. A code that
    states a fault never speaks of an item that matches.
    """
    code = found.why.partition(":")[0]
    sentence = FINDINGS.get(code)
    fits = code in _FIT_FOR_MATCHES or found.outcome is not Outcome.MATCHES
    if sentence is None or not fits:
        sentence = OUTCOMES[found.outcome]
    return t(sentence, item=found.item, code=found.why)


def opening(t: Texts, code: str) -> str:
    """Return the sentence for what opening a vault found; an unlisted code as it stands.

    A code may carry the path it is about behind a colon; that path is shown.
    """
    kind, _, place = code.partition(":")
    if kind in OPENING:
        words = t(OPENING[kind])
        return f"{words} ({place})" if place else words
    return t("Remark when opening the vault: {code}", code=code)
