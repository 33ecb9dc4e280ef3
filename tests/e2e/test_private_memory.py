# SPDX-License-Identifier: GPL-3.0-or-later
"""No process of the program leaves its memory behind when it dies."""

import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from builders.source_files import ROOT
from evidence_kit.paths import KEY_CHILD, READER_CHILD, SEAL_CHILD, VAULT_CHILD

OURS = {
    "vault process": (VAULT_CHILD,),
    "reader process": (READER_CHILD,),
    "key process": (KEY_CHILD,),
    "sealing process": (SEAL_CHILD,),
    "command line": ("list", "vault", "--passphrase-file", "-"),
}
NO_DUMP = re.compile(r"Max core file size +0 +0 ")
SECONDS = 30.0

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(sys.platform != "linux", reason="/proc"),
]


@pytest.fixture(autouse=True)
def dumps_allowed() -> Iterator[None]:
    """What is started from here may dump, as far as this system lets it."""
    before = resource.getrlimit(resource.RLIMIT_CORE)
    most = resource.RLIM_INFINITY if os.getuid() == 0 else before[1]
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, (before[0], most))


def started(command: Sequence[str], folder: Path) -> "subprocess.Popen[bytes]":
    """Start a process that may dump as far as we are concerned; it waits for its input."""
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder)},
    )


def wait_until_private(process: "subprocess.Popen[bytes]") -> None:
    """Wait until the process has refused core dumps; the system shows when it has."""
    limits = Path(f"/proc/{process.pid}/limits")
    end = time.monotonic() + SECONDS
    while not NO_DUMP.search(limits.read_text(encoding="ascii")):
        assert time.monotonic() < end, "it never did"


def died_dumping(process: "subprocess.Popen[bytes]") -> bool:
    """End it as a fault would; say whether the system wrote its memory down."""
    process.send_signal(signal.SIGABRT)
    _, status = os.waitpid(process.pid, 0)
    process.returncode = 0  # taken here, so that Popen asks no more
    assert process.stdin is not None
    process.stdin.close()
    assert os.WIFSIGNALED(status)
    return os.WCOREDUMP(status)


@pytest.mark.parametrize("which", OURS)
def test_a_process_that_dies_leaves_no_core(tmp_path: Path, which: str) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "vault.json").write_text("{}")
    process = started((sys.executable, "-m", "evidence_kit", *OURS[which]), tmp_path)
    wait_until_private(process)
    assert not died_dumping(process)
    assert not list(tmp_path.glob("core*"))


def test_another_program_would_have_left_one(tmp_path: Path) -> None:
    """Teeth: the same way to die, and the system does write a core."""
    pattern = Path("/proc/sys/kernel/core_pattern").read_text(encoding="ascii")
    if pattern.startswith("|") or resource.getrlimit(resource.RLIMIT_CORE)[0] == 0:
        pytest.skip("this system keeps cores elsewhere, or none")
    process = started((sys.executable, "-I", "-c", "import sys; sys.stdin.read()"), tmp_path)
    limits = Path(f"/proc/{process.pid}/limits").read_text(encoding="ascii")
    assert not NO_DUMP.search(limits)
    assert died_dumping(process)
