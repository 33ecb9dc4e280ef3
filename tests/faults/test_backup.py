# SPDX-License-Identifier: GPL-3.0-or-later
"""A backup is cut off, refused a call, or loses its stick at any moment; see README.md here."""

import contextlib
import errno
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from builders.copies import back_up, evidence_of
from builders.fault_cases import (
    LEFTOVERS,
    OTHER,
    SEED,
    THIRD,
    View,
    annotate,
    by,
    drawn_from,
    opened,
    sampled,
    seed_of_run,
    view_of,
)
from builders.fault_fs import TAKES_ROOM, Call, Fault, FaultFs
from builders.power_cut import LOSSES, after_cut, lay_out
from builders.vault import PASSPHRASE, add_chat, add_original, make_vault, reopen
from evidence_kit.domain.finding import Outcome
from evidence_kit.errors import EvidenceKitError, StorageFailed
from evidence_kit.vault import backup, backup_files
from evidence_kit.vault.backup_files import Part
from evidence_kit.vault.vault import Vault, is_vault
from evidence_kit.verification.check_vault import check_vault

KINDS = ("first", "later")
WAYS = (OTHER, PASSPHRASE)
HALF_WAY = LEFTOVERS | {"header_changed", "slot_damaged", "slot_change_unfinished"}
"""What opening a copy may find between two states of it: said, and no loss."""


@dataclass(frozen=True, slots=True)
class Told:
    """A vault, what the last whole copy of it held, and the run that is to be cut off."""

    vault: Vault
    before: View | None
    """None when there was no copy yet."""
    port: FaultFs


@contextlib.contextmanager
def told(kind: str, folder: Path, seed: int, fault: Fault | None = None) -> Iterator[Told]:
    """Make a vault, for a later run its copy too, and change the vault; ids follow the seed."""
    disk = folder / "disk"
    disk.mkdir(parents=True)
    with drawn_from(seed), make_vault(folder / "kluis").vault as vault:
        add_original(vault, b"een" * 50)
        add_chat(vault, ["hoi", "stuur geld"])
        vault.add_passphrase(by(THIRD), "Mentor")
        before = None
        if kind == "later":
            back_up(vault, disk / "kopie")
            reopen(disk / "kopie").close()
            before = view_of(vault)
        add_original(vault, b"twee" * 20_000)
        vault.remove(1, "weg")
        vault.change_passphrase(by(OTHER))
        vault.remove_slot("identity-2.age")
        annotate("daarna")(vault)
        yield Told(vault, before, FaultFs(disk, fault))


def assert_holds(path: Path, before: View | None) -> None:
    """See that a copy is a vault and lost nothing, or that it never was one."""
    if not is_vault(path):
        assert before is None
        return
    with opened(path, *WAYS) as copy:
        codes = {finding.partition(":")[0] for finding in copy.findings}
        assert not copy.read_only, copy.findings
        assert codes <= HALF_WAY, copy.findings
        found = view_of(copy)
    if before is None:
        return
    assert found.size >= before.size
    removed = {one.number for one in found.exhibits if one.removed_by is not None}
    assert all(one in found.exhibits or one.number in removed for one in before.exhibits)


def assert_goes_on(vault: Vault, path: Path) -> None:
    """See that the next run makes it whole."""
    back_up(vault, path)
    assert evidence_of(path) == evidence_of(vault.path)
    report = check_vault(path, vault.keys)
    assert report.outcome is Outcome.MATCHES, report.findings[:3]


def look(vault: Vault, path: Path, before: View | None, *, opening: bool) -> None:
    """See what became of a copy; opening it puts some of it right, so not always."""
    twin = path.with_name("tweeling")
    if path.is_dir():
        shutil.copytree(path, twin)
        assert_holds(twin, before)
    assert_goes_on(vault, twin if opening and is_vault(twin) else path)
    shutil.rmtree(twin, ignore_errors=True)


def cut_somewhere(kind: str, folder: Path, count: int, *leave_out: Call) -> None:
    seed = seed_of_run()
    with told(kind, folder, seed) as story:
        story.port.ignored = frozenset(leave_out)
        with story.port.watch():
            back_up(story.vault, folder / "disk" / "kopie")
        ways = (len(story.port.steps) + 1) * len(LOSSES)
        assert len(story.port.steps) > 30
        for place in sampled(seed, count, ways):
            cut, way = divmod(place, len(LOSSES))
            dice = random.Random(seed + place)  # noqa: S311 -- a sample
            tree = after_cut(story.port.start, story.port.steps[:cut], LOSSES[way], dice)
            found = lay_out(tree, folder / "found")
            try:
                look(story.vault, found / "kopie", story.before, opening=bool(place % 2))
            except Exception as error:
                last = story.port.steps[cut - 1] if cut else None
                error.add_note(f"{SEED}={seed}: cut {cut}, after {last}, {LOSSES[way]}")
                raise
            shutil.rmtree(found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_power_cut_during_a_backup_leaves_a_whole_copy_or_none(kind: str, tmp_path: Path) -> None:
    cut_somewhere(kind, tmp_path, 3)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", KINDS)
def test_a_power_cut_at_any_moment_of_a_backup_leaves_a_whole_copy_or_none(
    kind: str, tmp_path: Path
) -> None:
    cut_somewhere(kind, tmp_path, 150)


def refuse(kind: str, folder: Path, fault: Fault, seed: int) -> bool:
    """Meet one fault; the run stops with a named error or comes through, and the next one goes on."""
    place = folder / "disk" / "kopie"
    with told(kind, folder, seed, fault) as story:
        with story.port.watch(), contextlib.suppress(StorageFailed):
            back_up(story.vault, place)
        story.port.relent()
        look(story.vault, place, story.before, opening=bool(fault.nth % 2))
    shutil.rmtree(folder)
    return story.port.struck


def refuse_somewhere(kind: str, folder: Path, number: int, count: int) -> None:
    seed = seed_of_run()
    with told(kind, folder / "counted", seed) as story, story.port.watch():
        back_up(story.vault, folder / "counted" / "disk" / "kopie")
    full = TAKES_ROOM if number == errno.ENOSPC else frozenset()
    faults = [
        Fault(call, nth, number, later=full)
        for call, often in story.port.counts.items()
        for nth in range(1, often + 1)
    ]
    for n in sampled(seed, count, len(faults)):
        try:
            assert refuse(kind, folder / str(n), faults[n], seed)
        except Exception as error:
            error.add_note(f"{SEED}={seed}: {faults[n]}")
            raise


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_refused_call_during_a_backup_costs_nothing(
    kind: str, number: int, tmp_path: Path
) -> None:
    refuse_somewhere(kind, tmp_path, number, 2)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
@pytest.mark.parametrize("kind", KINDS)
def test_any_refused_call_during_a_backup_costs_nothing(
    kind: str, number: int, tmp_path: Path
) -> None:
    refuse_somewhere(kind, tmp_path, number, 60)


def assert_found_out(kind: str, folder: Path, *leave_out: Call) -> None:
    with pytest.raises((AssertionError, EvidenceKitError)):
        cut_somewhere(kind, folder, 200, *leave_out)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_variant_that_copies_the_log_first_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def log_first(item: str, *, first: bool) -> tuple[int, str]:
        del first
        return (0 if backup_files.part_of(item) is Part.LOG else 1, item)

    monkeypatch.setattr(backup_files, "_rank", log_first)
    assert_found_out("later", tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_variant_that_does_not_flush_is_found_out(tmp_path: Path) -> None:
    assert_found_out("first", tmp_path, Call.SYNC)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_variant_that_does_not_flush_folders_is_found_out(tmp_path: Path) -> None:
    assert_found_out("later", tmp_path, Call.SYNC_FOLDER)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_variant_that_writes_the_front_page_early_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = backup_files.in_order
    monkeypatch.setattr(backup, "in_order", lambda source, **_: real(source, first=False))
    assert_found_out("first", tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_variant_that_deletes_before_the_log_says_so_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, remove = backup._Run._copy, backup._Run._remove

    def hasty(run: backup._Run, copier: object, wanted: object, there: object) -> object:
        source = run._source
        remove(run, backup_files.make_plan(source, there, first=False))  # type: ignore[arg-type]
        return copy(run, copier, wanted, there)  # type: ignore[arg-type]

    monkeypatch.setattr(backup._Run, "_copy", hasty)
    assert_found_out("later", tmp_path)
