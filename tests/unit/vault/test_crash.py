# SPDX-License-Identifier: GPL-3.0-or-later
"""What a crash, a full disk or a careless copy leaves behind, and what opening makes of it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builders.vault import add_chat, add_original, make_vault, register, reopen, secret, tree_of
from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.finding import Outcome
from evidence_kit.errors import DiskFull, StorageFailed
from evidence_kit.vault.vault import unlock_keys
from evidence_kit.verification.check_vault import check_vault

TESTS = Path(__file__).parents[2]
ROOT = TESTS.parent


def newest(path: Path, folder: str) -> Path:
    return max((path / folder).iterdir())


def test_killed_between_objects_and_log_leaves_orphans_that_are_named(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        add_original(vault, b"acknowledged")
        add_original(vault, b"not yet")
    newest(path, "log").unlink()
    newest(path, "checkpoints").unlink()
    shutil.rmtree(path / "index")
    with reopen(path, read_only=True) as vault:
        assert len(vault.exhibits()) == 1
    with reopen(path) as vault:
        orphans = [found for found in vault.findings if found.startswith("orphan_object:")]
        assert len(orphans) == 2  # the original and its words
        assert not vault.read_only
        assert add_original(vault, b"again").number == 2
        entry = next(vault.entries(2))
        assert entry.type is EntryType.RECOVERED
    assert check_vault(path, unlock_keys(path, secret())).outcome is Outcome.MATCHES
    with reopen(path) as vault:
        assert vault.findings == ()


def test_killed_between_log_and_head_is_completed(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        add_original(vault, b"acknowledged")
    shutil.rmtree(path / "index")
    head = newest(path, "checkpoints")
    written = head.read_bytes()
    head.unlink()
    with reopen(path) as vault:
        assert len(vault.exhibits()) == 1
    assert head.read_bytes() == written


def test_unfinished_files_are_swept(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    make_vault(path).vault.close()
    (path / "tmp" / "0123.part").write_bytes(b"half")
    with reopen(path, read_only=True):
        assert (path / "tmp" / "0123.part").exists()
    with reopen(path) as vault:
        assert vault.findings == ("unfinished_swept",)
    assert not list((path / "tmp").iterdir())


def test_a_copy_without_its_empty_folders_still_takes_things_in(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        add_original(vault, b"x")
    for folder in sorted(path.rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    with reopen(path) as vault:
        assert add_original(vault, b"y").number == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MiB; needs root on Linux."""
    place = tmp_path / "disk"
    place.mkdir()
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root on Linux")
    mount = ["mount", "-t", "tmpfs", "-o", "size=1M", "tmpfs", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("this container may not mount")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_costs_only_what_was_not_acknowledged(small_disk: Path) -> None:
    path = small_disk / "kluis"
    with make_vault(path).vault as vault:
        kept = add_original(vault, b"k" * 100_000)
        before = tree_of(path)
        with pytest.raises(DiskFull):
            add_original(vault, b"x" * 2_000_000)
        assert tree_of(path) == before
        assert add_original(vault, b"y" * 1000).number == 2
    with reopen(path) as vault:
        assert vault.findings == ()
        assert vault.exhibit(1) == kept
    assert check_vault(path, unlock_keys(path, secret())).outcome is Outcome.MATCHES


@pytest.mark.slow
def test_a_disk_that_fills_up_in_any_step_loses_nothing_acknowledged(small_disk: Path) -> None:
    path = small_disk / "kluis"
    filler = small_disk / "filler"
    with make_vault(path).vault as vault:
        held = 0
        for room in range(4096, 60_000, 4096):
            stat = os.statvfs(small_disk)
            filler.write_bytes(b"f" * max(0, stat.f_bavail * stat.f_frsize - room))
            try:
                add_original(vault, b"x" * 20_000 + room.to_bytes(4, "big"))
                held += 1
            except DiskFull:
                pass
            filler.unlink()
            assert len(vault.exhibits()) == held
        assert held
    with reopen(path) as vault:
        assert len(vault.exhibits()) == held
        assert not vault.read_only
    assert check_vault(path, unlock_keys(path, secret())).outcome is Outcome.MATCHES


def test_no_vault_is_left_where_making_one_failed(small_disk: Path) -> None:
    (small_disk / "filler").write_bytes(b"f" * 1_040_000)
    with pytest.raises(StorageFailed):
        make_vault(small_disk / "kluis")
    assert not (small_disk / "kluis").exists()


def test_a_medium_that_cannot_be_written_opens_read_only(small_disk: Path) -> None:
    path = small_disk / "kluis"
    with make_vault(path).vault as vault:
        add_chat(vault, ["hoi"])
    remount = ["mount", "-o", "remount,ro", str(small_disk)]
    subprocess.run(remount, check=True, capture_output=True)
    with reopen(path) as vault:
        assert vault.read_only
        assert vault.findings == ("medium_read_only",)
        assert vault.messages(vault.exhibit(1), 1, 1, 1)[0][0].text == "hoi"


CHILD = """
import sys
from pathlib import Path
from builders.vault import *
with reopen(Path(sys.argv[1])) as vault:
    for n in range(2):
        add_original(vault, b"original %d" % n)
        print("held", n, flush=True)
    add_chat(vault, ["hoi"])
    print("held chat", flush=True)
    vault.remove(1, "weg")
    print("removed", flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("call", ["rename,renameat,renameat2", "fsync", "unlink,unlinkat"])
@pytest.mark.parametrize("fault", ["signal=KILL", "error=EIO"])
@pytest.mark.timeout(600)
def test_a_crash_at_any_step_loses_nothing_acknowledged(
    tmp_path: Path, stock_tool: Callable[[str], Path], call: str, fault: str
) -> None:
    strace = str(stock_tool("strace"))
    child = (sys.executable, "-c", CHILD)
    fresh = tmp_path / "fresh"
    make_vault(fresh).vault.close()
    for when in range(1, 200):
        path = tmp_path / str(when)
        shutil.copytree(fresh, path)
        log = tmp_path / "strace.log"
        inject = f"inject={call}:{fault}:when={when}"
        done = subprocess.run(
            [strace, "-f", "-qq", "-o", str(log), "-e", inject, *child, str(path)],
            env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{TESTS}"},
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout
        with reopen(path) as vault:
            assert not vault.read_only, (when, vault.findings)
            held = len(vault.exhibits())
            assert held >= said.count("held"), (when, said, done.stderr)
            if "held chat" in said:
                assert vault.messages(vault.exhibit(3), 1, 1, 1)[0][0].text == "hoi"
            if "removed" in said:
                assert vault.exhibit(1).removed_by is not None
            register(vault, b"life goes on")
        report = check_vault(path, unlock_keys(path, secret()))
        assert report.outcome is Outcome.MATCHES, (when, report.findings[:3])
        shutil.rmtree(path)
        # A head that could not be written is no failure, so the exit code does not tell.
        if done.returncode == 0 and "INJECTED" not in log.read_text():
            assert "removed" in said
            break
    else:
        pytest.fail("the child never came through")
    assert when > 3, "so few places to fail at: is the call still made?"
