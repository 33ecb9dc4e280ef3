# SPDX-License-Identifier: GPL-3.0-or-later
"""What a power cut can leave of a folder, out of the calls that were made on it.

The model is weaker than ext4 is: a name lasts only when its folder was flushed, content only when its
file was; what was not flushed may be there, missing, cut short or full of zeros, each name apart from
the others. A rename happens whole or not at all. After a refused flush the content counts as lost for
good, also when a later flush succeeds, as Linux has it.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path, PurePosixPath

from builders.fault_fs import Call, Step, Tree


class Names(Enum):
    """Which names that were not flushed are there after the cut."""

    LOST = "lost"
    KEPT = "kept"
    ORDERED = "up to a moment"
    ANY = "any of them"


class Content(Enum):
    """What is left of content that was not flushed."""

    LOST = "lost"
    TORN = "torn"
    ZEROED = "zeroed"
    KEPT = "kept"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Loss:
    """One way to lose what was not flushed."""

    names: Names
    content: Content


LOSSES = (
    Loss(Names.LOST, Content.LOST),
    Loss(Names.KEPT, Content.LOST),
    Loss(Names.KEPT, Content.TORN),
    Loss(Names.KEPT, Content.ZEROED),
    Loss(Names.KEPT, Content.KEPT),
    Loss(Names.ORDERED, Content.ANY),
    Loss(Names.ANY, Content.KEPT),
    Loss(Names.ANY, Content.ANY),
)
EVERYTHING_KEPT = Loss(Names.KEPT, Content.KEPT)

_FOLDER = -1


@dataclass(slots=True)
class _File:
    now: bytearray
    lasting: bytes
    doomed: bool = False


@dataclass(frozen=True, slots=True)
class _Naming:
    """One change of names: it lasts when `folder` is flushed."""

    folder: str
    effects: tuple[tuple[str, int | None], ...]


@dataclass(slots=True)
class _Disk:
    files: dict[int, _File] = field(default_factory=dict)
    lasting: dict[str, int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    """As the running program sees them."""
    pending: list[_Naming] = field(default_factory=list)


def after_cut(
    start: Mapping[str, bytes | None], steps: Sequence[Step], loss: Loss, dice: random.Random
) -> Tree:
    """Return the folder as it may be found after a cut that followed these calls."""
    disk = _begin(start)
    for step in steps:
        _take(disk, step)
    kept = _kept_names(disk.pending, loss.names, dice)
    _apply(disk, kept)
    found: Tree = {}
    for path in sorted(disk.lasting):
        parent = PurePosixPath(path).parent.as_posix()
        if parent != "." and parent not in found:
            continue  # its folder's own name was lost
        file = disk.lasting[path]
        found[path] = None if file == _FOLDER else _content(disk.files[file], loss.content, dice)
    return found


def lay_out(tree: Tree, folder: Path) -> Path:
    """Make a folder of a tree."""
    folder.mkdir(mode=0o700)
    for path, content in tree.items():
        if content is None:
            (folder / path).mkdir(mode=0o700)
        else:
            (folder / path).write_bytes(content)
    return folder


def _begin(start: Mapping[str, bytes | None]) -> _Disk:
    disk = _Disk()
    files = 0
    for path in sorted(start):
        content = start[path]
        if content is None:
            disk.names[path] = _FOLDER
            continue
        disk.files[files] = _File(bytearray(content), content)
        disk.names[path] = files
        files += 1
    disk.lasting = dict(disk.names)
    return disk


def _take(disk: _Disk, step: Step) -> None:
    match step.call:
        case Call.CREATE:
            disk.files[step.file] = _File(bytearray(), b"")
            _name(disk, step.path, (step.path, step.file))
        case Call.MAKE_FOLDER if not step.refused:
            _name(disk, step.path, (step.path, _FOLDER))
        case Call.UNLINK | Call.REMOVE_FOLDER if not step.refused:
            _name(disk, step.path, (step.path, None))
        case Call.RENAME if not step.refused:
            moved = disk.names[step.path]
            _name(disk, step.to, (step.path, None), (step.to, moved))
        case Call.WRITE | Call.TRUNCATE if not step.refused:
            _change(disk.files[step.file], step)
        case Call.SYNC:
            _flush(disk.files[step.file], refused=step.refused)
        case Call.SYNC_FOLDER if not step.refused:
            _apply(disk, [n for n, one in enumerate(disk.pending) if one.folder == step.path])


def _change(file: _File, step: Step) -> None:
    if step.call is Call.TRUNCATE:
        del file.now[step.offset :]
        return
    file.now.extend(bytes(max(0, step.offset - len(file.now))))
    file.now[step.offset : step.offset + len(step.data)] = step.data


def _name(disk: _Disk, path: str, *effects: tuple[str, int | None]) -> None:
    folder = PurePosixPath(path).parent.as_posix()
    disk.pending.append(_Naming("" if folder == "." else folder, effects))
    _set(disk.names, effects)


def _set(names: dict[str, int], effects: Sequence[tuple[str, int | None]]) -> None:
    for path, file in effects:
        if file is None:
            names.pop(path, None)
        else:
            names[path] = file


def _flush(file: _File, *, refused: bool) -> None:
    if refused:
        file.doomed = bytes(file.now) != file.lasting
    elif not file.doomed:
        file.lasting = bytes(file.now)


def _kept_names(pending: Sequence[_Naming], names: Names, dice: random.Random) -> list[int]:
    every = list(range(len(pending)))
    match names:
        case Names.LOST:
            return []
        case Names.KEPT:
            return every
        case Names.ORDERED:
            return every[: dice.randint(0, len(every))]
        case Names.ANY:
            return [n for n in every if dice.random() < 0.5]


def _apply(disk: _Disk, chosen: Sequence[int]) -> None:
    """Make changes of names last, each after those before it that speak of the same name."""
    wanted = set(chosen)
    touched: set[str] = set()
    for n in range(len(disk.pending) - 1, -1, -1):
        paths = {path for path, _ in disk.pending[n].effects}
        if n in wanted or paths & touched:
            wanted.add(n)
            touched |= paths
    for n in sorted(wanted):
        _set(disk.lasting, disk.pending[n].effects)
    disk.pending = [one for n, one in enumerate(disk.pending) if n not in wanted]


def _content(file: _File, content: Content, dice: random.Random) -> bytes:
    now = bytes(file.now)
    if now == file.lasting:
        return now
    if content is Content.ANY:
        content = dice.choice((Content.LOST, Content.TORN, Content.ZEROED, Content.KEPT))
    same = len(_shared(now, file.lasting))
    match content:
        case Content.LOST:
            return file.lasting
        case Content.TORN:
            return now[: dice.randint(same, max(same, len(now) - 1))]
        case Content.ZEROED:
            return now[:same] + bytes(len(now) - same)
        case _:
            return now


def _shared(one: bytes, other: bytes) -> bytes:
    length = min(len(one), len(other))
    for n in range(length):
        if one[n] != other[n]:
            return one[:n]
    return one[:length]
