# SPDX-License-Identifier: GPL-3.0-or-later
"""A check before the opening that completes a cut-off change of the slots."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.vault import CLIENT, make_vault, reopen, secret, tree_of
from evidence_kit.crypto.age import SCRYPT_CHEAPEST, Identity
from evidence_kit.domain.finding import Outcome
from evidence_kit.errors import EvidenceKitError
from evidence_kit.formats.key_slot import KeyMaterial
from evidence_kit.vault import fs
from evidence_kit.vault.vault import NewPassphrase, Vault, open_vault
from evidence_kit.verification import vault_slots
from evidence_kit.verification.check_vault import check_vault

NEW = NewPassphrase(passphrase=secret("vier andere woorden dan eerst"), scrypt=SCRYPT_CHEAPEST)

CHANGES: dict[str, Callable[[Vault], object]] = {
    "change": lambda vault: vault.change_passphrase(NEW),
    "add": lambda vault: vault.add_passphrase(NEW, "hulpverlener"),
    "remove": lambda vault: vault.remove_slot("identity-2.age"),
    "replace": lambda vault: vault.replace_recovery(Identity.generate().to_secret()),
}


class PowerCut(BaseException):
    """The computer stops."""


def cut_off(
    path: Path, change: str, at: int, monkeypatch: pytest.MonkeyPatch
) -> tuple[KeyMaterial, bool]:
    """Make a change and stop before its write number `at`; say whether it was cut off."""
    steps = iter(range(1, 100))
    with monkeypatch.context() as patch:
        for name in ("write_over", "remove"):
            true = getattr(fs, name)

            def step(*given: object, true: Callable[..., None] = true) -> None:
                if next(steps) == at:
                    raise PowerCut
                true(*given)

            patch.setattr(fs, name, step)
        vault = reopen(path)
        keys = vault.keys
        try:
            CHANGES[change](vault)
        except PowerCut:
            cut = True
        else:
            cut = False
    vault._store.shelf.close()
    vault._lock.release()
    return keys, cut


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with make_vault(tmp_path / "kluis").vault as vault:
        vault.add_passphrase(
            NewPassphrase(passphrase=secret("nog een tweede zin erbij"), scrypt=SCRYPT_CHEAPEST),
            "ouder",
        )
    return tmp_path / "kluis"


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("at", [1, 2])
def test_a_cut_off_change_is_told_as_that_and_not_as_a_difference(
    path: Path, change: str, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, cut = cut_off(path, change, at, monkeypatch)
    assert cut
    before = tree_of(path)
    report = check_vault(path, keys)
    off = {f.item: (f.outcome, f.why) for f in report.findings if f.outcome is not Outcome.MATCHES}
    assert report.outcome is Outcome.UNJUDGED, off
    assert {why for _, why in off.values()} <= {"slot_change_unfinished", "unfinished", "missing"}
    assert "slot_change_unfinished" in {why for _, why in off.values()}
    assert tree_of(path) == before
    open_somehow(path)
    after = check_vault(path, keys)
    assert after.outcome is Outcome.MATCHES, after.findings[:3]


def open_somehow(path: Path) -> None:
    for passphrase in (secret(), NEW.passphrase):
        try:
            open_vault(path, passphrase, clock=FixedClock(), actor=CLIENT).close()
        except EvidenceKitError:
            continue
        return
    pytest.fail("it does not open")


def test_an_older_vault_json_without_the_change_in_hand_is_a_difference(path: Path) -> None:
    old = (path / "vault.json").read_bytes()
    with reopen(path) as vault:
        keys = vault.keys
        vault.remove_slot("identity-2.age")
    with reopen(path) as vault:
        vault.change_passphrase(NEW)
    (path / "vault.json").write_bytes(old)
    found = {f.item: (f.outcome, f.why) for f in check_vault(path, keys).findings}
    assert found["vault.json"] == (Outcome.DIFFERS, "sha256")


def test_an_older_slot_put_back_is_a_difference(path: Path) -> None:
    shutil.copy(path / "identity.age", path.parent / "old")
    with reopen(path) as vault:
        keys = vault.keys
        vault.change_passphrase(NEW)
    shutil.copy(path.parent / "old", path / "identity.age")
    found = {f.item: (f.outcome, f.why) for f in check_vault(path, keys).findings}
    assert found["identity.age"] == (Outcome.DIFFERS, "sha256")


def test_a_check_that_knows_no_steps_is_found_out(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard: with what is staged overlooked, the first test fails."""
    monkeypatch.setattr(vault_slots, "_STAGED", ".nothing")
    with pytest.raises(AssertionError):
        test_a_cut_off_change_is_told_as_that_and_not_as_a_difference(
            path, "change", 2, monkeypatch
        )
