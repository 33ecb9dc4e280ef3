# SPDX-License-Identifier: GPL-3.0-or-later
"""Versions of the vault's format, proven with a step that only these tests have."""

import random
import shutil
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.fault_fs import Call, Fault, FaultFs
from builders.power_cut import LOSSES, after_cut, lay_out
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
from evidence_kit.domain.custody import EntryType
from evidence_kit.errors import (
    Damaged,
    EvidenceKitError,
    NewerFormat,
    StorageFailed,
    VaultReadOnly,
)
from evidence_kit.formats.vault_header import VERSION
from evidence_kit.vault.migration_steps import STEPS, Step
from evidence_kit.vault.objects import StoredObject
from evidence_kit.vault.store import Store
from evidence_kit.vault.vault import Vault, open_vault
from evidence_kit.vault.write_batch import WriteBatch

OLDER = "older_format"


def count_exhibits(store: Store, batch: WriteBatch) -> tuple[StoredObject, ...]:
    """A step of these tests alone: a new object says how many exhibits there were."""
    writer = batch.new_object()
    writer.write(b"%d exhibits" % len(store.catalogue.fold.exhibits))
    return (writer.close(),)


NEXT = (Step(before=VERSION, apply=count_exhibits),)
NEXT_BUT_ONE = (*NEXT, Step(before=VERSION + 1, apply=lambda _store, _batch: ()))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "disk"
    place.mkdir()
    with make_vault(place / "kluis").vault as vault:
        add_original(vault, b"beeld")
        add_chat(vault, ["hoi", "stop"])
        register(vault, b"foto")
    return place / "kluis"


def opened(path: Path, steps: tuple[Step, ...] = NEXT, *, read_only: bool = False) -> Vault:
    return open_vault(
        path, secret(), clock=FixedClock(), actor=CLIENT, read_only=read_only, steps=steps
    )


def shown(vault: Vault) -> object:
    """What a person sees of it."""
    return (
        vault.exhibits(),
        vault.annotations(),
        [vault.messages(one, 1, 1, 9) for one in vault.exhibits() if one.reading],
    )


def is_written_once(name: str) -> bool:
    return name.split("/", maxsplit=1)[0] in {"objects", "log", "checkpoints", "receipts"}


def version_of(path: Path) -> str:
    return (path / "vault.json").read_text().partition('"version":')[2][:1]


def test_the_steps_lead_from_the_first_version_to_the_one_that_is_written() -> None:
    assert [step.before for step in STEPS] == list(range(1, VERSION))


def test_an_older_vault_opens_for_reading_and_is_not_touched(path: Path) -> None:
    with reopen(path) as vault:
        before = shown(vault)
    old = tree_of(path)
    with opened(path) as vault:
        assert (vault.findings, vault.read_only) == ((OLDER,), True)
        assert shown(vault) == before
        with pytest.raises(VaultReadOnly):
            vault.batch()
    assert tree_of(path) == old


def test_it_is_brought_to_the_newest_when_the_owner_says_so(path: Path) -> None:
    old = tree_of(path)
    with opened(path) as vault:
        before = shown(vault)
        vault.migrate()
        assert (vault.findings, vault.read_only) == ((), False)
        assert shown(vault) == before
        entry = list(vault.entries())[-1]
        add_original(vault, b"later", name="later.png")
    assert entry.type is EntryType.MIGRATED
    assert (entry.body["from"], entry.body["to"]) == (VERSION, VERSION + 1)
    with opened(path) as vault:
        assert (vault.findings, vault.header.version) == ((), VERSION + 1)
        assert len(vault.exhibits()) == 4
    new = tree_of(path)
    assert {name: data for name, data in old.items() if is_written_once(name)}.items() <= (
        new.items()
    )


def test_several_versions_are_taken_one_after_the_other(path: Path) -> None:
    with opened(path, NEXT_BUT_ONE) as vault:
        vault.migrate()
        kinds = [entry.type for entry in vault.entries()]
    assert kinds[-2:] == [EntryType.MIGRATED, EntryType.MIGRATED]
    assert version_of(path) == str(VERSION + 2)
    with opened(path, NEXT_BUT_ONE) as vault:
        assert vault.findings == ()


def test_the_newest_stays_as_it_is(path: Path) -> None:
    with reopen(path) as vault:
        size = vault.head().size
        assert vault.migrate().log_size == size


def test_a_migrated_vault_is_refused_by_a_program_that_knows_less(path: Path) -> None:
    with opened(path) as vault:
        vault.migrate()
    with pytest.raises(NewerFormat):
        reopen(path)


def test_a_newer_version_in_the_log_is_refused_whatever_vault_json_says(path: Path) -> None:
    header = (path / "vault.json").read_bytes()
    with opened(path) as vault:
        vault.migrate()
    (path / "vault.json").write_bytes(header)
    with pytest.raises(NewerFormat):
        reopen(path)
    with opened(path) as vault:
        assert vault.findings == ("slot_change_completed",)
    assert version_of(path) == str(VERSION + 1)


def test_an_unknown_version_is_refused_before_any_key_is_asked_for(path: Path) -> None:
    header = path / "vault.json"
    header.write_bytes(header.read_bytes().replace(b'"version":1', b'"version":9'))
    with pytest.raises(NewerFormat) as newer:
        open_vault(path, secret("not the passphrase"), clock=FixedClock(), actor=CLIENT)
    assert (newer.value.fields["version"], newer.value.fields["known"]) == (9, VERSION)


def test_an_unknown_field_of_a_known_version_is_damage(path: Path) -> None:
    header = path / "vault.json"
    header.write_bytes(header.read_bytes().replace(b'"version":1', b'"version":1,"x":1'))
    with pytest.raises(Damaged):
        reopen(path)


def test_a_damaged_older_vault_is_not_migrated(path: Path) -> None:
    next(iter((path / "objects").rglob("*.age"))).unlink()
    with opened(path) as vault:
        with pytest.raises(VaultReadOnly):
            vault.migrate()
        assert vault.read_only
    assert version_of(path) == str(VERSION)


def test_whoever_asked_for_reading_only_migrates_nothing(path: Path) -> None:
    with opened(path, read_only=True) as vault:
        assert vault.findings == (OLDER,)
        with pytest.raises(VaultReadOnly):
            vault.migrate()


def assert_old_or_new(found: Path, before: object, kept: dict[str, bytes]) -> None:
    """It opens as it was, or as it becomes; and what was written once is there, byte for byte."""
    with opened(found) as vault:
        assert shown(vault) == before
        if OLDER in vault.findings:
            vault.migrate()
        assert not vault.read_only
        assert shown(vault) == before
        register(vault, b"life goes on")
    with opened(found) as vault:
        # What a cut left half-made is swept by the first opening that may write.
        assert set(vault.findings) <= {"unfinished_swept"}
    now = tree_of(found)
    assert kept.items() <= now.items()


def cuts(path: Path, port: FaultFs) -> list[int]:
    """Cut the power at each moment of a migration; return the moments that cost something."""
    with reopen(path) as vault:
        before = shown(vault)
    kept = {name: data for name, data in tree_of(path).items() if is_written_once(name)}
    with port.watch(), opened(path) as vault:
        vault.migrate()
    assert len(port.steps) > 20
    bad: list[int] = []
    place = path.parents[1] / "found"
    for cut in range(len(port.steps) + 1):
        dice = random.Random(cut)  # noqa: S311 -- a sample
        tree = after_cut(port.start, port.steps[:cut], LOSSES[cut % len(LOSSES)], dice)
        found = lay_out(tree, place)
        try:
            assert_old_or_new(found / "kluis", before, kept)
        except (EvidenceKitError, AssertionError):
            bad.append(cut)
        shutil.rmtree(found)
    return bad


@pytest.mark.slow
def test_a_power_cut_at_any_moment_leaves_the_old_or_the_new(path: Path) -> None:
    assert cuts(path, FaultFs(path.parent)) == []


@pytest.mark.slow
@pytest.mark.parametrize("forgotten", [Call.SYNC, Call.SYNC_FOLDER])
def test_a_migration_that_forgets_to_flush_is_found_out(path: Path, forgotten: Call) -> None:
    assert cuts(path, FaultFs(path.parent, ignored=frozenset({forgotten})))


@pytest.mark.slow
@pytest.mark.parametrize("call", [Call.CREATE, Call.WRITE, Call.SYNC, Call.RENAME])
def test_a_call_that_is_refused_leaves_the_old_or_the_new(path: Path, call: Call) -> None:
    with reopen(path) as vault:
        before = shown(vault)
    kept = {name: data for name, data in tree_of(path).items() if is_written_once(name)}
    for nth in range(1, 40):
        copy = path.parent / str(nth)
        copy.mkdir()
        shutil.copytree(path, copy / "kluis")
        port = FaultFs(copy, Fault(call, nth))
        with port.watch():
            try:
                with opened(copy / "kluis") as vault:
                    vault.migrate()
            except StorageFailed:
                port.relent()
        assert_old_or_new(copy / "kluis", before, kept)
        shutil.rmtree(copy)
        if not port.struck:
            return
    pytest.fail("the fault never stopped coming to pass")


def test_a_header_that_goes_first_would_be_found_out(path: Path) -> None:
    header = path / "vault.json"
    header.write_bytes(header.read_bytes().replace(b'"version":1', b'"version":2'))
    with opened(path) as vault:
        assert "header_changed:vault.json" in vault.findings
