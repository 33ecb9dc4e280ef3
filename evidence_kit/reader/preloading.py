# SPDX-License-Identifier: GPL-3.0-or-later
"""Loads all that reading may need while files can still be opened."""

import codecs
import encodings
import pkgutil

from evidence_kit.importers.chats.meta.texts import app_texts
from evidence_kit.importers.chats.whatsapp.strings import strings
from evidence_kit.importers.prose_dates import date_words
from evidence_kit.media.opening import prepare


def preload() -> None:
    """Load text encodings, tables and decoders."""
    for module in pkgutil.iter_modules(encodings.__path__):
        try:
            codecs.lookup(module.name)
        except LookupError:
            continue  # aliases, or code pages that only Windows has
    strings()
    app_texts()
    date_words()
    prepare()
