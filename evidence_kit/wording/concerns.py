# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences for the check before printing: two for each point, as the window shows it."""

from collections.abc import Mapping
from typing import Final

from evidence_kit.domain.views import Concern
from evidence_kit.i18n import Texts

CONCERNS: Final[Mapping[str, tuple[str, str]]] = {
    "quotation_not_found": (
        "A quotation is not in the source",
        "You wrote: “{said}”. The source has no such words.",
    ),
    "count_differs": (
        "A number differs",
        "Your text says {said}. The program counts {found}.",
    ),
    "date_outside_exhibit": (
        "A date does not fit its exhibit",
        "Your text says {said}. The exhibit runs over {found}.",
    ),
    "no_digest": (
        "A file has no fingerprint",
        "Check the vault before you make the dossier.",
    ),
    "place_in_picture": (
        "A picture holds a place (GPS)",
        "It is not printed. The original file still holds it.",
    ),
    "place_printed": (
        "A place (GPS) will be printed",
        "You can leave it out in the choices for the dossier.",
    ),
    "own_data": (
        "Your own data stand in the text",
        "This is printed as you wrote it: {said}",
    ),
}
"""By concern code: a title, and what to know."""


def concern(t: Texts, found: Concern) -> tuple[str, str]:
    """Return a title and a sentence for one point of the check before printing."""
    if found.code not in CONCERNS:
        return t("Something to look at"), t("Code: {code}", code=found.code)
    title, sentence = CONCERNS[found.code]
    return t(title), t(sentence, said=found.said, found=found.found)
