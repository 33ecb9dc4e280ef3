# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program as people and scripts start it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from builders.terminal import run_on_terminal
from evidence_kit.paths import KEY_CHILD, READER_CHILD, SEAL_CHILD, VAULT_CHILD

PROGRAM = Path(sys.executable).with_name("evidence-kit")
PASSPHRASE = "lantern otter gravel violin"

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="terminals and signals of POSIX"),
]


def run(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [PROGRAM, "--lang", "en", *arguments],
        input=stdin,
        capture_output=True,
        timeout=100,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def key(tmp_path: Path) -> tuple[str, str]:
    path = tmp_path / "passphrase"
    path.write_text(PASSPHRASE + "\n", encoding="utf-8")
    return "--passphrase-file", str(path)


@pytest.fixture
def vault(tmp_path: Path, key: tuple[str, str]) -> Path:
    path = tmp_path / "vault"
    code, _, complaint = run("init", path, *key)
    assert code == 0, complaint
    return path


def test_a_vault_is_made_and_opened_on_a_terminal(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    start = (PROGRAM, "--lang", "en")
    code, shown = run_on_terminal((*start, "init", vault), (PASSPHRASE, PASSPHRASE))
    assert code == 0, shown
    assert "AGE- SECR" in shown
    assert PASSPHRASE not in shown
    code, shown = run_on_terminal((*start, "list", vault), (PASSPHRASE,))
    assert code == 0
    assert "The vault is empty." in shown


def test_without_a_terminal_it_does_not_wait(vault: Path) -> None:
    code, out, complaint = run("list", vault)
    assert (code, out, complaint.count(b"\n")) == (64, b"", 2)


def test_a_reader_that_goes_away_is_no_failure() -> None:
    read, write = os.pipe()
    os.close(read)
    with subprocess.Popen([PROGRAM, "--help"], stdout=write, stderr=subprocess.PIPE) as process:
        os.close(write)
        _, complaint = process.communicate(timeout=60)
    assert (process.returncode, complaint) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("arguments", [["--help"], ["list", "--json"]])
def test_output_that_finds_no_room_is_two_lines_and_a_code(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert done.returncode in (64, 74)
    assert done.stderr.count(b"\n") == 2


@pytest.mark.parametrize("stream", [0, 1, 2])
def test_a_closed_stream_is_no_failure(stream: int) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" --version {stream}>&-', PROGRAM],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "POSIX"])
def test_a_name_that_is_no_text_works_in_every_locale(
    tmp_path: Path, locale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    name = os.fsencode(tmp_path) + b"/f\xff\xe9.txt"
    Path(os.fsdecode(name)).write_bytes(b"hello\n")
    done = subprocess.run(
        [os.fsencode(PROGRAM), b"read", name, b"--json"],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    done.stdout.decode("utf-8")


@pytest.mark.parametrize("child", [READER_CHILD, VAULT_CHILD])
def test_a_child_ends_when_its_input_ends(child: str) -> None:
    code, out, _ = _child(child)
    assert code == 0
    assert b"Traceback" not in out


def test_the_key_child_gives_up_on_a_broken_request() -> None:
    code, out, complaint = _child(KEY_CHILD)
    assert code != 0 or out == b""
    assert b"passphrase" not in complaint


def test_the_sealing_child_gives_up_on_a_broken_beginning() -> None:
    code, out, _ = _child(SEAL_CHILD)
    assert (code, out) == (2, b"")


def _child(verb: str) -> tuple[int, bytes, bytes]:
    done = subprocess.run([PROGRAM, verb], input=b"", capture_output=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


def test_an_interrupt_keeps_what_was_secured(
    vault: Path, key: tuple[str, str], tmp_path: Path
) -> None:
    large = tmp_path / "drop" / "large.bin"
    large.parent.mkdir()
    (large.parent / "a.txt").write_bytes(b"small, and first\n")
    with large.open("wb") as stream:
        stream.truncate(3 << 30)
    command: list[str | Path] = [PROGRAM, "add", vault, large.parent, "--json", *key]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        _wait_until(process, lambda: _largest(vault) > 64 << 20)
        process.send_signal(signal.SIGINT)
        out, complaint = process.communicate(timeout=100)
    assert process.returncode == 130, complaint
    assert b'"outcome":"cancelled"' in out
    assert b"Traceback" not in complaint
    code, listed, _ = run("list", vault, *key)
    assert code == 0
    assert b"large.bin" not in listed
    assert run("verify", vault, *key)[0] == 0


def _wait_until(process: "subprocess.Popen[bytes]", reached: Callable[[], bool]) -> None:
    while not reached():
        try:
            process.wait(timeout=0.02)
        except subprocess.TimeoutExpired:
            continue
        pytest.fail("it was done before it could be interrupted")


def _largest(vault: Path) -> int:
    sizes = [0]
    for path in vault.rglob("*"):
        try:
            sizes.append(path.stat().st_size)
        except FileNotFoundError:
            continue
    return max(sizes)


def test_a_vault_in_use_is_told_apart(vault: Path, key: tuple[str, str]) -> None:
    large = vault.parent / "large.bin"
    with large.open("wb") as stream:
        stream.truncate(3 << 30)
    command = (PROGRAM, "add", vault, large, *key)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as first:
        _wait_until(first, lambda: _largest(vault) > 16 << 20)
        code, _, complaint = run("list", vault, *key)
        first.send_signal(signal.SIGINT)
        first.wait(timeout=100)
    assert (code, complaint.count(b"\n")) == (75, 2)
