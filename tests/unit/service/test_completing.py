# SPDX-License-Identifier: GPL-3.0-or-later
"""What was left out of an export is put back, bit for bit, when the person says so."""

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.session import CHAT, PHOTO, add, chat_zip, jpeg, open_session
from evidence_kit.domain.exhibit import Answer, Exhibit, Holding
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.reading import ByteSource
from evidence_kit.domain.record import AttachmentStatus
from evidence_kit.domain.survey import AddedItem, Answered, Taken
from evidence_kit.domain.views import MessageRow
from evidence_kit.errors import Inconsistent
from evidence_kit.intake import completing
from evidence_kit.service import making, taking_in, viewing
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task

SECOND = "00000004-PHOTO-2026-01-14-21-06-00.jpg"
FIRST_PHOTO, SECOND_PHOTO = jpeg("navy", (96, 64)), jpeg("maroon", (80, 60))
TWO = CHAT + f"[14-01-2026 21:06:00] Rico: \u200e<bijgevoegd: {SECOND}>\r\n"


@pytest.fixture
def session(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    with open_session(tmp_path, clock) as made:
        yield made


def two_photos(path: Path, method: int = zipfile.ZIP_STORED) -> Path:
    """A chat with two photos, packed or as they are."""
    files = ((PHOTO, FIRST_PHOTO), (SECOND, SECOND_PHOTO))
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in (("_chat.txt", TWO.encode()), *files):
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 20, 13, 58, 12)), data, method)
    return path


def answered(session: Session, path: Path, answers: Mapping[str, Answer]) -> tuple[AddedItem, ...]:
    """Drop one file; answer by the name of a member."""
    survey = taking_in.survey(session, Task(), paths=(str(path),))
    said = tuple(
        Answered(key=item.key, answer=answers[item.name.text]) for item in survey.items if item.asks
    )
    return taking_in.add(session, Task(), survey_id=survey.id, answers=said).items


def loose(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def exhibit(session: Session, number: int, at: int | None = None) -> Exhibit:
    return session.vault.exhibit(number, at)


def stored(session: Session, found: Exhibit) -> bytes:
    with session.vault.open_original(found) as original:
        return original.read_at(0, original.size)


def assert_sound(session: Session, tmp_path: Path) -> None:
    """Vault and hand-over folder check out."""
    assert making.check(session, Task()).outcome is Outcome.MATCHES
    bag = tmp_path / "bag"
    making.hand_over(session, Task(), folder=str(bag), plan=making.plan(session, Task()))
    assert making.verify(session, Task(), path=str(bag)).outcome is Outcome.MATCHES


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("first", [Answer.REGISTER, Answer.UNSURE, Answer.LATER])
def test_an_export_added_again_is_completed_bit_for_bit(
    session: Session, tmp_path: Path, method: int, first: Answer
) -> None:
    export = two_photos(tmp_path / "chat.zip", method)
    add(session, [export], first)
    again = add(session, [export], Answer.COPY)
    assert (again[0].taken, again[0].number, again[0].reason) == (Taken.SECURED, 1, "completed")
    found = exhibit(session, 1)
    assert (found.holding, found.holes, found.completed_by) == (Holding.COPIED, (), found.entry)
    assert stored(session, found) == export.read_bytes()
    assert hashlib.sha256(export.read_bytes()).hexdigest() == found.sha256.hex
    assert_sound(session, tmp_path)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_noted_member_that_is_copied_is_noted_no_more(
    session: Session, tmp_path: Path, method: int
) -> None:
    export = two_photos(tmp_path / "chat.zip", method)
    add(session, [export], Answer.REGISTER)
    again = add(session, [export], Answer.COPY)
    assert [(item.taken, item.number) for item in again] == [
        (Taken.SECURED, 1),
        (Taken.SECURED, 2),
        (Taken.SECURED, 3),
    ]
    for number, photo in ((2, FIRST_PHOTO), (3, SECOND_PHOTO)):
        member = exhibit(session, number)
        assert (member.holding, member.parent) == (Holding.COPIED, exhibit(session, 1).id)
        assert stored(session, member) == photo


def test_one_of_two_members_is_put_back(session: Session, tmp_path: Path) -> None:
    export = two_photos(tmp_path / "chat.zip", zipfile.ZIP_DEFLATED)
    add(session, [export], Answer.REGISTER)
    again = answered(session, export, {PHOTO: Answer.COPY, SECOND: Answer.REGISTER})
    assert [(item.taken, item.number, item.reason) for item in again] == [
        (Taken.SECURED, 1, "completed_partly"),
        (Taken.SECURED, 2, None),
        (Taken.ALREADY_HELD, 3, None),
    ]
    found = exhibit(session, 1)
    assert [hole.member.text for hole in found.holes] == [SECOND]
    assert (found.holding, found.completed_by) == (Holding.WITH_HOLES, found.entry)
    assert SECOND_PHOTO[100:300] not in stored(session, found)
    assert exhibit(session, 3).holding is Holding.REGISTERED
    assert_sound(session, tmp_path)


def test_a_loose_file_goes_back_into_its_export(session: Session, tmp_path: Path) -> None:
    export = two_photos(tmp_path / "chat.zip")
    add(session, [export], Answer.REGISTER)
    first = add(session, [loose(tmp_path, "found.jpg", FIRST_PHOTO)], Answer.COPY)
    assert [(item.taken, item.number, item.reason) for item in first] == [
        (Taken.SECURED, 2, None),
        (Taken.SECURED, 1, "completed_partly"),
    ]
    then = add(session, [loose(tmp_path, "other.jpg", SECOND_PHOTO)], Answer.COPY)
    assert [(item.number, item.reason) for item in then] == [(3, None), (1, "completed")]
    found = exhibit(session, 1)
    assert (found.holding, stored(session, found)) == (Holding.COPIED, export.read_bytes())
    assert_sound(session, tmp_path)


def test_several_loose_files_make_one_new_copy_of_their_export(
    session: Session, tmp_path: Path
) -> None:
    add(session, [two_photos(tmp_path / "chat.zip")], Answer.LATER)
    files = [loose(tmp_path, "a.jpg", FIRST_PHOTO), loose(tmp_path, "b.jpg", SECOND_PHOTO)]
    items = add(session, files, Answer.COPY)
    assert [(item.number, item.reason) for item in items] == [
        (2, None),
        (3, None),
        (1, "completed"),
    ]


def test_a_loose_file_that_was_packed_asks_for_the_export(session: Session, tmp_path: Path) -> None:
    export = two_photos(tmp_path / "chat.zip", zipfile.ZIP_DEFLATED)
    add(session, [export], Answer.REGISTER)
    (item,) = add(session, [loose(tmp_path, "found.jpg", FIRST_PHOTO)], Answer.COPY)
    assert (item.taken, item.number, item.reason) == (Taken.SECURED, 2, "export_needed")
    assert exhibit(session, 1).holding is Holding.WITH_HOLES


def test_a_loose_file_that_stays_out_completes_nothing(session: Session, tmp_path: Path) -> None:
    add(session, [two_photos(tmp_path / "chat.zip")], Answer.LATER)
    add(session, [loose(tmp_path, "found.jpg", FIRST_PHOTO)], Answer.REGISTER)
    assert len(exhibit(session, 1).holes) == 2


def test_bytes_that_one_answer_leaves_out_stay_out_everywhere(
    session: Session, tmp_path: Path
) -> None:
    export = tmp_path / "chat.zip"
    with zipfile.ZipFile(export, "w") as archive:
        for name, data in (("_chat.txt", TWO), (PHOTO, FIRST_PHOTO), (SECOND, FIRST_PHOTO)):
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 20, 13, 58, 12)), data)
    add(session, [export], Answer.LATER)
    answered(session, export, {PHOTO: Answer.COPY, SECOND: Answer.REGISTER})
    assert FIRST_PHOTO[100:300] not in stored(session, exhibit(session, 1))


def test_an_old_log_size_still_shows_the_export_as_it_was(session: Session, tmp_path: Path) -> None:
    export = two_photos(tmp_path / "chat.zip")
    add(session, [export], Answer.REGISTER)
    at, before = session.vault.head().size, exhibit(session, 1)
    old_bytes = stored(session, before)
    add(session, [export], Answer.COPY)
    then = exhibit(session, 1, at)
    assert (then.holding, then.holes, then.completed_by) == (before.holding, before.holes, None)
    assert (then.object, then.reading) == (before.object, before.reading)
    assert stored(session, then) == old_bytes
    assert exhibit(session, 1).object != before.object


def test_places_of_records_hold_before_and_after(session: Session, tmp_path: Path) -> None:
    export = two_photos(tmp_path / "chat.zip")
    add(session, [export], Answer.REGISTER)
    whole = exhibit(session, 1).id

    def rows() -> tuple[MessageRow, ...]:
        return viewing.messages(
            session, Task(), exhibit=whole, conversation=1, start=1, count=9
        ).rows

    before = rows()
    assert before[2].message.attachments[0].status is AttachmentStatus.WITHHELD
    add(session, [export], Answer.COPY)
    after = rows()
    assert after[2].message.attachments[0].status is AttachmentStatus.PRESENT
    assert [(row.message.locator, row.raw_sha256) for row in before] == [
        (row.message.locator, row.raw_sha256) for row in after
    ]


def test_removal_takes_the_copy_with_holes_along(session: Session, tmp_path: Path) -> None:
    export = chat_zip(tmp_path / "chat.zip")
    add(session, [export], Answer.LATER)
    old = exhibit(session, 1).object
    add(session, [export], Answer.COPY)
    new = exhibit(session, 1)
    taking_in.remove(session, Task(), exhibit=new.id, reason="")
    left = {path.stem for path in (session.vault.path / "objects").rglob("*.age")}
    assert not left & {old, new.object}
    assert_sound(session, tmp_path)


def test_a_wrong_stretch_is_never_put_back(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(session, [two_photos(tmp_path / "chat.zip")], Answer.LATER)
    found = loose(tmp_path, "found.jpg", FIRST_PHOTO)
    right = completing._blocks  # as a fault of the medium would turn a bit

    def wrong(source: ByteSource, offset: int, length: int) -> Iterator[bytes]:
        yield from (block[:-1] + b"!" for block in right(source, offset, length))

    monkeypatch.setattr(completing, "_blocks", wrong)
    size = session.vault.head().size
    with pytest.raises(Inconsistent):
        add(session, [found], Answer.COPY)
    assert exhibit(session, 1).entry < size
    assert len(exhibit(session, 1).holes) == 2
