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
    made = "since Sat 14 March 2026, 14:02:07 (UTC+01:00), by: role not stated"
    assert [line.replace("\u00a0", " ") for line in shown.lines] == [
        f"identity.age: passphrase, in use now, {made}, each try takes 16 kB of memory",
        f"identity-recovery.age: recovery key, {made}",
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
    listed = program("keys", vault, "list", *key).lines
    assert any(line.startswith("identity-2.age: passphrase, Noor, since ") for line in listed)
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


def test_who_changed_a_slot_and_what_it_costs_is_listed(
    program: Program, vault: str, key_file: str, new_file: str
) -> None:
    key = ("--passphrase-file", key_file)
    new = ("--new-passphrase-file", new_file, "--label", "Mentor")
    who = ("--actor", "Noor", "--role", "support_worker")
    program("keys", vault, "add-passphrase", *new, *key, *who)
    first, recovery, second = program("keys", vault, "list", *key, "--json").items
    assert (second["actor"], second["role"]) == ("Noor", "support_worker")
    assert (first["actor"], first["role"]) == ("", "unknown")
    assert (first["cost"], recovery["cost"], second["cost"]) == (4, None, 4)
    assert "by: Noor, support worker" in program("keys", vault, "list", *key).out


def test_the_consent_of_the_owner_is_asked_for(
    program: Program, vault: str, key_file: str, new_file: str
) -> None:
    new = ("--new-passphrase-file", new_file, "--label", "Mentor")
    said = program("keys", vault, "add-passphrase", *new, "--passphrase-file", key_file)
    assert "Do this only if the owner of the vault agrees." in said.lines


def test_a_sheet_takes_the_place_of_showing_the_key(
    program: Program, vault: str, key_file: str, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.pdf"
    arguments = ("--passphrase-file", key_file, "--sheet", str(sheet))
    said = program("keys", vault, "replace-recovery", *arguments)
    assert said.code == 0
    assert sheet.read_bytes().startswith(b"%PDF")
    assert "AGE-SECRET-KEY-" not in said.out.replace(" ", "")
    assert program("log", vault, "--passphrase-file", key_file).code == 0


def test_a_sheet_has_no_place_in_the_vault(program: Program, vault: str, key_file: str) -> None:
    inside = str(Path(vault) / "sheet.pdf")
    key = ("--passphrase-file", key_file)
    size = program("log", vault, *key, "--json").items
    assert program("keys", vault, "replace-recovery", *key, "--sheet", inside).code == 64
    assert program("log", vault, *key, "--json").items == size


@pytest.fixture
def recovery(program: Program, vault: str, key_file: str, tmp_path: Path) -> Path:
    file = tmp_path / "recovery"
    key = ("--passphrase-file", key_file, "--recovery-file", str(file))
    assert program("keys", vault, "replace-recovery", *key).code == 0
    return file


def test_a_recovery_key_is_tried_from_a_file(program: Program, vault: str, recovery: Path) -> None:
    said = program("keys", vault, "try-recovery", "--recovery-key-file", str(recovery))
    assert said.code == 0
    assert said.lines[0] == "This key opens the vault."


def test_a_recovery_key_is_tried_at_a_terminal(
    program: Program, vault: str, recovery: Path
) -> None:
    key = recovery.read_text(encoding="ascii").strip()
    assert program("keys", vault, "try-recovery", secrets=(key.lower(),)).code == 0
    wrong = key[:30] + ("Q" if key[30] != "Q" else "P") + key[31:]
    said = program("keys", vault, "try-recovery", secrets=(wrong,))
    assert said.code == 4
    assert "group 8" in said.lines[0]
    (item,) = program("keys", vault, "try-recovery", "--json", secrets=(wrong,)).items
    assert item == {"outcome": "mistyped", "group": 8}


def test_trying_asks_for_no_passphrase_and_needs_a_vault(
    program: Program, vault: str, key_file: str, recovery: Path, tmp_path: Path
) -> None:
    key = ("--recovery-key-file", str(recovery))
    assert program("keys", vault, "try-recovery", "--passphrase-file", key_file).code == 64
    assert program("keys", vault, "try-recovery").code == 64
    assert program("keys", str(tmp_path), "try-recovery", *key).code == 3
