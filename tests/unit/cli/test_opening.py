# SPDX-License-Identifier: GPL-3.0-or-later
"""How a vault is opened from the command line, and how that fails."""

import json
from pathlib import Path

import pytest

from builders.command_line import PASSPHRASE, Program
from evidence_kit.formats import canonical_json
from evidence_kit.limits import PASSPHRASE_FILE_MAX

OPENING_VERBS = (
    ("add", "V", "x"),
    ("register", "V", "x"),
    ("remove", "V", "1", "--reason", "r"),
    ("list", "V"),
    ("show", "V", "1"),
    ("mark", "V", "1", "1"),
    ("log", "V"),
    ("identifiers", "V"),
    ("dossier", "V", "out.pdf"),
    ("handover", "V", "out"),
    ("export", "V", "1", "out"),
)


@pytest.mark.parametrize("arguments", OPENING_VERBS, ids=lambda arguments: str(arguments[0]))
def test_without_passphrase_and_terminal_no_verb_waits(
    program: Program, vault: str, arguments: tuple[str, ...]
) -> None:
    said = program(*(vault if part == "V" else part for part in arguments))
    assert said.code == 64
    assert len(said.complaint) == 2
    assert said.out == ""


def test_making_a_vault_does_not_wait_either(program: Program, tmp_path: Path) -> None:
    assert program("init", str(tmp_path / "vault")).code == 64


@pytest.mark.parametrize(
    "line",
    [
        PASSPHRASE.encode(),
        PASSPHRASE.encode() + b"\n",
        PASSPHRASE.encode() + b"\r\nsecond line\n",
        b"\xef\xbb\xbf" + PASSPHRASE.encode() + b"\r\n",
    ],
    ids=["no line end", "line end", "Windows line end", "mark in front"],
)
def test_the_first_line_is_the_passphrase(program: Program, vault: str, line: bytes) -> None:
    assert program("list", vault, "--passphrase-file", "-", stdin=line).code == 0


def test_spaces_belong_to_a_passphrase(program: Program, vault: str) -> None:
    said = program("list", vault, "--passphrase-file", "-", stdin=PASSPHRASE.encode() + b" \n")
    assert said.code == 4


def test_a_wrong_passphrase_is_not_a_damaged_vault(program: Program, vault: str) -> None:
    said = program("list", vault, "--passphrase-file", "-", "--json", stdin=b"not this one\n")
    assert said.code == 4
    assert said.object["error"]["code"] == "wrong_passphrase"
    assert "not this one" not in said.out + said.err


def test_a_wrong_recovery_key_is_told_apart(program: Program, vault: str, tmp_path: Path) -> None:
    other, key = str(tmp_path / "other"), tmp_path / "key"
    program(
        "init", other, "--passphrase-file", "-", "--recovery-file", str(key), stdin=b"a b c d e f"
    )
    said = program("list", vault, "--recovery-key-file", str(key), "--json")
    assert said.code == 4
    assert said.object["error"]["code"] == "wrong_recovery_key"


def test_bytes_that_are_no_text_are_refused(program: Program, vault: str) -> None:
    said = program("list", vault, "--passphrase-file", "-", stdin=b"\xff\xfeh\x00i\x00")
    assert said.code == 3


def test_a_passphrase_file_has_a_largest_size(program: Program, vault: str) -> None:
    said = program("list", vault, "--passphrase-file", "-", stdin=b"a" * (PASSPHRASE_FILE_MAX + 1))
    assert said.code == 3


def test_a_missing_passphrase_file_is_a_failure_of_reading(program: Program, vault: str) -> None:
    said = program("list", vault, "--passphrase-file", "/nowhere/at all")
    assert said.code == 74


def test_one_key_at_a_time(program: Program, vault: str, key_file: str) -> None:
    said = program("list", vault, "--passphrase-file", key_file, "--recovery-key-file", key_file)
    assert said.code == 64


def test_a_folder_without_a_vault_is_said_before_anybody_is_asked(
    program: Program, tmp_path: Path
) -> None:
    said = program("list", str(tmp_path), secrets=())
    assert said.code == 3


def test_a_newer_vault_is_told_apart(program: Program, vault: str, key_file: str) -> None:
    path = Path(vault) / "vault.json"
    header = json.loads(path.read_bytes())
    header["version"] += 1
    path.write_bytes(canonical_json.encode(header) + b"\n")
    assert program("list", vault, "--passphrase-file", key_file).code == 6


def test_a_damaged_vault_is_told_apart(program: Program, vault: str, key_file: str) -> None:
    for slot in Path(vault).glob("identity*.age"):
        slot.write_bytes(b"age-encryption.org/v1\n-> scrypt")
    assert program("list", vault, "--passphrase-file", key_file).code == 5
