# SPDX-License-Identifier: GPL-3.0-or-later
"""Deleting a whole vault from the command line."""

from pathlib import Path

import pytest

from builders.command_line import Program


def test_the_name_given_beforehand_deletes_it(program: Program, with_chat: str) -> None:
    (item,) = program("remove-vault", with_chat, "--confirm", "vault", "--json").items
    assert (item["path"], item["left"]) == (with_chat, [])
    assert not Path(with_chat).exists()


@pytest.mark.parametrize("name", ["Vault", "vault2", "", "yes"])
def test_another_name_deletes_nothing(program: Program, vault: str, name: str) -> None:
    said = program("remove-vault", vault, "--confirm", name)
    assert said.code == 3
    assert "The name is not that of the folder." in said.err
    assert (Path(vault) / "identity.age").is_file()


def test_without_a_terminal_the_name_must_be_given(program: Program, vault: str) -> None:
    said = program("remove-vault", vault)
    assert (said.code, Path(vault).is_dir()) == (64, True)


def test_on_a_terminal_it_is_typed(program: Program, vault: str) -> None:
    said = program("remove-vault", vault, secrets=(), stdin=b"vault\n")
    assert said.code == 0
    assert "Copies elsewhere are still there" in said.out
    assert not Path(vault).exists()


def test_other_files_are_named_and_stay(program: Program, vault: str) -> None:
    (Path(vault) / "brief.txt").write_text("of me")
    said = program("remove-vault", vault, "--confirm", "vault")
    assert said.code == 3
    assert "Not part of the vault: brief.txt" in said.out
    assert program("remove-vault", vault, "--confirm", "vault", "--leave-others").code == 0
    assert [path.name for path in Path(vault).iterdir()] == ["brief.txt"]


def test_one_that_cannot_be_opened_is_deleted_too(
    program: Program, vault: str, key_file: str
) -> None:
    (Path(vault) / "identity.age").write_bytes(b"damaged")
    assert program("list", vault, "--passphrase-file", key_file).code != 0
    assert program("remove-vault", vault, "--confirm", "vault").code == 0
    assert not Path(vault).exists()


def test_a_second_removal_names_the_number(program: Program, with_chat: str, key_file: str) -> None:
    key = ("--reason", "x", "--passphrase-file", key_file)
    assert program("remove", with_chat, "1", *key).code == 0
    said = program("remove", with_chat, "1", *key)
    assert said.code == 3
    assert "exhibit 1" in said.err
