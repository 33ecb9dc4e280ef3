# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions about where an exhibit came from, and the answers a person can give."""

from collections.abc import Mapping
from typing import Final

from evidence_kit.i18n import Texts

QUESTIONS: Final[Mapping[str, str]] = {
    "original": "Where is the original now",
    "device_can_be_seen": "Can the police see the device",
    "copied_by": "Who made the copy",
    "route": "How it came to this computer",
    "could_be_changed": "Could it have been changed before",
    "when": "When the copy was made",
}
"""By fact of a provenance annotation (docs/formats/annotation.md), strongest first."""

ANSWERS: Final[Mapping[tuple[str, str], str]] = {
    ("original", "on_phone"): "on the phone",
    ("original", "on_computer"): "on a computer",
    ("original", "online_account"): "in an account on the internet",
    ("original", "with_somebody"): "with somebody else",
    ("original", "gone"): "no longer there",
    ("original", "unknown"): "I don't know",
    ("device_can_be_seen", "yes"): "yes",
    ("device_can_be_seen", "no"): "no",
    ("device_can_be_seen", "unknown"): "I don't know",
    ("copied_by", "me"): "I did",
    ("copied_by", "parent"): "a parent",
    ("copied_by", "support_worker"): "a support worker",
    ("copied_by", "somebody_else"): "somebody else",
    ("copied_by", "unknown"): "I don't know",
    ("route", "cable"): "with a cable",
    ("route", "app_export"): "with the export of the app",
    ("route", "mail_to_self"): "mailed to myself",
    ("route", "cloud"): "through a cloud service",
    ("route", "messenger"): "sent through a chat app",
    ("route", "screenshot"): "as a screenshot",
    ("route", "memory_card"): "on a stick or memory card",
    ("route", "received"): "received from somebody",
    ("route", "other"): "in another way",
    ("route", "unknown"): "I don't know",
    ("could_be_changed", "yes"): "yes",
    ("could_be_changed", "no"): "no",
    ("could_be_changed", "unknown"): "I don't know",
}
"""By fact and code."""


def question(t: Texts, fact: str) -> str:
    """Return the question that a fact of a provenance annotation answers."""
    return t(QUESTIONS[fact])


def stated(t: Texts, fact: str, code: str) -> str:
    """Return the answer a person chose; a code that is not listed as it stands."""
    return t(ANSWERS[(fact, code)]) if (fact, code) in ANSWERS else code
