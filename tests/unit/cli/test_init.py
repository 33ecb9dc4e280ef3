# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a vault from the command line."""

import unicodedata
from pathlib import Path

import pytest

from builders.command_line import PASSPHRASE, Program


def test_the_recovery_key_is_shown_once_and_opens_the_vault(
    program: Program, key_file: str, tmp_path: Path
) -> None:
    vault, written = str(tmp_path / "vault"), tmp_path / "by hand"
    shown = program("init", vault, "--passphrase-file", key_file)
    assert shown.code == 0
    (line,) = [line for line in shown.lines if "AGE-" in line]
    written.write_text(line, encoding="utf-8")
    assert program("list", vault, "--recovery-key-file", str(written)).code == 0


def test_the_recovery_key_goes_to_a_file_and_is_not_shown(
    program: Program, key_file: str, tmp_path: Path
) -> None:
    vault, file = str(tmp_path / "vault"), tmp_path / "key.txt"
    made = program("init", vault, "--passphrase-file", key_file, "--recovery-file", str(file))
    assert made.code == 0
    assert "AGE-SECRET-KEY-" not in made.out.replace(" ", "")
    assert file.read_text(encoding="ascii").startswith("AGE-SECRET-KEY-1")
    assert program("list", vault, "--recovery-key-file", str(file)).code == 0


def test_a_recovery_file_is_never_written_over(
    program: Program, key_file: str, tmp_path: Path
) -> None:
    vault, file = tmp_path / "vault", tmp_path / "key.txt"
    file.write_text("mine", encoding="utf-8")
    made = program("init", str(vault), "--passphrase-file", key_file, "--recovery-file", str(file))
    assert made.code == 3
    assert file.read_text(encoding="utf-8") == "mine"
    assert not vault.exists()


def test_a_weak_passphrase_makes_nothing(program: Program, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    made = program("init", str(vault), "--passphrase-file", "-", "--json", stdin=b"welkom01\n")
    assert made.code == 3
    assert made.object["error"]["code"] == "weak_passphrase"
    assert not vault.exists()
    assert "welkom01" not in made.out + made.err


def test_a_folder_that_holds_something_is_left_alone(
    program: Program, key_file: str, tmp_path: Path
) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("a", encoding="utf-8")
    made = program("init", str(tmp_path / "letters"), "--passphrase-file", key_file)
    assert made.code == 3
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["a.txt"]


def test_a_passphrase_is_asked_for_twice(program: Program, tmp_path: Path) -> None:
    vault = str(tmp_path / "vault")
    assert program("init", vault, secrets=(PASSPHRASE, PASSPHRASE)).code == 0
    assert program("list", vault, secrets=(PASSPHRASE,)).code == 0


def test_two_different_passphrases_make_nothing(program: Program, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    assert program("init", str(vault), secrets=(PASSPHRASE, PASSPHRASE + "s")).code == 3
    assert not vault.exists()


def test_a_passphrase_by_chance_is_offered(program: Program, tmp_path: Path) -> None:
    made = program("init", str(tmp_path / "vault"), secrets=(PASSPHRASE, PASSPHRASE))
    assert len(made.complaint[1].strip().split("-")) == 6


def test_one_passphrase_however_its_accents_are_typed(program: Program, tmp_path: Path) -> None:
    vault, words = str(tmp_path / "vault"), "één zebra wandelt vrolijk"
    composed = unicodedata.normalize("NFC", words).encode()
    decomposed = unicodedata.normalize("NFD", words).encode()
    assert program("init", vault, "--passphrase-file", "-", stdin=decomposed + b"\n").code == 0
    assert program("list", vault, "--passphrase-file", "-", stdin=composed).code == 0


@pytest.mark.parametrize("place", ["vault/key.txt", "nowhere/key.txt"])
def test_a_place_that_does_not_do_is_said_before_the_vault_is_made(
    program: Program, key_file: str, tmp_path: Path, place: str
) -> None:
    vault, file = tmp_path / "vault", tmp_path / place
    made = program("init", str(vault), "--passphrase-file", key_file, "--recovery-file", str(file))
    assert made.code in (64, 74)
    assert not vault.exists()


def test_a_key_that_cannot_be_written_is_shown(
    program: Program, key_file: str, tmp_path: Path
) -> None:
    vault, file = tmp_path / "vault", tmp_path / ("n" * 256)
    made = program(
        *("init", str(vault), "--passphrase-file", key_file),
        *("--recovery-file", str(file), "--json"),
    )
    assert made.code == 74
    assert made.items[0]["recovery_key"].startswith("AGE-SECRET-KEY-1")


def test_the_recovery_key_can_go_straight_onto_a_sheet(
    program: Program, key_file: str, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.pdf"
    arguments = (str(tmp_path / "v"), "--passphrase-file", key_file, "--recovery-sheet", str(sheet))
    said = program("init", *arguments)
    assert said.code == 0
    assert sheet.read_bytes().startswith(b"%PDF")
    assert "AGE-SECRET-KEY-" not in said.out.replace(" ", "")
    assert "A printer that others use can keep what it prints." in said.out


def test_a_sheet_in_the_vault_makes_nothing(
    program: Program, key_file: str, tmp_path: Path
) -> None:
    vault = tmp_path / "v"
    inside = ("--recovery-sheet", str(vault / "sheet.pdf"))
    assert program("init", str(vault), "--passphrase-file", key_file, *inside).code == 64
    assert not vault.exists()
