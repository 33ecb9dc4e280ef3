# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole vault is removed, nothing else is, and an interruption leaves nothing readable."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from builders.vault import add_chat, add_original, make_vault, reopen
from evidence_kit.errors import (
    EvidenceKitError,
    InputRefused,
    NotAVault,
    StorageFailed,
    VaultInUse,
)
from evidence_kit.vault import fs
from evidence_kit.vault.vault import removal_plan, remove_vault


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed vault with something in every folder."""
    path = tmp_path / "place" / "kluis"
    path.parent.mkdir()
    with make_vault(path).vault as vault:
        add_original(vault, b"beeld")
        add_chat(vault, ["hoi", "stop"])
    (path / "receipts" / "0000000002.tsq").write_bytes(b"request")
    (path / "tmp" / f"{'a' * 32}.part").write_bytes(b"half")
    (path / "tmp" / f"{'b' * 32}.slot").write_bytes(b"key slot in the making")
    return path


def files(path: Path) -> int:
    return sum(one.is_file() for one in path.rglob("*"))


def test_a_vault_is_removed_with_its_folder(path: Path) -> None:
    count = files(path)
    plan = removal_plan(path)
    assert (plan.name, plan.files, plan.others) == ("kluis", count, ())
    assert plan.size == sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
    gone = remove_vault(path)
    assert (gone.files, gone.left) == (count, ())
    assert list(path.parent.iterdir()) == []


def test_planning_changes_nothing(path: Path) -> None:
    before = {one: one.stat().st_mtime_ns for one in path.rglob("*")}
    removal_plan(path)
    assert {one: one.stat().st_mtime_ns for one in path.rglob("*")} == before


@pytest.mark.parametrize(
    "other", ["brief.txt", "objects/foto.jpg", "objects/ab/foto.age", "log/x/0000000000.age"]
)
def test_other_files_stop_it_before_anything_is_deleted(path: Path, other: str) -> None:
    place = path / other
    place.parent.mkdir(exist_ok=True, parents=True)
    place.write_bytes(b"of somebody")
    before = files(path)
    with pytest.raises(InputRefused) as refused:
        remove_vault(path)
    assert (refused.value.fields["reason"], files(path)) == ("others_in_folder", before)
    gone = remove_vault(path, leave_others=True)
    assert len(gone.left) == 1
    assert [one for one in path.rglob("*") if one.is_file()] == [place]
    assert place.read_bytes() == b"of somebody"


def test_no_link_is_followed(path: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "ab").mkdir(parents=True)
    (outside / "ab" / f"{'ab' * 16}.age").write_bytes(b"of somebody")
    shutil.rmtree(path / "objects")
    (path / "objects").symlink_to(outside)
    (path / "identity-9.age").symlink_to(outside / "ab" / f"{'ab' * 16}.age")
    gone = remove_vault(path, leave_others=True)
    assert sorted(gone.left) == ["identity-9.age@", "objects@"]
    assert files(outside) == 1


def test_a_folder_without_a_vault_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vault.txt").write_text("no vault")
    (tmp_path / "lock").write_text("of another program")
    with pytest.raises(NotAVault):
        remove_vault(tmp_path)
    with pytest.raises(NotAVault):
        remove_vault(tmp_path / "nowhere")


def test_a_vault_in_use_is_not_removed(path: Path) -> None:
    before = files(path)
    with reopen(path), pytest.raises(VaultInUse):
        remove_vault(path)
    assert files(path) >= before - 2, "opening swept the two files in the making"


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: (path / "vault.json").write_bytes(b"{"),
        lambda path: (path / "vault.json").unlink(),
        lambda path: shutil.rmtree(path / "log"),
        lambda path: [slot.unlink() for slot in path.glob("identity*.age")],
    ],
)
def test_a_damaged_vault_can_be_removed(path: Path, damage: Callable[[Path], object]) -> None:
    damage(path)
    remove_vault(path)
    assert not path.exists()


def test_cut_off_anywhere_nothing_can_be_opened_and_the_rest_can_be_removed(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = fs.remove
    steps = files(path)
    for step in range(1, steps):
        copy = tmp_path / str(step) / "kluis"
        shutil.copytree(path, copy)
        left = step

        def cut_off(one: Path) -> None:
            nonlocal left
            if left == 0:
                raise StorageFailed(path=str(one), errno=5, action="remove")
            left -= 1
            remove(one)

        monkeypatch.setattr(fs, "remove", cut_off)
        with pytest.raises(StorageFailed):
            remove_vault(copy)
        monkeypatch.setattr(fs, "remove", remove)
        slots = [*copy.glob("identity*.age"), *copy.glob("tmp/*.slot")]
        assert len(slots) == max(0, 3 - step), "the slots go first"
        if not slots:
            with pytest.raises(EvidenceKitError):
                reopen(copy)
        remove_vault(copy)
        assert not copy.exists()
