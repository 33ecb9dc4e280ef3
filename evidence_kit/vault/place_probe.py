# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks the system about a place; what it does not say stays unknown.

Linux: /proc/self/mountinfo (proc(5)) and /sys/dev/block; macOS: statfs(2); Windows: GetDriveTypeW and
GetVolumeInformationW.
"""

import contextlib
import ctypes
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from evidence_kit.export_door import storage_error
from evidence_kit.limits import BACKUP_BLOCK
from evidence_kit.vault.places import PlaceFacts, largest_file

_MOUNTS: Final = Path("/proc/self/mountinfo")
_BLOCK_DEVICES: Final = Path("/sys/dev/block")
_DROPBOX_MARK: Final = ".dropbox.cache"
_OCTAL: Final = re.compile(r"\\([0-7]{3})")
_LAYERS_MAX: Final = 8  # an encrypted volume on a RAID on a partition on a disk, and some to spare

# <sys/mount.h> of macOS, with 64-bit inodes
_MNT_RDONLY: Final = 0x00000001
_MNT_LOCAL: Final = 0x00001000

# <fileapi.h>, <winnt.h>
_DRIVE_REMOVABLE: Final = 2
_DRIVE_REMOTE: Final = 4
_READ_ONLY_VOLUME: Final = 0x00080000
_NAME_ROOM: Final = 261


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What still fits on the disk of a folder."""

    free: int
    """Bytes."""
    block: int
    """Bytes that a file takes at least."""
    file_max: int | None
    """Largest file it can hold; None where there is no such ceiling."""


def probe(path: Path) -> PlaceFacts:
    """Return what is known of a place that need not be there yet."""
    place = Path(os.path.realpath(path))
    there = _nearest(place)
    facts = PlaceFacts(parts=place.parts, synced_by=_synced_by(place))
    with contextlib.suppress(OSError, ValueError):
        facts = _asked(there, facts)
    if not facts.read_only and there.exists() and not os.access(there, os.W_OK):
        facts = replace(facts, read_only=True)
    return facts


def room_at(folder: Path) -> Room:
    """Return what still fits on the disk of a folder.

    Raises:
        StorageFailed: it cannot be asked.
    """
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise storage_error(folder, error, "room") from error
    return Room(free=free, block=_block_size(folder), file_max=largest_file(probe(folder)))


def _block_size(folder: Path) -> int:
    if sys.platform == "win32":
        return BACKUP_BLOCK
    try:
        return os.statvfs(folder).f_frsize or BACKUP_BLOCK
    except OSError:
        return BACKUP_BLOCK


def _nearest(place: Path) -> Path:
    return next((one for one in (place, *place.parents) if one.exists()), place)


def _synced_by(place: Path) -> str:
    """Return the service that marked a folder on the way as its own."""
    for folder in place.parents:
        with contextlib.suppress(OSError):
            if (folder / _DROPBOX_MARK).is_dir():
                return "Dropbox"
    if sys.platform == "darwin":
        return _icloud_desktop(place)
    if sys.platform == "win32":
        return _onedrive_root(place)
    return ""


def _icloud_desktop(place: Path) -> str:
    """On macOS, Desktop and Documents may be kept in iCloud without any sign in their path."""
    home = Path.home()
    cloud = home / "Library" / "Mobile Documents" / "com~apple~CloudDocs"
    for name in ("Desktop", "Documents"):
        if home / name in (place, *place.parents) and (cloud / name).exists():
            return "iCloud Drive"
    return ""


def _onedrive_root(place: Path) -> str:
    """On Windows the folder of OneDrive stands in the environment, whatever its name."""
    for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        root = os.environ.get(name)
        if root and Path(os.path.realpath(root)) in (place, *place.parents):
            return "OneDrive"
    return ""


def _asked(there: Path, facts: PlaceFacts) -> PlaceFacts:
    if sys.platform == "win32":
        return _on_windows(there, facts)
    if sys.platform == "darwin":
        return _on_macos(there, facts)
    return _on_linux(there, facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mount:
    point: Path
    device: str
    options: frozenset[str]
    file_system: str
    source: str


def _on_linux(there: Path, facts: PlaceFacts) -> PlaceFacts:
    held = {there, *there.parents}
    mounts = [mount for mount in _mounts() if mount.point in held]
    if not mounts:  # a system within a system lists no mount for what is its own root
        with contextlib.suppress(OSError):
            facts = replace(facts, disk=f"device {there.stat().st_dev}")
        return facts
    # The longest is the nearest; of two at one place the later hides the earlier.
    mount = max(enumerate(mounts), key=lambda pair: (len(pair[1].point.parts), pair[0]))[1]
    disk, on_cable = _disk_of(mount)
    return replace(
        facts,
        file_system=mount.file_system.lower(),
        read_only="ro" in mount.options,
        disk=disk,
        removable=on_cable,
    )


def _mounts() -> Iterator[_Mount]:
    for line in _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        before, _, after = line.partition(" - ")
        left, right = before.split(" "), after.split(" ")
        if len(left) < 6 or len(right) < 3:
            continue
        yield _Mount(
            point=Path(_unescaped(left[4])),
            device=left[2],
            options=frozenset({*left[5].split(","), *right[2].split(",")}),
            file_system=right[0],
            source=_unescaped(right[1]),
        )


def _unescaped(text: str) -> str:
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), text)


def _disk_of(mount: _Mount) -> tuple[str, bool]:
    """Return the whole disk below a mount, and whether it hangs on a cable or can be taken out."""
    number = mount.device
    if number.startswith("0:") and mount.source.startswith("/dev/"):
        rdev = Path(mount.source).stat().st_rdev  # btrfs and others have a number of their own
        number = f"{os.major(rdev)}:{os.minor(rdev)}"
    device = _BLOCK_DEVICES / number
    if not device.exists():
        return f"{mount.file_system} {mount.source} {mount.device}", False
    found = device.resolve()
    for _ in range(_LAYERS_MAX):
        below = sorted((found / "slaves").iterdir()) if (found / "slaves").is_dir() else []
        if not below:
            break
        found = below[0].resolve()
    if (found / "partition").exists():
        found = found.parent
    flag = found / "removable"
    taken_out = flag.exists() and flag.read_text(encoding="ascii").strip() == "1"
    return found.name, taken_out or "/usb" in os.fspath(found)


if sys.platform == "darwin":

    class _Statfs(ctypes.Structure):
        _fields_ = (
            ("f_bsize", ctypes.c_uint32),
            ("f_iosize", ctypes.c_int32),
            ("f_counts", ctypes.c_uint64 * 5),
            ("f_fsid", ctypes.c_int32 * 2),
            ("f_owner", ctypes.c_uint32),
            ("f_type", ctypes.c_uint32),
            ("f_flags", ctypes.c_uint32),
            ("f_fssubtype", ctypes.c_uint32),
            ("f_fstypename", ctypes.c_char * 16),
            ("f_mntonname", ctypes.c_char * 1024),
            ("f_mntfromname", ctypes.c_char * 1024),
            ("f_flags_ext", ctypes.c_uint32),
            ("f_reserved", ctypes.c_uint32 * 7),
        )

    def _on_macos(there: Path, facts: PlaceFacts) -> PlaceFacts:
        library = ctypes.CDLL(None, use_errno=True)
        # On Intel the plain name is the old call with 32-bit inodes.
        call = getattr(library, "statfs$INODE64", None) or library.statfs
        found = _Statfs()
        if call(os.fsencode(there), ctypes.byref(found)) != 0:
            return facts
        source = found.f_mntfromname.decode("utf-8", "replace")
        whole = re.match(r"/dev/(disk\d+)", source)
        return replace(
            facts,
            file_system=found.f_fstypename.decode("ascii", "replace").lower(),
            remote=not found.f_flags & _MNT_LOCAL,
            read_only=bool(found.f_flags & _MNT_RDONLY),
            disk=source if whole is None else whole[1],
            removable=found.f_mntonname.startswith(b"/Volumes/"),
        )

elif sys.platform == "win32":

    def _on_windows(there: Path, facts: PlaceFacts) -> PlaceFacts:
        kernel = ctypes.windll.kernel32
        root = ctypes.create_unicode_buffer(_NAME_ROOM)
        if not kernel.GetVolumePathNameW(os.fspath(there), root, _NAME_ROOM):
            return replace(facts, remote=there.drive.startswith("\\\\"))
        kind = kernel.GetDriveTypeW(root.value)
        name, flags = ctypes.create_unicode_buffer(_NAME_ROOM), ctypes.c_uint32(0)
        known = kernel.GetVolumeInformationW(
            root.value, None, 0, None, None, ctypes.byref(flags), name, _NAME_ROOM
        )
        return replace(
            facts,
            file_system=name.value.lower() if known else "",
            remote=kind == _DRIVE_REMOTE or there.drive.startswith("\\\\"),
            read_only=bool(known and flags.value & _READ_ONLY_VOLUME),
            removable=kind == _DRIVE_REMOVABLE,
            disk=root.value.casefold(),
        )
