# SPDX-License-Identifier: GPL-3.0-or-later
import os
import stat
from pathlib import Path

import pytest

from builders.vault import make_vault, reopen
from evidence_kit.errors import Damaged, LimitReached, StorageFailed
from evidence_kit.vault import fs


def test_a_new_file_is_never_written_over_another(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"first")
    with pytest.raises(StorageFailed):
        fs.write_new(tmp_path / "t", target, b"second")
    assert target.read_bytes() == b"first"
    assert [file.name for file in tmp_path.iterdir()] == ["target"]


def test_replacing_leaves_the_new_file_and_no_other(tmp_path: Path) -> None:
    target = tmp_path / "target"
    for data in (b"first", b"second"):
        fs.write_over(tmp_path / "t", target, data)
    assert target.read_bytes() == b"second"
    assert [file.name for file in tmp_path.iterdir()] == ["target"]


def test_what_is_made_is_for_this_user_alone(tmp_path: Path) -> None:
    with make_vault(tmp_path / "kluis").vault as vault:
        for file in vault.path.rglob("*"):
            assert not stat.S_IMODE(file.stat().st_mode) & 0o077, file


def test_a_file_beyond_its_ceiling_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * 11)
    with pytest.raises(LimitReached):
        fs.read_small(tmp_path / "large", 10)


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_what_is_no_plain_file_is_not_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x"
    if kind == "link":
        (tmp_path / "y").write_bytes(b"x")
        path.symlink_to(tmp_path / "y")
    elif kind == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    with pytest.raises((Damaged, StorageFailed)):
        fs.read_small(path, 10)


def test_a_header_of_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    make_vault(path).vault.close()
    os.truncate(path / "vault.json", 1 << 30)
    with pytest.raises(Damaged) as caught:
        reopen(path)
    assert caught.value.fields == {"item": "vault.json", "why": "size"}


def test_names_of_a_missing_folder_are_none(tmp_path: Path) -> None:
    assert fs.names_in(tmp_path / "nothing") == ()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageFailed):
        fs.make_folder(tmp_path / "file" / "folder")
