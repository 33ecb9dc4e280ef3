# SPDX-License-Identifier: GPL-3.0-or-later
"""A program that is killed anywhere, goes on when it is started again, and then loses its power.

What the killed one had named and not flushed is still in the system's memory when the next one starts.
"""

import contextlib
import random
import shutil
from pathlib import Path

import pytest

from builders.fault_cases import (
    CASES,
    SEED,
    Acknowledged,
    Case,
    annotate,
    assert_no_less,
    begin,
    drawn_from,
    opened,
    prepare,
    sampled,
    seed_of_run,
    tell,
    view_of,
)
from builders.fault_fs import FaultFs, Killed
from builders.power_cut import LOSSES, after_cut, lay_out
from builders.vault import PASSPHRASE, add_original

NAMED = [pytest.param(case, id=case.name) for case in CASES if not case.makes]


def live_until_killed(case: Case, path: Path, opens: list[str]) -> None:
    vault = None
    with contextlib.suppress(Killed):
        vault = begin(case, path)
        for doing in case.doings:
            opens.insert(0, doing.opens)
            doing.act(vault)
        vault.close()
    if vault is not None:
        vault._store.shelf.close()
        vault._lock.release()


def kill(case: Case, folder: Path, after: int, seed: int) -> None:
    disk = folder / "disk"
    disk.mkdir()
    opens = [PASSPHRASE]
    with drawn_from(seed):
        prepare(case, disk / "kluis")
        port = FaultFs(disk, dies_after=after)
        with port.watch():
            live_until_killed(case, disk / "kluis", opens)
            port.bury()
            with opened(disk / "kluis", *opens) as vault:
                add_original(vault, b"a second life")
                annotate("in a second life")(vault)
                said = Acknowledged(len(port.steps), view_of(vault), PASSPHRASE)
    ways = tuple(opens)
    dice = random.Random(seed)  # noqa: S311 -- a sample
    for loss in (LOSSES[0], dice.choice(LOSSES)):
        for cut in (said.steps, len(port.steps)):
            found = lay_out(after_cut(port.start, port.steps[:cut], loss, dice), folder / "found")
            assert_no_less(found / "kluis", said, ways)
            shutil.rmtree(found)
    shutil.rmtree(disk)


def kill_somewhere(case: Case, folder: Path, count: int) -> None:
    seed = seed_of_run()
    counted = folder / "counted"
    counted.mkdir()
    steps = len(tell(case, counted, FaultFs(counted), seed).port.steps)
    for after in sampled(seed, count, steps):
        try:
            kill(case, folder, after, seed)
        except Exception as error:
            error.add_note(f"{SEED}={seed}: {case.name}, killed after {after} calls")
            raise


@pytest.mark.parametrize("case", NAMED)
def test_killed_and_then_cut_loses_nothing_acknowledged(case: Case, tmp_path: Path) -> None:
    kill_somewhere(case, tmp_path, 2)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("case", NAMED)
def test_killed_anywhere_and_then_cut_loses_nothing_acknowledged(
    case: Case, tmp_path: Path
) -> None:
    kill_somewhere(case, tmp_path, 60)
