# SPDX-License-Identifier: GPL-3.0-or-later
"""What a payload in the reader process can do: the same function, in a process of its own."""

import platform
import subprocess
import sys

import pytest

from evidence_kit.reader import syscalls
from evidence_kit.reader.lockdown import filter_program

FILTERED = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in syscalls.AUDIT_ARCH,
    reason="only Linux on x86_64 and aarch64 has the filter",
)


def locked(payload: str, before: str = "") -> str:
    """Run a payload behind the lock; it prints what became of it."""
    program = (
        "import ctypes, os, signal, socket, subprocess, sys, threading\n"
        f"{before}\n"
        "from evidence_kit.reader.lockdown import lock_down\n"
        "print(lock_down().value, flush=True)\n"
        "try:\n"
        f"    result = {payload}\n"
        "    print('went through', result, flush=True)\n"
        "except OSError as error:\n"
        "    print('refused', error.errno, flush=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout.replace("\n", " ").strip()


@FILTERED
@pytest.mark.parametrize(
    "payload",
    [
        "socket.socket()",
        "socket.socketpair()",
        "open('/tmp/reader-was-here', 'w')",
        "open('/etc/hostname')",
        "os.open('/etc/hostname', os.O_RDONLY)",
        "os.open('/dev/null', os.O_RDWR)",
        "os.fork()",
        "subprocess.run(['true'])",
        "os.execv('/bin/true', ['true'])",
        "os.unlink('/tmp/nothing-there')",
        "os.mkdir('/tmp/reader-was-here')",
        "os.rename('/tmp/nothing-there', '/tmp/b')",
        "os.symlink('/etc', '/tmp/reader-was-here')",
        "os.kill(os.getppid(), signal.SIGTERM)",
        "os.chmod('/tmp', 0o777)",
        "os.listdir('/')",
        "os.memfd_create('x')",
        "os.pipe()",
    ],
)
def test_a_payload_is_refused(payload: str) -> None:
    assert locked(payload) == "filtered refused 1"


@FILTERED
def test_memory_and_threads_still_work() -> None:
    assert locked("len(bytearray(50_000_000))") == "filtered went through 50000000"
    thread = "(lambda t: (t.start(), t.join(), t.is_alive())[2])(threading.Thread(target=int))"
    assert locked(thread) == "filtered went through False"


@FILTERED
def test_calls_below_the_c_library_are_refused_too() -> None:
    openat2, io_uring = 437, 425
    for number in (openat2, io_uring, 9999):
        payload = f"libc.syscall({number}, 0, 0, 0, 0, 0, 0), ctypes.get_errno()"
        said = locked(payload, "libc = ctypes.CDLL(None, use_errno=True)")
        assert said == "filtered went through (-1, 1)"


@FILTERED
def test_the_lock_cannot_be_taken_off() -> None:
    payload = "libc.prctl(22, 2, 0, 0, 0), ctypes.get_errno()"
    before = "libc = ctypes.CDLL(None, use_errno=True)"
    assert locked(payload, before) == "filtered went through (-1, 1)"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such ceiling")
def test_memory_has_a_ceiling() -> None:
    program = (
        "from evidence_kit.reader.lockdown import lock_down\nlock_down()\n"
        "try:\n    bytearray(3 << 30)\nexcept MemoryError:\n    print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.strip() == "refused"


@pytest.mark.parametrize("machine", sorted(syscalls.AUDIT_ARCH))
def test_the_filter_of_each_architecture_ends_in_a_refusal(machine: str) -> None:
    steps = filter_program(machine)
    assert steps[1][3] == syscalls.AUDIT_ARCH[machine]
    assert steps[-1] == (0x06, 0, 0, 0x00050001)
    assert len(steps) < 4096  # BPF_MAXINSNS


def test_no_number_stands_twice_in_one_table() -> None:
    for column in (1, 2):
        numbers = [entry[column] for entry in syscalls.ALLOWED if entry[column] is not None]
        assert len(numbers) == len(set(numbers))
