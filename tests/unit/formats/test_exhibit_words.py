# SPDX-License-Identifier: GPL-3.0-or-later
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Hole
from evidence_kit.domain.found_text import FoundText, from_bytes, from_text
from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis
from evidence_kit.errors import Damaged
from evidence_kit.formats import canonical_json, exhibit_words
from evidence_kit.formats.exhibit_words import ExhibitWords

names = st.binary(max_size=40).map(from_bytes) | st.text(max_size=20).map(from_text)
moments = st.builds(
    Moment,
    text=st.text(st.characters(exclude_categories=["Cs"])),
    local=st.none() | st.just("2026-01-14T21:06"),
    utc=st.none() | st.just("2026-01-14T20:06:00Z"),
    basis=st.sampled_from(ZoneBasis),
    precision=st.sampled_from(Precision),
    flags=st.lists(st.sampled_from(MomentFlag), unique=True).map(tuple),
)
digests = st.binary(min_size=32, max_size=32).map(lambda raw: Digest(raw.hex()))


@st.composite
def hole_lists(draw: st.DrawFn) -> tuple[Hole, ...]:
    end = 0
    holes: list[Hole] = []
    for _ in range(draw(st.integers(0, 3))):
        offset = end + draw(st.integers(0, 1000))
        length = draw(st.integers(0, 1 << 40))
        end = offset + length
        holes.append(
            Hole(
                offset=offset,
                length=length,
                sha256=draw(digests),
                member=draw(names),
                content_sha256=draw(st.none() | digests),
                content_size=draw(st.none() | st.integers(0, 1 << 40)),
            )
        )
    return tuple(holes)


@given(
    st.builds(
        ExhibitWords,
        name=names,
        folder=st.none() | st.text(st.characters(exclude_categories=["Cs"])),
        member=st.none() | names,
        modified=st.none() | moments,
        holes=hole_lists(),
    )
)
def test_words_read_back_through_canonical_json(words: ExhibitWords) -> None:
    written = canonical_json.encode(exhibit_words.to_json(words))
    assert exhibit_words.from_json(json.loads(written)) == words


def test_a_folder_with_undecodable_bytes_can_still_be_written() -> None:
    words = ExhibitWords(name=FoundText(text="x"), folder="/thuis/\udcff")
    assert exhibit_words.to_json(words)["folder"] == "/thuis/\ufffd"


def test_holes_that_overlap_are_damage() -> None:
    hole = Hole(
        offset=0,
        length=10,
        sha256=Digest("a" * 64),
        member=FoundText(text="foto.jpg"),
        content_sha256=None,
        content_size=None,
    )
    words = exhibit_words.to_json(ExhibitWords(name=FoundText(text="x"), holes=(hole, hole)))
    with pytest.raises(Damaged):
        exhibit_words.from_json(words)
