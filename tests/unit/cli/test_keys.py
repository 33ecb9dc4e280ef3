# SPDX-License-Identifier: GPL-3.0-or-later
"""Listing and changing what opens a vault, from the command line."""

from pathlib import Path

import pytest

from builders.command_line import PASSPHRASE, Program

NEW = "harbour pencil ostrich meadow"


@pytest.fixture
def new_file(tmp_path: Path) -> str:
    path = tmp_path / "new passphrase"
    path.write_text(NEW + "\n", encoding="utf-8")
    return str(path)


def test_the_slots_are_listed(program: Program, vault: str, key_file: str) -> None:
    shown = program("keys", vault, "list", "--passphrase-file", key_file)
    assert shown.lines == [
        "identity.age: passphrase, in use now",
        "identity-recovery.age: recovery key",
    ]
    (first, second) = program("keys", vault, "list", "--passphrase-file", key_file, "--json").items
    assert (first["slot"], first["kind"], first["in_use"]) == ("identity.age", "passphrase", True)
    assert (second["kind"], second["whole"]) == ("recovery_key", True)


def test_a_changed_passphrase_opens(
    program: Program, vault: str, key_file: str, new_file: str
) -> None:
    arguments = ("--passphrase-file", key_file, "--new-passphrase-file", new_file)
    assert program("keys", vault, "change-passphrase", *arguments).code == 0
    assert program("list", vault, "--passphrase-file", new_file).code == 0
    assert program("list", vault, "--passphrase-file", key_file).code == 4


def test_both_passphrases_may_come_from_standard_input(program: Program, vault: str) -> None:
    arguments = ("--passphrase-file", "-", "--new-passphrase-file", "-")
    typed = f"{PASSPHRASE}\n{NEW}\n".encode()
    assert program("keys", vault, "change-passphrase", *arguments, stdin=typed).code == 0
    assert program("list", vault, "--passphrase-file", "-", stdin=NEW.encode()).code == 0


def test_at_a_terminal_the_new_passphrase_is_asked_for_twice(program: Program, vault: str) -> None:
    typed = (PASSPHRASE, NEW, "something else")
    differ = program("keys", vault, "change-passphrase", secrets=typed)
    assert differ.code == 3
    assert program("keys", vault, "change-passphrase", secrets=(PASSPHRASE, NEW, NEW)).code == 0
    assert program("list", vault, secrets=(NEW,)).code == 0


@pytest.mark.parametrize("action", [("change-passphrase",), ("add-passphrase", "--label", "M")])
def test_a_weak_passphrase_changes_nothing(
    program: Program, vault: str, key_file: str, tmp_path: Path, action: tuple[str, ...]
) -> None:
    weak = tmp_path / "weak"
    weak.write_text("welkom01", encoding="utf-8")
    arguments = ("--passphrase-file", key_file, "--new-passphrase-file", str(weak))
    said = program("keys", vault, *action, *arguments, "--json")
    assert said.code == 3
    assert said.object["error"]["code"] == "weak_passphrase"
    assert len(program("keys", vault, "list", "--passphrase-file", key_file).lines) == 2


def test_a_passphrase_is_added_listed_and_removed(
    program: Program, vault: str, key_file: str, new_file: str
) -> None:
    key = ("--passphrase-file", key_file)
    new = ("--new-passphrase-file", new_file)
    added = program("keys", vault, "add-passphrase", *new, *key, "--label", "Noor", "--json")
    assert added.items[0]["slot"] == "identity-2.age"
    assert "identity-2.age: passphrase, Noor" in program("keys", vault, "list", *key).lines
    assert program("list", vault, "--passphrase-file", new_file).code == 0
    assert program("keys", vault, "remove", "identity-2.age", *key).code == 0
    assert program("list", vault, "--passphrase-file", new_file).code == 4
    assert program("verify", vault, *key).code == 0


@pytest.mark.parametrize("slot", ["identity.age", "identity-recovery.age", "photo.jpg"])
def test_what_must_stay_is_not_removed(
    program: Program, vault: str, key_file: str, slot: str
) -> None:
    said = program("keys", vault, "remove", slot, "--passphrase-file", key_file)
    assert said.code == 3
    assert len(said.complaint) == 2
    assert program("list", vault, "--passphrase-file", key_file).code == 0


def test_a_new_recovery_key_is_written_and_opens(
    program: Program, vault: str, key_file: str, tmp_path: Path
) -> None:
    file = tmp_path / "key.txt"
    arguments = ("--passphrase-file", key_file, "--recovery-file", str(file))
    said = program("keys", vault, "replace-recovery", *arguments)
    assert said.code == 0
    assert "AGE-SECRET-KEY-" not in said.out.replace(" ", "")
    assert program("list", vault, "--recovery-key-file", str(file)).code == 0


def test_a_new_recovery_key_is_shown_and_opens(
    program: Program, vault: str, key_file: str, tmp_path: Path
) -> None:
    shown = program("keys", vault, "replace-recovery", "--passphrase-file", key_file)
    (line,) = [line for line in shown.lines if "AGE-" in line]
    written = tmp_path / "by hand"
    written.write_text(line, encoding="utf-8")
    assert program("list", vault, "--recovery-key-file", str(written)).code == 0


def test_a_recovery_key_without_a_place_leaves_the_old_one(
    program: Program, vault: str, key_file: str, tmp_path: Path
) -> None:
    key = ("--passphrase-file", key_file)
    there = tmp_path / "there"
    there.write_text("mine", encoding="utf-8")
    size = program("log", vault, *key, "--json").items
    assert program("keys", vault, "replace-recovery", *key, "--recovery-file", str(there)).code == 3
    inside = str(Path(vault) / "key")
    assert program("keys", vault, "replace-recovery", *key, "--recovery-file", inside).code == 64
    assert program("keys", vault, "replace-recovery", *key, "--json").code == 64
    assert program("log", vault, *key, "--json").items == size


@pytest.mark.parametrize(
    "rest",
    [
        (),
        ("open",),
        ("remove",),
        ("list", "identity.age"),
        ("list", "--label", "Noor"),
        ("add-passphrase", "--new-passphrase-file", "x"),
        ("change-passphrase",),
    ],
)
def test_an_incomplete_command_is_said_before_anything_opens(
    program: Program, vault: str, rest: tuple[str, ...]
) -> None:
    said = program("keys", vault, *rest, "--passphrase-file", "not there")
    assert said.code == 64
    assert len(said.complaint) == 2
