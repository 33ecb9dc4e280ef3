# SPDX-License-Identifier: GPL-3.0-or-later
"""From a word to shaped fragments: fallback per grapheme, emoji, and tags for what no font has.

Never a box and never a dropped character: a character without a glyph prints as its code point.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from evidence_kit.dossier.text.face import Face, Fragment, Missing
from evidence_kit.dossier.text.graphemes import graphemes
from evidence_kit.dossier.text.type_case import TypeCase, Typeface
from evidence_kit.dossier.text.visible import tag

_NUMBER = re.compile(r"[0-9:.,/+-]{4,}")
_IGNORABLE = re.compile("[\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]")
_WORDS_MAX = 60_000
"""Words a typeface remembers; emptied when full, so memory stays flat over long conversations."""

Levels = tuple[int, ...]
Word = tuple["LevelFragment", ...]


class LevelFragment(NamedTuple):
    """A fragment and the level of its characters."""

    fragment: Fragment
    level: int


class _Item(NamedTuple):
    """Text for one face; no face: an emoji drawing, or tags when there is no drawing either."""

    face: Face | None
    text: str
    drawing: str | None = None


class _Manner(NamedTuple):
    """How to set a word, apart from its text."""

    typeface: Typeface
    language: str | None
    hint: str


class Typesetter:
    """Shapes words and remembers them."""

    def __init__(self, case: TypeCase) -> None:
        self._case = case

    def word(
        self,
        typeface: Typeface,
        text: str,
        levels: Levels | None = None,
        *,
        language: str | None = None,
        hint: str = "zh",
    ) -> Word:
        """Return the fragments of a word, in logical order.

        Args:
            typeface: the cut to set it in.
            text: characters without a line break; nothing invisible left in it.
            levels: one for each character, or None when all are left-to-right.
            language: BCP 47 tag, when known.
            hint: which ideographs are meant, "ja", "ko" or "zh".
        """
        plain = levels is None and language is None and hint == "zh"
        key: object = text if plain else (text, levels, language, hint)
        known: Word | None = typeface.words.get(key)
        if known is not None:
            return known
        if levels is None and _NUMBER.fullmatch(text):
            return self._number(typeface, text)
        manner = _Manner(typeface, language, hint)
        word = tuple(self._shaped(manner, text, levels))
        if len(typeface.words) >= _WORDS_MAX:
            typeface.words.clear()
        typeface.words[key] = word
        return word

    def _number(self, typeface: Typeface, text: str) -> Word:
        """Numbers, dates and times: too many to remember, and never kerned."""
        fragments = [self.word(typeface, character)[0].fragment for character in text]
        codes = "".join(fragment.show[1:-1] for fragment in fragments)
        width = sum(fragment.width for fragment in fragments)
        return (LevelFragment(Fragment(fragments[0].font, f"<{codes}>", width), 0),)

    def _shaped(self, manner: _Manner, text: str, levels: Levels | None) -> Iterator[LevelFragment]:
        start = 0
        for level, members in groupby(levels or (0,) * len(text)):
            end = start + sum(1 for _member in members)
            for item in self._items(manner, text[start:end]):
                for fragment in self._fragments(manner, item, rtl=bool(level & 1)):
                    yield LevelFragment(fragment, level)
            start = end

    def _fragments(self, manner: _Manner, item: _Item, *, rtl: bool) -> list[Fragment]:
        """Shape an item; right-to-left ones come back in logical order too."""
        if item.drawing is not None:
            return [self._case.emoji_fragment(item.drawing, item.text)]
        if item.face is None:
            return self._tags(manner, item.text)
        shaped = item.face.shape(
            item.text, rtl=rtl, features=manner.typeface.features, language=manner.language
        )
        if rtl:
            shaped.reverse()
        fragments: list[Fragment] = []
        for piece in shaped:
            if isinstance(piece, Missing):
                fragments += self._tags(manner, piece.text)
            else:
                fragments.append(piece)
        return fragments

    def _tags(self, manner: _Manner, text: str) -> list[Fragment]:
        primary, features = manner.typeface.primary, manner.typeface.features
        return [
            piece
            for character in text
            for piece in primary.shape(tag(character), rtl=False, features=features, language=None)
            if isinstance(piece, Fragment)
        ]

    def _items(self, manner: _Manner, text: str) -> Iterator[_Item]:
        """Cut text into items, joining neighbours in one face."""
        if text.isascii():
            yield _Item(manner.typeface.primary, text)
            return
        waiting: _Item | None = None
        for item in self._cluster_items(manner, text):
            joins = (
                waiting is not None
                and waiting.face is not None
                and item.face is waiting.face
                and not unicodedata.combining(item.text[0])
            )
            if waiting is not None and joins:
                waiting = _Item(waiting.face, waiting.text + item.text)
                continue
            if waiting is not None:
                yield waiting
            waiting = item
        if waiting is not None:
            yield waiting

    def _cluster_items(self, manner: _Manner, text: str) -> Iterator[_Item]:
        emoji = self._case.emoji
        for cluster in graphemes(text):
            drawing = emoji.drawing_of(cluster) if cluster > "#" else None
            if drawing is not None:
                yield _Item(None, cluster, drawing)
                continue
            face = _face_for(manner, cluster)
            if face is not None:
                yield _Item(face, cluster)
                continue
            parts = emoji.parts(cluster)
            if parts:
                yield from (_Item(None, part, emoji.drawing_of_part(part)) for part in parts)
            elif len(cluster) > 1:
                yield from (_Item(_face_for(manner, single), single) for single in cluster)
            else:
                yield _Item(None, cluster)


def _face_for(manner: _Manner, cluster: str) -> Face | None:
    """Return the first face that has every character of the cluster."""
    drawn = _IGNORABLE.sub("", cluster) if len(cluster) > 1 else cluster
    for face in manner.typeface.faces(manner.hint):
        if all(face.has(character) for character in drawn):
            return face
    return None
