# SPDX-License-Identifier: GPL-3.0-or-later
"""Two lines for every failure: what happened, and what you can do.

What goes wrong in calling the program has its sentences here; all else has them in wording.
"""

from collections.abc import Mapping
from typing import Final

from evidence_kit import wording
from evidence_kit.errors import EvidenceKitError, InputRefused
from evidence_kit.i18n import Texts

_HELP: Final = "Add --help to see how it works."

SENTENCES: Final[Mapping[tuple[str, str], tuple[str, str]]] = {
    ("usage", "missing"): ("Something is missing: {argument}", _HELP),
    ("usage", "unknown"): ("This is not known here: {argument}", _HELP),
    ("usage", "value"): ("This value does not fit: {argument}", _HELP),
    ("usage", "log_size"): (
        "The custody log never had this many entries: {argument}",
        "See what it has with the verb log. A dossier needs at least one entry.",
    ),
    ("usage", "verb"): (
        "There is no verb “{argument}”.",
        "Type evidence-kit --help for the list.",
    ),
    ("usage", "both_keys"): (
        "A passphrase and a recovery key were both given.",
        "Give one of the two.",
    ),
    ("usage", "key_in_vault"): (
        "The recovery key would stand in the vault it opens.",
        "Choose another place for it, best on another stick or on paper.",
    ),
    ("input_refused", "passphrases_differ"): (
        "The two passphrases are not the same.",
        "Nothing was made. Try again.",
    ),
    ("input_refused", "passphrase_not_text"): (
        "The passphrase file holds bytes that are no text.",
        "Save it as UTF-8, with the passphrase on the first line.",
    ),
    ("input_refused", "passphrase_too_long"): (
        "The passphrase file is too large to be one.",
        "See whether it is the right file. The first line is the passphrase.",
    ),
    ("input_refused", "some_refused"): (
        "Not everything was taken in: {refused} of {total} were not.",
        "The list above says which and why. They are still where they were.",
    ),
    ("input_refused", "some_unread"): (
        "Not everything could be read: {refused} of {total} were not.",
        "The lines above say which and why.",
    ),
    ("input_refused", "too_large"): (
        "This file is too large for this: {name}",
        "Cut it into smaller files.",
    ),
    ("input_refused", "message_number"): (
        "“{name}” is not a message number.",
        "Write 12, or 12-15, or 2:12 for message 12 of conversation 2.",
    ),
}
"""By error code and reason."""


class RowRefused(InputRefused):
    """A row of an `apply` file says what it cannot. Fields: reason, name (a line, or a field)."""


_BLANKS: Final = ("argument", "name", "refused", "total")


def two_lines(t: Texts, w: Texts, failure: EvidenceKitError) -> tuple[str, str]:
    """Return what happened and what can be done.

    Args:
        t: Texts of the domain "cli".
        w: Texts of the domain "wording".
        failure: any named failure.
    """
    if isinstance(failure, RowRefused):
        return _about_row(t, w, failure)
    pair = SENTENCES.get((failure.code, str(failure.fields.get("reason"))))
    if pair is None:
        return wording.error(w, failure)
    blanks = {name: failure.fields.get(name) or "–" for name in _BLANKS}
    return t(pair[0], **blanks), t(pair[1], **blanks)


def _about_row(t: Texts, w: Texts, failure: RowRefused) -> tuple[str, str]:
    why = wording.reason(w, str(failure.fields.get("reason")))
    name = failure.fields.get("name") or "–"
    return (
        t("The rows cannot be added ({name}): {why}", name=name, why=why),
        t("Nothing was added. Correct the file and try again."),
    )
