# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences for time stamps: what one is worth, and why it does not hold."""

from collections.abc import Mapping
from typing import Final

from evidence_kit.domain.finding import Outcome
from evidence_kit.i18n import Texts

WHY: Final[Mapping[str, str]] = {
    "ots_not_judged": "It is kept as it came, and not judged here.",
    "stamp_certificate": "It names another certificate than the one that came with it.",
    "stamp_content": "What it says was changed after it was signed.",
    "stamp_digest_unknown": "It uses a kind of fingerprint that is not known here.",
    "stamp_imprint": "It is about something else.",
    "stamp_no_authority": "You gave no certificates of authorities you trust.",
    "stamp_no_token": "There is no time stamp in it.",
    "stamp_nonce": "It answers another request.",
    "stamp_not_granted": "The service refused the request.",
    "stamp_not_intact": "It is not certain that it is unchanged.",
    "stamp_not_traced": "Its certificate does not lead to those you gave.",
    "stamp_purpose": "Its certificate is not meant for time stamps alone.",
    "stamp_signature": "The signature does not fit.",
    "stamp_signature_unknown": "It has a kind of signature that is not known here.",
    "stamp_signer_missing": "The certificate of the signer is not in it.",
    "stamp_signer_not_current": "Its certificate was not in use at that time.",
    "stamp_version": "It is of a version that is not known here.",
}
"""By code."""

REASONS: Final[Mapping[str, str]] = {
    **WHY,
    "ots_known": "This file is in the vault already.",
    "ots_none": "It is not a file of OpenTimestamps.",
    "ots_other": "It is about another file.",
    "stamp_known": "This time stamp is in the vault already.",
    "stamp_other_request": "It answers no request that this vault made.",
    "stamp_too_many": "There are too many answers to this request.",
}
"""By reason, for a reply that is not taken in."""

FINDINGS: Final[Mapping[str, str]] = {
    "ots_not_judged": "{item}: has not changed, but what it shows is not judged here",
    "stamp_certificate": "{item}: the time stamp names another certificate",
    "stamp_content": "{item}: the time stamp was changed after it was signed",
    "stamp_digest_unknown": "{item}: the time stamp uses an unknown kind of fingerprint",
    "stamp_imprint": "{item}: the time stamp is about something else",
    "stamp_no_authority": "{item}: no certificates of authorities you trust were given",
    "stamp_nonce": "{item}: the time stamp answers another request",
    "stamp_no_token": "{item}: there is no time stamp in it",
    "stamp_not_granted": "{item}: the service refused the request",
    "stamp_not_intact": "{item}: it is not certain that the time stamp is unchanged",
    "stamp_not_traced": "{item}: the certificate does not lead to those you gave",
    "stamp_purpose": "{item}: the certificate is not meant for time stamps alone",
    "stamp_signature": "{item}: the signature of the time stamp does not fit",
    "stamp_signature_unknown": "{item}: the time stamp has an unknown kind of signature",
    "stamp_signer_missing": "{item}: the certificate of the signer is not in it",
    "stamp_signer_not_current": "{item}: the certificate was not in use at that time",
    "stamp_traced": "{item}: leads to a certificate that you gave",
    "stamp_version": "{item}: the time stamp is of an unknown version",
}
"""By finding code, for a check of a vault."""

INTACT: Final[Mapping[Outcome, str]] = {
    Outcome.MATCHES: "Intact: yes. It is as it was signed.",
    Outcome.DIFFERS: "Intact: no.",
    Outcome.UNJUDGED: "Intact: cannot be judged.",
}
VALID: Final[Mapping[Outcome, str]] = {
    Outcome.MATCHES: "Valid: yes. It is a time stamp for your request.",
    Outcome.DIFFERS: "Valid: no.",
    Outcome.UNJUDGED: "Valid: cannot be judged.",
}
TRUSTED: Final[Mapping[Outcome, str]] = {
    Outcome.MATCHES: "Trusted: yes. It leads to a certificate that you gave.",
    Outcome.DIFFERS: "Trusted: no.",
    Outcome.UNJUDGED: "Trusted: cannot be judged.",
}


def stamp_intact(t: Texts, outcome: Outcome, why: str) -> str:
    """Return whether a time stamp is as it was signed."""
    return _with_why(t, INTACT[outcome], why)


def stamp_valid(t: Texts, outcome: Outcome, why: str) -> str:
    """Return whether it is a time stamp for the request."""
    return _with_why(t, VALID[outcome], why)


def stamp_trusted(t: Texts, outcome: Outcome, why: str) -> str:
    """Return whether it leads to an authority that the person trusts."""
    return _with_why(t, TRUSTED[outcome], why)


def _with_why(t: Texts, sentence: str, why: str) -> str:
    return t(sentence) + (" " + t(WHY[why]) if why in WHY else "")
