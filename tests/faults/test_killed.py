# SPDX-License-Identifier: GPL-3.0-or-later
"""A program that is killed, or refused a call, while it notes something and locks; under strace."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from builders.fault_cases import Acknowledged, annotate, assert_no_less, opened, view_of
from builders.vault import PASSPHRASE, add_chat, make_vault

TESTS = Path(__file__).parents[1]
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": f"{TESTS.parent}{os.pathsep}{TESTS}",
    "PYTHONDONTWRITEBYTECODE": "1",
}
CHILD = """
import sys
from pathlib import Path
from builders.fault_cases import annotate
from builders.vault import reopen
vault = reopen(Path(sys.argv[1]))
annotate("een")(vault)
print("noted", flush=True)
annotate("twee")(vault)
print("noted", flush=True)
vault.close()
print("closed", flush=True)
"""


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("call", ["write,pwrite64", "rename,renameat,renameat2", "fsync"])
@pytest.mark.parametrize("fault", ["signal=KILL", "error=EIO", "error=ENOSPC"])
def test_killed_or_refused_while_noting_and_locking_loses_nothing_acknowledged(
    tmp_path: Path, stock_tool: Callable[[str], Path], call: str, fault: str
) -> None:
    strace = str(stock_tool("strace"))
    fresh = tmp_path / "fresh"
    with make_vault(fresh).vault as vault:
        add_chat(vault, ["hoi"])
        annotate("nul")(vault)
        before = Acknowledged(0, view_of(vault), PASSPHRASE)
    for when in range(1, 200):
        path = Path(shutil.copytree(fresh, tmp_path / str(when)))
        log = tmp_path / "strace.log"
        inject = f"inject={call}:{fault}:when={when}"
        done = subprocess.run(
            [strace, "-f", "-qq", "-o", log, "-e", inject, sys.executable, "-c", CHILD, path],
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
        )
        with opened(path, PASSPHRASE) as vault:
            assert len(vault.annotations()) >= 1 + done.stdout.count("noted"), (when, done.stderr)
        assert_no_less(path, before, (PASSPHRASE,))
        shutil.rmtree(path)
        if done.returncode == 0 and "INJECTED" not in log.read_text():
            assert "closed" in done.stdout
            break
    else:
        pytest.fail("the child never came through")
    assert when > 3
