# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that is killed, or refused by its disk, in the middle of adding many files at once."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from builders.vault import make_vault, reopen, secret
from evidence_kit.domain.finding import Outcome
from evidence_kit.vault.vault import unlock_keys
from evidence_kit.verification.check_vault import check_vault

TESTS = Path(__file__).parents[2]
ROOT = TESTS.parent
EACH = 24
CHILD = """
import sys
from pathlib import Path
from builders.vault import reopen
from evidence_kit.domain.exhibit import Answer
from evidence_kit.intake.acquire import acquire
from evidence_kit.intake.batch import look
from evidence_kit.paths import READER_CHILD, own_command
from evidence_kit.reader.client import Reader

with reopen(Path(sys.argv[1])) as vault, Reader(own_command(READER_CHILD)) as reader:
    for folder in sorted(Path(sys.argv[2]).iterdir()):
        drop = look([folder], reader, vault_path=vault.path, listing_only=True)
        answers = {item.key: Answer.COPY for item in drop.survey.items}
        acquire(vault, drop, answers, reader)
        print("held", len(vault.exhibits()), flush=True)
print("through", flush=True)
"""


def dropped(folder: Path) -> dict[str, bytes]:
    """Two drops of many small files and a large one; returns what stands in each."""
    made: dict[str, bytes] = {}
    for drop in ("a", "b"):
        (folder / drop).mkdir(parents=True)
        for number in range(EACH):
            size = 3_000_000 if number == 0 else 1000 * number
            made[f"{drop}-{number:02}"] = f"{drop}{number:02}".encode() * (size // 3)
            (folder / drop / f"{drop}-{number:02}").write_bytes(made[f"{drop}-{number:02}"])
    return made


@pytest.mark.slow
@pytest.mark.parametrize("call", ["rename,renameat,renameat2", "fsync", "mkdir,mkdirat"])
@pytest.mark.parametrize("fault", ["signal=KILL", "error=EIO", "error=ENOSPC"])
@pytest.mark.timeout(900)
def test_what_was_acknowledged_is_there_wherever_it_stops(
    tmp_path: Path, stock_tool: Callable[[str], Path], call: str, fault: str
) -> None:
    strace = str(stock_tool("strace"))
    made = dropped(tmp_path / "in")
    fresh = tmp_path / "fresh"
    make_vault(fresh).vault.close()
    struck = 0
    # Strace counts in each thread by itself: a few places there are many altogether.
    for when in (1, 2, 3, 5, 9, 17, 33, 65, 129):
        path = tmp_path / str(when)
        shutil.copytree(fresh, path)
        done = subprocess.run(
            [
                *(strace, "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}"),
                *("-e", f"inject={call}:{fault}:when={when}"),
                *(sys.executable, "-c", CHILD, str(path), str(tmp_path / "in")),
            ],
            env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{TESTS}"},
            capture_output=True,
            text=True,
            check=False,
        )
        held = int(done.stdout.split("held ")[-1].split()[0]) if "held" in done.stdout else 0
        with reopen(path) as vault:
            assert not vault.read_only, (when, vault.findings)
            exhibits = vault.exhibits()
            assert len(exhibits) >= held, (when, done.stdout, done.stderr)
            assert [exhibit.number for exhibit in exhibits] == list(range(1, len(exhibits) + 1))
            for exhibit in exhibits:
                with vault.open_original(exhibit) as original:
                    assert original.read() == made[exhibit.name.text]
        report = check_vault(path, unlock_keys(path, secret()))
        # An object that no entry names yet is no damage; the next batch names it.
        assert report.outcome is not Outcome.DIFFERS, (when, report.findings[:3])
        shutil.rmtree(path)
        struck += "through" not in done.stdout
    assert struck
