# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes from this process what reading hostile bytes does not need; there is no way back.

Every system with it: ceilings on memory, open files and file size. Linux on x86_64 and aarch64
also: a seccomp filter that lets pass a short list of calls; opening a file, a socket, another
process or a signal to one fails with EPERM. macOS and Windows have no such filter here
(docs/THREATS.md says so). Landlock was looked at: the filter already forbids opening anything.
"""

import contextlib
import ctypes
import os
import platform
import sys
from enum import Enum

from evidence_kit.limits import READER_ADDRESS_SPACE, READER_OPEN_FILES
from evidence_kit.reader import syscalls

_LOAD, _JUMP_EQUAL, _JUMP_SET, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _KILL_PROCESS, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM, _ENOSYS = 1, 38
_NR_AT, _ARCH_AT, _FIRST_ARGUMENT_AT = 0, 4, 16  # struct seccomp_data
_CLONE_THREAD = 0x00010000
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_PR_SET_DUMPABLE = 4

Step = tuple[int, int, int, int]
"""One instruction of a BPF program: code, jump if true, jump if false, value."""


class Confinement(Enum):
    """How far this process is locked down."""

    FILTERED = "filtered"
    """Ceilings and a filter of system calls."""
    LIMITED = "limited"
    """Ceilings only."""
    NONE = "none"


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("jump_true", ctypes.c_uint8),
        ("jump_false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Instruction)))


def lock_down() -> Confinement:
    """Lock this process down as far as the system allows; everything must be loaded before."""
    os.chdir("/")
    limited = _set_ceilings()
    if sys.platform == "linux" and _set_filter(platform.machine()):
        return Confinement.FILTERED
    return Confinement.LIMITED if limited else Confinement.NONE


def _set_ceilings() -> bool:
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return False
    for name, ceiling in (
        ("RLIMIT_AS", READER_ADDRESS_SPACE),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NOFILE", READER_OPEN_FILES),
    ):
        # macOS refuses some; the others still hold.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (ceiling, ceiling))
    return True


def _set_filter(machine: str) -> bool:
    if machine not in syscalls.AUDIT_ARCH or sys.maxsize < 1 << 32:
        return False
    steps = filter_program(machine)
    held = (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))
    program = _Program(len(steps), held)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    refused = libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)
    return int(refused) == 0


def filter_program(machine: str) -> tuple[Step, ...]:
    """Return the filter for an architecture: a list of what may pass, all else fails."""
    column = 1 if machine == syscalls.X86_64 else 2
    numbers = [entry[column] for entry in syscalls.ALLOWED]
    steps: list[Step] = [
        (_LOAD, 0, 0, _ARCH_AT),
        (_JUMP_EQUAL, 1, 0, syscalls.AUDIT_ARCH[machine]),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, _NR_AT),
    ]
    for number in numbers:
        if isinstance(number, int):
            steps += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    steps += [
        (_JUMP_EQUAL, 0, 1, syscalls.CLONE3[machine]),
        (_RETURN, 0, 0, _ERRNO | _ENOSYS),
        (_JUMP_EQUAL, 0, 3, syscalls.CLONE[machine]),
        (_LOAD, 0, 0, _FIRST_ARGUMENT_AT),
        (_JUMP_SET, 0, 1, _CLONE_THREAD),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERRNO | _EPERM),
    ]
    return tuple(steps)
