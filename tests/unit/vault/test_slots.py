# SPDX-License-Identifier: GPL-3.0-or-later
"""Changing what opens a vault: each change is one small file, vault.json and one log entry."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.vault import CLIENT, Made, add_original, make_vault, reopen, secret, tree_of
from evidence_kit.crypto.age import SCRYPT_CHEAPEST, Identity
from evidence_kit.crypto.secret import Secret
from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.finding import Outcome
from evidence_kit.errors import (
    Damaged,
    InputRefused,
    LimitReached,
    StorageFailed,
    VaultReadOnly,
    WrongPassphrase,
    WrongRecoveryKey,
)
from evidence_kit.limits import KEY_SLOTS_MAX, SLOT_LABEL_MAX
from evidence_kit.vault import fs
from evidence_kit.vault.vault import NewPassphrase, Vault, open_vault, unlock_keys
from evidence_kit.verification.check_vault import check_vault

TESTS = Path(__file__).parents[2]
NEW = "vier andere woorden dan eerst"
RECOVERY = "identity-recovery.age"


def sealed_by(text: str) -> NewPassphrase:
    return NewPassphrase(passphrase=secret(text), scrypt=SCRYPT_CHEAPEST)


def opened_with(path: Path, text: str) -> Vault:
    return open_vault(path, secret(text), clock=FixedClock(), actor=CLIENT)


def recovered_with(path: Path, key: Secret) -> Vault:
    return open_vault(path, key, with_recovery=True, clock=FixedClock(), actor=CLIENT)


def files(vault: Vault) -> list[str]:
    return [row.file for row in vault.key_slots()]


def assert_matches(path: Path, text: str) -> None:
    report = check_vault(path, unlock_keys(path, secret(text)))
    assert report.outcome is Outcome.MATCHES, report.findings[:3]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    made = make_vault(tmp_path / "kluis")
    add_original(made.vault, b"held")
    return made


def test_a_changed_passphrase_opens_and_the_old_one_does_not(made: Made) -> None:
    path = made.vault.path
    with made.vault as vault:
        vault.change_passphrase(sealed_by(NEW))
    with opened_with(path, NEW) as vault:
        assert vault.findings == ()
        assert len(vault.exhibits()) == 1
    with pytest.raises(WrongPassphrase):
        reopen(path)
    recovered_with(path, made.recovery).close()
    assert_matches(path, NEW)


def test_a_changed_passphrase_rewrites_one_slot_and_vault_json(made: Made) -> None:
    before = tree_of(made.vault.path)
    made.vault.change_passphrase(sealed_by(NEW))
    after = tree_of(made.vault.path)
    changed = {name for name in before if after.get(name) != before[name]}
    made.vault.close()
    assert changed == {"identity.age", "vault.json"}
    assert {name.partition("/")[0] for name in after.keys() - before} == {"log", "checkpoints"}


def test_each_change_is_one_entry_that_holds_both_digests(made: Made) -> None:
    with made.vault as vault:
        size = vault.head().size
        vault.change_passphrase(sealed_by(NEW))
        (entry,) = vault.entries(size)
    assert entry.type is EntryType.SLOT_CHANGED
    assert entry.body["slot"] == "identity.age"
    assert entry.body["change"] == "passphrase_changed"


def test_an_old_copy_of_a_slot_still_opens_its_old_copy_of_the_vault(
    made: Made, tmp_path: Path
) -> None:
    made.vault.close()
    copy = tmp_path / "copy"
    shutil.copytree(made.vault.path, copy)
    with reopen(made.vault.path) as vault:
        vault.change_passphrase(sealed_by(NEW))
    reopen(copy).close()


def test_a_slot_put_back_by_hand_is_named(made: Made) -> None:
    slot = made.vault.path / "identity.age"
    old = slot.read_bytes()
    with made.vault as vault:
        vault.change_passphrase(sealed_by(NEW))
    slot.write_bytes(old)
    with reopen(made.vault.path) as vault:
        assert vault.findings == ("slot_damaged:identity.age",)


def test_a_second_passphrase_opens_and_says_whose_it_is(made: Made) -> None:
    path = made.vault.path
    with made.vault as vault:
        vault.add_passphrase(sealed_by(NEW), "  Mentor Noor ")
    reopen(path).close()
    with opened_with(path, NEW) as vault:
        row = vault.key_slots()[-1]
    assert (row.file, row.label, row.in_use, row.recovery) == (
        "identity-2.age",
        "Mentor Noor",
        True,
        False,
    )
    assert_matches(path, NEW)


def test_a_label_stands_in_no_entry(made: Made) -> None:
    with made.vault as vault:
        vault.add_passphrase(sealed_by(NEW), "Mentor Noor")
        assert not [entry for entry in vault.entries() if b"Noor" in entry.line]


def test_a_label_stays_when_its_passphrase_changes(made: Made) -> None:
    with made.vault as vault:
        vault.add_passphrase(sealed_by(NEW), "Mentor Noor")
    with opened_with(made.vault.path, NEW) as vault:
        vault.change_passphrase(sealed_by("nog weer vier heel andere woorden"))
        assert vault.key_slots()[-1].label == "Mentor Noor"
    reopen(made.vault.path).close()


@pytest.mark.parametrize("label", ["", "  ", "x" * (SLOT_LABEL_MAX + 1)])
def test_a_label_that_says_nothing_or_too_much_changes_nothing(made: Made, label: str) -> None:
    before = tree_of(made.vault.path)
    with pytest.raises(InputRefused):
        made.vault.add_passphrase(sealed_by(NEW), label)
    assert tree_of(made.vault.path) == before
    made.vault.close()


def test_a_removed_slot_is_gone_and_its_passphrase_opens_nothing(made: Made) -> None:
    path = made.vault.path
    with made.vault as vault:
        vault.add_passphrase(sealed_by(NEW), "Mentor")
        vault.remove_slot("identity-2.age")
        assert files(vault) == ["identity.age", RECOVERY]
    assert not (path / "identity-2.age").exists()
    with pytest.raises(WrongPassphrase):
        opened_with(path, NEW)
    with reopen(path) as vault:
        assert vault.findings == ()
    assert_matches(path, "zes losse woorden op papier gezet")


def test_the_name_of_a_removed_slot_is_not_used_again(made: Made) -> None:
    with made.vault as vault:
        vault.add_passphrase(sealed_by(NEW), "Mentor")
        vault.remove_slot("identity-2.age")
        vault.add_passphrase(sealed_by(NEW), "Mentor")
        assert files(vault) == ["identity.age", RECOVERY, "identity-3.age"]


def test_the_slot_in_use_can_go_when_another_passphrase_stays(made: Made) -> None:
    with made.vault as vault:
        vault.add_passphrase(sealed_by(NEW), "Mentor")
        vault.remove_slot("identity.age")
        vault.change_passphrase(sealed_by("nog weer vier heel andere woorden"))
    opened_with(made.vault.path, "nog weer vier heel andere woorden").close()


@pytest.mark.parametrize(
    ("slot", "reason"),
    [
        ("identity.age", "last_passphrase"),
        (RECOVERY, "recovery_slot"),
        ("identity-9.age", "unknown_slot"),
    ],
)
def test_the_last_way_in_is_never_removed(made: Made, slot: str, reason: str) -> None:
    before = tree_of(made.vault.path)
    with pytest.raises(InputRefused) as refused:
        made.vault.remove_slot(slot)
    assert refused.value.fields["reason"] == reason
    assert tree_of(made.vault.path) == before
    made.vault.close()


def test_there_is_a_ceiling_on_passphrases(made: Made) -> None:
    with made.vault as vault:
        for number in range(1, KEY_SLOTS_MAX):
            vault.add_passphrase(sealed_by(NEW), f"nummer {number}")
        with pytest.raises(LimitReached):
            vault.add_passphrase(sealed_by(NEW), "een te veel")


def test_a_replaced_recovery_key_opens_and_the_old_one_does_not(made: Made) -> None:
    path, new = made.vault.path, Identity.generate().to_secret()
    with made.vault as vault:
        vault.note_recovery_confirmed()
        vault.replace_recovery(new)
        assert not vault.recovery_confirmed
    recovered_with(path, new).close()
    with pytest.raises(WrongRecoveryKey):
        recovered_with(path, made.recovery)
    assert_matches(path, "zes losse woorden op papier gezet")


def test_using_the_old_recovery_key_does_not_confirm_the_new_one(made: Made) -> None:
    path, new = made.vault.path, Identity.generate().to_secret()
    made.vault.close()
    with recovered_with(path, made.recovery) as vault:
        vault.replace_recovery(new)
        add_original(vault, b"more")
        assert not vault.recovery_confirmed
    with reopen(path) as vault:
        assert not vault.recovery_confirmed
        vault.note_recovery_confirmed()
        assert vault.recovery_confirmed


def test_what_is_no_recovery_key_changes_nothing(made: Made) -> None:
    before = tree_of(made.vault.path)
    with pytest.raises(InputRefused):
        made.vault.replace_recovery(secret("AGE-SECRET-KEY-1NOT"))
    assert tree_of(made.vault.path) == before
    made.vault.close()


def test_a_forgotten_passphrase_is_changed_with_the_recovery_key(made: Made) -> None:
    made.vault.close()
    with recovered_with(made.vault.path, made.recovery) as vault:
        vault.change_passphrase(sealed_by(NEW))
    opened_with(made.vault.path, NEW).close()


def test_a_damaged_slot_is_mended_by_a_new_passphrase(made: Made) -> None:
    path = made.vault.path
    made.vault.close()
    (path / "identity.age").write_bytes(b"damaged")
    with recovered_with(path, made.recovery) as vault:
        assert vault.findings == ("slot_damaged:identity.age",)
        assert not vault.key_slots()[0].whole
        vault.change_passphrase(sealed_by(NEW))
    with opened_with(path, NEW) as vault:
        assert vault.findings == ()
    assert_matches(path, NEW)


def test_a_read_only_vault_refuses(made: Made) -> None:
    path = made.vault.path
    made.vault.close()
    before = tree_of(path)
    with reopen(path, read_only=True) as vault:
        assert files(vault) == ["identity.age", RECOVERY]
        with pytest.raises(VaultReadOnly):
            vault.change_passphrase(sealed_by(NEW))
        with pytest.raises(VaultReadOnly):
            vault.add_passphrase(sealed_by(NEW), "Mentor")
        with pytest.raises(VaultReadOnly):
            vault.remove_slot("identity.age")
        with pytest.raises(VaultReadOnly):
            vault.replace_recovery(Identity.generate().to_secret())
    assert tree_of(path) == before


def cut_off_after_the_log(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Change the passphrase, and have the disk refuse everything after the log entry."""

    def refuse(*_: object) -> None:
        raise StorageFailed(path=str(path), action="replace")

    with reopen(path) as vault, monkeypatch.context() as broken:
        broken.setattr(fs, "write_over", refuse)
        with pytest.raises(StorageFailed):
            vault.change_passphrase(sealed_by(NEW))


def test_a_change_cut_off_after_the_log_is_completed_by_the_old_passphrase(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made.vault.path
    made.vault.close()
    cut_off_after_the_log(path, monkeypatch)
    with reopen(path, read_only=True) as vault:
        assert vault.findings == ("slot_change_unfinished",)
    with reopen(path) as vault:
        assert vault.findings == ("slot_change_completed",)
        assert not vault.read_only
    with opened_with(path, NEW) as vault:
        assert vault.findings == ()
    assert_matches(path, NEW)


def test_a_change_cut_off_is_completed_before_the_next_one(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made.vault.path
    made.vault.close()
    with reopen(path) as vault:
        with monkeypatch.context() as broken:
            broken.setattr(fs, "write_over", lambda *_: (_ for _ in ()).throw(StorageFailed()))
            with pytest.raises(StorageFailed):
                vault.change_passphrase(sealed_by(NEW))
        vault.add_passphrase(sealed_by("nog weer vier heel andere woorden"), "Mentor")
    opened_with(path, NEW).close()
    opened_with(path, "nog weer vier heel andere woorden").close()
    assert_matches(path, NEW)


def test_a_header_that_somebody_wrote_is_never_completed(made: Made) -> None:
    path = made.vault.path
    with made.vault as vault:
        vault.add_passphrase(sealed_by(NEW), "Mentor")
    header = path / "vault.json"
    written = header.read_bytes().replace(b"identity-2.age", b"identity-7.age")
    header.write_bytes(written)
    with reopen(path) as vault:
        assert "header_changed:vault.json" in vault.findings
    assert header.read_bytes() == written


CHILD = """
import sys
from pathlib import Path
from builders.vault import *
from evidence_kit.crypto.age import Identity
from evidence_kit.vault.vault import NewPassphrase
def by(text):
    return NewPassphrase(passphrase=secret(text), scrypt=SCRYPT_CHEAPEST)
with reopen(Path(sys.argv[1])) as vault:
    vault.change_passphrase(by("eerste heel andere reeks woorden"))
    print("changed", flush=True)
    vault.add_passphrase(by("tweede heel andere reeks woorden"), "Mentor")
    print("added", flush=True)
    vault.replace_recovery(secret(sys.argv[2]))
    print("replaced", flush=True)
    vault.remove_slot("identity-2.age")
    print("removed", flush=True)
"""
FIRST, SECOND = "eerste heel andere reeks woorden", "tweede heel andere reeks woorden"


def open_somehow(path: Path, said: str) -> Vault:
    """Open with a passphrase the person knows; what was acknowledged counts."""
    known = (FIRST,) if "changed" in said else ("zes losse woorden op papier gezet", FIRST)
    for text in known:
        try:
            return opened_with(path, text)
        except (WrongPassphrase, Damaged):
            continue
    pytest.fail("no passphrase opens the vault")


@pytest.mark.slow
@pytest.mark.parametrize("call", ["rename,renameat,renameat2", "fsync", "unlink,unlinkat"])
@pytest.mark.parametrize("fault", ["signal=KILL", "error=EIO"])
@pytest.mark.timeout(900)
def test_a_crash_at_any_step_of_a_change_leaves_a_vault_that_opens(
    tmp_path: Path, stock_tool: Callable[[str], Path], call: str, fault: str
) -> None:
    strace = str(stock_tool("strace"))
    fresh = tmp_path / "fresh"
    made = make_vault(fresh)
    made.vault.close()
    new = Identity.generate().to_secret()
    child = (sys.executable, "-c", CHILD)
    for when in range(1, 200):
        path = tmp_path / str(when)
        shutil.copytree(fresh, path)
        log = tmp_path / "strace.log"
        inject = f"inject={call}:{fault}:when={when}"
        arguments = (str(path), new.reveal().decode("ascii"))
        done = subprocess.run(
            [strace, "-f", "-qq", "-o", str(log), "-e", inject, *child, *arguments],
            env={**os.environ, "PYTHONPATH": f"{TESTS.parent}{os.pathsep}{TESTS}"},
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout
        with open_somehow(path, said) as vault:
            assert not vault.read_only, (when, vault.findings)
            add_original(vault, b"life goes on")
            slots = files(vault)
            changed = [e for e in vault.entries() if e.type is EntryType.SLOT_CHANGED]
            assert len(changed) >= len(said.split()), (when, said, done.stderr)
        text = FIRST if changed else "zes losse woorden op papier gezet"
        with opened_with(path, text) as vault:
            assert vault.findings == (), when
        assert_matches(path, text)
        assert ("identity-2.age" in slots) == (path / "identity-2.age").exists()
        if "identity-2.age" in slots:
            opened_with(path, SECOND).close()
        replaced = any(e.body["change"] == "recovery_replaced" for e in changed)
        recovered_with(path, new if replaced else made.recovery).close()
        shutil.rmtree(path)
        if done.returncode == 0 and "INJECTED" not in log.read_text():
            assert "removed" in said
            break
    else:
        pytest.fail("the child never came through")
    assert when > 4  # one step of each change at least
