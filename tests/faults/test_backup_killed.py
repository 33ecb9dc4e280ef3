# SPDX-License-Identifier: GPL-3.0-or-later
"""A program that is killed, or refused a call, while it makes a backup; under strace.

`EVIDENCE_KIT_FAULTS=all` meets every call; otherwise a sample is drawn, and a failure names its seed.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from builders.copies import back_up, evidence_of
from builders.fault_cases import SEED, annotate, opened, sampled, seed_of_run, view_of
from builders.vault import PASSPHRASE, add_chat, add_original, make_vault
from evidence_kit.domain.finding import Outcome
from evidence_kit.vault.vault import is_vault
from evidence_kit.verification.check_vault import check_vault

TESTS = Path(__file__).parents[1]
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": f"{TESTS.parent}{os.pathsep}{TESTS}",
    "PYTHONDONTWRITEBYTECODE": "1",
}
CHILD = """
import sys
from pathlib import Path
from builders.copies import back_up
from builders.vault import reopen
with reopen(Path(sys.argv[1])) as vault:
    back_up(vault, Path(sys.argv[2]))
    print("done", flush=True)
"""
CALLS = {
    "write": "write,pwrite64",
    "rename": "rename,renameat,renameat2",
    "fsync": "fsync",
    "unlink": "unlink,unlinkat",
}


def run(strace: Path, inject: str, log: Path, vault: Path, copy: Path) -> str:
    watched = (str(strace), "-f", "-qq", "-o", str(log), "-e", inject, sys.executable, "-c", CHILD)
    done = subprocess.run(
        [*watched, str(vault), str(copy)],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", ["first", "later"])
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", ["signal=KILL", "error=EIO", "error=ENOSPC"])
def test_killed_or_refused_during_a_backup_costs_neither_vault_nor_copy(
    tmp_path: Path, stock_tool: Callable[[str], Path], kind: str, call: str, fault: str
) -> None:
    strace, seed, log = stock_tool("strace"), seed_of_run(), tmp_path / "strace.log"
    fresh, before = tmp_path / "kluis", tmp_path / "kopie"
    with make_vault(fresh).vault as vault:
        add_chat(vault, ["hoi"])
        if kind == "later":
            back_up(vault, before)
        add_original(vault, b"nieuw" * 5000)
        annotate("daarna")(vault)
        held = view_of(vault)
    counted = shutil.copytree(before, tmp_path / "geteld") if kind == "later" else tmp_path / "n"
    twin = Path(shutil.copytree(fresh, tmp_path / "telkluis"))
    assert "done" in run(strace, f"trace={CALLS[call]}", log, twin, counted)
    times = log.read_text(encoding="utf-8", errors="replace").count("(")
    for place in sampled(seed, 3, times):
        path, copy = tmp_path / f"v{place}", tmp_path / f"c{place}"
        shutil.copytree(fresh, path)
        if kind == "later":
            shutil.copytree(before, copy)
        said = run(strace, f"inject={CALLS[call]}:{fault}:when={place + 1}", log, path, copy)
        about = f"{SEED}={seed}: {call} {place + 1}"
        if is_vault(copy):
            with opened(Path(shutil.copytree(copy, tmp_path / "twin")), PASSPHRASE) as found:
                assert not found.read_only, (about, found.findings)
                assert view_of(found).exhibits[0] == held.exhibits[0], about
            shutil.rmtree(tmp_path / "twin")
        else:
            assert kind == "first", about
            assert "done" not in said, about
        with opened(path, PASSPHRASE) as vault:
            assert view_of(vault) == held, about
            back_up(vault, copy)
            assert evidence_of(copy) == evidence_of(path), about
            report = check_vault(copy, vault.keys)
        assert report.outcome is Outcome.MATCHES, (about, report.findings[:3])
        shutil.rmtree(path)
        shutil.rmtree(copy)
