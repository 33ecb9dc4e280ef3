# SPDX-License-Identifier: GPL-3.0-or-later
"""An object in three steps: sealed, flushed, read back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.vault import add_original, make_vault, tree_of
from evidence_kit.crypto.age import Sealer, SealRoom, open_bytes
from evidence_kit.errors import Damaged
from evidence_kit.vault import fs
from evidence_kit.vault.vault import Vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with make_vault(tmp_path / "kluis").vault as made:
        yield made


def test_one_room_serves_object_after_object(vault: Vault) -> None:
    room = SealRoom()
    with vault.batch() as batch:
        for size in (3_000_000, 10, 0, 70_000):
            data = bytes([size % 251]) * size
            writer = batch.new_object(room)
            writer.write(data)
            digest = writer.finish()
            writer.flush()
            stored = writer.read_back(room)
            assert (stored.plain_sha256, stored.plain_size) == (digest, size)
            assert open_bytes(writer.temporary.read_bytes(), [vault.keys.identity]) == data


def test_steps_out_of_order_are_refused(vault: Vault) -> None:
    with vault.batch() as batch:
        writer = batch.new_object()
        for step in (writer.flush, writer.read_back):
            with pytest.raises(ValueError, match="closed"):
                step()
        writer.finish()
        for early in (writer.finish, writer.read_back):
            with pytest.raises(ValueError, match="closed"):
                early()
        writer.flush()
        with pytest.raises(ValueError, match="closed"):
            writer.flush()
        assert writer.read_back().plain_size == 0


def test_bytes_that_changed_between_hash_and_seal_are_found(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a buffer would that is filled again too early: the seal itself is whole."""
    write = Sealer.write

    def mixed_up(self: Sealer, data: bytes) -> int:
        return write(self, bytes(len(data)))

    with vault.batch() as batch:
        writer = batch.new_object()
        with monkeypatch.context() as patch:
            patch.setattr(Sealer, "write", mixed_up)
            writer.write(b"bewijs")
        with pytest.raises(Damaged) as caught:
            writer.close()
    assert caught.value.fields["why"] == "read_back_differs"
    assert not list((vault.path / "tmp").iterdir())


@pytest.mark.parametrize("at", [0, 150, 40_000, -1])
def test_what_is_damaged_on_the_disk_is_found(vault: Vault, at: int) -> None:
    with vault.batch() as batch:
        writer = batch.new_object()
        writer.write(b"x" * 100_000)
        writer.finish()
        writer.flush()
        raw = bytearray(writer.temporary.read_bytes())
        raw[at] ^= 1
        writer.temporary.write_bytes(raw)
        with pytest.raises(Damaged):
            writer.read_back()
        assert writer.stored is None


def test_an_object_of_another_vault_in_its_place_is_found(vault: Vault, tmp_path: Path) -> None:
    with make_vault(tmp_path / "ander").vault as other, other.batch() as foreign:
        strange = foreign.new_object()
        strange.write(b"x")
        strange.finish()
        strange.flush()
        with vault.batch() as batch:
            writer = batch.new_object()
            writer.write(b"x")
            writer.finish()
            writer.flush()
            writer.temporary.write_bytes(strange.temporary.read_bytes())
            with pytest.raises(Damaged):
                writer.read_back()


def test_a_segment_that_does_not_come_back_as_written_is_not_acknowledged(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree_of(vault.path)
    write_new = fs.write_new

    def spoil(temporary: Path, target: Path, data: bytes) -> None:
        write_new(temporary, target, data)
        if target.parent.name == "log":
            target.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))

    with monkeypatch.context() as patch:
        patch.setattr(fs, "write_new", spoil)
        with pytest.raises(Damaged):
            add_original(vault, b"x")
    assert tree_of(vault.path) == before
    assert add_original(vault, b"x").number == 1


def test_objects_of_a_batch_stand_in_one_folder_and_batches_are_spread(vault: Vault) -> None:
    folders: list[set[str]] = []
    for _ in range(24):
        with vault.batch() as batch:
            names = [batch.new_object().name for _ in range(3)]
            folders.append({name[:2] for name in names})
            assert len({name[2:] for name in names}) == 3
    assert {len(found) for found in folders} == {1}
    assert len(set.union(*folders)) > 8
