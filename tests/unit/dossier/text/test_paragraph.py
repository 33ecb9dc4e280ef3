# SPDX-License-Identifier: GPL-3.0-or-later
"""Every character of a text is on some line, no line is too long, and nothing loops."""

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence_kit.dossier.text.emoji_font import EmojiFont
from evidence_kit.dossier.text.glyph_font import GlyphFont
from evidence_kit.dossier.text.lines import Line, Span, TextStyle
from evidence_kit.dossier.text.paragraph import Compositor
from evidence_kit.dossier.text.visible import TAG, visible

CODES = re.compile(r"<([0-9a-f]+)>")


def text_of(lines: list[Line]) -> str:
    """Return what the codes of some lines read as, the way a PDF reader looks them up."""
    read: list[str] = []
    for line in lines:
        for segment in line.segments:
            for font, show, _width in segment.fragments:
                digits = 2 if isinstance(font, EmojiFont) else 4
                codes = "".join(CODES.findall(show))
                for start in range(0, len(codes), digits):
                    code = int(codes[start : start + digits], 16)
                    assert isinstance(font, GlyphFont | EmojiFont)
                    read.append(font.texts[code])
    return "".join(read)


def inked(text: str) -> Counter[str]:
    """Count the characters that are no white space; a tag counts as the character it stands for."""
    untagged = TAG.sub(lambda match: chr(int(match.group(1), 16)), text)
    return Counter("".join(untagged.split()))


@pytest.mark.slow
@settings(
    deadline=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(st.characters(max_codepoint=0x1FFFF), max_size=60))
def test_text_in_is_text_set(compositor: Compositor, style: TextStyle, text: str) -> None:
    lines = compositor.lines([Span(text=text, style=style)], 100_000.0, base=None)
    assert inked(text_of(lines)) == inked(visible(text))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("abc de\u00a0f-/?é", max_size=60), st.floats(0.0, 120.0))
def test_latin_text_is_set_whole_and_no_line_is_too_long(
    compositor: Compositor, style: TextStyle, text: str, width: float
) -> None:
    lines = compositor.lines([Span(text=text, style=style)], width, base=None)
    assert inked(text_of(lines)) == inked(text)
    for line in lines:
        # Spaces the text begins with stay; a column narrower than a letter takes one letter.
        codes = text_of([line])
        assert line.width <= width + 0.01 or len(codes.strip()) <= 1, codes


@pytest.mark.parametrize("width", [0.0, 0.5, 3.0, -10.0])
def test_a_column_narrower_than_a_letter_takes_one_letter_a_line(
    compositor: Compositor, style: TextStyle, width: float
) -> None:
    lines = compositor.lines([Span(text="abc 写真 سأنشر 👍🏽", style=style)], width, base=None)
    assert inked(text_of(lines)) == inked("abc写真سأنشر👍🏽")


def test_a_no_break_space_does_not_break(compositor: Compositor, style: TextStyle) -> None:
    text = "betaal 500\u00a0euro"
    wide = compositor.lines([Span(text=text, style=style)], 1000.0)[0].width
    lines = compositor.lines([Span(text=text, style=style)], wide - 5.0)
    assert [text_of([line]).strip() for line in lines] == ["betaal", "500\u00a0euro"]


def test_an_address_is_cut_after_punctuation(compositor: Compositor, style: TextStyle) -> None:
    text = "https://betaal.example.org/p/" + "abcdef?x=" * 12
    lines = compositor.lines([Span(text=text, style=style)], 150.0)
    assert len(lines) > 2
    assert all(text_of([line])[-1] in "/?=." for line in lines[:-1])
    assert text_of(lines) == text


def test_a_long_hash_without_punctuation_is_cut_anywhere(
    compositor: Compositor, style: TextStyle
) -> None:
    lines = compositor.lines([Span(text="a" * 500, style=style)], 100.0)
    assert text_of(lines) == "a" * 500
    assert all(line.width <= 100.0 for line in lines)


def test_a_line_feed_begins_a_line_and_an_empty_line_is_kept(
    compositor: Compositor, style: TextStyle
) -> None:
    lines = compositor.lines([Span(text="een\n\ntwee", style=style)], 200.0)
    assert [text_of([line]) for line in lines] == ["een", "", "twee"]
    assert all(line.leading == 14.0 for line in lines)


def test_an_arabic_paragraph_runs_from_right_to_left(
    compositor: Compositor, style: TextStyle
) -> None:
    (line,) = compositor.lines([Span(text="سأنشر صورك 500", style=style)], 300.0, base=None)
    assert line.rtl
    # In visual order the number, which is read last, stands first.
    assert text_of([line]).startswith("500")


def test_a_word_in_two_styles_is_not_broken_between_them(
    compositor: Compositor, style: TextStyle
) -> None:
    spans = [Span(text="aaa bb", style=style), Span(text="cc", style=style)]
    whole = compositor.lines([Span(text="bbcc", style=style)], 500.0)[0].width
    lines = compositor.lines(spans, whole + 1.0)
    assert [text_of([line]) for line in lines] == ["aaa", "bbcc"]


def test_a_pile_of_a_thousand_marks_stays_flat_and_whole(
    compositor: Compositor, style: TextStyle
) -> None:
    text = "a" + "\u0336\u0301" * 500 + " einde"
    lines = compositor.lines([Span(text=text, style=style)], 300.0)
    assert inked(text_of(lines)) == inked(text)
