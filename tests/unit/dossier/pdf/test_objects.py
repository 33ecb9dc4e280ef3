# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of a PDF come back as they were, whatever is in them."""

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.dossier.pdf.objects import Array, Dict, Name, Ref, Text, Value, serialise
from evidence_kit.dossier.pdf.writer import PdfWriter


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Ref(7), b"7 0 R"),
        (Name("A B#/\u00e9"), b"/A#20B#23#2F#C3#A9"),
        (Text("a(b)\\c\n"), b"(a\\(b\\)\\\\c\\n)"),
        (Text("\u00e9"), b"<FEFF00E9>"),
        (b"\x00\xff", b"<00ff>"),
        (True, b"true"),
        (1.5, b"1.5"),
        (1e-9, b"0"),
        (-0.125, b"-0.125"),
        (Array((1, Name("X"))), b"[1 /X]"),
        (Dict(A=1), b"<</A 1>>"),
    ],
)
def test_values_are_written_as_the_standard_says(value: Value, written: bytes) -> None:
    assert serialise(value) == written


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_any_text_is_read_back_by_another_library(text: str) -> None:
    read = pikepdf.Object.parse(serialise(Text(text)))
    assert str(read) == text


@given(st.binary(max_size=2000), st.booleans())
def test_any_stream_is_read_back_by_another_library(data: bytes, plain: bool) -> None:
    out = io.BytesIO()
    writer = PdfWriter(out)
    stream = writer.raw_stream(Dict(), data) if plain else writer.stream(Dict(), data)
    pages = writer.add(Dict(Type=Name("Pages"), Kids=Array(), Count=0))
    root = writer.add(Dict(Type=Name("Catalog"), Pages=pages, Held=stream))
    writer.finish(root, writer.add(Dict()))
    with pikepdf.open(out) as pdf:
        assert pdf.Root.Held.read_bytes() == data


def test_more_objects_than_a_stream_holds_are_all_found() -> None:
    out = io.BytesIO()
    writer = PdfWriter(out)
    refs = [writer.add(Dict(N=number)) for number in range(1000)]
    pages = writer.add(Dict(Type=Name("Pages"), Kids=Array(), Count=0))
    root = writer.add(Dict(Type=Name("Catalog"), Pages=pages, All=Array(refs)))
    writer.finish(root, writer.add(Dict()))
    with pikepdf.open(out) as pdf:
        assert [int(item.N) for item in pdf.Root.All] == list(range(1000))
