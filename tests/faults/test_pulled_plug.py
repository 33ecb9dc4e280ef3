# SPDX-License-Identifier: GPL-3.0-or-later
"""A power cut on a real ext4: the image is copied raw while a program writes, and the copy mounted.

What the file system keeps in memory is not in the copy, as after a pulled plug.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.fault_cases import SEED, assert_opened_well, assert_usable, opened, seed_of_run
from builders.vault import PASSPHRASE, make_vault

TESTS = Path(__file__).parents[1]
CUTS = 6
CHILD = """
import os, sys
from pathlib import Path
if "careless" in sys.argv:
    os.fsync = lambda descriptor: None
from builders.fault_cases import annotate
from builders.vault import add_chat, add_original, reopen
vault = reopen(Path(sys.argv[1]))
for n in range(10_000):
    if n % 3 == 0:
        add_original(vault, b"%d" % n * 5_000)
    elif n % 3 == 1:
        annotate(str(n))(vault)
    else:
        add_chat(vault, ["hoi", str(n)])
    print(vault.head().size, flush=True)
"""


@contextlib.contextmanager
def mounted(image: Path, place: Path) -> Iterator[Path]:
    place.mkdir(exist_ok=True)
    done = subprocess.run(["mount", "-o", "loop", image, place], capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("this container may not mount a disk image")
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """An empty ext4 in a file."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("mounting a disk image needs root on Linux")
    mkfs = shutil.which("mkfs.ext4")
    if mkfs is None:
        pytest.skip("there is no mkfs.ext4 here")
    image = tmp_path / "image"
    with image.open("wb") as file:
        file.truncate(96 << 20)
    subprocess.run([mkfs, "-q", image], check=True, capture_output=True)
    return image


def pull_the_plug(image: Path, folder: Path, *how: str) -> None:
    """Cut the power a few times while a program writes, and see that nothing is missing."""
    seed = seed_of_run()
    dice = random.Random(seed)  # noqa: S311 -- a sample
    with mounted(image, folder / "disk") as disk:
        make_vault(disk / "kluis").vault.close()
        subprocess.run(["sync", "-f", disk], check=True)
        with writing(disk / "kluis", *how) as child:
            acknowledged = 0
            for _ in range(CUTS):
                for _ in range(dice.randint(1, 12)):
                    acknowledged = next_line(child)
                copy = folder / "copy"
                with stopped(child):
                    acknowledged = max(acknowledged, *what_is_left(child), 0)
                    shutil.copyfile(image, copy)
                try:
                    assert_nothing_missing(copy, folder / "after", acknowledged)
                except Exception as error:
                    error.add_note(f"{SEED}={seed}: {acknowledged} entries were acknowledged")
                    raise


def assert_nothing_missing(image: Path, place: Path, acknowledged: int) -> None:
    with mounted(image, place) as disk:
        with opened(disk / "kluis", PASSPHRASE) as vault:
            assert_opened_well(vault)
            assert vault.head().size >= acknowledged
        assert_usable(disk / "kluis", (PASSPHRASE,))


@contextlib.contextmanager
def writing(path: Path, *how: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, path, *how],
        env={**os.environ, "PYTHONPATH": f"{TESTS.parent}{os.pathsep}{TESTS}"},
        stdout=subprocess.PIPE,
        bufsize=0,
    ) as child:
        try:
            yield child
        finally:
            child.kill()
            child.wait()


@contextlib.contextmanager
def stopped(child: subprocess.Popen[bytes]) -> Iterator[None]:
    child.send_signal(signal.SIGSTOP)
    os.waitpid(child.pid, os.WUNTRACED)
    yield
    child.send_signal(signal.SIGCONT)


def next_line(child: subprocess.Popen[bytes]) -> int:
    assert child.stdout is not None
    return int(child.stdout.readline())


def what_is_left(child: subprocess.Popen[bytes]) -> list[int]:
    """Read what was said before the cut and not read yet."""
    assert child.stdout is not None
    os.set_blocking(child.stdout.fileno(), False)
    said = child.stdout.read() or b""
    os.set_blocking(child.stdout.fileno(), True)
    whole = said[: said.rfind(b"\n") + 1]
    return [int(line) for line in whole.splitlines()] or [0]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_pulled_plug_loses_nothing_acknowledged(image: Path, tmp_path: Path) -> None:
    pull_the_plug(image, tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_program_that_does_not_flush_is_found_out(image: Path, tmp_path: Path) -> None:
    with pytest.raises(Exception) as caught:
        pull_the_plug(image, tmp_path, "careless")
    assert not isinstance(caught.value, ValueError | subprocess.SubprocessError)
