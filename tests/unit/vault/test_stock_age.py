# SPDX-License-Identifier: GPL-3.0-or-later
"""The escape hatch: everything opens with the stock age program, without us."""

import json
import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from builders.vault import PASSPHRASE, Made, add_chat, add_original, make_vault, secret
from evidence_kit.crypto.age import SCRYPT_CHEAPEST
from evidence_kit.vault.vault import NewPassphrase


@pytest.fixture
def made(tmp_path: Path) -> Made:
    made = make_vault(tmp_path / "kluis")
    with made.vault as vault:
        add_original(vault, b"picture" * 30_000)
        add_chat(vault, ["hoi"])
    return made


def decrypt(age: Path, identity: Path, sealed: Path) -> bytes:
    done = subprocess.run(
        [str(age), "-d", "-i", str(identity), str(sealed)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def decrypt_with_passphrase(
    age: Path, sealed: Path, out: Path, passphrase: str = PASSPHRASE
) -> None:
    """Type the passphrase where age asks for it: on a terminal."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(age, [str(age), "-d", "-o", str(out), str(sealed)])  # noqa: S606
    asked = b""
    while b"passphrase" not in asked.lower():
        asked += os.read(terminal, 1024)
    os.write(terminal, passphrase.encode() + b"\n")
    try:
        while os.read(terminal, 1024):
            pass
    except OSError:
        pass  # the terminal ends with the program
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    os.close(terminal)


def check_everything(age: Path, identity: Path, made: Made) -> None:
    """Open the log; the log names the objects; open those."""
    path = made.vault.path
    entries = []
    for segment in sorted((path / "log").iterdir()):
        lines = decrypt(age, identity, segment).splitlines()
        entries += [json.loads(line) for line in lines[:-1]]
    assert [entry["type"] for entry in entries] == [
        "created",
        "acquired",
        "acquired",
        "interpreted",
    ]
    name = entries[1]["body"]["object"]
    original = decrypt(age, identity, path / "objects" / name[:2] / f"{name}.age")
    assert original == b"picture" * 30_000
    pack = entries[1]["pack"]["object"]
    texts = decrypt(age, identity, path / "objects" / pack[:2] / f"{pack}.age")
    assert json.loads(texts)["words"]["name"]["text"] == "scherm.png"
    assert json.loads(texts)["id"] == entries[1]["body"]["text"]["id"]


def test_with_the_passphrase(made: Made, tmp_path: Path, stock_tool: Callable[[str], Path]) -> None:
    age = stock_tool("age")
    identity = tmp_path / "identity.txt"
    decrypt_with_passphrase(age, made.vault.path / "identity.age", identity)
    check_everything(age, identity, made)


def test_with_the_printed_recovery_key(
    made: Made, tmp_path: Path, stock_tool: Callable[[str], Path]
) -> None:
    age = stock_tool("age")
    printed, identity = tmp_path / "printed.txt", tmp_path / "identity.txt"
    printed.write_bytes(made.recovery.reveal() + b"\n")
    slot = made.vault.path / "identity-recovery.age"
    identity.write_bytes(decrypt(age, printed, slot))
    check_everything(age, identity, made)


def test_a_changed_passphrase_opens_with_stock_age(
    tmp_path: Path, stock_tool: Callable[[str], Path]
) -> None:
    age, new = stock_tool("age"), "vier andere woorden dan eerst"
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        add_original(vault, b"held")
        sealed = NewPassphrase(passphrase=secret(new), scrypt=SCRYPT_CHEAPEST)
        vault.change_passphrase(sealed)
        vault.add_passphrase(sealed, "Mentor")
    for slot in ("identity.age", "identity-2.age"):
        identity = tmp_path / f"{slot}.txt"
        decrypt_with_passphrase(age, path / slot, identity, new)
        for sealed_object in path.glob("objects/*/*.age"):
            assert decrypt(age, identity, sealed_object)
