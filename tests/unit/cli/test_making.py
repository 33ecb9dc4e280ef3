# SPDX-License-Identifier: GPL-3.0-or-later
"""Dossier, hand-over and checks from the command line."""

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.command_line import Program


@pytest.fixture
def key(key_file: str) -> tuple[str, str]:
    return ("--passphrase-file", key_file)


@pytest.fixture
def bag(program: Program, with_chat: str, key: tuple[str, str], tmp_path: Path) -> Path:
    folder = tmp_path / "bag"
    assert program("handover", with_chat, str(folder), *key).code == 0
    return folder


def test_a_dossier_is_written_and_described(
    program: Program, with_chat: str, key: tuple[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "dossier.pdf"
    (item,) = program("dossier", with_chat, str(out), "--lang", "en", *key, "--json").items
    data = out.read_bytes()
    assert data.startswith(b"%PDF-")
    assert (item["sha256"], item["size"]) == (hashlib.sha256(data).hexdigest(), len(data))
    assert item["messages_printed"] + item["messages_left_out"] == 4


def test_a_dossier_at_an_earlier_size_is_the_same_again(
    program: Program, with_chat: str, key: tuple[str, str], tmp_path: Path
) -> None:
    first, again = tmp_path / "1.pdf", tmp_path / "2.pdf"
    (made,) = program("dossier", with_chat, str(first), *key, "--json").items
    size = str(made["head"]["size"])
    assert program("dossier", with_chat, str(again), "--at", size, *key).code == 0
    assert first.read_bytes() == again.read_bytes()


def test_a_dossier_is_never_written_over(
    program: Program, with_chat: str, key: tuple[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "dossier.pdf"
    out.write_bytes(b"mine")
    assert program("dossier", with_chat, str(out), *key).code == 3
    assert out.read_bytes() == b"mine"


@pytest.mark.parametrize(
    "wrong", [("--context", "-1"), ("--context", "many"), ("--at", "1.5"), ("--lang", "fr")]
)
def test_a_value_that_does_not_fit_makes_nothing(
    program: Program, with_chat: str, key: tuple[str, str], tmp_path: Path, wrong: tuple[str, str]
) -> None:
    out = tmp_path / "dossier.pdf"
    assert program("dossier", with_chat, str(out), *wrong, *key).code == 64
    assert not out.exists()


def test_a_size_the_log_never_had_makes_nothing(
    program: Program, with_chat: str, key: tuple[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "dossier.pdf"
    assert program("dossier", with_chat, str(out), "--at", "999", *key).code in (3, 64)
    assert not out.exists()


def test_a_hand_over_folder_matches(program: Program, bag: Path) -> None:
    said = program("verify", str(bag), "--json")
    assert (said.code, said.object["outcome"]) == (0, "matches")


def test_a_folder_that_holds_something_is_not_filled(
    program: Program, with_chat: str, key: tuple[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "mine.txt").write_bytes(b"mine")
    assert program("handover", with_chat, str(folder), *key).code == 3
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


def test_a_changed_file_in_a_folder_is_named(program: Program, bag: Path) -> None:
    (original,) = (bag / "data" / "originals").iterdir()
    original.write_bytes(original.read_bytes().replace(b"50 euro", b"90 euro"))
    said = program("verify", str(bag), "--json")
    assert (said.code, said.object["outcome"]) == (1, "does_not_match")
    wrong = [item["item"] for item in said.items if item["outcome"] == "does_not_match"]
    assert f"data/originals/{original.name}" in wrong


def test_one_file_of_a_folder_can_be_checked(program: Program, bag: Path) -> None:
    assert program("verify", str(bag / "data" / "dossier.pdf")).code == 0


def test_a_file_that_no_list_names_cannot_be_judged(program: Program, chat: str) -> None:
    said = program("verify", chat, "--json")
    assert (said.code, said.object["outcome"]) == (2, "cannot_be_judged")


def test_a_folder_that_is_nothing_known_cannot_be_judged(program: Program, tmp_path: Path) -> None:
    said = program("verify", str(tmp_path), "--json")
    assert (said.code, len(said.items)) == (2, 1)


def test_what_is_not_there_is_a_failure_of_reading(program: Program, tmp_path: Path) -> None:
    assert program("verify", str(tmp_path / "gone")).code == 74


def test_a_vault_matches_with_its_passphrase(
    program: Program, with_chat: str, key: tuple[str, str]
) -> None:
    said = program("verify", with_chat, *key, "--json")
    assert (said.code, said.object["outcome"]) == (0, "matches")


def test_a_locked_vault_is_checked_as_far_as_that_goes(program: Program, with_chat: str) -> None:
    said = program("verify", with_chat)
    assert said.code == 2
    assert "Without the passphrase" in said.out


def test_on_a_terminal_nothing_typed_means_without_the_passphrase(
    program: Program, with_chat: str
) -> None:
    assert program("verify", with_chat, secrets=("",)).code == 2


def test_a_wrong_passphrase_is_no_verdict(program: Program, with_chat: str) -> None:
    assert program("verify", with_chat, "--passphrase-file", "-", stdin=b"other\n").code == 4


@pytest.mark.parametrize("opened", [True, False], ids=["with the passphrase", "without"])
@pytest.mark.parametrize("pattern", ["objects/*/*.age", "log/*.age", "vault.json", "identity.age"])
def test_any_changed_file_of_a_vault_is_found(
    program: Program, with_chat: str, key: tuple[str, str], pattern: str, opened: bool
) -> None:
    victim = min(Path(with_chat).glob(pattern))
    data = bytearray(victim.read_bytes())
    data[-2] ^= 1
    victim.write_bytes(data)
    said = program("verify", with_chat, *(key if opened else ()), "--json")
    if opened or pattern in ("vault.json", "identity.age"):
        assert said.code == 1
    else:
        assert said.code in (1, 2)


def test_a_vault_without_its_public_file_does_not_match(
    program: Program, with_chat: str, key: tuple[str, str]
) -> None:
    (Path(with_chat) / "vault.json").unlink()
    assert program("verify", with_chat, *key).code == 1


def test_checking_changes_nothing(program: Program, with_chat: str, key: tuple[str, str]) -> None:
    before = program("log", with_chat, *key, "--json").items
    program("verify", with_chat, *key)
    assert program("log", with_chat, *key, "--json").items == before


def test_what_to_look_at_is_said_in_sentences(
    program: Program, vault: str, key: tuple[str, str], picture: str, tmp_path: Path
) -> None:
    photo = str(Path(picture).with_name("IMG_0502.JPG"))
    program("add", vault, photo, "--pictures", "copy", *key)
    out = tmp_path / "dossier.pdf"
    said = program("dossier", vault, str(out), *key)
    after = said.out.partition("To look at before you hand it over:\n")[2]
    assert "(GPS)" in after
    assert "('" not in after


@pytest.mark.skipif(os.name == "nt", reason="files have no ceiling there")
def test_a_hand_over_that_stops_half_way_says_what_stands_there(
    program: Program, with_chat: str, key: tuple[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "bag"
    with files_of_at_most(32 << 10):  # less than a dossier has
        said = program("handover", with_chat, str(folder), *key)
    assert said.code == 74
    assert any(folder.rglob("*"))
    assert said.lines[0] == f"This folder is not finished and not signed: {folder}"
    assert len(said.complaint) == 2
    assert not list(folder.glob("*.sig"))


@contextlib.contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let the system refuse larger files, as a full disk does."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
