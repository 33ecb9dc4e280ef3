# SPDX-License-Identifier: GPL-3.0-or-later
"""Bech32 against the strings of BIP-173."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.crypto import bech32
from evidence_kit.crypto.errors import KeyMalformed

# BIP-173, "Test vectors": valid strings whose data part is whole bytes.
VALID = ("A12UEL5L", "a12uel5l")
# BIP-173, "Test vectors": invalid strings, and ours.
INVALID = {
    "\x201nwldj5": "a space in the prefix",
    "\x7f1axkwrx": "a control character in the prefix",
    "\x801eym55h": "a letter beyond ASCII in the prefix",
    "pzry9x0s0muk": "no separator",
    "1pzry9x0s0muk": "empty prefix",
    "x1b4n0q5v": "a letter outside the alphabet",
    "li1dgmt3": "checksum too short",
    "de1lg7wt\xff": "a letter beyond ASCII in the checksum",
    "A1G7SGD8": "checksum of the upper-case prefix",
    "10a06t8": "empty prefix",
    "1qzzfhee": "empty prefix",
    "A12uEL5L": "mixed case",
    "a12uel5l ": "a space behind",
    "": "nothing",
}
KEY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"


@pytest.mark.parametrize("text", VALID)
def test_valid_strings_decode(text: str) -> None:
    assert bech32.decode(text) == (text[0], b"")
    assert bech32.encode(text[0], b"") == text


@pytest.mark.parametrize("text", INVALID, ids=INVALID.values())
def test_invalid_strings_are_refused(text: str) -> None:
    with pytest.raises(KeyMalformed):
        bech32.decode(text)


def test_the_key_of_the_specification_decodes() -> None:
    assert bech32.decode(KEY) == ("AGE-SECRET-KEY-", b"B" * 32)


def test_a_letter_that_only_looks_like_one_is_refused() -> None:
    assert "\u212a".lower() == "k"
    with pytest.raises(KeyMalformed):
        bech32.decode(KEY.replace("KEY", "\u212aEY"))


@pytest.mark.parametrize("place", range(len(KEY)))
def test_one_wrong_letter_anywhere_is_found(place: int) -> None:
    for letter in "QP7L9":
        if KEY[place] != letter:
            with pytest.raises(KeyMalformed) as caught:
                bech32.decode(KEY[:place] + letter + KEY[place + 1 :])
            assert "GFPYYS" not in repr(caught.value)


@given(st.sampled_from(["age", "AGE-SECRET-KEY-", "x"]), st.binary(max_size=100))
def test_what_is_encoded_decodes(prefix: str, data: bytes) -> None:
    assert bech32.decode(bech32.encode(prefix, data)) == (prefix, data)


@given(st.text(max_size=100))
def test_any_text_decodes_or_is_refused(text: str) -> None:
    try:
        prefix, data = bech32.decode(text)
    except KeyMalformed:
        return
    assert bech32.encode(prefix, data) in {text.lower(), text.upper()}
