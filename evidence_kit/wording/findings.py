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
    "digest_differs": "{item}: the fingerprint (SHA-256) is another one",
    "different": "{item}: is not the same",
    "extra": "{item}: is not in the list",
    "head_differs": "{item}: the head of the custody log is another one",
    "leaf_differs": "{item}: an entry of the custody log is another one",
    "locked": "{item}: needs the key to be checked",
    "malformed": "{item}: is not built as it should be",
    "missing": "{item}: is not there",
    "newer_format": "{item}: was made by a newer version of the program",
    "no_signature": "{item}: carries no signature",
    "not_listed": "{item}: is not in the list",
    "order_differs": "{item}: the order is another one",
    "removed": "{item}: was removed on request",
    "root_differs": "{item}: the head of the custody log is another one",
    "same": "{item}: has not changed",
    "seal_broken": "{item}: the encrypted file was changed",
    "signature_differs": "{item}: the signature does not fit",
    "size_differs": "{item}: the size is another one",
    "truncated": "{item}: stops half-way",
    "unknown_file": "{item}: this file is not known here",
    "unreadable": "{item}: cannot be read",
}
"""By finding code."""

OPENING: Final[Mapping[str, str]] = {
    "index_rebuilt": "The list of the vault was made anew.",
    "object_missing": "A file of the vault is missing. Check the vault.",
    "recovered_orphans": "Work that was cut off was put right. Nothing secured was lost.",
}
"""By code, for what opening a vault found."""


def finding(t: Texts, found: Finding) -> str:
    """Return the sentence for one point of a check."""
    sentence = FINDINGS.get(found.why, OUTCOMES[found.outcome])
    return t(sentence, item=found.item, code=found.why)


def opening(t: Texts, code: str) -> str:
    """Return the sentence for what opening a vault found; an unlisted code as it stands."""
    if code in OPENING:
        return t(OPENING[code])
    return t("Remark when opening the vault: {code}", code=code)
