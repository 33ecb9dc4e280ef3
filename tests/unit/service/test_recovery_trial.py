# SPDX-License-Identifier: GPL-3.0-or-later
"""Trying the recovery sheet: what is wrong with a key is said, and nothing whatever is changed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.session import open_session
from builders.vault import make_vault
from evidence_kit import wording
from evidence_kit.codec import values
from evidence_kit.domain.paper import RecoveryOutcome, RecoveryTried
from evidence_kit.errors import NotAVault
from evidence_kit.i18n import LANGUAGES, Texts
from evidence_kit.service import keys
from evidence_kit.service.functions import FUNCTIONS, NOTING, WORKING
from evidence_kit.service.recovery_trial import tidy
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task


@pytest.fixture
def session(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    with open_session(tmp_path, clock) as session:
        yield session


@pytest.fixture
def key(session: Session) -> str:
    assert session.recovery_shown is not None
    return session.recovery_shown


def tried(session: Session, key: str) -> RecoveryTried:
    return keys.try_recovery(session, Task(), recovery_key=key)


def everything(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Bytes, size and time of change of all files, and of folders the time of change."""
    return {
        path.relative_to(folder).as_posix(): (
            path.read_bytes() if path.is_file() else b"",
            path.stat().st_mode,
            path.stat().st_mtime_ns,
        )
        for path in (folder, *sorted(folder.rglob("*")))
    }


def test_the_key_of_the_vault_opens(session: Session, key: str) -> None:
    assert tried(session, key) == RecoveryTried(outcome=RecoveryOutcome.OPENS)


@pytest.mark.parametrize("change", [str.lower, " ".join, lambda k: k[:30] + "\n" + k[30:]])
def test_groups_lines_and_small_letters_do_not_matter(
    session: Session, key: str, change: object
) -> None:
    assert callable(change)
    assert tried(session, change(key)).outcome is RecoveryOutcome.OPENS


def test_a_dash_of_a_word_processor_is_a_hyphen(session: Session, key: str) -> None:
    assert tried(session, key.replace("-", "\u2013")).outcome is RecoveryOutcome.OPENS


@pytest.mark.parametrize("place", [16, 20, 43, 73])
def test_one_wrong_letter_is_found_in_its_group(session: Session, key: str, place: int) -> None:
    other = "Q" if key[place] != "Q" else "P"
    wrong = key[:place] + other + key[place + 1 :]
    assert tried(session, wrong) == RecoveryTried(
        outcome=RecoveryOutcome.MISTYPED, group=place // 4 + 1
    )


@pytest.mark.parametrize("letter", ["O", "I", "1", "B"])
def test_a_letter_that_no_key_has_is_found_in_its_group(
    session: Session, key: str, letter: str
) -> None:
    found = tried(session, key[:50] + letter + key[51:])
    assert found == RecoveryTried(outcome=RecoveryOutcome.MISTYPED, group=13)


def test_a_wrong_letter_in_how_every_key_begins_is_found(session: Session, key: str) -> None:
    assert tried(session, key.replace("KEY", "KEV")).group == 4


def test_two_wrong_letters_are_a_typing_error_without_a_place(session: Session, key: str) -> None:
    spoilt = list(key)
    for place in (20, 60):
        spoilt[place] = "Q" if spoilt[place] != "Q" else "P"
    assert tried(session, "".join(spoilt)) == RecoveryTried(outcome=RecoveryOutcome.MISTYPED)


def test_a_part_of_a_key_is_called_so(session: Session, key: str) -> None:
    assert tried(session, key[:-4]).outcome is RecoveryOutcome.INCOMPLETE


def test_one_sign_too_many_is_a_typing_error(session: Session, key: str) -> None:
    assert tried(session, key + "Q").outcome is RecoveryOutcome.MISTYPED


@pytest.mark.parametrize("text", ["", "welkom", "age1" + "q" * 58, "\u212a" * 74])
def test_other_text_is_no_key(session: Session, text: str) -> None:
    assert tried(session, text).outcome is RecoveryOutcome.NO_KEY


def test_a_whole_key_of_another_vault_is_no_typing_error(session: Session, tmp_path: Path) -> None:
    other = make_vault(tmp_path / "other")
    other.vault.close()
    found = tried(session, other.recovery.reveal().decode())
    assert found == RecoveryTried(outcome=RecoveryOutcome.OTHER_KEY)


def test_a_key_that_was_replaced_is_no_typing_error(session: Session, key: str) -> None:
    new = keys.draw_recovery(session, Task())
    keys.replace_recovery(session, Task())
    assert tried(session, key).outcome is RecoveryOutcome.OTHER_KEY
    assert tried(session, new).outcome is RecoveryOutcome.OPENS


def test_a_damaged_slot_says_nothing_against_the_key(session: Session, key: str) -> None:
    slot = session.vault.path / "identity-recovery.age"
    slot.write_bytes(slot.read_bytes()[:-1])
    assert tried(session, key).outcome is RecoveryOutcome.SLOT_DAMAGED


def test_trying_changes_no_byte_no_time_and_no_entry(session: Session, key: str) -> None:
    size = session.vault.head().size
    before = everything(session.vault.path)
    for text in (key, key[:-1] + ("Q" if key[-1] != "Q" else "P"), "welkom"):
        tried(session, text)
    assert everything(session.vault.path) == before
    assert session.vault.head().size == size
    assert not session.vault.recovery_confirmed


def test_a_locked_vault_is_tried_without_lock_or_write(session: Session, key: str) -> None:
    folder = session.vault.path
    session.close()
    (folder / "lock").unlink(missing_ok=True)
    before = everything(folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o222)
    read_only = everything(folder)
    found = keys.try_recovery(session, Task(), recovery_key=key, path=os.fspath(folder))
    assert found.outcome is RecoveryOutcome.OPENS
    assert everything(folder) == read_only
    assert read_only.keys() == before.keys()


def test_the_comparison_of_folders_can_fail(session: Session) -> None:
    before = everything(session.vault.path)
    (session.vault.path / "lock").touch()
    assert everything(session.vault.path) != before


def test_a_folder_that_is_no_vault_is_said(session: Session, key: str, tmp_path: Path) -> None:
    with pytest.raises(NotAVault):
        keys.try_recovery(session, Task(), recovery_key=key, path=os.fspath(tmp_path))


def test_trying_is_looking() -> None:
    name = keys.try_recovery.__name__
    assert keys.try_recovery in FUNCTIONS
    assert name not in WORKING | NOTING


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", RecoveryOutcome)
def test_every_outcome_has_two_sentences(outcome: RecoveryOutcome, language: str) -> None:
    found, advice = wording.recovery_tried(
        Texts(language, "wording"), RecoveryTried(outcome=outcome)
    )
    assert found != advice
    assert "{" not in found + advice


def test_the_group_is_named() -> None:
    found = RecoveryTried(outcome=RecoveryOutcome.MISTYPED, group=7)
    assert "groep 7" in wording.recovery_tried(Texts("nl", "wording"), found)[0]
    assert values.from_plain(values.to_plain(found)) == found


def test_tidying_keeps_letters() -> None:
    assert tidy(" age-\u2011secr \n") == "AGE--SECR"
