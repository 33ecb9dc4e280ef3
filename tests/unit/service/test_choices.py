# SPDX-License-Identifier: GPL-3.0-or-later
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.canaries import left_in, shapes
from builders.clock import FixedClock
from builders.session import PASSPHRASE, open_session
from evidence_kit.domain.finding import Outcome
from evidence_kit.errors import Damaged, VaultReadOnly
from evidence_kit.formats import canonical_json
from evidence_kit.service import choices, making, opening
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task
from evidence_kit.settings import Settings
from evidence_kit.vault.vault import SETTINGS
from evidence_kit.verification.check_any import check_path

CHOSEN = Settings(language="en", idle_lock_minutes=0, window_title="household").postpone("anchor")


@pytest.fixture
def session(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    with open_session(tmp_path, clock) as opened:
        yield opened


def again(session: Session, *, read_only: bool = False) -> Settings | None:
    path = str(session.vault.path)
    session.vault.close()
    opened = opening.unlock(session, Task(), path=path, passphrase=PASSPHRASE, read_only=read_only)
    return opened.settings


def test_choices_are_there_after_unlocking(session: Session) -> None:
    assert again(session) is None
    choices.change_settings(session, Task(), settings=CHOSEN)
    assert again(session) == CHOSEN
    assert choices.kept_settings(session, Task()) == CHOSEN


def test_choices_are_no_part_of_the_log(session: Session) -> None:
    before = session.vault.head()
    choices.change_settings(session, Task(), settings=CHOSEN)
    assert session.vault.head() == before


def test_no_choice_stands_in_the_vault_unsealed(session: Session, tmp_path: Path) -> None:
    choices.change_settings(session, Task(), settings=CHOSEN)
    assert not left_in([tmp_path], shapes("household", "anchor", "idle_lock_minutes"))


def test_a_check_finds_them_as_they_were_kept_and_names_a_change(session: Session) -> None:
    choices.change_settings(session, Task(), settings=CHOSEN)
    path = session.vault.path
    assert making.check(session, Task()).outcome is Outcome.MATCHES
    session.vault.close()
    locked = check_path(path)
    assert [f.why for f in locked.findings if f.item == f"desk/{SETTINGS}"] == ["locked"]
    kept = path / "desk" / SETTINGS
    sealed = bytearray(kept.read_bytes())
    sealed[-1] ^= 1
    kept.write_bytes(bytes(sealed))
    assert again(session) is None
    report = making.check(session, Task())
    bad = [f.item for f in report.findings if f.outcome is Outcome.DIFFERS]
    assert bad == [f"desk/{SETTINGS}"]


def test_what_somebody_without_the_keys_sealed_is_not_believed(session: Session) -> None:
    from evidence_kit.crypto.age import Recipient, seal_bytes  # noqa: PLC0415 -- for this one

    choices.change_settings(session, Task(), settings=CHOSEN)
    forged = canonical_json.encode({"version": 1, "idle_lock_minutes": 0})
    recipient = Recipient.from_string(session.vault.header.recipient)
    (session.vault.path / "desk" / SETTINGS).write_bytes(
        seal_bytes(bytes(32) + forged, [recipient])
    )
    assert choices.kept_settings(session, Task()) is None


def test_choices_of_a_newer_program_stay(session: Session) -> None:
    newer = canonical_json.encode({"version": 2, "language": "nl"})
    session.vault.put_on_desk(SETTINGS, newer)
    with pytest.raises(Damaged):
        choices.change_settings(session, Task(), settings=CHOSEN)
    assert session.vault.desk_file(SETTINGS) == newer
    assert choices.kept_settings(session, Task()) is None


def test_a_vault_opened_to_look_keeps_nothing(session: Session) -> None:
    choices.change_settings(session, Task(), settings=CHOSEN)
    assert again(session, read_only=True) == CHOSEN
    with pytest.raises(VaultReadOnly):
        choices.change_settings(session, Task(), settings=Settings())
