# SPDX-License-Identifier: GPL-3.0-or-later
"""A power cut at any moment, by a model of what a disk may lose; see README.md here."""

import random
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from builders.fault_cases import (
    CASES,
    SEED,
    Case,
    Story,
    assert_nothing_lost,
    sampled,
    seed_of_run,
    tell,
)
from builders.fault_fs import Call, FaultFs
from builders.power_cut import EVERYTHING_KEPT, LOSSES, after_cut, lay_out
from evidence_kit.errors import EvidenceKitError
from evidence_kit.vault import custody_log, fs, objects

NAMED = [pytest.param(case, id=case.name) for case in CASES]
BY_NAME = {case.name: case for case in CASES}


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    place = tmp_path / "disk"
    place.mkdir()
    return place


def places_of(story: Story) -> int:
    """Return how many ways there are to cut: each moment, with each way to lose."""
    return (len(story.port.steps) + 1) * len(LOSSES)


def cut_at(story: Story, places: Iterable[int], folder: Path, seed: int) -> None:
    for place in places:
        cut, way = divmod(place, len(LOSSES))
        dice = random.Random(seed + place)  # noqa: S311 -- a sample
        tree = after_cut(story.port.start, story.port.steps[:cut], LOSSES[way], dice)
        found = lay_out(tree, folder / "found")
        try:
            assert_nothing_lost(found / "kluis", story.allowed(cut))
        except Exception as error:
            last = story.port.steps[cut - 1] if cut else None
            error.add_note(f"{SEED}={seed}: cut {cut}, after {last}, {LOSSES[way]}")
            raise
        shutil.rmtree(found)


def cut_somewhere(case: Case, disk: Path, count: int) -> None:
    seed = seed_of_run()
    story = tell(case, disk, FaultFs(disk), seed)
    cut_at(story, sampled(seed, count, places_of(story)), disk.parent, seed)


@pytest.mark.parametrize("case", NAMED)
def test_a_power_cut_loses_nothing_acknowledged(case: Case, disk: Path) -> None:
    cut_somewhere(case, disk, 8)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("case", NAMED)
def test_a_power_cut_at_any_moment_loses_nothing_acknowledged(case: Case, disk: Path) -> None:
    cut_somewhere(case, disk, 150)


@pytest.mark.parametrize("case", NAMED)
def test_no_write_comes_past_the_port(case: Case, disk: Path) -> None:
    story = tell(case, disk, FaultFs(disk))
    dice = random.Random(0)  # noqa: S311 -- nothing is drawn
    kept = after_cut(story.port.start, story.port.steps, EVERYTHING_KEPT, dice)
    assert story.port.unseen(kept) == ()
    assert len(story.port.steps) > 5


def assert_found_out(case: Case, disk: Path, port: FaultFs) -> None:
    """See that this broken variant does not pass, somewhere in a seeded order of all places."""
    seed = seed_of_run()
    story = tell(case, disk, port, seed)
    places = list(range(places_of(story)))
    random.Random(seed).shuffle(places)  # noqa: S311 -- a sample
    with pytest.raises((AssertionError, EvidenceKitError)):
        cut_at(story, places, disk.parent, seed)


@pytest.mark.parametrize("name", ["add", "annotate", "slots"])
@pytest.mark.parametrize("forgotten", [Call.SYNC, Call.SYNC_FOLDER])
def test_a_variant_that_forgets_to_flush_is_found_out(
    disk: Path, name: str, forgotten: Call
) -> None:
    port = FaultFs(disk, ignored=frozenset({forgotten}))
    assert_found_out(BY_NAME[name], disk, port)


def test_a_variant_that_logs_before_the_objects_last_is_found_out(
    disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish, write_segment = objects.publish, custody_log.write_segment
    waiting: list[tuple[Any, ...]] = []

    def log_first(*segment: Any) -> None:
        write_segment(*segment)
        for finished in waiting:
            publish(*finished)
        waiting.clear()

    monkeypatch.setattr(objects, "publish", lambda *finished: waiting.append(finished))
    monkeypatch.setattr(custody_log, "write_segment", log_first)
    assert_found_out(BY_NAME["add"], disk, FaultFs(disk))


def test_a_variant_that_writes_over_a_slot_in_place_is_found_out(
    disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_place(temporary: Path, target: Path, data: bytes) -> None:
        fs.discard(target)
        fs.write_new(temporary, target, data)

    monkeypatch.setattr(fs, "write_over", in_place)
    assert_found_out(BY_NAME["slots"], disk, FaultFs(disk))
