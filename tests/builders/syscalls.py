# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program really asked of the system, read out of a trace by strace.

    subprocess.run([*watch(folder), *command], check=True)
    trace = read_trace(folder)
    assert not trace.internet() and not trace.opened_outside([vault])
    assert not trace.leaks(shapes("words of a chat"), exempt=[vault.parent / "dossier.pdf"])

One file a thread, so that no call stands in two parts; every string as hex, so that no byte is lost.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from builders.canaries import found_in

_WRITES = frozenset({"write", "pwrite64", "writev", "pwritev", "pwritev2"})
_SENDS = frozenset({"sendto", "sendmsg", "sendmmsg"})
_MOVES = frozenset({"sendfile", "copy_file_range", "splice", "tee", "vmsplice"})
_OPENS = frozenset({"open", "openat", "openat2", "creat"})
_NAMES = frozenset(
    {
        *("mkdir", "mkdirat", "mknod", "mknodat", "symlink", "symlinkat"),
        *("link", "linkat", "rename", "renameat", "renameat2"),
    }
)
_OTHER = frozenset(
    {
        *("execve", "execveat", "pipe", "pipe2", "socket", "socketpair", "connect", "bind"),
        *("memfd_create", "mmap", "io_uring_setup", "process_vm_writev", "ftruncate"),
    }
)
_SAYING = frozenset(
    {"execve", "execveat", "memfd_create", "connect", "bind", "setxattr", "fsetxattr"}
)
"""Calls whose own arguments others can see."""
_TRACED = _WRITES | _SENDS | _MOVES | _OPENS | _NAMES | _OTHER | _SAYING

_LINE = re.compile(r"(\d+\.\d+) (\w+)\((.*)\)\s+= (-?\d+|\?|0x[0-9a-f]+)(?:<([^>]*)>)?")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_DESCRIPTOR = re.compile(r"(?<![\w\"])(\d+)<((?:\\x[0-9a-f]{2})+)>")
_NO_PATH = re.compile(r"(pipe|socket|anon_inode|memfd):")
_DEVICES = frozenset({"/dev/null", "/dev/tty"})


def watch(folder: Path) -> tuple[str, ...]:
    """Return what to put before a command; the trace is written into an empty folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return (
        *("strace", "-ff", "-y", "-xx", "-ttt", "-qq", "-s", str(1 << 22)),
        *("-e", f"trace=?{',?'.join(sorted(_TRACED))}", "-e", "signal=none"),
        *("-e", "abbrev=!execve", "-o", str(folder / "trace"), "--"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One system call."""

    at: float
    process: int
    name: str
    arguments: str
    strings: tuple[bytes, ...]
    descriptors: tuple[tuple[int, str], ...]
    """Number and path, or pipe:[inode], of each descriptor among the arguments."""
    result: int
    opened: str
    """Path of the descriptor that the call gave."""

    def __str__(self) -> str:
        paths = [path for _, path in self.descriptors]
        names = [os.fsdecode(string[:200]) for string in self.strings]
        return f"{self.name} {paths} {names} {self.opened}"


class Trace:
    """All that some processes asked for, in the order of time."""

    def __init__(self, calls: Iterable[Call]) -> None:
        self.calls = tuple(sorted(calls, key=lambda call: call.at))
        self._pipes = frozenset(
            path
            for call in self._named("pipe", "pipe2")
            for _, path in call.descriptors
            if call.result == 0
        )

    def programs(self) -> frozenset[str]:
        """Return the paths of all programs that were started."""
        started = (call for call in self._named("execve", "execveat") if call.result == 0)
        return frozenset(os.fsdecode(call.strings[0]) for call in started)

    def internet(self) -> tuple[str, ...]:
        """Return every socket but those of this computer alone, and what could hide one."""
        return tuple(
            str(call) + call.arguments[:80]
            for call in self._named("socket", "connect", "bind", "io_uring_setup")
            if "AF_UNIX" not in call.arguments
        )

    def opened_outside(self, allowed: Iterable[Path]) -> tuple[str, ...]:
        """Return what was opened, made or named for writing outside some files and folders."""
        roots = tuple(allowed)
        return tuple(
            f"{call.name} {path}"
            for call in self.calls
            for path in _written_paths(call)
            if path not in _DEVICES and not _within(path, roots)
        )

    def leaks(self, wanted: Mapping[bytes, str], exempt: Iterable[Path] = ()) -> tuple[str, ...]:
        """Name where a word was written that only our own pipes and standard streams may carry.

        Args:
            wanted: the words in their shapes (canaries.shapes).
            exempt: files and folders the person asked for in the clear.
        """
        roots = tuple(exempt)
        streams: dict[str, list[bytes]] = defaultdict(list)
        for call in self.calls:
            for target, data in self._carried(call):
                if not _within(target, roots):
                    streams[target].append(data)
        return tuple(
            f"{target}: {what}"
            for target, parts in streams.items()
            for what in found_in(b"".join(parts), wanted)
        )

    def _carried(self, call: Call) -> Iterator[tuple[str, bytes]]:
        """Return what a call carried where, our own pipes and the standard streams left out."""
        data = b"".join(call.strings)
        if call.name in _WRITES | _SENDS:
            number, target = call.descriptors[0] if call.descriptors else (-1, "?")
            own = target in self._pipes
            standard = number in (1, 2) and not target.startswith("/")
            if not own and not standard:
                yield target, data
        elif call.name in _OPENS | _NAMES:
            # Names of files that are only read are no secret to the disk; those made are.
            for path in _written_paths(call):
                yield path, os.fsencode(path) + b"\n"
        elif call.name in _SAYING:
            yield call.name, data + b"\n"

    def moved_outside(self, allowed: Iterable[Path]) -> tuple[str, ...]:
        """Return bytes that went to a file without passing through this trace's writes."""
        roots = tuple(allowed)
        return tuple(
            str(call)
            for call in self.calls
            if call.name == "memfd_create"
            or (call.name in _MOVES and any(path.startswith("/") for _, path in call.descriptors))
            or (call.name == "mmap" and _is_shared_write(call) and not _is_within(call, roots))
        )

    def _named(self, *names: str) -> Iterator[Call]:
        return (call for call in self.calls if call.name in names)


def read_trace(*folders: Path) -> Trace:
    """Read what `watch` let strace write; several runs make one trace."""
    return Trace(
        call
        for folder in folders
        for file in folder.glob("trace.*")
        for call in _calls(file, int(file.suffix[1:]))
    )


def _calls(file: Path, process: int) -> Iterator[Call]:
    with file.open(encoding="ascii") as lines:
        for line in lines:
            match = _LINE.match(line)
            if match is None:
                assert "exited" in line or "killed" in line or "unavailable" in line, line[:200]
                continue
            arguments = match[3]
            assert not any(cut for _, cut in _STRING.findall(arguments)), line[:200]
            yield Call(
                at=float(match[1]),
                process=process,
                name=match[2],
                arguments=_STRING.sub('""', arguments),
                strings=tuple(_bytes(one) for one, _ in _STRING.findall(arguments)),
                descriptors=tuple(
                    (int(number), _path(path)) for number, path in _DESCRIPTOR.findall(arguments)
                ),
                result=int(match[4], 0) if match[4] != "?" else -1,
                opened=_path(match[5] or ""),
            )


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


def _path(escaped: str) -> str:
    return os.fsdecode(_bytes(escaped)).removesuffix(" (deleted)")


def _written_paths(call: Call) -> tuple[str, ...]:
    if call.result < 0:
        return ()
    if call.name in _OPENS and (
        call.name == "creat" or re.search(r"O_(WRONLY|RDWR|CREAT|TMPFILE|APPEND)", call.arguments)
    ):
        return () if _NO_PATH.match(call.opened) else (call.opened,)
    if call.name in _NAMES:
        names = [os.fsdecode(one) for one in call.strings]
        made = names if call.name.startswith("rename") else names[-1:]
        return tuple(made)
    return ()


def _is_shared_write(call: Call) -> bool:
    return (
        "MAP_SHARED" in call.arguments and "PROT_WRITE" in call.arguments and bool(call.descriptors)
    )


def _is_within(call: Call, roots: tuple[Path, ...]) -> bool:
    return all(_within(path, roots) for _, path in call.descriptors)


def _within(path: str, roots: tuple[Path, ...]) -> bool:
    return any(Path(path).is_relative_to(root) for root in roots)
