# SPDX-License-Identifier: GPL-3.0-or-later
"""The owner's own removal of a whole vault, also of a damaged one or one that nobody can open.

(1) what opens it: the key slots, also those in the making; from here on nobody can read what is left,
(2) vault.json, (3) everything else, the lock last, (4) the folders. Cut off anywhere, the rest can be
removed again. Only files of a vault's own layout are deleted; links are never followed.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evidence_kit.domain.removal import RemovalPlan, VaultRemoved
from evidence_kit.errors import InputRefused, NotAVault
from evidence_kit.export_door import storage_error
from evidence_kit.formats.vault_header import is_slot_name
from evidence_kit.vault import fs
from evidence_kit.vault.layout import Layout
from evidence_kit.vault.lock import VaultLock

_HEX = "[0-9a-f]"
_STAGED = re.compile(rf"tmp/{_HEX}{{32}}\.slot\Z")
_OTHERS = re.compile(
    rf"""objects/({_HEX}{{2}})/\1{_HEX}{{30}}\.age
    | log/\d{{10}}\.age
    | checkpoints/\d{{10}}\.json
    | receipts/[0-9A-Za-z.-]+\.(tsq|tsr|ots|pem|der)
    | index/({_HEX}{{32}}|catalogue)\.age
    | desk/[a-z]+\.age
    | tmp/{_HEX}{{32}}\.[a-z]+""",
    re.VERBOSE | re.ASCII,
)
_FOLDERS = re.compile(
    rf"(objects(/{_HEX}{{2}})?|log|checkpoints|receipts|index|desk|tmp)\Z", re.ASCII
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What stands in a folder, by path with slashes."""

    slots: tuple[str, ...]
    files: tuple[str, ...]
    """Of a vault, but slots, header and lock."""
    folders: tuple[str, ...]
    """Of a vault, the innermost first."""
    others: tuple[str, ...]


def plan(path: Path) -> RemovalPlan:
    """Say what removing the vault in a folder would delete.

    Raises:
        NotAVault: there is nothing of a vault.
        StorageFailed: the folder cannot be looked through.
    """
    root, found = _look(path)
    layout = Layout(root)
    own = [*found.slots, *found.files, layout.header.name, layout.lock.name]
    sizes = [size for name in own if (size := _size(root / name)) is not None]
    return RemovalPlan(
        path=os.fspath(root),
        name=root.name,
        files=len(sizes),
        size=sum(sizes),
        others=found.others,
    )


def remove_all(path: Path, *, leave_others: bool = False) -> VaultRemoved:
    """Delete a vault.

    Args:
        path: its folder.
        leave_others: go on when the folder holds files that are none of a vault's; they stay.

    Raises:
        NotAVault: there is nothing of a vault.
        InputRefused: other files are there, and nobody said to leave them; nothing was deleted.
        VaultInUse: another program has it open; nothing was deleted.
        StorageFailed: the system refused; what is left can be removed again.
    """
    root, found = _look(path)
    if found.others and not leave_others:
        raise InputRefused(reason="others_in_folder", name=root.name, count=len(found.others))
    layout = Layout(root)
    with VaultLock.acquire(layout.lock):
        _, found = _look(root)  # what stands there once nobody else writes
        # 1
        count = sum(_gone(root / name) for name in found.slots)
        fs.sync_folder(root)
        # 2
        count += _gone(layout.header)
        fs.sync_folder(root)
        # 3
        count += sum(_gone(root / name) for name in found.files)
    count += _gone(layout.lock)
    # 4
    for name in (*found.folders, ""):
        fs.drop_folder(root / name)
    return VaultRemoved(path=os.fspath(root), files=count, left=found.others)


def _look(path: Path) -> tuple[Path, _Found]:
    root = path.resolve()
    if not root.is_dir():
        raise NotAVault(path=os.fspath(path))
    layout = Layout(root)
    slots: list[str] = []
    files: list[str] = []
    folders: list[str] = []
    others: list[str] = []
    public = {layout.header.name, layout.lock.name}
    for name, is_file in _names(root, ""):
        if not is_file:
            (folders if _FOLDERS.match(name) else others).append(name)
        elif is_slot_name(name) or _STAGED.match(name):
            slots.append(name)
        elif _OTHERS.fullmatch(name):
            files.append(name)
        elif name not in public:
            others.append(name)
    rest_of_one = {"objects", "log"} <= set(folders)
    if not (slots or files or rest_of_one or layout.header.is_file()):
        raise NotAVault(path=os.fspath(path))
    return root, _Found(
        slots=tuple(slots),
        files=tuple(files),
        folders=tuple(sorted(folders, key=len, reverse=True)),
        others=tuple(sorted(others)),
    )


def _names(root: Path, folder: str) -> Iterator[tuple[str, bool]]:
    """Yield everything below a folder of a vault, and whether it is a plain file.

    Folders that are none of a vault's are yielded and not looked into.
    """
    for name in fs.names_in(root / folder):
        whole = f"{folder}/{name}" if folder else name
        place = root / whole
        if place.is_symlink() or not (place.is_dir() or place.is_file()):
            yield f"{whole}@", True  # "@": no name of ours ends so
        elif place.is_file():
            yield whole, True
        else:
            yield whole, False
            if _FOLDERS.match(whole):
                yield from _names(root, whole)


def _size(path: Path) -> int | None:
    try:
        return path.lstat().st_size
    except FileNotFoundError:
        return None
    except OSError as error:
        raise storage_error(path, error, "look") from error


def _gone(path: Path) -> int:
    there = os.path.lexists(path)
    fs.remove(path)
    return int(there)
