# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts in a language, as a value: nothing is installed globally.

English sentences are the message ids; resources/locale/<lang>/<domain>.po holds the others, compiled
to .mo at set-up. The dossier's language may differ from the window's.
"""

import gettext
from functools import cache
from pathlib import Path

from evidence_kit import resources, settings

LANGUAGES = settings.LANGUAGES


class Texts:
    """The sentences of one domain in one language: `t("Page {page}", page=3)`."""

    def __init__(self, lang: str, domain: str) -> None:
        self.lang = lang
        self.domain = domain
        self._catalogue = _catalogue(lang, domain)

    def __call__(self, message: str, /, **fields: object) -> str:
        """Return the sentence, with `{named}` fields filled in."""
        found = self._catalogue.gettext(message)
        return found.format(**fields) if fields else found

    def n(self, one: str, many: str, count: int, /, **fields: object) -> str:
        """Return the sentence for a number; `{n}` is the number."""
        return self._catalogue.ngettext(one, many, count).format(n=count, **fields)

    def c(self, context: str, message: str, /, **fields: object) -> str:
        """Return the sentence meant in a context, where one English word has two meanings."""
        found = self._catalogue.pgettext(context, message)
        return found.format(**fields) if fields else found


def compiled_path(lang: str, domain: str) -> Path:
    """Return where the compiled catalogue of a language and domain lies."""
    return resources.path("locale", lang, f"{domain}.mo")


@cache
def _catalogue(lang: str, domain: str) -> gettext.NullTranslations:
    file = compiled_path(lang, domain)
    if lang == "en" and not file.exists():
        return gettext.NullTranslations()
    with file.open("rb") as stream:
        return gettext.GNUTranslations(stream)
