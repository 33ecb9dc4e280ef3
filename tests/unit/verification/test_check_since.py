# SPDX-License-Identifier: GPL-3.0-or-later
"""A head that was kept elsewhere shows what no check of the vault alone can show."""

import shutil
from pathlib import Path

import pytest

from builders.log_tampering import Log, make_log
from evidence_kit.crypto.merkle import EMPTY_ROOT, root
from evidence_kit.domain.custody import LogHead
from evidence_kit.domain.finding import CheckWish, Finding, Outcome
from evidence_kit.verification import check_since as module
from evidence_kit.verification.check_vault import check_vault

BATCHES = (1, 4, 2)
SIZE = 8


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Log:
    return make_log(tmp_path_factory.mktemp("log") / "kluis", BATCHES)


@pytest.fixture
def log(made: Log, tmp_path: Path) -> Log:
    shutil.copytree(made.path, tmp_path / "kluis")
    return Log(tmp_path / "kluis", made.keys, made.head)


def head_of(log: Log, size: int) -> LogHead:
    """The head over the first entries, also where no batch ended."""
    leaves = log.check()[1].leaves
    return LogHead(size=size, root=root(leaves[:size]).hex())


def about(log: Log, item: str, wish: CheckWish, *, locked: bool = False) -> tuple[Outcome, str]:
    report = check_vault(log.path, None if locked else log.keys, wish=wish)
    found: list[Finding] = [one for one in report.findings if one.item == item]
    assert len(found) == 1, report.findings
    return found[0].outcome, found[0].why


@pytest.mark.parametrize("size", range(1, SIZE + 1))
def test_every_earlier_head_is_a_beginning_of_the_log(log: Log, size: int) -> None:
    wish = CheckWish(since=head_of(log, size))
    assert about(log, f"given head {size}", wish) == (Outcome.MATCHES, "begins_log")


def test_the_head_of_no_entries_begins_every_log(log: Log) -> None:
    wish = CheckWish(since=LogHead(size=0, root=EMPTY_ROOT.hex()))
    assert about(log, "given head 0", wish) == (Outcome.MATCHES, "begins_log")


@pytest.mark.parametrize("size", range(1, SIZE + 1))
def test_a_log_made_anew_with_the_same_keys_is_found_out_by_an_older_head(
    log: Log, tmp_path: Path, size: int
) -> None:
    """Another vault stands for it: all its signatures fit, and only the paper does not."""
    other = make_log(tmp_path / "other", BATCHES)
    since = head_of(log, size)
    report = check_vault(other.path, other.keys, wish=CheckWish(since=since))
    off = [found for found in report.findings if found.outcome is not Outcome.MATCHES]
    assert [(f.item, f.outcome, f.why) for f in off] == [
        (f"given head {size}", Outcome.DIFFERS, "not_the_beginning")
    ]


def test_a_longer_head_than_the_log_says_that_the_log_was_cut_off(log: Log) -> None:
    wish = CheckWish(since=LogHead(size=SIZE + 1, root="0" * 64))
    assert about(log, f"given head {SIZE + 1}", wish) == (Outcome.DIFFERS, "log_shorter")


def test_a_vault_that_was_set_back_whole_is_found_out(log: Log) -> None:
    since = head_of(log, SIZE)
    (log.path / "log/0000000006.age").unlink()
    (log.path / "checkpoints/0000000008.json").unlink()
    shutil.rmtree(log.path / "index")
    before = check_vault(log.path, log.keys)
    assert before.outcome is Outcome.MATCHES  # from inside nobody can know
    assert about(log, "given head 8", CheckWish(since=since)) == (Outcome.DIFFERS, "log_shorter")


def test_an_index_that_remembers_more_gives_a_cut_off_log_away(log: Log) -> None:
    (log.path / "log/0000000006.age").unlink()
    (log.path / "checkpoints/0000000008.json").unlink()
    found = about(log, "index/catalogue.age", CheckWish())
    assert found == (Outcome.DIFFERS, "log_shorter")


def test_while_locked_a_second_signed_head_of_that_size_decides(log: Log) -> None:
    good = CheckWish(since=head_of(log, 2))
    bad = CheckWish(since=LogHead(size=2, root="ab" * 32))
    between = CheckWish(since=head_of(log, 4))
    assert about(log, "given head 2", good, locked=True) == (Outcome.UNJUDGED, "locked")
    assert about(log, "given head 4", between, locked=True) == (Outcome.UNJUDGED, "locked")
    assert about(log, "given head 2", bad, locked=True) == (Outcome.DIFFERS, "not_the_beginning")


def test_behind_a_gap_it_cannot_be_judged(log: Log) -> None:
    wish = CheckWish(since=head_of(log, SIZE))
    (log.path / "log/0000000002.age").unlink()
    assert about(log, "given head 8", wish) == (Outcome.UNJUDGED, "log_gap")


def test_a_head_of_another_vault_is_said(log: Log) -> None:
    wish = CheckWish(since=head_of(log, 2), since_vault="ab" * 16)
    assert about(log, "given head 2", wish) == (Outcome.DIFFERS, "other_vault")


@pytest.mark.parametrize("entry", range(SIZE))
def test_an_entry_is_proven_under_each_head_that_holds_it(log: Log, entry: int) -> None:
    item = f"log entry {entry}"
    assert about(log, item, CheckWish(entry=entry)) == (Outcome.MATCHES, "under_head")
    for size in range(1, SIZE + 1):
        wish = CheckWish(entry=entry, since=head_of(log, size))
        expected = (
            (Outcome.MATCHES, "under_head") if entry < size else (Outcome.DIFFERS, "not_under_head")
        )
        assert about(log, item, wish) == expected


def test_an_entry_is_not_proven_under_another_head(log: Log) -> None:
    wish = CheckWish(entry=1, since=LogHead(size=4, root="ab" * 32))
    assert about(log, "log entry 1", wish) == (Outcome.DIFFERS, "not_under_head")
    assert about(log, "log entry 99", CheckWish(entry=99)) == (Outcome.DIFFERS, "not_under_head")


def test_a_judgement_by_the_count_alone_is_found_out(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard of the proof: without comparing roots the tests above fail."""
    monkeypatch.setattr(module, "_begins", lambda tree, since: since.size <= tree.size)
    with pytest.raises(AssertionError):
        test_a_log_made_anew_with_the_same_keys_is_found_out_by_an_older_head(log, tmp_path, 4)
