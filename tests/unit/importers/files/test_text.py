# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts that nobody knows: shown whole, as they stand, and nothing claimed."""

import hashlib
import itertools
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.reading import Line, messages, notes, read_bytes
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.reading import Choices
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers import registry
from evidence_kit.importers.protocol import Opened, Request
from evidence_kit.importers.source import MemorySource
from evidence_kit.limits import LINE_PIECE

SIGNS = st.characters(exclude_categories=("Cs", "Cc"))


def texts(lines: list[Line]) -> list[str]:
    return [line["text"] for line in messages(lines)]


def encoding(data: bytes, name: str = "x.txt") -> tuple[str, str]:
    facts = {fact["name"]: fact["value"] for fact in read_bytes(data, name)[0]["facts"]}
    return facts["encoding"], facts["encoding_reason"]


def hold(data: bytes, lines: list[Line]) -> None:
    for line in messages(lines):
        place = line["locator"]
        raw = data[place["start"] : place["end"]]
        assert line["raw_sha256"] == hashlib.sha256(raw).hexdigest()
    assert lines[-1]["lines_total"] == lines[-1]["lines_accounted"]


def test_a_line_is_of_nobody_and_claims_no_time() -> None:
    (line,) = messages(read_bytes(b"Rico: ik weet waar je woont\n", "a.txt"))
    assert (line["kind"], line["sender"], line["moment"]) == ("text", None, None)


def test_an_app_that_claims_a_file_goes_before_text_however_unsure_it_is() -> None:
    lines = read_bytes(b"18-03-2022 14:56 - Rico: a\n", "a.txt")
    assert lines[0]["importer"] == "whatsapp"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"\x00\x01\x02\x03 letters"),
        ("teken.svg", b"<svg xmlns='x'></svg>"),
        ("a.txt", b"PK\x03\x04 letters"),
        ("a.txt", bytes(range(0x80, 0x100)) * 4),
        ("a.txt", b"\xff\xfe\x00\x00a\x00\x00\x00b\x00\x00\x00"),
        ("a.txt", b""),
        ("a.txt", b" \r\n"),
    ],
)
def test_what_is_no_text_is_not_shown_as_text(name: str, data: bytes) -> None:
    assert read_bytes(data, name)[0]["importer"] == "opaque"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"abc\n", ("utf-8", "only_ascii")),
        ("é\n".encode(), ("utf-8", "valid_utf8")),
        ("\ufeffé\n".encode(), ("utf-8", "byte_order_mark")),
        ("deux éé\n".encode() + b"\xff\n", ("utf-8", "mostly_utf8")),
        (b"caf\xe9\n", ("cp1252", "guessed_western")),
        ("\ufeffabcdefgh".encode("utf-16-be"), ("utf-16-be", "byte_order_mark")),
        ("abcdefgh".encode("utf-16-le"), ("utf-16-le", "zero_bytes")),
        ("abcdefgh".encode("utf-16-be"), ("utf-16-be", "zero_bytes")),
        (b'<html><meta charset="koi8-r">\xc1\xc2', ("koi8-r", "stated_in_file")),
        (b'<html><meta charset="iso-8859-1">\x80\xe9', ("cp1252", "stated_in_file")),
        (b'<html><meta charset="zlib">\x80\xe9', ("cp1252", "guessed_western")),
        ('<html><meta charset="koi8-r">é'.encode(), ("utf-8", "valid_utf8")),
    ],
)
def test_the_encoding_is_decided_by_evidence_and_says_which(
    data: bytes, found: tuple[str, str]
) -> None:
    assert encoding(data) == found


def test_a_letter_far_behind_the_head_decides_too() -> None:
    assert encoding(b"a line\n" * 20_000 + b"caf\xe9\n")[1] == "guessed_western"


def test_bytes_that_are_no_text_are_shown_as_such_noted_with_their_place_and_counted() -> None:
    data = "één\n".encode() + b"twee \xff\xfe drie\n"
    lines = read_bytes(data, "a.txt")
    assert texts(lines) == ["één", "twee \ufffd\ufffd drie"]
    found = [line for line in lines if line.get("kind") == "undecodable_bytes"]
    assert [(line["locator"] or {}).get("start") for line in found] == [6, None]
    assert found[-1]["detail"] == "count=2"


def test_only_a_line_feed_ends_a_line() -> None:
    assert texts(read_bytes("a\x0bb\u2028c\rd\r\ne".encode(), "a.txt")) == ["a\x0bb\u2028c\rd", "e"]


def test_empty_lines_lie_within_the_line_before_them() -> None:
    data = b"\n\na\n\n \nb\n"
    places = [line["locator"] for line in messages(read_bytes(data, "a.txt"))]
    assert [(each["start"], each["end"]) for each in places] == [(0, 7), (7, 9)]


def test_a_very_long_line_comes_in_pieces_and_nothing_of_it_is_lost() -> None:
    data = b"x" * (2 * LINE_PIECE + 5) + b"\nlast"
    lines = read_bytes(data, "a.txt")
    hold(data, lines)
    assert [len(text) for text in texts(lines)] == [LINE_PIECE, LINE_PIECE, 5, 4]
    flags = [line["flags"] for line in messages(lines)]
    assert flags == [[], ["line_goes_on"], ["line_goes_on"], []]


@given(st.lists(st.text(SIGNS, max_size=12), max_size=12), st.sampled_from(("utf-8", "utf-16-le")))
def test_every_byte_of_a_text_is_in_a_record(parts: list[str], codec: str) -> None:
    data = "\n".join(("\ufeffbegin", *parts)).encode(codec)
    lines = read_bytes(data, "a.txt")
    hold(data, lines)
    covered = [(line["locator"]["start"], line["locator"]["end"]) for line in messages(lines)]
    assert [start for start, _ in covered] == [0, *(end for _, end in covered[:-1])]
    assert covered[-1][1] == len(data)


@given(st.lists(st.sampled_from(
    ("<p>", "</p>", "<br>", "<pre>", "</pre>", "<!--", "-->", "<script>", "</script>", "a", " ", "\n",
     "<td>", "&amp;", "é", "<a href='", "'>", "<", ">", "<img>", "</")
), max_size=30))  # fmt: skip
def test_a_page_of_any_tags_is_read_to_its_end(parts: list[str]) -> None:
    data = ("<html>" + "".join(parts)).encode()
    lines = read_bytes(data, "a.html")
    hold(data, lines)
    places = [(line["locator"]["start"], line["locator"]["end"]) for line in messages(lines)]
    assert places == sorted(places)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(places))


def test_a_page_is_shown_as_its_text_without_what_it_would_run() -> None:
    data = b"<html><script>alert('x')</script><style>p{}</style><!-- y --><p>a <b>b</b><p>c"
    lines = read_bytes(data, "a.html")
    assert texts(lines) == ["a b", "c"]
    assert notes(lines) == ["page_code_left_out"]


def test_what_a_page_points_to_is_counted_and_not_loaded() -> None:
    data = b"<html><img src=https://a.example.org/1><img src=2><a href=https://example.org>x</a>"
    lines = read_bytes(data, "a.html")
    found = {line["kind"]: line["detail"] for line in lines if line["type"] == "note"}
    assert found == {"page_pictures": "count=2", "page_links": "count=1"}


class _Torn(MemorySource):
    """Bytes that cannot be read beyond a place."""

    def read_at(self, offset: int, length: int) -> bytes:
        return super().read_at(offset, min(length, max(0, 10 - offset)))


@pytest.mark.parametrize("data", [b"one\ntwo\nthree\nfour\n", b"<p>one<p>two<p>three"])
def test_what_was_read_before_damage_stays_and_the_place_is_said(data: bytes) -> None:
    opened = Opened(_Torn(data), from_text("a.txt"))
    understood = registry.by_name("text").read(Request(opened=opened, choices=Choices(), zone=None))
    items = list(understood.items)
    assert "read_stopped" in str(items)
    assert "one" in str(items)
    assert "complete=False" in repr(items[-1])


def test_memory_does_not_grow_with_the_file() -> None:
    def peak(count: int) -> int:
        opened = Opened(_Repeated(b"a line of words " * 20 + b"\n", count), from_text("a.txt"))
        tracemalloc.start()
        request = Request(opened=opened, choices=Choices(), zone=None)
        read = sum(1 for _ in registry.by_name("text").read(request).items)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert read == count + 2
        return found

    assert peak(40_000) < 1.3 * peak(10_000)


class _Repeated:
    """One line many times, never held."""

    def __init__(self, line: bytes, count: int) -> None:
        self._line, self.size = line, len(line) * count

    def read_at(self, offset: int, length: int) -> bytes:
        length = max(0, min(length, self.size - offset))
        skip = offset % len(self._line)
        return (self._line * (length // len(self._line) + 2))[skip : skip + length]


def test_it_has_no_members() -> None:
    importer = registry.by_name("text")
    opened = Opened(MemorySource(b"a"), from_text("a.txt"))
    assert importer.members(opened) == ()
    with pytest.raises(NotUnderstood):
        importer.digest(opened, "x")
