# SPDX-License-Identifier: GPL-3.0-or-later
import json
import shutil
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.vault import (
    CLIENT,
    add_chat,
    add_original,
    make_vault,
    register,
    reopen,
    secret,
    tree_of,
)
from evidence_kit.crypto.age import SCRYPT_CHEAPEST, seal_bytes
from evidence_kit.crypto.secret import Secret
from evidence_kit.errors import (
    Damaged,
    NewerFormat,
    NotAVault,
    VaultExists,
    VaultReadOnly,
    WrongPassphrase,
    WrongRecoveryKey,
)
from evidence_kit.vault.vault import create_vault, is_vault, open_vault


def place(tmp_path: Path) -> Path:
    """A vault with a picture, a chat and a registered file, closed."""
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        add_original(vault, b"picture" * 1000)
        add_chat(vault, ["hoi", "stuur geld"])
        register(vault, b"not here")
    return path


def flip(path: Path, offset: int = -1) -> None:
    raw = bytearray(path.read_bytes())
    raw[offset] ^= 1
    path.write_bytes(raw)


def open_with(path: Path, key: Secret, *, with_recovery: bool = False) -> None:
    open_vault(path, key, with_recovery=with_recovery, clock=FixedClock(), actor=CLIENT).close()


def test_a_new_vault_is_empty_and_says_how_it_began(tmp_path: Path) -> None:
    with make_vault(tmp_path / "kluis").vault as vault:
        assert vault.exhibits() == ()
        assert [entry.type.value for entry in vault.entries()] == ["created"]
        assert not vault.read_only
    with reopen(tmp_path / "kluis") as vault:
        assert vault.findings == ()
        assert vault.head().size == 1


def test_what_was_written_is_there_after_closing(tmp_path: Path) -> None:
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        exhibit = add_original(vault, b"picture")
        head = vault.head()
    with reopen(path) as vault:
        assert vault.exhibits() == (exhibit,)
        assert vault.head() == head
        with vault.open_original(exhibit) as original:
            assert original.read_at(0, 100) == b"picture"


def test_the_recovery_key_opens_it_too_in_groups_or_not(tmp_path: Path) -> None:
    made = make_vault(tmp_path / "kluis")
    made.vault.close()
    key = made.recovery.reveal().decode()
    grouped = " ".join(key[i : i + 4] for i in range(0, len(key), 4)).lower()
    for text in (key, grouped):
        with open_vault(
            tmp_path / "kluis",
            Secret(text.encode()),
            with_recovery=True,
            clock=FixedClock(),
            actor=CLIENT,
        ) as vault:
            assert vault.slot == "identity-recovery.age"


def test_a_wrong_passphrase_is_told_as_one(tmp_path: Path) -> None:
    with pytest.raises(WrongPassphrase) as caught:
        open_with(place(tmp_path), secret("iets anders"))
    assert caught.value.code == "wrong_passphrase"


@pytest.mark.parametrize("key", [b"nonsense", b"AGE-SECRET-KEY-1QQQQ", b""])
def test_what_is_no_recovery_key_is_a_wrong_one(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(WrongRecoveryKey):
        open_with(place(tmp_path), Secret(key), with_recovery=True)


def test_the_recovery_key_of_another_vault_is_a_wrong_one(tmp_path: Path) -> None:
    other = make_vault(tmp_path / "other")
    other.vault.close()
    with pytest.raises(WrongRecoveryKey):
        open_with(place(tmp_path), other.recovery, with_recovery=True)


def test_a_damaged_slot_is_not_called_a_wrong_passphrase(tmp_path: Path) -> None:
    path = place(tmp_path)
    for offset in (40, 80, 120, -1):
        whole = (path / "identity.age").read_bytes()
        flip(path / "identity.age", offset)
        with pytest.raises(Damaged) as caught:
            open_with(path, secret())
        assert caught.value.fields["item"] == "identity.age"
        (path / "identity.age").write_bytes(whole)


def test_a_missing_slot_is_damage(tmp_path: Path) -> None:
    path = place(tmp_path)
    (path / "identity.age").unlink()
    with pytest.raises(Damaged):
        open_with(path, secret())


def test_a_slot_that_asks_for_too_much_work_is_refused(tmp_path: Path) -> None:
    path = place(tmp_path)
    slot = path / "identity.age"
    slot.write_bytes(slot.read_bytes().replace(b" 4\n", b" 30\n", 1))
    with pytest.raises(Damaged):
        open_with(path, secret())


def test_a_damaged_header_is_told_as_one(tmp_path: Path) -> None:
    path = place(tmp_path)
    flip(path / "vault.json", 100)
    with pytest.raises(Damaged) as caught:
        open_with(path, secret())
    assert caught.value.fields["item"] == "vault.json"


def test_the_keys_of_another_vault_do_not_fit(tmp_path: Path) -> None:
    path = place(tmp_path)
    make_vault(tmp_path / "other").vault.close()
    mine, other = (json.loads((p / "vault.json").read_bytes()) for p in (path, tmp_path / "other"))
    mine["recipient"] = other["recipient"]
    text = json.dumps(mine, sort_keys=True, separators=(",", ":"))
    (path / "vault.json").write_text(text + "\n")
    with pytest.raises(Damaged):
        open_with(path, secret())


def test_a_newer_format_is_told_as_one(tmp_path: Path) -> None:
    path = place(tmp_path)
    header = path / "vault.json"
    header.write_bytes(header.read_bytes().replace(b'"version":1', b'"version":2'))
    with pytest.raises(NewerFormat):
        open_with(path, secret())


@pytest.mark.parametrize("make", ["missing", "empty", "file"])
def test_a_place_without_a_vault_is_told_as_one(tmp_path: Path, make: str) -> None:
    path = tmp_path / "x"
    if make == "empty":
        path.mkdir()
    elif make == "file":
        path.write_text("x")
    assert not is_vault(path)
    with pytest.raises(NotAVault):
        open_with(path, secret())


def test_a_vault_is_made_only_in_a_free_place(tmp_path: Path) -> None:
    path = place(tmp_path)
    before = tree_of(path)
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for taken in (path, tmp_path / "file", tmp_path / "link"):
        with pytest.raises(VaultExists):
            create_vault(taken, secret(), scrypt=SCRYPT_CHEAPEST, clock=FixedClock(), actor=CLIENT)
    assert tree_of(path) == before


def test_looking_changes_nothing(tmp_path: Path) -> None:
    path = place(tmp_path)
    before = tree_of(path)
    for read_only in (True, False):
        with reopen(path, read_only=read_only) as vault:
            assert vault.read_only is read_only
            for exhibit in vault.exhibits():
                vault.conversations(exhibit)
                vault.notes(exhibit, 0, 10)
            tuple(vault.entries())
            vault.head(2)
    assert tree_of(path) == before


def test_read_only_refuses_to_write(tmp_path: Path) -> None:
    with reopen(place(tmp_path), read_only=True) as vault:
        with pytest.raises(VaultReadOnly):
            vault.batch()
        with pytest.raises(VaultReadOnly):
            vault.remove(1, "")


def test_a_damaged_segment_is_named_and_the_rest_stays_usable(tmp_path: Path) -> None:
    path = place(tmp_path)
    shutil.rmtree(path / "index")
    flip(path / "log" / "0000000001.age")
    before = tree_of(path)
    with reopen(path) as vault:
        assert "log_segment_damaged:log/0000000001.age" in vault.findings
        assert vault.read_only
        assert [exhibit.number for exhibit in vault.exhibits()] == [2, 3]
        assert vault.messages(vault.exhibit(2), 1, 1, 9)[1][0].text == "stuur geld"
        with pytest.raises(Damaged):
            vault.head()
    assert tree_of(path) == before


def test_a_missing_segment_is_named(tmp_path: Path) -> None:
    path = place(tmp_path)
    for with_index in (True, False):
        if not with_index:
            shutil.rmtree(path / "index")
        (path / "log" / "0000000002.age").unlink(missing_ok=True)
        with reopen(path) as vault:
            assert "log_segment_missing:log/0000000002.age" in vault.findings
            assert vault.read_only


def test_a_log_cut_at_its_end_is_seen_by_its_head(tmp_path: Path) -> None:
    path = place(tmp_path)
    shutil.rmtree(path / "index")
    (path / "log" / "0000000004.age").unlink()
    with reopen(path) as vault:
        assert vault.read_only
        assert "log_shorter_than_checkpoint:checkpoints/0000000005.json" in vault.findings


def test_a_log_without_segments_is_never_begun_anew(tmp_path: Path) -> None:
    path = place(tmp_path)
    shutil.rmtree(path / "index")
    shutil.rmtree(path / "log")
    with reopen(path) as vault:
        assert vault.read_only
    assert not (path / "log").exists()


def test_a_missing_object_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    path = place(tmp_path)
    with reopen(path, read_only=True) as vault:
        name = vault.exhibit(1).object
    item = f"objects/{str(name)[:2]}/{name}.age"
    (path / item).unlink()
    with reopen(path) as vault:
        assert f"object_missing:{item}" in vault.findings
        assert vault.read_only
        with pytest.raises(Damaged) as caught:
            vault.open_original(vault.exhibit(1))
        assert caught.value.fields == {"item": item, "why": "missing"}


def test_a_link_in_the_place_of_an_object_is_not_followed(tmp_path: Path) -> None:
    path = place(tmp_path)
    with reopen(path, read_only=True) as vault:
        name = str(vault.exhibit(1).object)
    item = path / "objects" / name[:2] / f"{name}.age"
    item.rename(tmp_path / "elsewhere")
    item.symlink_to(tmp_path / "elsewhere")
    with reopen(path) as vault, pytest.raises(Damaged):
        vault.open_original(vault.exhibit(1))


def test_a_changed_header_and_slot_are_named_once_inside(tmp_path: Path) -> None:
    path = place(tmp_path)
    flip(path / "identity-recovery.age")
    with reopen(path) as vault:
        assert "slot_damaged:identity-recovery.age" in vault.findings


def test_an_object_sealed_to_somebody_else_is_damage(tmp_path: Path) -> None:
    path = place(tmp_path)
    other = place(tmp_path / "b")
    with reopen(path) as vault:
        name = str(vault.exhibit(1).object)
    with reopen(other) as vault:
        stranger = str(vault.exhibit(1).object)
    shutil.copy(
        other / "objects" / stranger[:2] / f"{stranger}.age",
        path / "objects" / name[:2] / f"{name}.age",
    )
    with reopen(path) as vault, pytest.raises(Damaged) as caught:
        vault.open_original(vault.exhibit(1))
    assert caught.value.fields["why"] == "not_sealed_to_this_vault"


def test_a_segment_that_somebody_without_the_seed_sealed_is_not_believed(tmp_path: Path) -> None:
    """The recipient is public: sealing proves nothing, only the signed head does."""
    path = place(tmp_path)
    with reopen(path) as vault:
        entry = list(vault.entries())[-1]
        recipient = vault.keys.identity.recipient
    forged = entry.line.replace(b'"seq":4', b'"seq":5')
    head = (path / "checkpoints" / "0000000005.json").read_bytes()
    sealed = seal_bytes(forged + b"\n" + head, [recipient])
    (path / "log" / "0000000005.age").write_bytes(sealed)
    with reopen(path) as vault:
        assert "log_segment_damaged:log/0000000005.age" in vault.findings
        assert vault.read_only
        assert len(vault.exhibits()) == 3
