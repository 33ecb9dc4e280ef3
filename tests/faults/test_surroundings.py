# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens around a vault: its folder goes, the system runs short, the clock is turned."""

import errno
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.fault_cases import Acknowledged, annotate, assert_no_less, opened, view_of
from builders.vault import PASSPHRASE, add_chat, add_original, make_vault, reopen, tree_of
from evidence_kit.domain.custody import EntryType, LogEntry
from evidence_kit.errors import Damaged, DiskFull, EvidenceKitError, StorageFailed
from evidence_kit.vault.vault import Vault

if sys.platform != "win32":
    import resource

TESTS = Path(__file__).parents[1]
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps open files in place")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "kluis"
    with make_vault(place).vault as vault:
        add_original(vault, b"first")
        add_chat(vault, ["hoi"])
    return place


def said(vault: Vault) -> Acknowledged:
    return Acknowledged(0, view_of(vault), PASSPHRASE)


# -- the folder -------------------------------------------------------------------------------


@UNIX
def test_a_folder_that_went_away_and_came_back_has_lost_nothing(path: Path) -> None:
    away = path.with_name("elders")
    with opened(path, PASSPHRASE) as vault:
        before = said(vault)
        path.rename(away)  # a stick that was pulled out
        with pytest.raises(StorageFailed) as caught:
            add_original(vault, b"meanwhile")
        assert caught.value.fields["errno"] == errno.ENOENT
        with pytest.raises(Damaged) as missing:
            vault.open_original(vault.exhibit(1))
        assert missing.value.fields["why"] == "missing"
        away.rename(path)
        assert add_original(vault, b"and on it goes").number == 3
    assert_no_less(path, before, (PASSPHRASE,))


@UNIX
def test_a_folder_that_is_gone_is_said_and_closing_does_no_harm(path: Path) -> None:
    with opened(path, PASSPHRASE) as vault:
        shutil.rmtree(path)
        with pytest.raises(StorageFailed):
            annotate("tevergeefs")(vault)
        assert len(vault.exhibits()) == 2
    assert not path.exists()  # no half vault is made in its place


@UNIX
def test_another_folder_in_its_place_is_not_written_to(path: Path) -> None:
    with opened(path, PASSPHRASE) as vault:
        path.rename(path.with_name("elders"))
        path.mkdir()
        with pytest.raises(StorageFailed):
            add_original(vault, b"meanwhile")
    assert tree_of(path) == {}


# -- what the system gives --------------------------------------------------------------------


@UNIX
@pytest.mark.parametrize("left", range(5))
def test_without_descriptors_nothing_is_lost(path: Path, left: int) -> None:
    with opened(path, PASSPHRASE) as vault:
        before = said(vault)
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        held = [os.dup(0) for _ in range(3)]
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(held) + left - 2, hard))
        for descriptor in held:
            os.close(descriptor)
        failed = ""
        try:
            add_original(vault, b"with few")
        except EvidenceKitError as error:
            failed = errno.errorcode[int(error.fields["errno"] or 0)]
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert failed == ("EMFILE" if left == 0 else failed)
        assert add_original(vault, b"with enough").number == (3 if failed else 4)
    assert_no_less(path, before, (PASSPHRASE,))


@UNIX
def test_a_file_larger_than_the_system_allows_costs_only_itself(path: Path) -> None:
    with opened(path, PASSPHRASE) as vault:
        before = said(vault)
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
        try:
            with pytest.raises(DiskFull) as caught:
                add_original(vault, b"x" * 500_000)
            assert add_original(vault, b"small").number == 3
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert caught.value.fields["errno"] == errno.EFBIG
        assert add_original(vault, b"x" * 500_000).number == 4
    assert_no_less(path, before, (PASSPHRASE,))


# -- the clock --------------------------------------------------------------------------------


def steps_of(vault: Vault) -> list[LogEntry]:
    return [entry for entry in vault.entries() if entry.type is EntryType.CLOCK_STEP]


@pytest.mark.parametrize("turned", [timedelta(days=-3), timedelta(days=365)])
def test_a_clock_turned_while_the_vault_was_closed_is_logged(
    tmp_path: Path, clock: FixedClock, turned: timedelta
) -> None:
    path = tmp_path / "kluis"
    with make_vault(path, clock).vault as vault:
        add_original(vault, b"before")
    clock.advance(timedelta(hours=2))
    clock.set(clock.now + turned)
    with reopen(path, clock) as vault:
        before = said(vault)
        add_original(vault, b"after")
        (step,) = steps_of(vault)
        assert step.seq == vault.exhibit(2).entry - 1
        assert step.body["after"] == step.seq - 1
        assert step.body["same_boot"] is True
        wall = turned + timedelta(hours=2)
        assert step.body["wall_ms"] == wall // timedelta(milliseconds=1)
        assert step.body["since_boot_ms"] == 2 * 60 * 60 * 1000
    assert_no_less(path, before, (PASSPHRASE,))


def test_a_clock_turned_before_leftovers_of_a_crash_are_named_is_logged(
    tmp_path: Path, clock: FixedClock
) -> None:
    path = tmp_path / "kluis"
    with make_vault(path, clock).vault as vault:
        add_original(vault, b"not logged")
    max((path / "log").iterdir()).unlink()
    max((path / "checkpoints").iterdir()).unlink()
    shutil.rmtree(path / "index")
    clock.set(clock.now - timedelta(days=3))
    with reopen(path, clock) as vault:
        add_original(vault, b"after")
        types = [entry.type for entry in vault.entries(1)]
    assert types == [EntryType.CLOCK_STEP, EntryType.RECOVERED, EntryType.ACQUIRED]


def test_days_of_a_crystal_that_drifts_are_no_step(tmp_path: Path, clock: FixedClock) -> None:
    with make_vault(tmp_path / "kluis", clock).vault as vault:
        clock.advance(timedelta(days=3))
        clock.set(clock.now + timedelta(seconds=20))
        add_original(vault, b"x")
        assert steps_of(vault) == []
        clock.advance(timedelta(days=3))
        clock.set(clock.now + timedelta(seconds=60))
        add_original(vault, b"y")
        assert len(steps_of(vault)) == 1


CHILD = """
import sys
from pathlib import Path
from builders.vault import add_original, reopen
from evidence_kit.clock import SystemClock
with reopen(Path(sys.argv[1]), SystemClock()) as vault:
    add_original(vault, sys.argv[2].encode())
"""


@pytest.mark.slow
@pytest.mark.parametrize(("turned", "days"), [("-3d", -3), ("+365d", 365)])
def test_the_clock_of_a_whole_computer_that_is_turned_is_logged(
    tmp_path: Path, turned: str, days: int
) -> None:
    faketime = shutil.which("faketime")
    if faketime is None:
        pytest.skip("there is no faketime here")
    path = tmp_path / "kluis"
    make_vault(path).vault.close()
    child = (sys.executable, "-c", CHILD, str(path))
    ours = {"PYTHONPATH": f"{TESTS.parent}{os.pathsep}{TESTS}"}
    # The clock that nobody can set is left alone, as on a real computer.
    turning = {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}
    environment = {**os.environ, **ours, **turning}
    subprocess.run((*child, "now"), env=environment, check=True)
    subprocess.run((faketime, "-f", turned, *child, "turned"), env=environment, check=True)
    with reopen(path) as vault:
        step = steps_of(vault)[-1]
        assert step.seq == vault.exhibit(2).entry - 1
        assert step.body["same_boot"] is True
        wall = timedelta(milliseconds=int(str(step.body["wall_ms"])))
        assert timedelta(days=days) <= wall < timedelta(days=days, minutes=5)
        before = said(vault)
    assert_no_less(path, before, (PASSPHRASE,))
