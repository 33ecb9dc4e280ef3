# SPDX-License-Identifier: GPL-3.0-or-later
import codecs

from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.importers.text_lines import decode, encoding_of, lines, split
from evidence_kit.limits import LINE_PIECE


@given(st.lists(st.binary(max_size=20)))
def test_lines_hold_every_byte_in_order(chunks: list[bytes]) -> None:
    assert b"".join(lines(chunks)) == b"".join(chunks)


@given(st.lists(st.sampled_from([b"a", b"\n", b"\r\n", b"\x0b", b"\xe2\x80\xa8", b"\x85"])))
def test_only_a_line_feed_ends_a_line(chunks: list[bytes]) -> None:
    found = list(lines(chunks))
    assert len([line for line in found if line.endswith(b"\n")]) == b"".join(chunks).count(b"\n")


def test_a_very_long_line_comes_in_pieces_that_part_no_character() -> None:
    whole = "é".encode() * LINE_PIECE
    found = list(lines([b"x" + whole]))
    assert len(found) == 3
    assert all(decode(piece).bad == 0 for piece in found)


@given(st.text())
def test_utf_16_keeps_every_byte(text: str) -> None:
    for name, mark in (("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)):
        data = mark + text.encode(name, "surrogatepass") + b"x"
        assert encoding_of(data) == name
        assert b"".join(split([data[:5], data[5:]], name)) == data


@given(st.binary())
def test_what_does_not_decode_is_replaced_and_counted(data: bytes) -> None:
    text, bad = decode(data)
    assert text.count("\ufffd") == bad + data.count("\ufffd".encode())
    text.encode()
