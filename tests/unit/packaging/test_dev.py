# SPDX-License-Identifier: GPL-3.0-or-later
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dev
import environment
import system_packages
from builders.source_files import ROOT


def test_an_unknown_verb_is_a_usage_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["tset"]) == 64
    assert "packaging/dev.py test" in capsys.readouterr().out


def test_help_tells_the_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"packaging/dev.py {verb}" in told for verb in ("demo", "run", "test", "setup"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux is asked")
def test_without_root_the_exact_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = system_packages.Tool("no-such-tool", "no-such-package", "d", "p", "for this test")
    monkeypatch.setattr(system_packages, "TEST_TOOLS", (absent,))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    if shutil.which("apt-get") is None:
        pytest.skip("no apt here")
    with pytest.raises(SystemExit) as told:
        system_packages.require(tests=True)
    assert "sudo apt-get install --no-install-recommends no-such-package" in str(told.value)


def test_every_tool_says_why_it_is_there() -> None:
    needs = (*system_packages.TEST_TOOLS, *system_packages.TEST_FILES)
    assert all(need.reason for need in needs)
    assert len({need.probe for need in needs}) == len(needs)


def test_a_fingerprint_tells_its_parts_apart(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_bytes(b"c")
    assert environment.fingerprint("ab", lock) != environment.fingerprint("a", lock)
    assert environment.fingerprint("ab", "c") != environment.fingerprint("a", "bc")


def test_an_environment_of_somebody_else_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = tmp_path / ".venv"
    theirs.mkdir()
    (theirs / "pyvenv.cfg").touch()
    monkeypatch.setattr(environment, "VENV", theirs)
    monkeypatch.setattr(environment, "OURS", theirs / ".made-by-dev.py")
    with pytest.raises(SystemExit, match="not made by this script"):
        environment.make_venv()
    assert (theirs / "pyvenv.cfg").exists()


def test_the_entry_point_starts_without_anything_installed() -> None:
    told = subprocess.run(
        [sys.executable, "-E", "-s", "-S", ROOT / "packaging" / "dev.py", "--help"],
        capture_output=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="bash")
def test_the_ci_script_is_sound_bash() -> None:
    subprocess.run(["bash", "-n", ROOT / ".ci" / "run"], check=True)
