# SPDX-License-Identifier: GPL-3.0-or-later
"""The system refuses a call, or a disk is full or read-only from one call on; see README.md here."""

import contextlib
import errno
import random
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar

import pytest

from builders.fault_cases import (
    CASES,
    OTHER,
    SEED,
    Acknowledged,
    Case,
    assert_no_less,
    begin,
    drawn_from,
    opened,
    prepare,
    sampled,
    seed_of_run,
    view_of,
)
from builders.fault_fs import CHANGES, TAKES_ROOM, Call, Fault, FaultFs
from builders.power_cut import LOSSES, Loss, after_cut, lay_out
from builders.vault import PASSPHRASE
from evidence_kit.errors import EvidenceKitError, InputRefused, NotHeld, StorageFailed
from evidence_kit.vault import fs

BY_NAME = {case.name: case for case in CASES}
WAYS = (OTHER, PASSPHRASE)
LATER = {errno.EIO: frozenset[Call](), errno.ENOSPC: TAKES_ROOM, errno.EROFS: CHANGES}
PAIRS = [
    pytest.param(case, number, id=f"{case.name}-{errno.errorcode[number]}")
    for case in CASES
    for number in LATER
    # What was begun cannot be taken away from a disk that turns read-only.
    if not (case.makes and number == errno.EROFS)
]
_Done = TypeVar("_Done")


def do_all(case: Case, path: Path, port: FaultFs) -> Acknowledged:
    """Do what a case says; what fails is tried again once the disk relents."""
    with port.watch():
        if case.makes:
            said = Acknowledged(0, None, PASSPHRASE)
        vault = twice(port, lambda: begin(case, path))
        if "medium_read_only" in vault.findings:  # it is said, and opening again helps
            port.relent()
            vault.close()
            vault = opened(path, PASSPHRASE)
        said = Acknowledged(len(port.steps), view_of(vault), PASSPHRASE)
        for doing in case.doings:
            size = vault.head().size
            with contextlib.suppress(NotHeld, InputRefused):  # it was logged before it failed
                twice(port, partial(doing.act, vault))
            assert vault.read_only or vault.head().size > size or case.name == "rebuild"
            said = Acknowledged(len(port.steps), view_of(vault), doing.opens)
        vault.close()
    return said


def twice(port: FaultFs, act: Callable[[], _Done]) -> _Done:
    try:
        return act()
    except StorageFailed:
        port.relent()
        return act()


def refuse(case: Case, folder: Path, fault: Fault, seed: int, losses: Sequence[Loss] = ()) -> bool:
    """Meet one fault, and then a power cut somewhere after it; say whether it came to pass."""
    disk = folder / "disk"
    disk.mkdir()
    with drawn_from(seed):
        prepare(case, disk / "kluis")
        port = FaultFs(disk, fault)
        said = do_all(case, disk / "kluis", port)
    dice = random.Random(seed)  # noqa: S311 -- a sample
    for loss in losses or dice.sample(LOSSES, 2):
        found = lay_out(after_cut(port.start, port.steps, loss, dice), folder / "found")
        assert_no_less(found / "kluis", said, WAYS)
        shutil.rmtree(found)
    assert_no_less(disk / "kluis", said, WAYS)
    shutil.rmtree(disk)
    return port.struck


def faults_of(case: Case, folder: Path, number: int, seed: int) -> list[Fault]:
    """Return one fault for each call that the case makes."""
    disk = folder / "counted"
    disk.mkdir()
    with drawn_from(seed):
        prepare(case, disk / "kluis")
        port = FaultFs(disk)
        do_all(case, disk / "kluis", port)
    shutil.rmtree(disk)
    later = LATER[number]
    return [
        Fault(call, nth, number, later)
        for call, count in port.counts.items()
        if call in CHANGES or number != errno.EROFS
        for nth in range(1, count + 1)
    ]


def refuse_somewhere(case: Case, folder: Path, number: int, count: int) -> None:
    seed = seed_of_run()
    faults = faults_of(case, folder, number, seed)
    for place in sampled(seed, count, len(faults)):
        try:
            assert refuse(case, folder, faults[place], seed)
        except Exception as error:
            error.add_note(f"{SEED}={seed}: {faults[place]}")
            raise


@pytest.mark.parametrize(("case", "number"), PAIRS)
def test_a_refused_call_loses_nothing_acknowledged(case: Case, number: int, tmp_path: Path) -> None:
    refuse_somewhere(case, tmp_path, number, 2)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("case", "number"), PAIRS)
def test_any_refused_call_loses_nothing_acknowledged(
    case: Case, number: int, tmp_path: Path
) -> None:
    refuse_somewhere(case, tmp_path, number, 60)


def assert_found_out(case: Case, folder: Path, call: Call) -> None:
    """See that this broken variant does not pass, at one of the calls of a kind."""
    seed = seed_of_run()
    faults = [one for one in faults_of(case, folder, errno.EIO, seed) if one.call is call]

    def refuse_each() -> None:
        for n, fault in enumerate(faults):
            (folder / str(n)).mkdir()
            refuse(case, folder / str(n), fault, seed, LOSSES)

    with pytest.raises((AssertionError, EvidenceKitError)):
        refuse_each()


def test_a_variant_that_overlooks_a_failed_flush_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = fs.sync

    def overlooking(stream: BinaryIO, path: Path) -> None:
        with contextlib.suppress(StorageFailed):
            flush(stream, path)

    monkeypatch.setattr(fs, "sync", overlooking)
    assert_found_out(BY_NAME["add"], tmp_path, Call.SYNC)


@pytest.mark.slow
def test_a_variant_that_keeps_a_name_that_may_not_last_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keeping(temporary: Path, target: Path, data: bytes) -> None:
        fs._write(temporary, data)
        fs.publish(temporary, target)
        fs.sync_folder(target.parent)

    monkeypatch.setattr(fs, "write_new", keeping)
    assert_found_out(BY_NAME["annotate"], tmp_path, Call.SYNC_FOLDER)
