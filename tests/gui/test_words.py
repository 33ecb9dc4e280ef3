# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences of the window: short enough for a bad day, in both languages."""

import re
from collections.abc import Iterator

import polib
import pytest

from builders.source_files import ROOT

CATALOGUE = polib.pofile(str(ROOT / "resources" / "locale" / "nl" / "gui.po"))
MOST_WORDS = 15
_MARKUP = re.compile(r"<[^>]+>")
_ENDS = re.compile(r"[.?!:]\s|\s·\s|\n")
_FORMAL = re.compile(r"(?<!\w)(?:u|uw|uzelf)(?!\w)", re.IGNORECASE)
# The dossier's own title: the receiver is spoken to in it.
_QUOTED = ("Zo controleert u dit dossier",)


def sentences(entry: polib.POEntry) -> Iterator[str]:
    texts = (entry.msgid, entry.msgid_plural, entry.msgstr, *entry.msgstr_plural.values())
    for text in texts:
        yield from _ENDS.split(_MARKUP.sub("", text))


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.msgid[:40])
def test_a_sentence_has_at_most_fifteen_words(entry: polib.POEntry) -> None:
    assert not [each for each in sentences(entry) if len(each.split()) > MOST_WORDS]


def test_the_window_says_je() -> None:
    formal = [
        entry.msgstr
        for entry in CATALOGUE
        for text in (entry.msgstr, *entry.msgstr_plural.values())
        if _FORMAL.search(text) and text not in _QUOTED
    ]
    assert not formal
