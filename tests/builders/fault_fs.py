# SPDX-License-Identifier: GPL-3.0-or-later
"""The file system as a vault sees it, written down call by call, and made to fail where a test asks.

Real files in a real folder, on every system and without tracing: the functions of `os` that change
something are wrapped while `watch` lasts. `builders.power_cut` makes the folder out of the calls as a
power cut could have left it. A write that came past the wrappers is found by `unseen`.
"""

import contextlib
import errno
import io
import os
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

Tree = dict[str, bytes | None]
"""Path below the folder to content; None for a folder."""


class Call(Enum):
    """What was asked of the system."""

    MAKE_FOLDER = "mkdir"
    CREATE = "create"
    WRITE = "write"
    TRUNCATE = "truncate"
    SYNC = "fsync"
    SYNC_FOLDER = "fsync of a folder"
    RENAME = "rename"
    UNLINK = "unlink"
    REMOVE_FOLDER = "rmdir"


TAKES_ROOM = frozenset({Call.MAKE_FOLDER, Call.CREATE, Call.WRITE})
"""What a full disk refuses."""
CHANGES = frozenset(Call) - {Call.SYNC, Call.SYNC_FOLDER}
"""What a disk refuses that was made read-only."""


@dataclass(frozen=True, slots=True)
class Step:
    """One call that the system was asked for."""

    call: Call
    path: str
    """Below the folder; of a rename, the old name."""
    file: int = -1
    to: str = ""
    offset: int = 0
    data: bytes = b""
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Refuse the n-th call of a kind, and from then on every call of the kinds in `later`."""

    call: Call
    nth: int
    errno: int = errno.EIO
    later: frozenset[Call] = frozenset()


class Killed(BaseException):
    """The process ended here; what it would still do does not reach the disk."""


@dataclass(slots=True)
class FaultFs:
    """Watches one folder and everything below it."""

    folder: Path
    fault: Fault | None = None
    ignored: frozenset[Call] = frozenset()
    """Calls that are left out as if a program had forgotten them: broken variants, for teeth."""
    steps: list[Step] = field(default_factory=list)
    start: Tree = field(default_factory=dict)
    dies_after: int | None = None
    """Calls after which the process is killed: no call that follows happens."""
    struck: bool = False
    """Whether the fault came to pass."""
    _counts: dict[Call, int] = field(default_factory=dict)
    _ids: dict[tuple[int, int], int] = field(default_factory=dict)
    _files: list[str] = field(default_factory=list)
    _open: list[io.FileIO] = field(default_factory=list)
    _guard: Any = field(default_factory=threading.RLock)

    @contextlib.contextmanager
    def watch(self) -> Iterator["FaultFs"]:
        """Wrap the system's functions until the end of the block."""
        self.start = tree_below(self.folder)
        for path in sorted(self.start):
            if self.start[path] is not None:
                self._know(self.folder / path)
        with pytest.MonkeyPatch.context() as patch:
            for name, wrapped in _wrapped(self).items():
                patch.setattr(os, name, wrapped)
            if sys.platform == "darwin":
                _refuse_full_sync(patch)
            yield self

    def unseen(self, kept: Tree) -> tuple[str, ...]:
        """Name what lies in the folder and is not explained by the calls."""
        found = tree_below(self.folder)
        return tuple(
            path
            for path in sorted(found.keys() | kept.keys())
            if path not in found or path not in kept or found[path] != kept[path]
        )

    def bury(self) -> None:
        """Have done with the killed process: what follows is another one."""
        self.dies_after = None

    def _let_go(self) -> None:
        """Close what a killed process had open, without writing what it still held."""
        for file in self._open:
            io.FileIO.close(file)
        self._open.clear()

    def relent(self) -> None:
        """Refuse nothing any more."""
        self.fault = None

    @property
    def counts(self) -> dict[Call, int]:
        """How often each kind was asked for."""
        return dict(self._counts)

    def below(self, path: object) -> str | None:
        """Return a path below the folder; None for a place outside it."""
        if not isinstance(path, str | os.PathLike):
            return None
        try:
            return Path(os.path.abspath(path)).relative_to(self.folder).as_posix()  # noqa: PTH100
        except (ValueError, TypeError):
            return None

    def meet(self, call: Call, path: str) -> OSError | None:
        """Count a call; return the error it is to meet."""
        dead = self.dies_after is not None and len(self.steps) >= self.dies_after
        if dead and not path.endswith("/lock"):  # that the system lets go by itself
            self._let_go()
            raise Killed
        count = self._counts[call] = self._counts.get(call, 0) + 1
        fault = self.fault
        if fault is None:
            return None
        hit = fault.call is call and fault.nth == count
        self.struck = self.struck or hit
        if hit or (self.struck and call in fault.later):
            return OSError(fault.errno, os.strerror(fault.errno), path)
        return None

    def act(self, step: Step, real: Callable[[], Any]) -> Any:
        """Do a call, or refuse it, and write it down."""
        with self._guard:
            error = self.meet(step.call, step.path)
            if error is not None:
                self.steps.append(_refused(step))
                raise error
            if step.call in self.ignored:
                return None
            done = real()
            self.steps.append(step)
            return done

    def write(self, file: int, offset: int, data: bytes, real: Callable[[bytes], int]) -> int:
        """Write; a refused write leaves half of it behind, as a disk that fills up does."""
        with self._guard:
            path = self._files[file]
            error = self.meet(Call.WRITE, path)
            taken = data if error is None else data[: len(data) // 2]
            done = real(taken)
            self.steps.append(Step(Call.WRITE, path, file=file, offset=offset, data=taken[:done]))
            if error is not None:
                raise error
            return done

    def created(self, path: str, real: Callable[[], int]) -> int:
        """Open a file that was not there before."""
        with self._guard:
            error = self.meet(Call.CREATE, path)
            if error is not None:
                raise error
            descriptor = real()
            file = self._know(self.folder / path)
            self.steps.append(Step(Call.CREATE, path, file=file))
            return descriptor

    def opened(self, file: io.FileIO) -> None:
        """Remember a file that is being written."""
        self._open = [one for one in self._open if not one.closed]
        self._open.append(file)

    def file_of(self, descriptor: int) -> int | None:
        """Return which file of ours a descriptor is."""
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            return None  # the number of a file that is gone may have been given to a folder
        return self._ids.get((found.st_dev, found.st_ino))

    def name_of(self, file: int) -> str:
        """Return under which name a file was made."""
        return self._files[file]

    def folder_of(self, descriptor: int) -> str | None:
        """Return the path of a folder of ours that a descriptor is."""
        wanted = os.fstat(descriptor)
        for path in ("", *_folders(self.folder)):
            with contextlib.suppress(OSError):
                if os.path.samestat((self.folder / path).stat(), wanted):
                    return path
        return None

    def _know(self, path: Path) -> int:
        found = path.lstat()
        self._files.append(path.relative_to(self.folder).as_posix())
        self._ids[found.st_dev, found.st_ino] = len(self._files) - 1
        return len(self._files) - 1


class _Watched(io.FileIO):
    """A file of which each write is written down."""

    def __init__(self, descriptor: int, mode: str, port: FaultFs, file: int) -> None:
        super().__init__(descriptor, mode)
        self._port = port
        self._file = file

    def write(self, data: Any, /) -> int:
        return self._port.write(self._file, self.tell(), bytes(data), super().write)

    def truncate(self, size: int | None = None, /) -> int:
        end = self.tell() if size is None else size
        step = Step(Call.TRUNCATE, self._port.name_of(self._file), file=self._file, offset=end)
        done: int = self._port.act(step, lambda: super(_Watched, self).truncate(size))
        return done


def tree_below(folder: Path) -> Tree:
    """Return everything below a folder."""
    found: Tree = {}
    for path in sorted(folder.rglob("*")):
        found[path.relative_to(folder).as_posix()] = None if path.is_dir() else path.read_bytes()
    return found


def _folders(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_dir():
            yield path.relative_to(folder).as_posix()


def _refused(step: Step) -> Step:
    return Step(step.call, step.path, file=step.file, to=step.to, refused=True)


def _wrapped(port: FaultFs) -> dict[str, Callable[..., Any]]:
    """Return the functions of `os` by name, each with the port before it."""
    real = {name: getattr(os, name) for name in _NAMES if hasattr(os, name)}
    made: dict[str, Callable[..., Any]] = {
        **_naming(port, real),
        "open": _opening(port, real["open"]),
        "fdopen": _streaming(port, real["fdopen"]),
        "fsync": _flushing(port, real["fsync"]),
        "write": _writing(port, real["write"]),
    }
    if "fdatasync" in real:
        made["fdatasync"] = _flushing(port, real["fdatasync"])
    return made


_NAMES = (
    "open",
    "fdopen",
    "fsync",
    "fdatasync",
    "write",
    "mkdir",
    "rename",
    "replace",
    "unlink",
    "remove",
    "rmdir",
)
_ONE_NAME = {
    "mkdir": Call.MAKE_FOLDER,
    "unlink": Call.UNLINK,
    "remove": Call.UNLINK,
    "rmdir": Call.REMOVE_FOLDER,
}


def _naming(port: FaultFs, real: dict[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    def one(name: str) -> Callable[..., Any]:
        def wrapped(path: Any, *rest: Any, **named: Any) -> Any:
            ours = port.below(path)
            if ours is None:
                return real[name](path, *rest, **named)
            return port.act(Step(_ONE_NAME[name], ours), lambda: real[name](path, *rest, **named))

        return wrapped

    def two(name: str) -> Callable[..., Any]:
        def wrapped(source: Any, target: Any, **named: Any) -> Any:
            ours, to = port.below(source), port.below(target)
            if ours is None or to is None:
                return real[name](source, target, **named)
            step = Step(Call.RENAME, ours, to=to)
            return port.act(step, lambda: real[name](source, target, **named))

        return wrapped

    return {name: one(name) for name in _ONE_NAME} | {n: two(n) for n in ("rename", "replace")}


def _opening(port: FaultFs, real: Callable[..., int]) -> Callable[..., int]:
    def wrapped(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        ours = port.below(path)
        if ours is None or not flags & os.O_CREAT or os.path.lexists(path):
            return real(path, flags, *rest, **named)
        return port.created(ours, lambda: real(path, flags, *rest, **named))

    return wrapped


def _streaming(port: FaultFs, real: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(
        descriptor: int,
        mode: str = "r",
        buffering: int = -1,
        *rest: Any,
        **named: Any,
    ) -> Any:
        file = port.file_of(descriptor)
        if file is None or not set(mode) & set("wax+"):
            return real(descriptor, mode, buffering, *rest, **named)
        raw = _Watched(descriptor, mode, port, file)
        if not port.name_of(file).endswith("/lock"):
            port.opened(raw)
        return raw if buffering == 0 else io.BufferedWriter(raw)

    return wrapped


def _flushing(port: FaultFs, real: Callable[[int], None]) -> Callable[[int], None]:
    def wrapped(descriptor: int) -> None:
        file = port.file_of(descriptor)
        folder = port.folder_of(descriptor) if file is None else None
        if file is not None:
            port.act(Step(Call.SYNC, port.name_of(file), file=file), lambda: real(descriptor))
        elif folder is not None:
            port.act(Step(Call.SYNC_FOLDER, folder), lambda: real(descriptor))
        else:
            real(descriptor)

    return wrapped


def _writing(port: FaultFs, real: Callable[[int, Any], int]) -> Callable[[int, Any], int]:
    def wrapped(descriptor: int, data: Any, /) -> int:
        file = port.file_of(descriptor)
        if file is None:
            return real(descriptor, data)
        offset = os.lseek(descriptor, 0, os.SEEK_CUR)
        return port.write(file, offset, bytes(data), lambda taken: real(descriptor, taken))

    return wrapped


def _refuse_full_sync(patch: pytest.MonkeyPatch) -> None:
    """On macOS the vault then falls back to fsync, which is watched."""
    import fcntl  # noqa: PLC0415 -- there is none on Windows

    real = fcntl.fcntl

    def wrapped(descriptor: int, command: int, *rest: Any) -> Any:
        if command == getattr(fcntl, "F_FULLFSYNC", None):
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
        return real(descriptor, command, *rest)

    patch.setattr(fcntl, "fcntl", wrapped)
