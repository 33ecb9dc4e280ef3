# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program, watched from outside: no network, and nothing of a file in the clear."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("evidence-kit")
PASSPHRASE = "lantern otter gravel violin"
CHAT = "[23-10-2025 19:12:44] Rico: kanarie-in-tekst\n[23-10-2025 19:14:20] Sam: nee\n"

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="strace and /proc"),
]


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_the_whole_job_makes_no_internet_socket(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    watched = ("strace", "-f", "-e", "trace=network", "-o", trace)
    subprocess.run([*watched, PROGRAM, "demo", tmp_path / "demo"], check=True, timeout=200)
    families = set(re.findall(r"AF_[A-Z0-9]+", trace.read_text(encoding="utf-8")))
    # The C library asks the local name service for the home folder of a user: AF_UNIX.
    assert families <= {"AF_UNIX"}


def test_nothing_stays_in_the_clear_when_a_file_was_added(tmp_path: Path) -> None:
    place = tmp_path / "place"
    home, temporary, vault = place / "home", place / "tmp", place / "vault"
    for folder in (home, temporary):
        folder.mkdir(parents=True)
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(temporary)}
    source = tmp_path / "kanarie-in-naam.txt"
    source.write_text(CHAT, encoding="utf-8")
    for arguments in (("init", vault), ("add", vault, source), ("show", vault, "1")):
        subprocess.run(
            [PROGRAM, *arguments, "--passphrase-file", "-"],
            input=PASSPHRASE.encode() + b"\n",
            capture_output=True,
            env=environment,
            check=True,
            timeout=100,
        )
    canaries = (b"kanarie-in-tekst", b"kanarie-in-naam", PASSPHRASE.encode())
    for path in place.rglob("*"):
        held = path.read_bytes() if path.is_file() else b""
        assert not [c for c in canaries if c in held or c in os.fsencode(path.name)], path
