# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers of the few Linux system calls that reading and decoding need.

From the kernel's tables: arch/x86/entry/syscalls/syscall_64.tbl and, for aarch64,
include/uapi/asm-generic/unistd.h. A call that an architecture lacks has None.
"""

from typing import Final

X86_64: Final = "x86_64"
AARCH64: Final = "aarch64"

AUDIT_ARCH: Final = {X86_64: 0xC000003E, AARCH64: 0xC00000B7}
"""How seccomp names the architecture (linux/audit.h)."""

ALLOWED: Final[tuple[tuple[str, int | None, int | None], ...]] = (
    # Pipes to the parent; nothing else is open.
    ("read", 0, 63),
    ("write", 1, 64),
    ("readv", 19, 65),
    ("writev", 20, 66),
    ("pread64", 17, 67),
    ("close", 3, 57),
    ("lseek", 8, 62),
    ("fcntl", 72, 25),
    ("poll", 7, None),
    ("ppoll", 271, 73),
    # Sizes and kinds of what is open; a C library asks them by path-less newfstatat.
    ("fstat", 5, 80),
    ("newfstatat", 262, 79),
    ("statx", 332, 291),
    # Memory.
    ("mmap", 9, 222),
    ("mprotect", 10, 226),
    ("munmap", 11, 215),
    ("mremap", 25, 216),
    ("brk", 12, 214),
    ("madvise", 28, 233),
    ("membarrier", 324, 283),
    # Threads of this process and what they wait for.
    ("futex", 202, 98),
    ("sched_yield", 24, 124),
    ("sched_getaffinity", 204, 123),
    ("set_robust_list", 273, 99),
    ("rseq", 334, 293),
    ("gettid", 186, 178),
    ("getpid", 39, 172),
    ("exit", 60, 93),
    ("exit_group", 231, 94),
    ("restart_syscall", 219, 128),
    # Signals to itself are handled, none are sent.
    ("rt_sigaction", 13, 134),
    ("rt_sigprocmask", 14, 135),
    ("rt_sigreturn", 15, 139),
    ("sigaltstack", 131, 132),
    # Clock, random numbers, size of the machine.
    ("clock_gettime", 228, 113),
    ("clock_nanosleep", 230, 115),
    ("nanosleep", 35, 101),
    ("gettimeofday", 96, 169),
    ("getrandom", 318, 278),
    ("sysinfo", 99, 179),
    ("uname", 63, 160),
)
"""(name, number on x86_64, number on aarch64)."""

CLONE: Final = {X86_64: 56, AARCH64: 220}
"""Allowed for threads only; decoders start some."""

CLONE3: Final = {X86_64: 435, AARCH64: 435}
"""Its flags lie in memory that a filter cannot see: said not to exist, so clone is used."""
