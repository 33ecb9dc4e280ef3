# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files of a vault belong into a copy of it, in which order, and what to do with each.

Left out are the index and the files in the making (they can be made again), the lock, the list of files
still to be taken in, and the memory of copies (each folder has its own). A file that is none of a vault's is never copied and never deleted.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from evidence_kit.export_door import storage_error
from evidence_kit.formats import vault_header
from evidence_kit.formats.receipt_name import is_receipt_name
from evidence_kit.formats.vault_header import VaultHeader, is_slot_name
from evidence_kit.vault.desk import BACKUPS, PENDING, SETTINGS
from evidence_kit.vault.layout import Layout, checkpoint_number, object_name, segment_number

_SETTINGS = f"desk/{SETTINGS}"
_OWN_FILES = frozenset({"lock", f"desk/{BACKUPS}", f"desk/{PENDING}"})
_SYSTEM_NAMES = frozenset(
    {
        *("System Volume Information", "$RECYCLE.BIN", "lost+found"),
        *(".fseventsd", ".Spotlight-V100", ".DS_Store", ".TemporaryItems"),
    }
)
_OWN_FOLDERS = frozenset({"index", "tmp"})


class Part(IntEnum):
    """Parts of a vault, in the order of copying: what the log speaks of is there before the log is."""

    OBJECT = 1
    RECEIPT = 2
    DESK = 3
    SLOT = 4
    HEADER = 5
    LOG = 6
    CHECKPOINT = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class CopySource:
    """What is copied: a vault as it was when the copying began."""

    layout: Layout
    header: VaultHeader
    files: Mapping[str, int]
    """Size by path in the vault, with slashes."""
    size: int
    """Log entries, as far as they are known."""
    segments: tuple[int, ...]
    """Numbers of the first entries of its log segments."""
    digests: Mapping[str, str]
    """SHA-256 that the log gives for a file; empty while locked."""
    removed: frozenset[str]
    """Files that the owner removed; empty while locked."""
    newest_removal: int = -1
    """Number of the last log entry that removed something; -1 where none is known."""
    missing: tuple[str, ...] = ()
    """Files that the log names and that are not there."""
    left_out: int = 0
    """Files in the folder that are none of a vault's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPlan:
    """What has to be done to make a folder a copy."""

    write: tuple[str, ...]
    """Files to be copied, in this order."""
    same: tuple[str, ...]
    """Files that lie there with the right size."""
    remove: tuple[str, ...]
    """Files to be deleted from the copy, because the owner removed them from the vault."""
    left: int
    """Files in the copy that are not in the vault."""


def part_of(item: str) -> Part | None:
    """Return which part of a vault a path belongs to; None when it is none that is copied."""
    folder, _, name = item.rpartition("/")
    above, _, shelf = folder.rpartition("/")
    forms = {
        Part.OBJECT: above == "objects" and object_name(shelf, name) is not None,
        Part.RECEIPT: folder == "receipts" and is_receipt_name(name),
        Part.DESK: item == _SETTINGS,
        Part.SLOT: not folder and is_slot_name(name),
        Part.HEADER: item == vault_header.FILE,
        Part.LOG: folder == "log" and segment_number(name) is not None,
        Part.CHECKPOINT: folder == "checkpoints" and checkpoint_number(name) is not None,
    }
    return next((part for part, fits in forms.items() if fits), None)


def is_system_name(name: str) -> bool:
    """Say whether systems put this into the top folder of a disk by themselves."""
    return name in _SYSTEM_NAMES or name.startswith(".Trash")


def files_in(root: Path) -> tuple[dict[str, int], int]:
    """Return the files of a vault by path with their sizes, and how many others lie there.

    Links are not followed; they count among the others.

    Raises:
        StorageFailed: a folder cannot be listed.
    """
    found: dict[str, int] = {}
    others = 0
    for item, size in _walk(root, ""):
        if part_of(item) is not None and size is not None:
            found[item] = size
        elif item not in _OWN_FILES and not is_system_name(item.partition("/")[0]):
            others += 1
    return found, others


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, int | None]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise storage_error(folder, error, "list") from error
    for entry in entries:
        item = f"{prefix}{entry.name}"
        try:
            if not entry.is_dir(follow_symlinks=False):
                plain = entry.is_file(follow_symlinks=False)
                yield item, entry.stat(follow_symlinks=False).st_size if plain else None
            elif prefix or entry.name not in _OWN_FOLDERS:
                yield from _walk(Path(entry.path), f"{item}/")
        except FileNotFoundError:
            continue
        except OSError as error:
            raise storage_error(Path(entry.path), error, "list") from error


def in_order(source: CopySource, *, first: bool) -> tuple[str, ...]:
    """Return all files of a vault in the order of copying.

    Args:
        source: the vault.
        first: the copy is being made: its vault.json goes last, so that half a copy is no vault.
    """
    return tuple(sorted(source.files, key=lambda item: _rank(item, first=first)))


def make_plan(source: CopySource, there: Mapping[str, int], *, first: bool) -> CopyPlan:
    """Compare a vault with the files of its copy by name and size."""
    order = in_order(source, first=first)
    gone = there.keys() - source.files.keys()
    remove = tuple(sorted(gone & source.removed))
    return CopyPlan(
        write=tuple(item for item in order if there.get(item) != source.files[item]),
        same=tuple(item for item in order if there.get(item) == source.files[item]),
        remove=remove,
        left=len(gone) - len(remove),
    )


def _rank(item: str, *, first: bool) -> tuple[int, str]:
    part = part_of(item)
    if part is Part.HEADER and first:
        return len(Part) + 1, item
    return int(part or 0), item
