# SPDX-License-Identifier: GPL-3.0-or-later
import itertools
import json
import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.vault import (
    add_chat,
    add_original,
    chat,
    interpret,
    lines_of,
    make_vault,
    message,
    register,
    reopen,
    sha256,
    tree_of,
)
from evidence_kit.crypto.age import open_bytes
from evidence_kit.crypto.merkle import root, salted_leaf
from evidence_kit.domain.ids import InterpretationId, new_id
from evidence_kit.domain.record import Conversation, Message, Record, SourceHead, Summary
from evidence_kit.errors import Damaged
from evidence_kit.formats import records
from evidence_kit.limits import INDEX_IMAGE_FROM
from evidence_kit.vault.index import ImageBuilder, ImageShelf
from evidence_kit.vault.record_store import LineSplitter, RecordWriter
from evidence_kit.vault.vault import Vault

LONG = [f"regel {n}" for n in range(INDEX_IMAGE_FROM)]
"""A chat whose image is kept on the disk."""
TEXTS = ("hoi", "Stuur GELD naar mij", "Émile zei: café 🧵", "", "geld\x00geld", "100% _zeker_")


def store(writer: RecordWriter, lines: bytes) -> None:
    writer.feed(lines)
    writer.close()


def several(conversations: int, each: int) -> tuple[Record, ...]:
    """Records of conversations that stand through each other in the source."""
    first = chat([])
    found = [
        message(n, f"{c}-{n}", conversation=c)
        for n in range(1, each + 1)
        for c in range(1, conversations + 1)
    ]
    heads = [
        Conversation(id=c, title=f"groep {c}", participants=()) for c in range(1, conversations + 1)
    ]
    total = len(found)
    summary = Summary(
        records=total,
        by_kind=(("message", total),),
        notes=0,
        lines_total=total,
        lines_accounted=total,
        conversations=conversations,
    )
    return (first[0], *heads, *found, summary)


def seen(vault: Vault) -> list[object]:
    """Everything that can be looked at."""
    found: list[object] = [vault.exhibits(), vault.annotations(), vault.head()]
    for exhibit in vault.exhibits():
        found.append(vault.source_head(exhibit))
        found.append(vault.notes(exhibit, 0, 100))
        for one in vault.conversations(exhibit):
            number = one.conversation.id
            found.extend((one, vault.messages(exhibit, number, 1, 1000)))
            found.append(vault.find_messages(exhibit, number, "geld", 10))
    return found


def fill(vault: Vault) -> None:
    add_original(vault, b"picture")
    add_chat(vault, TEXTS)
    add_chat(vault, LONG)
    register(vault, b"x")
    interpret(vault, add_original(vault, b"y"), several(3, 4))
    vault.remove(1, "weg")


def test_the_index_can_be_deleted_and_comes_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        fill(vault)
        before = seen(vault)
    shutil.rmtree(path / "index")
    with reopen(path, read_only=True) as vault:
        assert seen(vault) == before
    (path / "index").mkdir()
    with reopen(path) as vault:
        assert vault.findings == ("index_rebuilt",)
        assert seen(vault) == before
    with reopen(path) as vault:
        assert vault.findings == ()
        vault.rebuild_index()
        assert seen(vault) == before


def test_a_changed_index_is_made_again_and_never_believed(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        fill(vault)
        before = seen(vault)
    assert len(tree_of(path / "index")) == 2  # the catalogue, and the image of the long chat
    for name in tree_of(path / "index"):
        raw = bytearray((path / "index" / name).read_bytes())
        raw[-20] ^= 1
        (path / "index" / name).write_bytes(raw)
    with reopen(path) as vault:
        assert seen(vault) == before


def test_an_old_index_catches_up_with_the_log(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        add_original(vault, b"1")
    old = (path / "index" / "catalogue.age").read_bytes()
    with reopen(path) as vault:
        fill(vault)
        before = seen(vault)
    (path / "index" / "catalogue.age").write_bytes(old)
    with reopen(path) as vault:
        assert seen(vault) == before


def test_an_index_from_another_vault_is_not_believed(tmp_path: Path) -> None:
    for name in ("a", "b"):
        with make_vault(tmp_path / name).vault as vault:
            add_original(vault, name.encode())
    shutil.copy(tmp_path / "a/index/catalogue.age", tmp_path / "b/index/catalogue.age")
    with reopen(tmp_path / "b") as vault:
        assert vault.exhibit(1).sha256.hex == sha256(b"b")


def test_pages_are_by_number_and_dense(tmp_path: Path) -> None:
    with make_vault(tmp_path / "kluis").vault as vault:
        exhibit = interpret(vault, add_original(vault, b"x"), several(3, 50))
        page = vault.messages(exhibit, 2, 21, 10)
        assert [found.n for found, _ in page] == list(range(21, 31))
        assert [found.text for found, _ in page] == [f"2-{n}" for n in range(21, 31)]
        assert all(len(raw) == 64 for _, raw in page)
        assert len(vault.messages(exhibit, 2, 45, 100)) == 6
        assert vault.messages(exhibit, 2, 51, 10) == ()
        assert vault.messages(exhibit, 9, 1, 10) == ()
        assert [c.messages for c in vault.conversations(exhibit)] == [50, 50, 50]


def test_a_conversation_knows_its_title_and_its_ends(tmp_path: Path) -> None:
    with make_vault(tmp_path / "kluis").vault as vault:
        exhibit = add_chat(vault, TEXTS)
        (found,) = vault.conversations(exhibit)
        assert found.conversation.title == "Sam Voorbeeld"
        assert found.conversation.participants == ("Sam", "Robin")
        assert found.first is not None
        assert found.last is not None
        assert (found.first.text, found.last.text) == ("14-01-2026 21:01", "14-01-2026 21:06")
        head = vault.source_head(exhibit)
        assert isinstance(head, SourceHead)
        assert head.importer == "whatsapp"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("geld", (2, 5)),
        ("GELD", (2, 5)),
        ("e\u0301mile", (3,)),
        ("CAF\u00c9", (3,)),
        ("%", (6,)),
        ("_", (6,)),
        ("niet", ()),
        ("", ()),
        ("🧵", (3,)),
    ],
)
def test_text_is_found_without_regard_to_case(
    tmp_path: Path, text: str, found: Sequence[int]
) -> None:
    with make_vault(tmp_path / "kluis").vault as vault:
        exhibit = add_chat(vault, TEXTS)
        assert vault.find_messages(exhibit, 1, text, 10) == tuple(found)


def test_records_are_given_back_line_by_line_as_they_came(tmp_path: Path) -> None:
    found = several(2, 2000)
    with make_vault(tmp_path / "kluis").vault as vault:
        exhibit = interpret(vault, add_original(vault, b"x"), found)
        assert exhibit.reading is not None
        lines = b"".join(line + b"\n" for line in vault.record_lines(exhibit.reading))
    assert lines == lines_of(found)


def test_the_root_is_that_of_the_salted_message_lines(tmp_path: Path) -> None:
    with make_vault(tmp_path / "kluis").vault as vault:
        exhibit = add_chat(vault, TEXTS)
        reading = exhibit.reading
        assert reading is not None
        entry = next(vault.entries(reading.entry))
        messages = [
            line
            for line in vault.record_lines(reading)
            if isinstance(records.from_line(line), Message)
        ]
        leaves = [
            salted_leaf(vault.record_salt(reading.interpretation, index), line)
            for index, line in enumerate(messages)
        ]
        assert entry.body["root"] == root(leaves).hex()
        assert len(leaves) == len(TEXTS)


def test_an_older_interpretation_stays(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        first = add_chat(vault, ["een"])
        second = interpret(vault, first, chat(["een", "twee"]))
        assert first.reading is not None
        assert second.reading is not None
        assert [c.messages for c in vault.conversations(second)] == [2]
        assert vault.exhibit(1, at=first.reading.entry + 1) == first
        assert [c.messages for c in vault.conversations(first)] == [1]


@pytest.mark.parametrize(
    "lines",
    [
        b"no json\n",
        b"[]\n",
        b'{"type":"message"}\n',
        lines_of([message(1, "a"), message(1, "b")]),
        lines_of([message(1, "a")])[:-1],
        b'{"type":"message","conversation":1,"n":99999999999999999999,"text":"x"}\n',
    ],
)
def test_lines_that_are_no_records_are_refused(tmp_path: Path, lines: bytes) -> None:
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        before = tree_of(path)

        def write() -> None:
            with vault.batch() as batch:
                writer = batch.records(InterpretationId("0" * 32))
                writer.feed(lines)
                writer.close()

        with pytest.raises(Damaged):
            write()
        assert tree_of(path) == before


@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=6))
def test_lines_are_cut_the_same_however_the_blocks_fall(data: bytes, cuts: list[int]) -> None:
    data += b"\n"
    splitter = LineSplitter()
    places = sorted({0, *(min(cut, len(data)) for cut in cuts), len(data)})
    found = [
        line for start, end in itertools.pairwise(places) for line in splitter.feed(data[start:end])
    ]
    splitter.end()
    assert found == data.split(b"\n")[:-1]


def test_half_a_surrogate_in_a_line_does_no_harm() -> None:
    builder = ImageBuilder()
    line = b'{"type":"message","conversation":1,"n":1,"text":"\\ud83d","moment":null}'
    assert builder.add(json.loads(line), (0, len(line)))
    builder.close()


def test_no_plaintext_of_a_record_lies_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        exhibit = add_chat(vault, ["kanarie in de mijn"] * 50, name="kanarie.txt")
        vault.messages(exhibit, 1, 1, 10)
        vault.find_messages(exhibit, 1, "kanarie", 10)
    assert not [name for name, data in tree_of(path).items() if b"kanarie" in data]


def test_an_image_is_a_plain_database_for_who_holds_the_keys(tmp_path: Path) -> None:
    """docs/formats/index.md: 32 bytes of tag, then SQLite."""
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        exhibit = add_chat(vault, LONG)
        assert exhibit.reading is not None
        sealed = (path / "index" / f"{exhibit.reading.interpretation}.age").read_bytes()
        image = open_bytes(sealed, [vault.keys.identity])[32:]
    database = sqlite3.connect(":memory:")
    database.deserialize(image)
    assert database.execute("SELECT count(*) FROM messages").fetchall() == [(len(LONG),)]
    database.close()


def test_a_short_reading_has_no_image_file_and_is_found_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        exhibit = add_chat(vault, ["hoi", "Kanarie"])
        assert vault.find_messages(exhibit, 1, "kanarie", 10) == (2,)
        assert vault.messages(exhibit, 1, 2, 1)[0][0].text == "Kanarie"
    with reopen(path) as vault:
        assert vault.find_messages(vault.exhibit(1), 1, "kanarie", 10) == (2,)
        assert vault.notes(vault.exhibit(1), 0, 5)
        vault.rebuild_index()
    assert list(tree_of(path / "index")) == ["catalogue.age"]


@pytest.mark.parametrize("texts", [["hoi"], LONG])
def test_a_record_number_that_stands_there_twice_is_refused(
    tmp_path: Path, texts: list[str]
) -> None:
    with make_vault(tmp_path / "kluis").vault as vault, vault.batch() as batch:
        records = list(chat(texts))
        records.insert(2, records[2])
        writer = batch.records(InterpretationId(new_id()))
        with pytest.raises(Damaged):
            store(writer, lines_of(records))


@pytest.mark.parametrize("shelf", [ImageShelf(ceiling=40_000), ImageShelf(most=2)])
def test_the_shelf_keeps_to_its_ceilings(tmp_path: Path, shelf: ImageShelf) -> None:
    with make_vault(tmp_path / "kluis").vault as vault:
        exhibits = [add_chat(vault, [f"{n}"] * 100, name=f"{n}.txt") for n in range(4)]
        vault._store.shelf = shelf
        for exhibit in exhibits * 2:
            assert len(vault.messages(exhibit, 1, 1, 5)) == 5
            assert 1 <= len(shelf._open) < 4
