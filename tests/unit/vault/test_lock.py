# SPDX-License-Identifier: GPL-3.0-or-later
import os
import subprocess
import sys
from pathlib import Path

import pytest

from builders.vault import make_vault, reopen
from evidence_kit.errors import VaultInUse

HOLD = """
import sys
from pathlib import Path
from evidence_kit.vault.lock import VaultLock
lock = VaultLock.acquire(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_opening_in_the_same_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    with make_vault(path).vault:
        with pytest.raises(VaultInUse) as caught:
            reopen(path)
        with pytest.raises(VaultInUse):
            reopen(path, read_only=True)
    assert caught.value.fields["pid"] == os.getpid()
    reopen(path).close()


def test_another_program_is_named_and_its_end_frees_the_vault(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    make_vault(path).vault.close()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path / "lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(VaultInUse) as caught:
            reopen(path)
        assert caught.value.fields["pid"] == other.pid
        other.kill()
    reopen(path).close()


def test_closing_leaves_no_name_of_this_computer(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    make_vault(path).vault.close()
    assert (path / "lock").read_bytes() == b"{}"


def test_a_failed_opening_frees_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    make_vault(path).vault.close()
    (path / "vault.json").rename(tmp_path / "header")
    with pytest.raises(Exception, match="not_a_vault"):
        reopen(path)
    (tmp_path / "header").rename(path / "vault.json")
    reopen(path).close()


def test_nonsense_in_the_lock_file_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    make_vault(path).vault.close()
    (path / "lock").write_bytes(b"\xff\x00[1")
    reopen(path).close()
