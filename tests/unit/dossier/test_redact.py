# SPDX-License-Identifier: GPL-3.0-or-later
"""What is redacted is nowhere in the tree."""

from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.dossier import document as paper
from evidence_kit.dossier.redact import redacted

NAME = "Rico"


def test_a_bar_stands_for_the_words_and_the_rest_stays() -> None:
    text = paper.evidence("dag rico, alles goed Rico?", mono=True)
    assert redacted(paper.Paragraph(text=text), (NAME,), "weg").text == (
        *paper.evidence("dag ", mono=True),
        paper.Redacted(label="weg"),
        *paper.evidence(", alles goed ", mono=True),
        paper.Redacted(label="weg"),
        *paper.evidence("?", mono=True),
    )


def test_nothing_to_redact_gives_the_same_tree() -> None:
    block = paper.Paragraph(text=paper.program("dag"))
    assert redacted(block, ("", " "), "weg") is block
    assert redacted(block, (NAME,), "weg") == block


def test_texts_outside_runs_lose_the_words_too() -> None:
    part = paper.Part(
        kicker="Bijlage 1",
        title=paper.evidence("Chat met Rico"),
        running="Bijlage 1",
        bookmark="Bijlage 1: Chat met Rico",
        anchor=paper.AnchorId("exhibit-1"),
        blocks=(paper.Verbatim(text="From: Rico", voice=paper.Voice.EVIDENCE),),
    )
    done = redacted(part, (NAME,), "weg")
    assert NAME not in str(done)
    assert done.anchor == part.anchor


@given(st.text(), st.text(min_size=1).filter(lambda word: word.strip() and word not in "weg"))
def test_the_words_are_gone_from_any_text(text: str, word: str) -> None:
    done = redacted(paper.Paragraph(text=paper.evidence(text + word + text)), (word,), "weg")
    left = [item.text for item in paper.walk(done) if isinstance(item, paper.Run)]
    assert all(word not in part for part in left)
