# SPDX-License-Identifier: GPL-3.0-or-later
"""The same conversation, exported twice: real exports, taken in and read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from builders import session as sessions
from builders.clock import FixedClock
from evidence_kit.domain.overlap import Difference, DifferenceKind, Overlap
from evidence_kit.domain.progress import CancelToken
from evidence_kit.errors import Cancelled
from evidence_kit.review.overlaps import overlaps
from evidence_kit.service.session import Session


@dataclass(frozen=True)
class Said:
    at: int
    """Seconds after nine in the evening."""
    sender: str
    text: str


TALK = [
    Said(70 * n, sender, text)
    for n, (sender, text) in enumerate(
        (
            ("Sam", "Hoi, ken ik jou?"),
            ("Rico", "van school toch"),
            ("Sam", "Welke klas dan"),
            ("Rico", "stuur eens een foto"),
            ("Sam", "Nee"),
            ("Rico", "anders gaat alles online"),
            ("Sam", "Wil je stoppen?"),
            ("Rico", "honderd euro"),
            ("Sam", "Ik vraag je te stoppen."),
            ("Rico", "ok"),
            ("Sam", "ok"),
            ("Rico", "tot morgen"),
        )
    )
]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with sessions.open_session(tmp_path, FixedClock()) as opened:
        yield opened


def iphone(talk: list[Said]) -> bytes:
    return "".join(
        f"[14-01-2026 21:{s.at // 60:02}:{s.at % 60:02}] {s.sender}: {s.text}\r\n" for s in talk
    ).encode()


def android(talk: list[Said]) -> bytes:
    return "".join(f"14-01-2026 21:{s.at // 60:02} - {s.sender}: {s.text}\n" for s in talk).encode()


def compared(session: Session, folder: Path, *exports: bytes) -> tuple[Overlap, ...]:
    for number, export in enumerate(exports, start=1):
        path = folder / f"WhatsApp-chat {number}.txt"
        path.write_bytes(export)
        (item,) = sessions.add(session, (path,))
        assert item.exhibit is not None
    return overlaps(session.vault)


def of_kind(kind: DifferenceKind, first: int | None, second: int | None) -> Difference:
    return Difference(kind=kind, first=first, second=second)


def test_a_message_gone_in_the_later_export_is_named(session: Session, tmp_path: Path) -> None:
    (found,) = compared(session, tmp_path, iphone(TALK), iphone(TALK[:5] + TALK[6:]))
    assert found.matched == 11
    assert found.differences == (of_kind(DifferenceKind.ONLY_IN_FIRST, 6, None),)
    assert (found.first.exhibit_number, found.second.exhibit_number) == (1, 2)


def test_a_longer_export_has_more_before_and_behind_and_no_differences(
    session: Session, tmp_path: Path
) -> None:
    (found,) = compared(session, tmp_path, iphone(TALK[2:10]), iphone(TALK))
    assert found.differences == ()
    assert (found.first.before, found.first.after) == (0, 0)
    assert (found.second.start, found.second.end) == (3, 10)
    assert (found.second.before, found.second.after) == (2, 2)


def test_words_that_the_app_calls_deleted_are_told_apart(session: Session, tmp_path: Path) -> None:
    gone = replace(TALK[5], text="\u200eDit bericht is verwijderd.")
    changed = replace(TALK[7], text="vijftig euro")
    later = [*TALK[:5], gone, TALK[6], changed, *TALK[8:]]
    (found,) = compared(session, tmp_path, iphone(TALK), iphone(later))
    assert found.differences == (
        of_kind(DifferenceKind.DELETED_IN_SECOND, 6, 6),
        of_kind(DifferenceKind.TEXT, 8, 8),
    )


def test_a_contact_under_another_name_is_the_same_sender(session: Session, tmp_path: Path) -> None:
    renamed = [replace(s, sender={"Rico": "~ R1co"}.get(s.sender, s.sender)) for s in TALK]
    changed = [*renamed[:7], replace(renamed[7], text="vijftig euro"), *renamed[8:]]
    (found,) = compared(session, tmp_path, iphone(TALK), iphone(changed))
    assert found.renamed == (("Rico", "~ R1co", 5),)
    assert found.differences == (of_kind(DifferenceKind.TEXT, 8, 8),)


def test_seconds_on_one_phone_and_minutes_on_the_other(session: Session, tmp_path: Path) -> None:
    (found,) = compared(session, tmp_path, iphone(TALK), android(TALK[:3] + TALK[4:]))
    assert found.tolerance == 60
    assert found.differences == (of_kind(DifferenceKind.ONLY_IN_FIRST, 4, None),)


def test_lines_of_the_app_are_counted_apart(session: Session, tmp_path: Path) -> None:
    line = Said(TALK[3].at + 5, "Rico", "\u200eRico heeft de groep verlaten")
    (found,) = compared(session, tmp_path, iphone(TALK), iphone([*TALK[:4], line, *TALK[4:]]))
    assert (found.app_lines, found.differences) == (1, ())


def test_two_chats_of_the_same_evening_are_not_one(session: Session, tmp_path: Path) -> None:
    other = [replace(s, text=s.text[::-1]) for s in TALK[:8]] + TALK[9:11]
    assert compared(session, tmp_path, iphone(TALK), iphone(other)) == ()


def test_comparing_can_be_stopped(session: Session, tmp_path: Path) -> None:
    compared(session, tmp_path, iphone(TALK), iphone(TALK[1:]))
    stop = CancelToken()
    stop.cancel()
    with pytest.raises(Cancelled):
        overlaps(session.vault, cancel=stop)


def test_a_removed_export_is_not_compared(session: Session, tmp_path: Path) -> None:
    assert compared(session, tmp_path, iphone(TALK), iphone(TALK[1:]))
    session.vault.remove(2, "dubbel")
    assert overlaps(session.vault) == ()
