# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to know of a place before a vault or a copy is put there: a pure function of facts.

Folders of cloud services have well-known names (their own help pages, seen 2026); who gave such a folder
another name is not warned. Nothing here refuses: the person decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from evidence_kit.domain.backup import PlaceCode, PlaceWarning
from evidence_kit.limits import FAT32_FILE_MAX

_CLOUD_FOLDERS: Final[Mapping[str, str]] = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud drive": "iCloud Drive",
    "iclouddrive": "iCloud Drive",
    "com~apple~clouddocs": "iCloud Drive",
    "mobile documents": "iCloud Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "proton drive": "Proton Drive",
    "protondrive": "Proton Drive",
    "pclouddrive": "pCloud",
    "megasync": "MEGA",
    "stackstorage": "STACK",
}
"""By the name of a folder, without case: as it stands, or before " - " or " (" and more words."""
_CLOUD_STORAGE: Final = ("library", "cloudstorage")
"""On macOS every service has its folder in ~/Library/CloudStorage."""
_CLOUD_SYSTEMS: Final[Mapping[str, str]] = {
    "fuse.rclone": "rclone",
    "fuse.onedriver": "OneDrive",
    "fuse.google-drive-ocamlfuse": "Google Drive",
}
_NETWORK_SYSTEMS: Final = frozenset(
    {
        *(
            "nfs",
            "nfs4",
            "cifs",
            "smb2",
            "smb3",
            "smbfs",
            "ncpfs",
            "afs",
            "afpfs",
            "webdav",
            "davfs",
        ),
        *(
            "9p",
            "ceph",
            "glusterfs",
            "lustre",
            "sshfs",
            "fuse.sshfs",
            "fuse.davfs2",
            "fuse.glusterfs",
        ),
        *("fuse.gvfsd-fuse", "fuse.curlftpfs", "fuse.s3fs"),
    }
)
_FAT: Final[Mapping[str, str]] = {
    "vfat": "FAT32",
    "msdos": "FAT32",
    "fat32": "FAT32",
    "fat": "FAT",
    "exfat": "exFAT",
    "fuseblk.exfat": "exFAT",
}
_SMALL_FILES: Final = frozenset({"FAT32", "FAT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFacts:
    """What the system says of a place."""

    parts: tuple[str, ...]
    """Names of the folders on the way there, from the top."""
    file_system: str = ""
    """As the system calls it, in lower case; empty when unknown."""
    remote: bool = False
    """The system says that it is on another computer."""
    removable: bool = False
    """A stick, card or disk on a cable."""
    read_only: bool = False
    disk: str = ""
    """Which disk it is on, as the system names it; empty when unknown."""
    synced_by: str = ""
    """A service that marked a folder on the way there as its own."""


def fat_name(facts: PlaceFacts) -> str | None:
    """Return the usual name of a FAT file system; None for any other."""
    return _FAT.get(facts.file_system)


def largest_file(facts: PlaceFacts) -> int | None:
    """Return the largest file the place can hold, in bytes; None where there is no such ceiling."""
    return FAT32_FILE_MAX if fat_name(facts) in _SMALL_FILES else None


def warnings(facts: PlaceFacts, vault: PlaceFacts | None = None) -> tuple[PlaceWarning, ...]:
    """Return what is to know of a place, gravest first.

    Args:
        facts: the place.
        vault: where the vault lies, when the place is to hold a copy of it.
    """
    found: list[PlaceWarning] = []
    if facts.read_only:
        found.append(PlaceWarning(code=PlaceCode.READ_ONLY))
    cloud = _cloud(facts)
    if cloud:
        found.append(PlaceWarning(code=PlaceCode.CLOUD, name=cloud))
    elif facts.remote or facts.file_system in _NETWORK_SYSTEMS:
        found.append(PlaceWarning(code=PlaceCode.NETWORK))
    fat = fat_name(facts)
    if fat is not None:
        found.append(PlaceWarning(code=PlaceCode.FAT, name=fat))
    if vault is not None and facts.disk and facts.disk == vault.disk:
        found.append(PlaceWarning(code=PlaceCode.SAME_DISK))
    if facts.removable:
        found.append(PlaceWarning(code=PlaceCode.REMOVABLE))
    return tuple(found)


def _cloud(facts: PlaceFacts) -> str:
    if facts.synced_by:
        return facts.synced_by
    if facts.file_system in _CLOUD_SYSTEMS:
        return _CLOUD_SYSTEMS[facts.file_system]
    parts = [part.casefold() for part in facts.parts]
    for place, part in enumerate(parts):
        name = _CLOUD_FOLDERS.get(part) or _CLOUD_FOLDERS.get(_without_owner(part))
        if name is not None:
            return name
        if tuple(parts[max(0, place - 2) : place]) == _CLOUD_STORAGE:
            return _service(facts.parts[place])
    return ""


def _without_owner(part: str) -> str:
    """Take off whose it is: "onedrive - school x", "dropbox (persoonlijk)", "onedrive-personal"."""
    for mark in (" - ", " (", "-"):
        part = part.partition(mark)[0]
    return part


def _service(folder: str) -> str:
    """Return the service of a folder in ~/Library/CloudStorage: "OneDrive-Personal"."""
    name = folder.partition("-")[0]
    return _CLOUD_FOLDERS.get(name.casefold(), name)
