# SPDX-License-Identifier: GPL-3.0-or-later
"""A hand-over from beginning to end, with the real dossier and the real reader."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from builders.bag import TEXTS
from builders.bag_mutations import files_of
from builders.vault import add_chat, add_original, make_vault, register, reopen, tree_of
from evidence_kit import paths
from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.ids import AnnotationId, new_id
from evidence_kit.domain.plan import Plan, Receiver
from evidence_kit.domain.progress import CancelToken, Progress
from evidence_kit.errors import Cancelled, Damaged, DiskFull, OutputExists
from evidence_kit.formats import bag, bag_index
from evidence_kit.formats.bag_index import Index
from evidence_kit.handover.bag_writer import hand_over
from evidence_kit.reader.client import Reader
from evidence_kit.vault.vault import Vault
from evidence_kit.verification.check_bag import check_bag

NOTE = "alleen voor mijzelf"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(paths.own_command(paths.READER_CHILD)) as found:
        yield found


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with make_vault(tmp_path / "kluis").vault as found:
        fill(found)
        yield found


def fill(vault: Vault) -> None:
    add_original(vault, b"no known kind", name="onbekend.xyz", media=MediaKind.OTHER)
    chat = add_chat(vault, TEXTS, name="WhatsApp-chat met Zoë.txt")
    register(vault, b"never copied", name="foto.jpg")
    with vault.batch() as batch:
        batch.annotate(
            Annotation(
                id=AnnotationId(new_id()),
                kind=AnnotationKind.NOTE,
                exhibit=chat.id,
                words=(("text", NOTE),),
            )
        )
        batch.commit()


class Handed(NamedTuple):
    folder: Path
    contents: Index

    def all_bytes(self) -> bytes:
        return b"".join((self.folder / path).read_bytes() for path in files_of(self.folder))


def hand(vault: Vault, folder: Path, reader: Reader, plan: Plan | None = None) -> Handed:
    hand_over(vault, folder, plan or Plan(), reader=reader)
    data = (folder / bag.INDEX_JSON).read_bytes()
    return Handed(folder, bag_index.decode(data, "index"))


def test_a_hand_over_matches_and_is_logged(vault: Vault, reader: Reader, tmp_path: Path) -> None:
    before = vault.head()
    made = hand_over(vault, tmp_path / "bag", Plan(), reader=reader)
    assert check_bag(tmp_path / "bag").outcome is Outcome.MATCHES
    assert made.head == before
    (entry,) = vault.entries(before.size)
    assert entry.type.value == "handed-over"
    assert entry.body["tagmanifest_sha256"] == made.tagmanifest_sha256
    assert entry.body["at"] == before.size
    assert made.files == len(files_of(tmp_path / "bag"))
    assert made.size == sum(p.stat().st_size for p in (tmp_path / "bag").rglob("*.*"))


def test_the_index_names_every_exhibit(vault: Vault, reader: Reader, tmp_path: Path) -> None:
    index = hand(vault, tmp_path / "bag", reader).contents
    assert [(one.number, one.name.text, one.left_out) for one in index.exhibits] == [
        (1, "onbekend.xyz", None),
        (2, "WhatsApp-chat met Zoë.txt", None),
        (3, "foto.jpg", "registered"),
    ]


def test_originals_are_there_bit_for_bit(vault: Vault, reader: Reader, tmp_path: Path) -> None:
    folder = hand(vault, tmp_path / "bag", reader).folder
    assert (folder / "data/originals/0001_onbekend.xyz").read_bytes() == b"no known kind"


def test_all_messages_are_in_the_transcripts(vault: Vault, reader: Reader, tmp_path: Path) -> None:
    folder = hand(vault, tmp_path / "bag", reader).folder
    transcript = json.loads((folder / bag.transcript_path(2, 1, "json")).read_bytes())
    assert tuple(message["text"] for message in transcript["messages"]) == TEXTS
    with (folder / bag.transcript_path(2, 1, "csv")).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[3].removeprefix("'") for row in rows[1:]] == list(TEXTS)
    assert rows[2][3] == "'=1+1"


def test_headings_speak_the_language_of_the_plan(
    vault: Vault, reader: Reader, tmp_path: Path
) -> None:
    dutch = hand(vault, tmp_path / "nl", reader).folder / bag.INDEX_CSV
    english = hand(vault, tmp_path / "en", reader, Plan(language="en")).folder / bag.INDEX_CSV
    assert dutch.read_text(encoding="utf-8-sig").startswith("Nummer,Id,Naam zoals gevonden,")
    assert english.read_text(encoding="utf-8-sig").startswith("Number,Id,Name as found,")


def test_notes_and_folders_never_travel(vault: Vault, reader: Reader, tmp_path: Path) -> None:
    data = hand(vault, tmp_path / "bag", reader).all_bytes()
    assert NOTE.encode() not in data
    assert b"/thuis" not in data


def test_what_was_registered_never_travels(vault: Vault, reader: Reader, tmp_path: Path) -> None:
    assert b"never copied" not in hand(vault, tmp_path / "bag", reader).all_bytes()


def test_an_exhibit_that_is_left_out_leaves_no_trace(
    vault: Vault, reader: Reader, tmp_path: Path
) -> None:
    left = vault.exhibit(1)
    handed = hand(vault, tmp_path / "bag", reader, Plan(left_out=(left.id,)))
    assert [one.number for one in handed.contents.exhibits] == [2, 3]
    for trace in (left.id, left.sha256.hex, "onbekend"):
        assert trace.encode() not in handed.all_bytes()


def test_a_school_gets_no_originals(vault: Vault, reader: Reader, tmp_path: Path) -> None:
    handed = hand(vault, tmp_path / "bag", reader, Plan(receiver=Receiver.SCHOOL))
    assert not [path for path in files_of(handed.folder) if "originals" in path]
    assert not [path for path in files_of(handed.folder) if "transcripts" in path]
    assert [one.left_out for one in handed.contents.exhibits] == [
        "receiver",
        "receiver",
        "registered",
    ]


def test_the_same_log_size_gives_the_same_bag(vault: Vault, reader: Reader, tmp_path: Path) -> None:
    size = vault.head().size
    for name in ("one", "two"):
        hand_over(vault, tmp_path / name, Plan(), at=size, reader=reader)
    assert tree_of(tmp_path / "one") == tree_of(tmp_path / "two")


def test_a_folder_with_something_in_it_is_left_alone(
    vault: Vault, reader: Reader, tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "mine.txt").write_text("mine")
    with pytest.raises(OutputExists):
        hand_over(vault, taken, Plan(), reader=reader)
    assert tree_of(taken) == {"mine.txt": b"mine"}


def test_a_full_disk_is_seen_before_anything_is_written(
    vault: Vault, reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(1, 1, 0))
    with pytest.raises(DiskFull):
        hand_over(vault, tmp_path / "bag", Plan(), reader=reader)
    assert files_of(tmp_path / "bag") == []


def test_a_hand_over_that_is_stopped_is_not_logged_and_not_signed(
    vault: Vault, reader: Reader, tmp_path: Path
) -> None:
    before, cancel = vault.head(), CancelToken()

    def stop_when_copying(progress: Progress) -> None:
        if progress.stage == "copy" and progress.name.startswith(bag.ORIGINALS):
            cancel.cancel()

    with pytest.raises(Cancelled):
        hand_over(
            vault, tmp_path / "bag", Plan(), reader=reader, report=stop_when_copying, cancel=cancel
        )
    assert vault.head() == before
    assert bag.SIGNATURE not in files_of(tmp_path / "bag")


def test_a_damaged_original_is_not_handed_over(
    vault: Vault, reader: Reader, tmp_path: Path
) -> None:
    before, broken = vault.head(), vault.exhibit(1).object
    assert broken is not None
    (sealed,) = vault.path.rglob(f"{broken}*")
    data = bytearray(sealed.read_bytes())
    data[-1] ^= 1
    sealed.chmod(0o600)
    sealed.write_bytes(bytes(data))
    with pytest.raises(Damaged):
        hand_over(vault, tmp_path / "bag", Plan(), reader=reader)
    assert vault.head() == before


def test_a_vault_that_can_only_be_read_still_gives_a_bag(
    vault: Vault, reader: Reader, tmp_path: Path
) -> None:
    vault.close()
    with reopen(vault.path, read_only=True) as locked:
        hand_over(locked, tmp_path / "bag", Plan(), reader=reader)
    assert check_bag(tmp_path / "bag").outcome is Outcome.MATCHES
