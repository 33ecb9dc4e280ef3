# SPDX-License-Identifier: GPL-3.0-or-later
"""Colour emoji: every drawing of the wheel converts, every sequence keeps its text."""

import pytest

from evidence_kit.dossier.text import font_files
from evidence_kit.dossier.text.emoji_art import operators
from evidence_kit.dossier.text.emoji_font import EmojiSet, shows_as_emoji
from evidence_kit.dossier.text.type_case import Cut, TypeCase
from evidence_kit.dossier.text.typesetter import Typesetter

PACKAGE, FOLDER = font_files.EMOJI_PICTURES


@pytest.fixture(name="emoji")
def the_emoji() -> EmojiSet:
    return EmojiSet(font_files.folder_of(PACKAGE) / FOLDER)


@pytest.mark.slow
def test_every_drawing_of_the_wheel_converts() -> None:
    drawings = sorted((font_files.folder_of(PACKAGE) / FOLDER).glob("*.svg"))
    assert len(drawings) > 3_900
    for path in drawings:
        drawn = operators(path.read_bytes())
        assert drawn.isascii(), path.name
        assert drawn.count("q") >= 1, path.name
        assert "nan" not in drawn, path.name
        assert "e-" not in drawn, path.name


@pytest.mark.parametrize(
    ("sequence", "drawing"),
    [
        ("👨\u200d👩\u200d👧\u200d👦", "1f468-200d-1f469-200d-1f467-200d-1f466"),
        ("🇳🇱", "1f1f3-1f1f1"),
        ("👍🏽", "1f44d-1f3fd"),
        ("❤\ufe0f", "2764"),
        ("🏳\ufe0f\u200d🌈", "1f3f3-fe0f-200d-1f308"),
        ("#\ufe0f\u20e3", "23-20e3"),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
         "1f3f4-e0067-e0062-e0065-e006e-e0067-e007f"),
    ],
)  # fmt: skip
def test_a_sequence_has_its_own_drawing(emoji: EmojiSet, sequence: str, drawing: str) -> None:
    assert emoji.drawing_of(sequence) == drawing


@pytest.mark.parametrize("text", ["5", "#", "©", "❤", "☎\ufe0e", "👍\ufe0e", "a"])
def test_what_is_text_stays_text(emoji: EmojiSet, text: str) -> None:
    assert emoji.drawing_of(text) is None


def test_an_unknown_sequence_is_shown_in_parts_and_loses_no_joiner(emoji: EmojiSet) -> None:
    unknown = "🔪\u200d👀\u200d📸"
    assert emoji.drawing_of(unknown) is None
    parts = emoji.parts(unknown)
    assert parts == ["🔪\u200d", "👀\u200d", "📸"]
    assert all(emoji.drawing_of_part(part) for part in parts)


def test_digits_are_no_emoji() -> None:
    assert not any(shows_as_emoji(digit) for digit in "0123456789")


def test_more_emoji_than_a_font_holds_go_on_in_the_next() -> None:
    case = TypeCase()
    typesetter = Typesetter(case)
    face = case.typeface(Cut.SANS)
    points = [chr(point) for point in range(0x1F400, 0x1F600)]
    shown = [point for point in points if case.emoji.drawing_of(point)]
    fonts = {typesetter.word(face, point)[0].fragment.font.name for point in shown}
    assert len(shown) > 250
    assert len(fonts) >= 2
