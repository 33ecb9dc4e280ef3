# SPDX-License-Identifier: GPL-3.0-or-later
"""The program, a vault and some files for the tests of the command line."""

from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.command_line import CHAT, PASSPHRASE, Program, program_of
from evidence_kit import resources


@pytest.fixture
def program(clock: FixedClock) -> Program:
    """Run the program in this process."""
    return program_of(clock)


@pytest.fixture
def key_file(tmp_path: Path) -> str:
    path = tmp_path / "passphrase"
    path.write_text(PASSPHRASE + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def chat(tmp_path: Path) -> str:
    path = tmp_path / "chat.txt"
    path.write_text(CHAT, encoding="utf-8")
    return str(path)


@pytest.fixture
def picture() -> str:
    """A drawn screenshot; nobody is in it."""
    return str(resources.path("sample_case", "files", "IMG_0471.PNG"))


@pytest.fixture
def vault(program: Program, key_file: str, tmp_path: Path) -> str:
    path = tmp_path / "vault"
    assert program("init", str(path), "--passphrase-file", key_file).code == 0
    return str(path)


@pytest.fixture
def with_chat(program: Program, vault: str, key_file: str, chat: str) -> str:
    assert program("add", vault, chat, "--passphrase-file", key_file).code == 0
    return vault
