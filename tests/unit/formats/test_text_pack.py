# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.errors import Damaged
from evidence_kit.formats import text_pack

words = st.dictionaries(
    st.sampled_from(["name", "text", "folder"]),
    st.text(alphabet=st.characters(exclude_categories=["Cs"])),
)


@given(st.lists(words, max_size=4))
def test_a_pack_reads_back(several: list[dict[str, object]]) -> None:
    lines = tuple(text_pack.make(one) for one in several)
    found = text_pack.decode(text_pack.encode(lines), "test")
    assert found == lines
    assert [line.words for line in found] == several


def test_the_same_words_twice_give_two_digests() -> None:
    assert text_pack.make({"text": "ok"}).ref.sha256 != text_pack.make({"text": "ok"}).ref.sha256


def test_a_text_that_is_no_unicode_is_refused() -> None:
    with pytest.raises(ValueError):
        text_pack.make({"text": "half \ud83d"})


def test_an_id_twice_in_a_pack_is_damage() -> None:
    line = text_pack.make({"text": "hoi"})
    with pytest.raises(Damaged):
        text_pack.decode(text_pack.encode((line, line)), "test")


@pytest.mark.parametrize("plain", [b"{}\n", b"x", b"\n"])
def test_anything_else_is_damaged(plain: bytes) -> None:
    with pytest.raises(Damaged):
        text_pack.decode(plain, "test")


def test_a_pack_cut_before_its_last_line_end_is_damaged() -> None:
    with pytest.raises(Damaged):
        text_pack.decode(text_pack.make({}).line, "test")
