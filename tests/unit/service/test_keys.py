# SPDX-License-Identifier: GPL-3.0-or-later
"""Changing what opens a vault, as the window and the command line ask for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.session import PASSPHRASE, open_session
from evidence_kit.errors import UsageFault, WeakPassphrase, WrongPassphrase
from evidence_kit.service import keys, opening
from evidence_kit.service.functions import FUNCTIONS, WORKING
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task

NEW = "kast-regen-zilver-trap-egel-muts"


@pytest.fixture
def session(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    with open_session(tmp_path, clock) as session:
        yield session


def reopen(session: Session, passphrase: str) -> None:
    path = str(session.vault.path)
    session.close()
    opening.unlock(session, Task(), path=path, passphrase=passphrase)


def test_each_change_is_callable_and_waits_its_turn() -> None:
    changes = (
        keys.change_passphrase,
        keys.add_passphrase,
        keys.remove_slot,
        keys.replace_recovery,
    )
    assert all(change in FUNCTIONS and change.__name__ in WORKING for change in changes)


def test_a_weak_passphrase_is_refused_before_the_vault_sees_it(session: Session) -> None:
    size = session.vault.head().size
    with pytest.raises(WeakPassphrase):
        keys.change_passphrase(session, Task(), passphrase="welkom01")
    with pytest.raises(WeakPassphrase):
        keys.add_passphrase(session, Task(), passphrase="welkom01", label="Noor")
    assert session.vault.head().size == size


def test_the_passphrase_that_was_changed_opens(session: Session) -> None:
    keys.change_passphrase(session, Task(), passphrase=NEW)
    reopen(session, NEW)
    with pytest.raises(WrongPassphrase):
        reopen(session, PASSPHRASE)


def test_a_recovery_key_is_drawn_before_it_replaces_the_old(session: Session) -> None:
    with pytest.raises(UsageFault):
        keys.replace_recovery(session, Task())
    size = session.vault.head().size
    key = keys.draw_recovery(session, Task())
    assert session.vault.head().size == size
    keys.replace_recovery(session, Task())
    groups = opening.recovery_groups(key)
    assert not opening.summary(session, Task()).recovery_confirmed
    assert opening.confirm_recovery(session, Task(), part=groups[5], position=5)
    assert opening.summary(session, Task()).recovery_confirmed


def test_a_drawn_key_replaces_once(session: Session) -> None:
    keys.draw_recovery(session, Task())
    keys.replace_recovery(session, Task())
    with pytest.raises(UsageFault):
        keys.replace_recovery(session, Task())


def test_a_key_that_was_drawn_and_not_wanted_cannot_take_the_place_of_the_old_one(
    session: Session,
) -> None:
    keys.draw_recovery(session, Task())
    keys.discard_recovery(session, Task())
    with pytest.raises(UsageFault):
        keys.replace_recovery(session, Task())
