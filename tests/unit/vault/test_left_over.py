# SPDX-License-Identifier: GPL-3.0-or-later
"""What a crash left whole is listed, kept, and can be taken out; nothing else comes out that way."""

import shutil
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.vault import PASSPHRASE, add_original, make_vault, register, reopen
from evidence_kit.crypto.age import SCRYPT_CHEAPEST
from evidence_kit.domain.finding import Outcome
from evidence_kit.errors import Damaged, OutputExists
from evidence_kit.service import opening, recovering
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task
from evidence_kit.vault import left_over
from evidence_kit.vault import opening as vault_opening
from evidence_kit.vault.vault import Vault
from evidence_kit.verification.check_vault import check_vault

CONTENT = b"never acknowledged" * 9000


def newest(folder: Path) -> Path:
    return max(folder.iterdir())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A vault in which a crash came between the sealed files and the log."""
    path = tmp_path / "kluis"
    with make_vault(path).vault as vault:
        add_original(vault, b"held")
        add_original(vault, CONTENT)
    newest(path / "log").unlink()
    newest(path / "checkpoints").unlink()
    shutil.rmtree(path / "index")
    return path


def read_all(vault: Vault, name: str) -> bytes:
    with vault.open_left_over(name) as reader:
        return reader.read_at(0, reader.size)


def test_what_was_left_over_is_listed_whole_before_anything_is_written(path: Path) -> None:
    with reopen(path, read_only=True) as vault:
        file, words = vault.left_over()
        assert (file.size, file.entry, file.words) == (len(CONTENT), None, False)
        assert words.words
        assert read_all(vault, file.object) == CONTENT


def test_it_stays_listed_when_the_log_has_named_it(path: Path) -> None:
    with reopen(path) as vault:
        before = {row.object for row in vault.left_over()}
        register(vault, b"life goes on")
        assert {row.object for row in vault.left_over()} == before
        assert {row.entry for row in vault.left_over()} == {2}
        keys = vault.keys
    report = check_vault(path, keys)
    assert report.outcome is Outcome.MATCHES
    kept = [found for found in report.findings if found.why == "recovered:2"]
    assert {found.item.rpartition("/")[2].removesuffix(".age") for found in kept} == before


def test_an_exhibit_is_no_left_over_and_does_not_come_out_that_way(path: Path) -> None:
    with reopen(path) as vault:
        held = vault.exhibit(1).object
        assert held is not None
        assert held not in {row.object for row in vault.left_over()}
        with pytest.raises(Damaged):
            vault.open_left_over(held)
        with pytest.raises(Damaged):
            vault.open_left_over("../../vault")


def test_a_damaged_one_is_listed_as_damaged(path: Path) -> None:
    with reopen(path, read_only=True) as vault:
        name = vault.left_over()[0].object
        file = path / "objects" / name[:2] / f"{name}.age"
        file.write_bytes(b"x" * 500)
        assert [row.size for row in vault.left_over() if row.object == name] == [None]


def test_it_is_written_out_to_a_new_file_only(path: Path, tmp_path: Path) -> None:
    session = Session(clock=FixedClock(), scrypt=SCRYPT_CHEAPEST)
    opening.unlock(session, Task(), path=str(path), passphrase=PASSPHRASE, read_only=True)
    try:
        file = recovering.left_over(session, Task())[0]
        out = tmp_path / "found"
        size = recovering.export_left_over(session, Task(), name=file.object, out=str(out))
        assert size == len(CONTENT)
        assert out.read_bytes() == CONTENT
        with pytest.raises(OutputExists):
            recovering.export_left_over(session, Task(), name=file.object, out=str(out))
    finally:
        session.close()


def test_more_than_a_batch_may_name_are_named_by_the_next_ones(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault_opening, "ORPHANS_NAMED", 1)
    monkeypatch.setattr(vault_opening, "ORPHANS_SHOWN", 1)
    for round_ in (2, 1):
        with reopen(path) as vault:
            found = [f for f in vault.findings if f.startswith(("orphan_object", "more_orphans"))]
            assert len(found) == round_
            register(vault, b"life goes on")
    with reopen(path) as vault:
        assert vault.findings == ()
        keys = vault.keys
    assert check_vault(path, keys).outcome is Outcome.MATCHES


def test_a_list_of_what_no_log_named_alone_is_found_out(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard: a list that forgets what `recovered` entries name fails the second test."""
    true = left_over.left_over
    monkeypatch.setattr(
        left_over, "left_over", lambda store: tuple(r for r in true(store) if r.entry is None)
    )
    with pytest.raises(AssertionError):
        test_it_stays_listed_when_the_log_has_named_it(path)
