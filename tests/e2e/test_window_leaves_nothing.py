# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window on a real screen, under strace: nothing of the person lands outside vault and export."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from builders import window_scenario
from builders.canaries import found_in, left_in, shapes
from builders.session import jpeg
from builders.syscalls import Trace, read_trace, watch
from builders.window_scenario import ACTOR, FILE, PASSPHRASE, SAID

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(sys.platform != "linux", reason="strace"),
    pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace"),
]

WANTED = shapes(PASSPHRASE, ACTOR, SAID, FILE, "recovery of the colours")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the window."""

    folder: Path
    home: Path
    trace: Trace
    saw: Mapping[str, object]
    stderr: str


def case(folder: Path) -> None:
    (folder / "out").mkdir(parents=True)
    drop = folder / "in"
    drop.mkdir()
    chat = f"[14-01-2026 21:02:11] Sam: {SAID}\r\n[14-01-2026 21:03:05] Rico: haha\r\n"
    with zipfile.ZipFile(drop / f"WhatsApp {FILE}.zip", "w") as archive:
        archive.writestr("_chat.txt", chat * 40)
    (drop / f"{FILE}.jpg").write_bytes(jpeg("teal", (640, 480)))


def driven(root: Path, xvfb_run: Path, *how: str) -> Run:
    """Run the program on a screen of its own, in a home of its own."""
    folder, home, temporary = root / "case", root / "home", root / "tmp"
    for each in (home, temporary):
        each.mkdir()
    case(folder)
    environment = {
        **os.environ,
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "LC_ALL": "en_GB.UTF-8",
        "QT_QPA_PLATFORM": "xcb",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(Path(window_scenario.__file__).parents[1]),
        **{f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "CACHE", "STATE")},
    }
    script = (sys.executable, window_scenario.__file__, str(folder), *how)
    done = subprocess.run(
        [str(xvfb_run), "-a", *watch(root / "trace"), *script],
        env=environment,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    saw = json.loads(done.stdout.strip().splitlines()[-1])
    return Run(
        folder=folder, home=home, trace=read_trace(root / "trace"), saw=saw, stderr=done.stderr
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, stock_tool: Callable[[str], Path]) -> Run:
    return driven(tmp_path_factory.mktemp("screen"), stock_tool("xvfb-run"))


def test_a_program_that_keeps_a_history_would_be_found(
    tmp_path: Path, stock_tool: Callable[[str], Path]
) -> None:
    run = driven(tmp_path, stock_tool("xvfb-run"), "careless")
    written = run.trace.opened_outside([run.folder / "vault", run.folder / "out"])
    assert any("QtProject.conf" in each for each in written)
    folder = shapes(str(run.folder / "in"))
    assert any("QtProject.conf" in each for each in left_in([run.home], folder))


def test_the_whole_way_was_gone(run: Run) -> None:
    assert run.saw["exhibits"] == 2
    assert run.saw["found"]
    assert SAID in str(run.saw["copied"])
    assert run.saw["chosen"] == 1
    assert run.saw["idle"] == 7
    assert (run.folder / "out" / "export.bin").stat().st_size
    assert (run.saw["blank"], run.saw["open"]) == (True, False)
    assert run.saw["copied_after"] == ""
    assert run.saw["ended"]


def test_no_socket_but_those_of_this_computer_alone(run: Run) -> None:
    assert not run.trace.internet()


def test_nothing_is_opened_for_writing_but_vault_and_export(run: Run) -> None:
    assert not run.trace.opened_outside([run.folder / "vault", run.folder / "out"])


def test_no_word_is_written_but_to_the_export(run: Run) -> None:
    assert not run.trace.leaks(WANTED, exempt=[run.folder / "out"])


def test_no_word_is_left_anywhere(run: Run) -> None:
    root = run.folder.parent
    searched = [run.folder / "vault", run.home, root / "tmp"]
    searched += [Path(each) for each in ("/var/tmp",) if Path(each).is_dir()]
    assert not left_in(searched, WANTED)
    assert not [path for path in run.home.rglob("*") if path.is_file()]


def test_a_failure_says_no_word(run: Run) -> None:
    # Standard error of a desktop program ends up in a journal on the disk.
    assert "Unforeseen failure: KeyError at " in run.stderr
    assert not found_in(run.stderr.encode("utf-8"), WANTED)


def test_no_process_shows_a_word_or_dumps_its_memory(run: Run) -> None:
    processes = run.saw["processes"]
    assert isinstance(processes, dict)
    # The window, the vault process, its two readers.
    assert len(processes) >= 3
    for told in processes.values():
        arguments, environment = bytes.fromhex(told["cmdline"]), bytes.fromhex(told["environ"])
        assert not [shape for shape in WANTED if shape in arguments + environment]
        assert b"vault" not in arguments.replace(b"child-vault", b"")
        (core,) = [
            line for line in bytes.fromhex(told["limits"]).splitlines() if b"core file" in line
        ]
        assert core.split()[4:6] == [b"0", b"0"]
