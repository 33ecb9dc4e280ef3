# SPDX-License-Identifier: GPL-3.0-or-later
"""A backup is the vault as it was: only what is absent is copied, and no other folder is touched."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.copies import assert_whole, back_up, evidence_of, order
from builders.vault import CLIENT, PASSPHRASE, add_chat, add_original, make_vault, reopen, secret
from evidence_kit.crypto.age import SCRYPT_CHEAPEST
from evidence_kit.domain.backup import CopyState
from evidence_kit.domain.progress import CancelToken, Progress
from evidence_kit.errors import (
    Cancelled,
    CopyRefused,
    Damaged,
    OutputExists,
    StorageFailed,
    VaultInUse,
    WrongPassphrase,
)
from evidence_kit.vault import backup_compare, backup_copying
from evidence_kit.vault.vault import NewPassphrase, Vault, make_from_copy, open_vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with make_vault(tmp_path / "kluis").vault as vault:
        add_original(vault, b"een" * 1000)
        add_chat(vault, ["hoi", "stop hiermee"])
        yield vault


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "stick" / "kluis"


@pytest.fixture(autouse=True)
def _stick(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()


def sealed_by(text: str) -> NewPassphrase:
    return NewPassphrase(passphrase=secret(text), scrypt=SCRYPT_CHEAPEST)


def reason_of(refused: pytest.ExceptionInfo[CopyRefused]) -> object:
    return refused.value.fields["reason"]


def an_object(path: Path) -> Path:
    return max((path / "objects").glob("*/*.age"), key=lambda file: file.stat().st_size)


def test_a_copy_is_the_vault_as_it_was(vault: Vault, copy: Path) -> None:
    made = back_up(vault, copy)
    assert made.first
    assert made.head == vault.head()
    assert evidence_of(copy) == evidence_of(vault.path)
    assert made.copied == made.files == len(evidence_of(copy))
    vault.close()
    assert_whole(copy)
    with reopen(copy) as opened:
        assert not opened.read_only
        assert opened.findings == ("index_rebuilt",)
        assert opened.messages(opened.exhibit(2), 1, 1, 1)[0][0].text == "hoi"


def test_looking_at_the_vault_is_not_changed_by_a_backup(vault: Vault, copy: Path) -> None:
    before = evidence_of(vault.path)
    back_up(vault, copy)
    assert evidence_of(vault.path) == before


def test_a_second_run_copies_only_what_is_new(vault: Vault, copy: Path) -> None:
    back_up(vault, copy)
    again = back_up(vault, copy)
    assert (again.first, again.copied, again.copied_bytes) == (False, 0, 0)
    add_original(vault, b"nieuw" * 1000)
    new = back_up(vault, copy)
    assert new.copied == 4  # original, its words, log, head
    assert evidence_of(copy) == evidence_of(vault.path)


def test_a_run_that_was_stopped_goes_on_where_it_was(vault: Vault, copy: Path) -> None:
    cancel = CancelToken()

    def stop_half_way(progress: Progress) -> None:
        if progress.stage == "copy" and progress.done * 2 >= progress.total > 0:
            cancel.cancel()

    with pytest.raises(Cancelled):
        vault.back_up(copy, order(report=stop_half_way, cancel=cancel))
    assert not (copy / "vault.json").exists()
    assert vault.compare_copy(copy).state is CopyState.UNFINISHED
    held = len(evidence_of(copy))
    assert held
    made = back_up(vault, copy)
    assert made.copied == made.files - held
    assert evidence_of(copy) == evidence_of(vault.path)
    assert not list((copy / "tmp").iterdir())


def test_progress_counts_the_bytes_to_the_end(vault: Vault, copy: Path) -> None:
    seen: list[Progress] = []
    vault.back_up(copy, order(report=seen.append))
    copied = [one for one in seen if one.stage == "copy"]
    assert copied[-1].done == copied[-1].total == sum(map(len, evidence_of(copy).values()))
    assert [one.done for one in copied] == sorted(one.done for one in copied)


def test_half_a_first_copy_is_no_vault(
    vault: Vault, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(backup_copying.Copier, "settle", lambda _: (_ for _ in ()).throw(OSError))
        with pytest.raises(OSError):
            back_up(vault, copy)
    assert not (copy / "vault.json").exists()
    back_up(vault, copy)
    assert evidence_of(copy) == evidence_of(vault.path)


def test_a_disk_that_gives_back_other_bytes_is_found_out(
    vault: Vault, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = backup_copying._put

    def rotten(out: object, block: memoryview, path: Path) -> None:
        flipped = bytearray(block)
        flipped[0] ^= 1
        real(out, memoryview(flipped), path)  # type: ignore[arg-type]

    monkeypatch.setattr(backup_copying, "_put", rotten)
    with pytest.raises(Damaged) as found:
        back_up(vault, copy)
    assert found.value.fields["why"] == "read_back_differs"
    assert not list((copy / "objects").glob("*/*"))
    monkeypatch.setattr(backup_copying, "digest_of", lambda _path: "never read")
    monkeypatch.setattr(backup_copying, "_see_same", lambda *_: None)
    back_up(vault, copy)  # without reading back, the same disk passes
    assert evidence_of(copy) != evidence_of(vault.path)


def test_a_flipped_bit_in_the_copy_is_found_and_mended_when_asked(vault: Vault, copy: Path) -> None:
    back_up(vault, copy)
    for item in evidence_of(copy):
        file = copy / item
        held = bytearray(file.read_bytes())
        held[len(held) // 2] ^= 1
        file.write_bytes(held)
        if item == "vault.json":
            continue
        made = back_up(vault, copy, check_all=True)
        assert made.copied == 1, item
        assert file.read_bytes() == (vault.path / item).read_bytes()
        assert made.checked == made.files, item
    with pytest.raises(CopyRefused) as refused:
        back_up(vault, copy)
    assert reason_of(refused) == "not_a_copy"


def test_a_file_cut_short_in_the_copy_is_mended_without_asking(vault: Vault, copy: Path) -> None:
    back_up(vault, copy)
    file = an_object(copy)
    file.write_bytes(file.read_bytes()[:-1])
    made = back_up(vault, copy)
    assert (made.copied, made.mended) == (1, 1)
    assert evidence_of(copy) == evidence_of(vault.path)


def test_a_damaged_original_never_takes_the_place_of_a_whole_one(vault: Vault, copy: Path) -> None:
    back_up(vault, copy)
    file = an_object(vault.path)
    item = file.relative_to(vault.path).as_posix()
    good = file.read_bytes()
    file.write_bytes(good[:-1])
    made = back_up(vault, copy)
    assert made.damaged == (item,)
    assert (copy / item).read_bytes() == good


def test_what_the_vault_has_lost_is_named_and_the_rest_is_copied(
    tmp_path: Path, copy: Path
) -> None:
    path = tmp_path / "ander"
    with make_vault(path).vault as vault:
        add_original(vault, b"weg")
        add_original(vault, b"blijft")
        lost = an_object(path)
        lost.unlink()
        made = back_up(vault, copy)
    assert made.missing == (lost.relative_to(path).as_posix(),)
    assert evidence_of(copy) == evidence_of(path)


def test_removal_is_carried_to_the_copy(vault: Vault, copy: Path) -> None:
    back_up(vault, copy)
    reopen(copy).close()  # leaves an index with words in it
    gone = an_object(copy)
    vault.remove(1, "weg")
    vault.remove(2, "ook weg")
    assert gone.exists()
    (row,) = vault.backups()
    assert row.holds_removed == (1, 2)
    made = back_up(vault, copy)
    assert made.removed >= 3
    assert not gone.exists()
    assert not list((copy / "index").iterdir())
    assert evidence_of(copy) == evidence_of(vault.path)
    assert vault.backups()[0].holds_removed == ()
    vault.close()
    assert_whole(copy)


def test_what_somebody_else_put_into_the_copy_stays_and_is_counted(
    vault: Vault, copy: Path
) -> None:
    back_up(vault, copy)
    (copy / "boodschappen.txt").write_text("melk")
    stray = copy / "objects" / "ab" / f"ab{'0' * 30}.age"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"?")
    made = back_up(vault, copy)
    assert made.left == 2
    assert (copy / "boodschappen.txt").read_text() == "melk"
    assert stray.exists()


def test_a_changed_passphrase_and_a_removed_one_are_carried_to_the_copy(
    vault: Vault, copy: Path
) -> None:
    vault.add_passphrase(sealed_by("een tweede reeks van woorden"), "Mentor")
    back_up(vault, copy)
    vault.remove_slot("identity-2.age")
    vault.change_passphrase(sealed_by("een derde reeks van woorden"))
    back_up(vault, copy)
    assert evidence_of(copy) == evidence_of(vault.path)
    vault.close()
    for old in (PASSPHRASE, "een tweede reeks van woorden"):
        with pytest.raises(WrongPassphrase):
            open_vault(copy, secret(old), clock=FixedClock(), actor=CLIENT)
    assert_whole(copy, "een derde reeks van woorden")


@pytest.mark.parametrize("where", ["in", "around", "same"])
def test_a_copy_in_the_vault_or_around_it_is_refused(
    vault: Vault, tmp_path: Path, where: str
) -> None:
    folder = {"in": vault.path / "kopie", "around": tmp_path, "same": vault.path}[where]
    with pytest.raises(CopyRefused) as refused:
        back_up(vault, folder)
    assert reason_of(refused) == "copy_inside"
    assert not (vault.path / "kopie").exists()


def test_a_place_that_is_not_there_is_not_made(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(CopyRefused) as refused:
        back_up(vault, tmp_path / "usb" / "kluis")
    assert reason_of(refused) == "no_such_place"
    assert not (tmp_path / "usb").exists()


def test_a_folder_with_other_things_is_never_touched(vault: Vault, copy: Path) -> None:
    copy.mkdir()
    (copy / "foto.jpg").write_bytes(b"van iemand")
    with pytest.raises(CopyRefused) as refused:
        back_up(vault, copy)
    assert reason_of(refused) == "not_a_copy"
    assert [file.name for file in copy.iterdir()] == ["foto.jpg"]


def test_a_folder_that_is_a_link_in_a_copy_is_not_followed(
    vault: Vault, copy: Path, tmp_path: Path
) -> None:
    back_up(vault, copy)
    elsewhere = tmp_path / "elders"
    shutil.move(copy / "log", elsewhere)
    (copy / "log").symlink_to(elsewhere)
    add_original(vault, b"nieuw")
    before = sorted(elsewhere.iterdir())
    with pytest.raises((CopyRefused, StorageFailed)):
        back_up(vault, copy)
    assert sorted(elsewhere.iterdir()) == before


def test_another_vault_is_never_touched(vault: Vault, copy: Path) -> None:
    make_vault(copy).vault.close()
    before = evidence_of(copy)
    with pytest.raises(CopyRefused) as refused:
        back_up(vault, copy)
    assert reason_of(refused) == "other_vault"
    assert evidence_of(copy) == before


def test_a_copy_that_is_open_elsewhere_is_left_alone(vault: Vault, copy: Path) -> None:
    back_up(vault, copy)
    add_original(vault, b"nieuw")
    with reopen(copy), pytest.raises(VaultInUse):
        back_up(vault, copy)


def test_a_copy_that_went_on_is_newer_and_refused(vault: Vault, copy: Path) -> None:
    back_up(vault, copy)
    with reopen(copy) as other:
        add_original(other, b"op de kopie gedaan")
    before = evidence_of(copy)
    with pytest.raises(CopyRefused) as refused:
        back_up(vault, copy)
    assert reason_of(refused) == "copy_newer"
    assert evidence_of(copy) == before
    found = vault.compare_copy(copy)
    assert found.state is CopyState.NEWER
    assert (found.common, found.copy_size) == (found.vault_size, found.vault_size + 1)


def grow_apart(vault: Vault, copy: Path) -> None:
    """Let vault and copy each take in one file of the same size."""
    back_up(vault, copy)
    with reopen(copy) as other:
        add_original(other, b"op de kopie")
    add_original(vault, b"in de kluis")


def test_copies_that_grew_apart_are_found_and_never_merged(vault: Vault, copy: Path) -> None:
    size, time = vault.head().size, FixedClock().read().utc
    grow_apart(vault, copy)
    before = (evidence_of(vault.path), evidence_of(copy))
    with pytest.raises(CopyRefused) as refused:
        back_up(vault, copy)
    assert reason_of(refused) == "copy_diverged"
    fields = refused.value.fields
    assert (fields["common"], fields["here"], fields["there"]) == (size, 1, 1)
    assert str(fields["common_time"]).startswith(f"{time:%Y-%m-%dT%H:%M}")
    assert (evidence_of(vault.path), evidence_of(copy)) == before


def test_logs_of_equal_length_are_not_taken_for_the_same(
    vault: Vault, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow_apart(vault, copy)
    with reopen(copy, read_only=True) as other:
        assert other.head().size == vault.head().size
    assert vault.compare_copy(copy).state is CopyState.DIVERGED
    # A comparison of sizes alone would have let it pass, and mixed the two.
    monkeypatch.setattr(backup_compare, "_same_segment", lambda *_: True)
    assert vault.compare_copy(copy).state is CopyState.SAME


def test_a_damaged_end_of_the_copys_log_is_no_other_log(vault: Vault, copy: Path) -> None:
    back_up(vault, copy)
    segment = max((copy / "log").iterdir())
    held = bytearray(segment.read_bytes())
    held[-3] ^= 4
    segment.write_bytes(held)
    made = back_up(vault, copy)
    assert made.mended == 1
    assert evidence_of(copy) == evidence_of(vault.path)


def test_a_newer_copy_with_a_damaged_end_is_left_alone(vault: Vault, copy: Path) -> None:
    back_up(vault, copy)
    with reopen(copy) as other:
        add_original(other, b"op de kopie gedaan")
    segment = max((copy / "log").iterdir())
    segment.write_bytes(segment.read_bytes()[:-9])
    with pytest.raises(CopyRefused) as refused:
        back_up(vault, copy)
    assert reason_of(refused) == "copy_unreadable"


def test_a_vault_with_a_damaged_log_is_not_copied_over_an_older_copy(
    vault: Vault, copy: Path, tmp_path: Path
) -> None:
    back_up(vault, copy)
    path = vault.path
    vault.close()
    shutil.rmtree(path / "index")
    segment = sorted((path / "log").iterdir())[1]
    segment.write_bytes(b"stuk")
    before = evidence_of(copy)
    with reopen(path) as damaged:
        with pytest.raises(CopyRefused) as refused:
            back_up(damaged, copy)
        assert reason_of(refused) == "vault_damaged"
        made = back_up(damaged, tmp_path / "stick" / "nood")
    assert evidence_of(copy) == before
    assert made.head is None
    assert evidence_of(tmp_path / "stick" / "nood") == evidence_of(path)


def test_the_vault_remembers_its_copies_where_they_lie_now(
    vault: Vault, copy: Path, tmp_path: Path
) -> None:
    assert vault.backups() == ()
    made = back_up(vault, copy)
    assert made.remembered
    back_up(vault, tmp_path / "stick" / "tweede")
    moved = tmp_path / "stick" / "anders"
    copy.rename(moved)
    back_up(vault, moved)
    rows = vault.backups()
    assert {row.place for row in rows} == {str(moved), str(tmp_path / "stick" / "tweede")}
    assert {row.size for row in rows} == {vault.head().size}
    vault.close()
    with reopen(moved) as opened:  # a copy knows the others, not itself
        assert [row.place for row in opened.backups()] == [str(tmp_path / "stick" / "tweede")]


def test_a_copy_that_was_never_finished_may_hold_what_was_removed(vault: Vault, copy: Path) -> None:
    cancel = CancelToken()
    report = lambda progress: cancel.cancel() if progress.done else None  # noqa: E731
    with pytest.raises(Cancelled):
        vault.back_up(copy, order(report=report, cancel=cancel))
    vault.remove(1, "weg")
    (row,) = vault.backups()
    assert (row.time, row.size, row.holds_removed) == (None, 0, (1,))


def test_a_read_only_vault_can_be_copied(vault: Vault, copy: Path) -> None:
    path = vault.path
    vault.close()
    before = evidence_of(path)
    with reopen(path, read_only=True) as opened:
        made = back_up(opened, copy)
    assert not made.remembered
    assert evidence_of(copy) == evidence_of(path) == before


def test_a_vault_is_made_out_of_a_copy(vault: Vault, copy: Path, tmp_path: Path) -> None:
    back_up(vault, copy)
    vault.close()
    before = evidence_of(copy)
    place = tmp_path / "nieuw"
    make_from_copy(copy, place, order())
    assert evidence_of(place) == evidence_of(copy) == before
    assert_whole(place)
    with reopen(place) as opened:
        assert add_original(opened, b"verder").number == 3


def test_a_vault_is_never_made_over_something(vault: Vault, copy: Path, tmp_path: Path) -> None:
    back_up(vault, copy)
    place = tmp_path / "nieuw"
    make_from_copy(copy, place, order())
    before = evidence_of(place)
    with pytest.raises(OutputExists):
        make_from_copy(copy, place, order())
    assert evidence_of(place) == before


def test_a_copy_opens_with_stock_age(
    vault: Vault, copy: Path, tmp_path: Path, stock_tool: Callable[[str], Path]
) -> None:
    identity = tmp_path / "identity.txt"
    seed, key = vault.keys.seed, vault.keys.identity.to_secret()
    del seed
    identity.write_bytes(key.reveal() + b"\n")
    exhibit = vault.exhibit(1)
    back_up(vault, copy)
    sealed = copy / "objects" / str(exhibit.object)[:2] / f"{exhibit.object}.age"
    opened = subprocess.run(
        [stock_tool("age"), "-d", "-i", identity, sealed], check=True, capture_output=True
    )
    assert opened.stdout == b"een" * 1000


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="modes of Unix")
def test_a_copy_is_readable_by_its_owner_alone(vault: Vault, copy: Path) -> None:
    back_up(vault, copy)
    for item in evidence_of(copy):
        assert (copy / item).stat().st_mode & 0o077 == 0, item
