# SPDX-License-Identifier: GPL-3.0-or-later
"""Backups as the window and the command line ask for them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.copies import evidence_of
from builders.session import PASSPHRASE, add, jpeg, open_session
from evidence_kit.codec.values import from_plain, to_plain
from evidence_kit.crypto.age import SCRYPT_CHEAPEST
from evidence_kit.domain.backup import CopyState, PlaceCode
from evidence_kit.domain.finding import Outcome
from evidence_kit.errors import NotAVault, OutputExists, WrongPassphrase
from evidence_kit.limits import BACKUP_DUE_DAYS, BACKUP_FIRST_DAYS
from evidence_kit.service import backing_up, opening, reminding, taking_in
from evidence_kit.service.functions import BY_NAME
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task


@pytest.fixture
def session(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    with open_session(tmp_path, clock) as session:
        yield session


@pytest.fixture
def empty(clock: FixedClock) -> Iterator[Session]:
    """A session in which no vault is open yet."""
    with Session(clock=clock, scrypt=SCRYPT_CHEAPEST) as session:
        yield session


def picture(folder: Path, colour: str) -> Path:
    path = folder / f"{colour}.jpg"
    path.write_bytes(jpeg(colour))
    return path


def back_up(session: Session, folder: Path) -> None:
    backing_up.back_up(session, Task(), folder=str(folder))


def test_what_a_backup_says_crosses_to_the_window(session: Session, tmp_path: Path) -> None:
    folder = str(tmp_path / "copy")
    made = backing_up.back_up(session, Task(), folder=folder)
    rows = backing_up.backups(session, Task())
    compared = backing_up.compare_copy(session, Task(), folder=folder)
    warned = backing_up.place_warnings(session, Task(), path=folder, for_backup=True)
    for value in (made, rows, compared, warned):
        assert from_plain(to_plain(value)) == value
    assert compared.state is CopyState.SAME
    assert PlaceCode.SAME_DISK in [warning.code for warning in warned]
    assert {"place_warnings", "back_up", "backups", "compare_copy", "restore"} <= set(BY_NAME)


def test_a_place_is_judged_before_a_vault_is_open(empty: Session, tmp_path: Path) -> None:
    path = str(tmp_path / "Dropbox" / "kluis")
    (warning,) = backing_up.place_warnings(empty, Task(), path=path)
    assert (warning.code, warning.name) == (PlaceCode.CLOUD, "Dropbox")


def test_a_backup_is_restored_and_opened(session: Session, empty: Session, tmp_path: Path) -> None:
    add(session, [picture(tmp_path, "navy")])
    back_up(session, tmp_path / "copy")
    before = evidence_of(tmp_path / "copy")
    made = backing_up.restore(
        empty,
        Task(),
        source=str(tmp_path / "copy"),
        target=str(tmp_path / "again"),
        passphrase=PASSPHRASE,
    )
    assert from_plain(to_plain(made)) == made
    assert made.report.outcome is Outcome.MATCHES
    assert made.summary is not None
    assert made.summary.exhibits == 1
    assert evidence_of(tmp_path / "again") == evidence_of(tmp_path / "copy") == before
    # It knows the copy that it came from.
    assert [row.place for row in backing_up.backups(empty, Task())] == [str(tmp_path / "copy")]


def test_a_backup_is_restored_without_a_key_as_far_as_that_goes(
    session: Session, empty: Session, tmp_path: Path
) -> None:
    add(session, [picture(tmp_path, "navy")])
    back_up(session, tmp_path / "copy")
    made = backing_up.restore(
        empty, Task(), source=str(tmp_path / "copy"), target=str(tmp_path / "again")
    )
    assert made.summary is None
    assert made.report.outcome is Outcome.UNJUDGED
    assert evidence_of(tmp_path / "again") == evidence_of(tmp_path / "copy")


def test_a_damaged_backup_is_restored_as_far_as_it_goes_and_said(
    session: Session, empty: Session, tmp_path: Path
) -> None:
    add(session, [picture(tmp_path, "navy"), picture(tmp_path, "red")])
    back_up(session, tmp_path / "copy")
    original = str(session.vault.exhibit(1).object)
    broken = tmp_path / "copy" / "objects" / original[:2] / f"{original}.age"
    held = bytearray(broken.read_bytes())
    held[-1] ^= 1
    broken.write_bytes(held)
    made = backing_up.restore(
        empty,
        Task(),
        source=str(tmp_path / "copy"),
        target=str(tmp_path / "again"),
        passphrase=PASSPHRASE,
    )
    assert made.report.outcome is Outcome.DIFFERS
    assert evidence_of(tmp_path / "again") == evidence_of(tmp_path / "copy")
    with empty.vault.open_original(empty.vault.exhibit(2)) as whole:
        assert whole.read_at(0, whole.size) == jpeg("red")


@pytest.mark.parametrize("what", ["taken", "no_copy", "wrong_key"])
def test_a_restore_that_cannot_be_done_makes_nothing(
    session: Session, empty: Session, tmp_path: Path, what: str
) -> None:
    back_up(session, tmp_path / "copy")
    source, target = tmp_path / "copy", tmp_path / "again"
    if what == "taken":
        target.mkdir()
        (target / "brief.txt").write_text("van iemand")
    if what == "no_copy":
        source = tmp_path / "niets"
    key = "een heel andere reeks woorden" if what == "wrong_key" else PASSPHRASE
    with pytest.raises((OutputExists, NotAVault, WrongPassphrase)):
        backing_up.restore(empty, Task(), source=str(source), target=str(target), passphrase=key)
    assert [file.name for file in target.glob("*")] == (["brief.txt"] if what == "taken" else [])


def test_a_reminder_comes_a_while_after_something_was_taken_in(
    session: Session, tmp_path: Path, clock: FixedClock
) -> None:
    def due() -> bool:
        return opening.summary(session, Task()).backup_due

    clock.advance(timedelta(days=BACKUP_FIRST_DAYS))
    assert not due()  # nothing was taken in
    add(session, [picture(tmp_path, "navy")])
    assert not due()
    clock.advance(timedelta(days=BACKUP_FIRST_DAYS))
    assert due()
    back_up(session, tmp_path / "copy")
    assert not due()
    clock.advance(timedelta(days=BACKUP_DUE_DAYS))
    assert not due()  # nothing is new
    add(session, [picture(tmp_path, "red")])
    assert due()
    back_up(session, tmp_path / "copy")
    add(session, [picture(tmp_path, "green")])
    assert not due()  # the last one is recent
    assert reminding.last_backup(session.vault) == opening.summary(session, Task()).last_backup


def test_a_summary_says_when_the_last_backup_was(session: Session, tmp_path: Path) -> None:
    assert opening.summary(session, Task()).last_backup is None
    made = backing_up.back_up(session, Task(), folder=str(tmp_path / "copy"))
    assert opening.summary(session, Task()).last_backup == made.time


def test_a_removal_names_the_copies_that_still_hold_it(session: Session, tmp_path: Path) -> None:
    add(session, [picture(tmp_path, "navy")])
    back_up(session, tmp_path / "copy")
    taking_in.remove(session, Task(), exhibit=session.vault.exhibit(1).id, reason="weg")
    (row,) = backing_up.backups(session, Task())
    assert row.holds_removed == (1,)
    back_up(session, tmp_path / "copy")
    assert backing_up.backups(session, Task())[0].holds_removed == ()
