# SPDX-License-Identifier: GPL-3.0-or-later
"""A quick check: everything cheap, a random part read whole, and plain words about the rest."""

from pathlib import Path

import pytest

from builders.vault import add_original, make_vault
from evidence_kit import wording
from evidence_kit.domain.finding import CheckWish, Outcome, Sampled
from evidence_kit.formats.key_slot import KeyMaterial
from evidence_kit.i18n import Texts
from evidence_kit.verification import vault_objects
from evidence_kit.verification.check_vault import check_vault
from evidence_kit.verification.vault_facts import ObjectFacts
from evidence_kit.verification.vault_objects import draw_sample

COUNT = 12
WISH = CheckWish(sample=True, seed=5)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, KeyMaterial]:
    """Twelve originals and their texts: 24 sealed files, of which 6 are read."""
    monkeypatch.setattr(vault_objects, "SAMPLE_OBJECTS", 6)
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        for number in range(COUNT):
            add_original(vault, b"picture %d" % number)
        return path, vault.keys


def sealed(path: Path) -> list[Path]:
    return sorted((path / "objects").rglob("*.age"))


def read_of(path: Path, keys: KeyMaterial, seed: int) -> set[str]:
    report = check_vault(path, keys, wish=CheckWish(sample=True, seed=seed))
    return {found.item for found in report.findings if found.item.startswith("objects/")}


def test_what_was_not_read_is_counted_and_not_said_to_match(
    made: tuple[Path, KeyMaterial],
) -> None:
    path, keys = made
    report = check_vault(path, keys, wish=WISH)
    assert report.outcome is Outcome.UNJUDGED
    off = [f for f in report.findings if f.outcome is not Outcome.MATCHES]
    assert [(f.item, f.why, f.found) for f in off] == [("objects", "not_read", "18")]
    assert report.sample is not None
    assert (report.sample.objects, report.sample.read, report.sample.seed) == (24, 6, 5)
    assert len(read_of(path, keys, 5)) == 6


def test_a_sample_that_is_all_there_is_is_a_whole_check(tmp_path: Path) -> None:
    with make_vault(tmp_path / "kluis").vault as vault:
        add_original(vault, b"picture")
        keys = vault.keys
    report = check_vault(tmp_path / "kluis", keys, wish=WISH)
    assert report.outcome is Outcome.MATCHES
    assert report.sample is not None
    assert report.sample.read == report.sample.objects == 2


def test_the_same_seed_draws_the_same_and_another_another(made: tuple[Path, KeyMaterial]) -> None:
    path, keys = made
    assert read_of(path, keys, 5) == read_of(path, keys, 5)
    assert len({frozenset(read_of(path, keys, seed)) for seed in range(8)}) > 1


def test_the_newest_is_always_read(made: tuple[Path, KeyMaterial]) -> None:
    path, keys = made
    newest = max(sealed(path), key=lambda file: file.stat().st_mtime_ns)
    drawn = [read_of(path, keys, seed) for seed in range(12)]
    always = set.intersection(*drawn)
    assert len(always) == 1
    assert path.joinpath(*always.pop().split("/")).stat().st_mtime_ns >= (
        newest.stat().st_mtime_ns - 10**9
    )


@pytest.mark.parametrize("damage", ["missing", "size"])
def test_a_file_that_is_gone_or_has_another_size_is_found_though_it_is_not_read(
    made: tuple[Path, KeyMaterial], damage: str
) -> None:
    path, keys = made
    read = read_of(path, keys, 5)
    unread = next(f for f in sealed(path) if f.relative_to(path).as_posix() not in read)
    if damage == "missing":
        unread.unlink()
    else:
        unread.write_bytes(unread.read_bytes() + b"x")
    report = check_vault(path, keys, wish=WISH)
    found = {f.item: (f.outcome, f.why) for f in report.findings}
    assert found[unread.relative_to(path).as_posix()] == (Outcome.DIFFERS, damage)


def test_a_damaged_file_in_the_sample_is_found_and_one_beside_it_is_not(
    made: tuple[Path, KeyMaterial],
) -> None:
    path, keys = made
    read = read_of(path, keys, 5)
    for file in sealed(path):
        whole = file.read_bytes()
        file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        report = check_vault(path, keys, wish=WISH)
        item = file.relative_to(path).as_posix()
        found = {f.item: f.outcome for f in report.findings}
        assert (found.get(item) is Outcome.DIFFERS) == (item in read)
        assert report.outcome is not Outcome.MATCHES
        file.write_bytes(whole)


def test_a_large_file_ends_the_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    def facts(seq: int, size: int) -> ObjectFacts:
        return ObjectFacts(entry=seq, sealed_sha256="", sealed_size=size, plain_sha256="")

    monkeypatch.setattr(vault_objects, "SAMPLE_BYTES", 100)
    objects = {f"{n:032x}": facts(n, 60) for n in range(20)}
    assert len(draw_sample(objects, 1)) == 2
    assert draw_sample({}, 1) == frozenset()


@pytest.mark.parametrize(
    ("objects", "read", "damaged", "percent"),
    [(10, 10, 1, 0), (10, 5, 1, 50), (10, 5, 6, 0), (1000, 200, 1, 80), (1000, 200, 10, 11)],
)
def test_the_chance_of_missing_is_that_of_drawing_without_putting_back(
    objects: int, read: int, damaged: int, percent: int
) -> None:
    found = Sampled(objects=objects, read=read, total_bytes=0, read_bytes=0, seed=0)
    assert found.miss_percent(damaged) == percent


def test_the_words_say_what_was_not_read_and_what_can_be_missed() -> None:
    found = Sampled(objects=1000, read=200, total_bytes=5 << 20, read_bytes=1 << 20, seed=77)
    said = wording.sampled(Texts("en", "wording"), found)
    assert said == (
        "Quick check: 200 of 1,000 sealed files were read whole (1.0 MB of 5.0 MB).",
        "The others were counted and measured. Their content was not read.",
        (
            "If 1 sealed file is damaged and as long as before, this check misses it in 80 of 100 "
            "cases."
        ),
        (
            "If 10 sealed files are damaged and as long as before, this check misses them all in 11 "
            "of 100 cases."
        ),
        (
            "If 100 sealed files are damaged and as long as before, this check misses them all in 1 "
            "of 100 cases."
        ),
        "The same sample again: 77",
    )
    assert all(line for line in wording.sampled(Texts("nl", "wording"), found))
