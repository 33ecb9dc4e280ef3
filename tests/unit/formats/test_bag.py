# SPDX-License-Identifier: GPL-3.0-or-later
"""The bag's own bytes: manifests, names, tags, leaves, tables, index."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.crypto.merkle import salted_leaf
from evidence_kit.domain.custody import LogHead
from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Hole
from evidence_kit.domain.found_text import from_text
from evidence_kit.errors import Damaged, NewerFormat
from evidence_kit.formats import bag, bag_index, bag_leaves, bag_table
from evidence_kit.formats.bag import ManifestLine
from evidence_kit.formats.bag_index import Index, IndexedExhibit, IndexedFile

DIGEST = "ab" * 32
PATHS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,8}(/[a-z0-9][a-z0-9._-]{0,8}){0,3}", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8"))


@given(st.dictionaries(PATHS, st.binary(min_size=32, max_size=32)))
def test_a_manifest_reads_back_as_it_was_written(files: dict[str, bytes]) -> None:
    lines = [ManifestLine(digest=data.hex(), path=path) for path, data in files.items()]
    manifest = bag.parse_manifest(bag.encode_manifest(lines).decode())
    assert sorted(manifest.lines, key=lambda line: line.path) == sorted(
        lines, key=lambda line: line.path
    )
    assert (manifest.malformed, manifest.unsafe, manifest.twice) == ((), (), ())


def test_a_manifest_has_the_form_of_sha256sum() -> None:
    line = ManifestLine(digest=DIGEST, path="data/a.txt")
    assert bag.encode_manifest([line]) == f"{DIGEST}  data/a.txt\n".encode()


def test_a_manifest_of_ours_takes_no_odd_path() -> None:
    with pytest.raises(ValueError, match="ASCII"):
        bag.encode_manifest([ManifestLine(digest=DIGEST, path="data/Zoë.txt")])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_manifest_may_have_any_line_end(end: str) -> None:
    manifest = bag.parse_manifest(f"{DIGEST}  data/a{end}{DIGEST} *./data/b{end}")
    assert [line.path for line in manifest.lines] == ["data/a", "data/b"]


def test_escaped_signs_in_a_path_are_read() -> None:
    manifest = bag.parse_manifest(f"{DIGEST}  data/100%25%C3%0Aa")
    assert manifest.unsafe == ("data/100%%C3\na",)


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../a",
        "data/../../a",
        "~/a",
        "C:/a",
        "data\\a",
        "data//a",
        "./",
        "a\tb",
        "data/.",
    ],
)
def test_a_path_out_of_the_bag_is_never_taken(path: str) -> None:
    manifest = bag.parse_manifest(f"{DIGEST}  {path}")
    assert not manifest.lines


@given(TEXTS)
def test_any_text_can_be_read_as_a_manifest(text: str) -> None:
    manifest = bag.parse_manifest(text)
    assert all(bag.stays_inside(line.path) for line in manifest.lines)


@given(st.integers(1, 99999), TEXTS, st.booleans())
def test_a_safe_name_is_plain_and_led_by_its_number(number: int, name: str, partly: bool) -> None:
    safe = bag.safe_name(number, name, partly=partly)
    assert safe.isascii()
    assert safe.startswith(f"{number:04d}_")
    assert len(safe) < 100
    bag.encode_manifest([ManifestLine(digest=DIGEST, path=bag.ORIGINALS + safe)])


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("WhatsApp Chat - Rico.zip", "0005_WhatsApp_Chat_-_Rico.zip"),
        ("Zoë's foto.JPG", "0005_Zoe_s_foto.JPG"),
        ("CON", "0005_CON"),
        ("..", "0005_file"),
        ("صورة.png", "0005_file.png"),
        ("a/b\\c:d.txt", "0005_a_b_c_d.txt"),
    ],
)
def test_names_become_names_that_every_system_takes(name: str, safe: str) -> None:
    assert bag.safe_name(5, name) == safe


def test_a_file_with_parts_left_out_is_named_so() -> None:
    assert bag.safe_name(5, "chat.zip", partly=True) == "0005_chat_partly.zip"


def test_tags_read_back() -> None:
    tags = {"Bagging-Date": "2026-03-14", "Payload-Oxum": "12.3"}
    assert bag.parse_tags(bag.encode_tags(tags).decode()) == tags


def test_a_folded_tag_is_one_value() -> None:
    assert bag.parse_tags("Note: one\n  two\nOther: x\n") == {"Note": "one two", "Other": "x"}


def test_a_tag_with_a_line_end_is_refused() -> None:
    with pytest.raises(ValueError, match="one line"):
        bag.encode_tags({"Note": "a\nBagging-Date: 1999"})


@given(st.integers(0, 1 << 40), TEXTS, st.binary(min_size=16, max_size=16))
def test_a_shown_line_reads_back_with_its_leaf(seq: int, text: str, salt: bytes) -> None:
    line = bag_leaves.shown(seq, text.encode(), salt)
    assert bag_leaves.decode(bag_leaves.encode(line), "log") == line
    assert line.leaf == salted_leaf(salt, text.encode())


def test_a_closed_line_gives_the_leaf_and_nothing_else() -> None:
    line = bag_leaves.closed(3, b"\x11" * 32)
    assert bag_leaves.encode(line) == b'{"leaf":"%s","seq":3}' % (b"11" * 32)
    assert bag_leaves.decode(bag_leaves.encode(line), "log") == line


def test_the_root_is_the_same_whether_lines_are_shown_or_closed() -> None:
    shown = [bag_leaves.shown(n, b"%d" % n, bytes([n]) * 16) for n in range(7)]
    mixed = [bag_leaves.closed(line.seq, line.leaf) if line.seq % 2 else line for line in shown]
    assert bag_leaves.root_of(mixed) == bag_leaves.root_of(shown)


@pytest.mark.parametrize(
    "line",
    [b"", b"[]", b'{"seq":1}', b'{"leaf":"11","seq":1}', b'{"entry":"a","salt":"00","seq":1}'],
)
def test_a_broken_line_is_refused(line: bytes) -> None:
    with pytest.raises(Damaged):
        bag_leaves.decode(line, "log")


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_a_table_gives_every_cell_back(rows: list[list[str]]) -> None:
    data = b"".join(bag_table.rows_of(rows)).removeprefix(bag_table.BYTE_ORDER_MARK)
    found = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert [[bag_table.plain_cell(cell) for cell in row] for row in found] == rows


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+31 6",
        "-1",
        "@SUM",
        "\t=1",
        " =1",
        "\u200e=1",
        "＝1",
        "0612345678",
        "1" * 12,
        "12e34",
        "'x",
    ],
)
def test_what_a_spreadsheet_would_run_or_change_stays_text(cell: str) -> None:
    assert bag_table.safe_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "Hoi", "12", "0", "NL91 ABNA 0417 1643 00", "a=b", "😀"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert bag_table.safe_cell(cell) == cell


def _index() -> Index:
    hole = Hole(
        offset=10,
        length=5,
        sha256=Digest("cd" * 32),
        member=from_text("foto.jpg"),
        content_sha256=None,
        content_size=None,
    )
    exhibit = IndexedExhibit(
        number=1,
        id="0" * 32,
        entry=1,
        name=from_text("chat.zip"),
        media="chat",
        holding="with_holes",
        sha256=DIGEST,
        size=100,
        added="2026-03-14T13:02:07.250Z",
        modified=None,
        parent=None,
        member=None,
        file=IndexedFile(path="data/originals/0001_chat_partly.zip", sha256="ef" * 32, size=100),
        left_out="withheld",
        holes=(hole,),
        transcripts=("data/transcripts/0001_1.csv",),
        records="data/transcripts/0001_records.jsonl",
        importer="whatsapp",
    )
    return Index(
        vault="1" * 32,
        head=LogHead(size=2, root=DIGEST),
        dated="2026-03-14T13:02:07.250Z",
        language="nl",
        app="0.1.0",
        dossier=IndexedFile(path=bag.DOSSIER, sha256=DIGEST, size=1),
        pages=3,
        exhibits=(exhibit,),
    )


def test_the_index_reads_back() -> None:
    assert bag_index.decode(bag_index.encode(_index()), "index") == _index()


def test_the_index_of_a_newer_version_is_refused() -> None:
    newer = bag_index.encode(_index()).replace(b'"version":1', b'"version":9')
    with pytest.raises(NewerFormat):
        bag_index.decode(newer, "index")


def test_something_else_is_no_index() -> None:
    with pytest.raises(Damaged):
        bag_index.decode(b'{"format":"other","version":1}\n', "index")
