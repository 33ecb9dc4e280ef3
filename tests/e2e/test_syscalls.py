# SPDX-License-Identifier: GPL-3.0-or-later
"""The trace that proves there is no leak finds each kind of leak."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from builders.canaries import found_in, left_in, shapes
from builders.syscalls import Trace, read_trace, watch

WORD = "kanarie één in het gesprek"
WANTED = shapes(WORD)

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="strace"),
    pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace"),
]


def traced(tmp_path: Path, script: str) -> Trace:
    """What a Python script asked for; W is the word, OUT a folder outside of what is allowed."""
    out = tmp_path / "out"
    out.mkdir()
    said = f"import os, socket, mmap, subprocess, sys\nW={WORD!r}\nOUT={str(out)!r}\n{script}"
    command = (sys.executable, "-I", "-B", "-c", said)
    # The script itself stands in the arguments; only what comes after the start is looked at.
    subprocess.run([*watch(tmp_path / "trace"), *command], check=True, capture_output=True)
    trace = read_trace(tmp_path / "trace")
    return Trace(trace.calls[1:])


@pytest.mark.parametrize(
    "script",
    [
        "open(OUT + '/a', 'w').write(W)",
        "open(OUT + '/a', 'w', encoding='utf-16').write(W)",
        "import base64; open(OUT + '/a', 'wb').write(b'x' + base64.b64encode(b'ab' + W.encode()))",
        "import zlib; open(OUT + '/a', 'wb').write(b'head' + zlib.compress(W.encode()))",
        "import zipfile as z; z.ZipFile(OUT + '/a', 'w', 8).writestr('n', W * 9)",
        "f = open(OUT + '/a', 'wb', buffering=0); [f.write(bytes([b])) for b in W.encode()]",
        "os.writev(os.open(OUT + '/a', os.O_WRONLY | os.O_CREAT), [b'x', W.encode()])",
        "os.pwrite(os.open(OUT + '/a', os.O_WRONLY | os.O_CREAT), W.encode(), 7)",
        "os.write(os.memfd_create('m'), W.encode())",
        "open(OUT + '/' + W, 'w')",
        "os.mkdir(OUT + '/' + W)",
        "subprocess.run(['/bin/true', W])",
        "subprocess.run(['/bin/true'], env={'WORD': W})",
        "a, b = socket.socketpair(); a.send(W.encode())",
        "os.mkfifo(OUT + '/p'); f = os.open(OUT + '/p', os.O_RDWR); os.write(f, W.encode())",
    ],
)
def test_a_word_that_goes_astray_is_found(tmp_path: Path, script: str) -> None:
    assert traced(tmp_path, script).leaks(WANTED)


def test_standard_streams_and_own_pipes_may_carry_words(tmp_path: Path) -> None:
    script = "print(W); subprocess.run(['/bin/cat'], input=W.encode()); sys.stderr.write(W)"
    trace = traced(tmp_path, script)
    assert not trace.leaks(WANTED)
    assert not trace.opened_outside([])
    assert not trace.internet()
    assert not trace.moved_outside([])


def test_what_the_person_asked_for_in_the_clear_is_exempt(tmp_path: Path) -> None:
    trace = traced(tmp_path, "open(OUT + '/a', 'w').write(W)")
    assert not trace.leaks(WANTED, exempt=[tmp_path / "out"])
    assert not trace.opened_outside([tmp_path / "out"])
    assert trace.opened_outside([tmp_path / "elsewhere"])


@pytest.mark.parametrize(
    "script",
    [
        "socket.socket(socket.AF_INET)",
        "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    ],
)
def test_a_socket_that_reaches_out_is_found(tmp_path: Path, script: str) -> None:
    assert traced(tmp_path, script).internet()


@pytest.mark.parametrize(
    "script",
    [
        "open(OUT + '/a', 'a')",
        "open(OUT + '/a', 'w')",
        "os.rename(os.mkdir(OUT + '/a') or OUT + '/a', OUT + '/b')",
        "os.symlink('x', OUT + '/a')",
    ],
)
def test_a_file_elsewhere_is_found(tmp_path: Path, script: str) -> None:
    assert traced(tmp_path, script).opened_outside([tmp_path / "vault"])


@pytest.mark.parametrize(
    "script",
    [
        "f = open(OUT + '/a', 'w+b'); f.truncate(64); mmap.mmap(f.fileno(), 64)[:5] = b'words'",
        "f = open(OUT + '/a', 'wb'); os.sendfile(f.fileno(), os.open('/etc/passwd', 0), 0, 9)",
        "os.memfd_create('m')",
    ],
)
def test_bytes_that_no_write_shows_are_found(tmp_path: Path, script: str) -> None:
    assert traced(tmp_path, script).moved_outside([tmp_path / "vault"])


def test_every_shape_is_found_in_a_file(tmp_path: Path) -> None:
    for number, shape in enumerate(WANTED):
        (tmp_path / str(number)).write_bytes(b"\0" + shape + b"\xff")
    assert len({line.split(":")[0] for line in left_in([tmp_path], WANTED)}) == len(WANTED)
    assert not found_in(b"kanarie 1 in het gesprek", WANTED)
