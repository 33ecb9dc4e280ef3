# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of a place before something is put there."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.copies import back_up, evidence_of
from builders.vault import add_original, make_vault
from evidence_kit.domain.backup import PlaceCode, PlaceWarning
from evidence_kit.errors import CopyRefused
from evidence_kit.limits import FAT32_FILE_MAX
from evidence_kit.vault import place_probe
from evidence_kit.vault.place_probe import probe, room_at
from evidence_kit.vault.places import PlaceFacts, largest_file, warnings

HOME = ("/", "home", "sam")


def codes(facts: PlaceFacts, vault: PlaceFacts | None = None) -> list[PlaceCode]:
    return [warning.code for warning in warnings(facts, vault)]


@pytest.mark.parametrize(
    ("parts", "service"),
    [
        (("C:\\", "Users", "Sam", "OneDrive", "Documenten"), "OneDrive"),
        (("C:\\", "Users", "Sam", "OneDrive - ROC Voorbeeld"), "OneDrive"),
        ((*HOME, "Dropbox"), "Dropbox"),
        ((*HOME, "Dropbox (Persoonlijk)", "map"), "Dropbox"),
        ((*HOME, "Google Drive", "Mijn Drive"), "Google Drive"),
        (
            ("/", "Users", "sam", "Library", "CloudStorage", "GoogleDrive-sam@example.org"),
            "Google Drive",
        ),
        (("/", "Users", "sam", "Library", "CloudStorage", "Wolkje-sam"), "Wolkje"),
        (
            ("/", "Users", "sam", "Library", "Mobile Documents", "com~apple~CloudDocs"),
            "iCloud Drive",
        ),
        (("C:\\", "Users", "Sam", "iCloudDrive"), "iCloud Drive"),
        ((*HOME, "Nextcloud", "x"), "Nextcloud"),
    ],
)
def test_a_folder_of_a_cloud_service_is_named(parts: tuple[str, ...], service: str) -> None:
    assert warnings(PlaceFacts(parts=parts)) == (PlaceWarning(code=PlaceCode.CLOUD, name=service),)


@pytest.mark.parametrize(
    "parts",
    [HOME, (*HOME, "Documenten"), (*HOME, "mijn dropbox-map"), (*HOME, "drive"), ("/", "Library")],
)
def test_an_ordinary_folder_is_not_warned_of(parts: tuple[str, ...]) -> None:
    assert warnings(PlaceFacts(parts=parts, file_system="ext4", disk="sda")) == ()


@pytest.mark.parametrize(
    ("file_system", "expected"),
    [
        ("nfs4", [PlaceCode.NETWORK]),
        ("cifs", [PlaceCode.NETWORK]),
        ("smbfs", [PlaceCode.NETWORK]),
        ("fuse.sshfs", [PlaceCode.NETWORK]),
        ("fuse.rclone", [PlaceCode.CLOUD]),
        ("vfat", [PlaceCode.FAT]),
        ("exfat", [PlaceCode.FAT]),
        ("ntfs", []),
        ("apfs", []),
        ("", []),
    ],
)
def test_a_file_system_says_what_kind_of_place_it_is(
    file_system: str, expected: list[PlaceCode]
) -> None:
    assert codes(PlaceFacts(parts=HOME, file_system=file_system)) == expected


def test_a_share_of_another_computer_is_told_by_the_system() -> None:
    assert codes(PlaceFacts(parts=("\\\\server\\deel",), remote=True)) == [PlaceCode.NETWORK]


def test_only_fat_without_ex_has_a_ceiling_of_4_gib() -> None:
    assert largest_file(PlaceFacts(parts=(), file_system="vfat")) == FAT32_FILE_MAX
    assert largest_file(PlaceFacts(parts=(), file_system="exfat")) is None
    assert largest_file(PlaceFacts(parts=(), file_system="ext4")) is None


def test_a_copy_on_the_disk_of_the_vault_is_said_and_an_unknown_disk_is_not() -> None:
    vault = PlaceFacts(parts=HOME, disk="sda")
    assert codes(PlaceFacts(parts=("/", "x"), disk="sda"), vault) == [PlaceCode.SAME_DISK]
    assert codes(PlaceFacts(parts=("/", "x"), disk="sdb", removable=True), vault) == [
        PlaceCode.REMOVABLE
    ]
    assert codes(PlaceFacts(parts=("/", "x")), PlaceFacts(parts=HOME)) == []
    assert codes(PlaceFacts(parts=("/", "x"), disk="sda")) == []


def test_what_cannot_be_written_comes_first() -> None:
    facts = PlaceFacts(parts=(*HOME, "Dropbox"), read_only=True, file_system="vfat")
    assert codes(facts) == [PlaceCode.READ_ONLY, PlaceCode.CLOUD, PlaceCode.FAT]


def test_a_folder_marked_by_dropbox_is_found_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / ".dropbox.cache").mkdir()
    facts = probe(tmp_path / "wolk" / "kluis")
    assert warnings(facts)[0] == PlaceWarning(code=PlaceCode.CLOUD, name="Dropbox")


def test_a_place_that_is_not_there_yet_is_judged_by_the_nearest_folder(tmp_path: Path) -> None:
    assert probe(tmp_path / "a" / "b").disk == probe(tmp_path).disk
    assert not probe(tmp_path / "a" / "b").read_only


MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /mnt/nas\\040thuis rw - nfs4 nas.example.org:/deel rw
31 22 8:33 / /media/sam/STICK ro,nosuid - vfat /dev/sdc1 ro
32 22 0:50 / /mnt/boven rw - tmpfs tmpfs rw
33 32 0:51 / /mnt/boven rw - fuse.sshfs sam@server.example.org: rw
kapot
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc")
@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("/home", []),
        ("/mnt/nas thuis/map", [PlaceCode.NETWORK]),
        ("/media/sam/STICK/kluis", [PlaceCode.READ_ONLY, PlaceCode.FAT]),
        ("/mnt/boven/x", [PlaceCode.NETWORK]),
    ],
)
def test_the_table_of_mounts_is_read(
    place: str, expected: list[PlaceCode], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(MOUNTS, encoding="utf-8")
    monkeypatch.setattr(place_probe, "_MOUNTS", table)
    facts = PlaceFacts(parts=Path(place).parts)
    assert codes(place_probe._on_linux(Path(place), facts)) == expected


def test_a_table_of_mounts_that_cannot_be_read_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_probe, "_MOUNTS", tmp_path / "none")
    monkeypatch.setattr(place_probe, "_BLOCK_DEVICES", tmp_path / "none")
    assert probe(tmp_path).parts == tmp_path.resolve().parts


@pytest.fixture
def fat_stick(tmp_path: Path) -> Iterator[Path]:
    """A file system as on a stick; needs root on Linux."""
    image, place = tmp_path / "stick.img", tmp_path / "stick"
    place.mkdir()
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("mounting a stick needs root on Linux")
    if shutil.which("mkfs.vfat") is None:
        pytest.skip("mkfs.vfat is not here")
    with image.open("wb") as file:
        file.truncate(64 << 20)
    subprocess.run(["mkfs.vfat", "-F", "32", image], check=True, capture_output=True)
    mount = ["mount", "-o", "loop", str(image), str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("this container may not mount")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_fat_stick_is_known_and_holds_a_copy(fat_stick: Path, tmp_path: Path) -> None:
    place = fat_stick / "kluis"
    assert PlaceCode.FAT in codes(probe(place))
    assert room_at(fat_stick).file_max == FAT32_FILE_MAX
    with make_vault(tmp_path / "kluis").vault as vault:
        add_original(vault, b"x" * 100_000)
        back_up(vault, place)
        add_original(vault, b"y" * 100_000)
        assert back_up(vault, place, check_all=True).copied == 4
        assert evidence_of(place) == evidence_of(vault.path)


def test_a_file_that_fat_cannot_hold_stops_before_it_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make_vault(tmp_path / "kluis").vault as vault:
        add_original(vault, b"x" * 100_000)
        monkeypatch.setattr(
            place_probe, "largest_file", lambda _facts: 99_999
        )  # as if it were 4 GiB less one
        with pytest.raises(CopyRefused) as refused:
            back_up(vault, tmp_path / "kopie")
    assert refused.value.fields["reason"] == "file_too_large"
    assert evidence_of(tmp_path / "kopie") == {}


@pytest.mark.skipif(sys.platform != "linux", reason="how Linux lists its mounts")
def test_where_no_mount_is_listed_the_number_of_the_device_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_probe, "_mounts", lambda: iter(()))
    assert probe(tmp_path).disk
    assert probe(tmp_path).disk == probe(tmp_path / "a").disk != probe(Path("/proc")).disk
