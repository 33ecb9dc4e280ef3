# SPDX-License-Identifier: GPL-3.0-or-later
"""A vault folder that was made to harm: refused or opened for looking, within limits, and nothing else."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from builders.hostile_vaults import HOSTILE
from builders.vault import add_chat, add_original, make_vault, reopen, secret
from evidence_kit.domain.finding import Outcome
from evidence_kit.errors import EvidenceKitError
from evidence_kit.vault import opening
from evidence_kit.vault.vault import unlock_keys
from evidence_kit.verification.check_vault import check_vault

TESTS = Path(__file__).parents[1]
WHOLE = frozenset({"database", "index_zeros", "index_huge", "index_pipe", "odd_names"})
"""What only the cache is, or only lies beside: the vault stays usable, and a check says it."""
LATER = frozenset(
    {"object_pipe", "object_device", "object_huge", "thousands_of_stanzas", "head_junk_6"}
)
"""An original, or an older head, is opened when somebody asks for it; a check names it."""
QUICK = (
    *("slot_work_63", "hundreds_of_slots", "header_deep", "object_pipe", "tmp_elsewhere"),
    *("log_number", "database", "odd_names", "head_junk_6"),
)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("good") / "kluis"
    with make_vault(path).vault as vault:
        add_original(vault, b"picture" * 40)
        add_chat(vault, ["hoi", "stuur geld"])
    return path


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Somebody's own documents."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for name in ("brief.txt", "1.part", "catalogue.age", "0000000000.age"):
        (folder / name).write_bytes(b"my own " + name.encode())
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}


def made(good: Path, family: str, tmp_path: Path, outside: Path) -> Path:
    path = tmp_path / "kluis"
    shutil.copytree(good, path)
    HOSTILE[family](path, outside)
    return path


def is_calm(answer: object) -> bool:
    return isinstance(answer, list) or str(answer).startswith("refused:")


def looked_at(path: Path, *guards: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(Path(__file__).with_name("open_one.py")), str(path), *guards],
        env={**os.environ, "PYTHONPATH": f"{TESTS.parent}{os.pathsep}{TESTS}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("family", "guards"),
    [
        ("log_number", ["evidence_kit.vault.opening.LOG_GAP_MAX"]),
        ("log_lines_new", ["evidence_kit.formats.log_entry.LOG_LINES_MAX"]),
        ("log_lines", ["evidence_kit.verification.log_lines.LOG_LINES_MAX"]),
        ("hundreds_of_slots", ["evidence_kit.formats.vault_header.KEY_SLOTS_MAX"]),
    ],
)
def test_without_its_guard_a_family_breaks_the_limits(
    good: Path, tmp_path: Path, outside: Path, family: str, guards: list[str]
) -> None:
    path = made(good, family, tmp_path, outside)
    done = looked_at(path, *(f"{guard}={10**15}" for guard in guards))
    calm = done.returncode == 0 and all(is_calm(a) for a in json.loads(done.stdout).values())
    assert not calm, done.stdout


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("family", HOSTILE)
def test_a_hostile_vault_costs_no_more_than_its_limits(
    good: Path, tmp_path: Path, outside: Path, family: str
) -> None:
    path = made(good, family, tmp_path, outside)
    before = content(outside)
    try:
        done = looked_at(path)
    finally:
        if family == "deep_folders":  # deeper than the paths of those who clear up may be long
            subprocess.run(["rm", "-rf", str(path)], check=True)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert all(is_calm(answer) for answer in found.values()), found
    for way in ("locked", "checked"):
        assert found[way] != "matches"
        assert isinstance(found[way], str) or found[way][0] != "matches", found
        assert isinstance(found[way], str) or found[way][1] < 20_000, found
    assert content(outside) == before
    if family in WHOLE:
        assert found["opened"][:2] == [False, 2], found


@pytest.mark.parametrize("family", QUICK)
def test_a_hostile_vault_is_refused_or_opened_for_looking(
    good: Path, tmp_path: Path, outside: Path, family: str
) -> None:
    path = made(good, family, tmp_path, outside)
    before = content(outside)
    with contextlib.suppress(EvidenceKitError):
        report = check_vault(path, unlock_keys(path, secret()))
        assert report.outcome is not Outcome.MATCHES
    with contextlib.suppress(EvidenceKitError), reopen(path) as vault:
        assert vault.read_only or family in WHOLE | LATER
        assert len(vault.exhibits()) <= 2
    assert content(outside) == before


def test_a_linked_folder_makes_the_vault_read_only_and_names_it(
    good: Path, tmp_path: Path, outside: Path
) -> None:
    path = made(good, "tmp_elsewhere", tmp_path, outside)
    with reopen(path) as vault:
        assert vault.read_only
        assert "not_a_folder:tmp" in vault.findings


def test_without_looking_at_links_somebody_s_documents_would_be_swept(
    good: Path, tmp_path: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard of the test above: this is what it prevents."""
    path = made(good, "tmp_elsewhere", tmp_path, outside)
    before = content(outside)
    monkeypatch.setattr(opening, "_check_folders", lambda _store: None)
    reopen(path).close()
    assert content(outside) != before
