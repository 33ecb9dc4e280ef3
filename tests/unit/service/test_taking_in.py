# SPDX-License-Identifier: GPL-3.0-or-later
"""From a dropped file to a secured exhibit, with the real vault and the real reader process."""

import hashlib
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.clock import FixedClock
from builders.session import CHAT, PHOTO, add, chat_zip, jpeg, open_session
from evidence_kit.domain.exhibit import Answer, Holding, MediaKind
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.progress import CancelToken, Progress
from evidence_kit.domain.record import AttachmentStatus
from evidence_kit.domain.survey import Answered, Taken
from evidence_kit.errors import NotHeld, OutputExists, UsageFault
from evidence_kit.limits import GROUP_FILES
from evidence_kit.service import making, taking_in, viewing
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task


@pytest.fixture
def session(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    with open_session(tmp_path, clock) as made:
        yield made


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def vault_bytes(session: Session) -> bytes:
    files = [path for path in session.vault.path.rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in files)


def test_a_file_is_secured_bit_for_bit(session: Session, tmp_path: Path) -> None:
    file = write(tmp_path / "iets.xyz", b"\x00\x01 zomaar")
    (item,) = add(session, [file])
    assert (item.taken, item.number) == (Taken.SECURED, 1)
    out = tmp_path / "terug.xyz"
    assert item.exhibit is not None
    taking_in.export(session, Task(), exhibit=item.exhibit, out=str(out))
    assert out.read_bytes() == file.read_bytes()
    assert item.sha256 is not None
    assert item.sha256.hex == hashlib.sha256(file.read_bytes()).hexdigest()


def test_an_export_never_overwrites(session: Session, tmp_path: Path) -> None:
    (item,) = add(session, [write(tmp_path / "a.xyz", b"a")])
    assert item.exhibit is not None
    with pytest.raises(OutputExists):
        taking_in.export(session, Task(), exhibit=item.exhibit, out=str(tmp_path / "a.xyz"))


def test_a_second_drop_is_already_held(session: Session, tmp_path: Path) -> None:
    add(session, [write(tmp_path / "a.xyz", b"hetzelfde")])
    (again,) = add(session, [write(tmp_path / "b.xyz", b"hetzelfde")])
    assert (again.taken, again.number) == (Taken.ALREADY_HELD, 1)
    assert len(viewing.exhibits(session, Task())) == 1


def test_two_equal_files_in_one_drop_are_held_once(session: Session, tmp_path: Path) -> None:
    one, two = write(tmp_path / "a.xyz", b"x"), write(tmp_path / "b.xyz", b"x")
    assert [i.taken for i in add(session, [one, two])] == [Taken.SECURED, Taken.ALREADY_HELD]


def test_an_empty_file_is_an_exhibit_too(session: Session, tmp_path: Path) -> None:
    (item,) = add(session, [write(tmp_path / "leeg.txt", b"")])
    assert (item.taken, item.size) == (Taken.SECURED, 0)


def test_links_devices_and_gone_files_cost_the_others_nothing(
    session: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "map"
    folder.mkdir()
    good = write(folder / "a.xyz", b"goed")
    (folder / "b-link.xyz").symlink_to(good)
    os.mkfifo(folder / "c-pipe")
    (folder / "d-leeg").mkdir()
    items = add(session, [folder, tmp_path / "weg.xyz"])
    assert [(i.name.text, i.taken, i.reason) for i in items] == [
        ("a.xyz", Taken.SECURED, None),
        ("b-link.xyz", Taken.REFUSED, "link"),
        ("c-pipe", Taken.REFUSED, "device"),
        ("d-leeg", Taken.REFUSED, "empty_folder"),
        ("weg.xyz", Taken.REFUSED, "vanished"),
    ]


def test_the_vault_itself_is_not_taken(session: Session) -> None:
    items = add(session, [session.vault.path / "vault.json"])
    assert [(i.taken, i.reason) for i in items] == [(Taken.REFUSED, "inside_vault")]


def test_a_file_that_grows_while_it_is_read_is_said(session: Session, tmp_path: Path) -> None:
    file = write(tmp_path / "groeit.bin", b"x" * (3 << 20))
    other = write(tmp_path / "z.bin", b"blijft")
    survey = taking_in.survey(session, Task(), paths=(str(file), str(other)))

    def grow(progress: Progress) -> None:
        if progress.stage == "secure" and progress.name == file.name:
            with file.open("ab") as stream:
                stream.write(b"meer")

    result = taking_in.add(session, Task(report=grow), survey_id=survey.id, answers=())
    assert [(i.taken, i.reason) for i in result.items] == [
        (Taken.FAILED, "changed_while_read"),
        (Taken.SECURED, None),
    ]
    assert [row.exhibit.name.text for row in viewing.exhibits(session, Task())] == ["z.bin"]


def test_a_name_that_does_not_decode_is_kept(session: Session, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/foto-\xff.xyz"))
    (item,) = add(session, [write(path, b"x")])
    assert item.taken is Taken.SECURED
    (row,) = viewing.exhibits(session, Task())
    assert row.exhibit.name.text == "foto-\ufffd.xyz"
    assert row.exhibit.name.raw_hex == b"foto-\xff.xyz".hex()


def test_a_picture_waits_for_its_answer(session: Session, tmp_path: Path) -> None:
    photo = write(tmp_path / "IMG_1.JPG", jpeg())
    survey = taking_in.survey(session, Task(), paths=(str(photo),))
    assert [(i.media, i.asks) for i in survey.items] == [(MediaKind.PICTURE, True)]
    result = taking_in.add(session, Task(), survey_id=survey.id, answers=())
    assert [i.taken for i in result.items] == [Taken.POSTPONED]
    assert viewing.exhibits(session, Task()) == ()


@pytest.mark.parametrize("answer", [Answer.REGISTER, Answer.UNSURE])
def test_a_registered_picture_leaves_no_copy(
    session: Session, tmp_path: Path, answer: Answer
) -> None:
    before = len(list((session.vault.path / "objects").rglob("*.age")))
    (item,) = add(session, [write(tmp_path / "IMG_1.JPG", jpeg())], answer)
    assert item.taken is Taken.REGISTERED
    assert item.exhibit is not None
    found = session.vault.exhibit(item.exhibit)
    assert (found.holding, found.object) == (Holding.REGISTERED, None)
    with pytest.raises(NotHeld):
        viewing.thumbnail(session, Task(), id=item.exhibit, box=64)
    after = len(list((session.vault.path / "objects").rglob("*.age")))
    assert after == before + 1, "only the sealed words were written"


def test_a_chat_is_read_and_its_picture_can_be_shown(session: Session, tmp_path: Path) -> None:
    item = add(session, [chat_zip(tmp_path / "WhatsApp Chat - Rico.zip")])[0]
    assert (item.taken, item.importer, item.records) == (Taken.SECURED, "whatsapp", 4)
    assert item.exhibit is not None
    page = viewing.messages(
        session, Task(), exhibit=item.exhibit, conversation=1, start=1, count=10
    )
    assert [row.message.sender for row in page.rows] == ["Sam", "Rico", "Rico", "Sam"]
    picture = viewing.thumbnail(session, Task(), id=item.exhibit, member=PHOTO, box=32)
    assert max(picture.width, picture.height) == 32
    assert len(picture.rgba) == picture.width * picture.height * 4


def test_a_withheld_member_is_nowhere_in_the_vault(session: Session, tmp_path: Path) -> None:
    photo = jpeg("maroon", (400, 300))
    export = chat_zip(tmp_path / "WhatsApp Chat - Rico.zip", photo)
    items = add(session, [export], Answer.REGISTER)
    assert [i.taken for i in items] == [Taken.SECURED, Taken.REGISTERED]
    whole, member = items
    assert whole.exhibit is not None
    assert member.exhibit is not None
    found = session.vault.exhibit(whole.exhibit)
    assert found.holding is Holding.WITH_HOLES
    assert found.sha256.hex == hashlib.sha256(export.read_bytes()).hexdigest()
    out = tmp_path / "uit.zip"
    taking_in.export(session, Task(), exhibit=found.id, out=str(out))
    stored = out.read_bytes()
    assert len(stored) == export.stat().st_size
    assert photo[200:400] not in stored
    with zipfile.ZipFile(out) as archive:
        assert archive.read("_chat.txt").decode() == CHAT
    (hole,) = found.holes
    assert hole.content_sha256 is not None
    assert (
        hole.content_sha256.hex
        == hashlib.sha256(photo).hexdigest()
        == _sha(session, member.exhibit)
    )
    filled = stored[: hole.offset] + photo + stored[hole.offset + hole.length :]
    assert filled == export.read_bytes(), "the member found later completes it bit for bit"


def _sha(session: Session, exhibit: object) -> str:
    return next(
        row.exhibit.sha256.hex
        for row in viewing.exhibits(session, Task())
        if row.exhibit.id == exhibit
    )


def test_the_chat_says_that_a_member_was_withheld(session: Session, tmp_path: Path) -> None:
    whole = add(session, [chat_zip(tmp_path / "WhatsApp Chat - Rico.zip")], Answer.UNSURE)[0]
    assert whole.exhibit is not None
    page = viewing.messages(
        session, Task(), exhibit=whole.exhibit, conversation=1, start=3, count=1
    )
    (attachment,) = page.rows[0].message.attachments
    assert attachment.status is AttachmentStatus.WITHHELD


def test_the_question_tells_where_in_the_chat_a_picture_stands(
    session: Session, tmp_path: Path
) -> None:
    export = chat_zip(tmp_path / "WhatsApp Chat - Rico.zip")
    survey = taking_in.survey(session, Task(), paths=(str(export),))
    member = next(item for item in survey.items if item.parent is not None and item.asks)
    assert member.context is not None
    assert member.context.sender == "Rico"
    assert member.context.before.startswith("haha")
    assert member.context.after == "Ik vraag je te stoppen."


def test_a_file_noted_twice_is_noted_once(session: Session, tmp_path: Path) -> None:
    file = write(tmp_path / "a.jpg", jpeg())
    add(session, [file], Answer.REGISTER)
    (again,) = add(session, [file], Answer.UNSURE)
    assert (again.taken, again.number) == (Taken.ALREADY_HELD, 1)


def test_a_noted_file_copied_later_keeps_its_number(session: Session, tmp_path: Path) -> None:
    file = write(tmp_path / "a.jpg", jpeg())
    (noted,) = add(session, [file], Answer.UNSURE)
    (copied,) = add(session, [file], Answer.COPY)
    assert (copied.taken, copied.number, copied.exhibit) == (Taken.SECURED, 1, noted.exhibit)
    (row,) = viewing.exhibits(session, Task())
    assert row.exhibit.holding is Holding.COPIED
    assert_sound(session, tmp_path)


def test_a_member_left_open_can_be_copied_later(session: Session, tmp_path: Path) -> None:
    file = chat_zip(tmp_path / "chat.zip")
    add(session, [file], Answer.LATER)
    (again,) = add(session, [file], Answer.COPY)
    assert (again.taken, again.number) == (Taken.SECURED, 1)
    (row,) = viewing.exhibits(session, Task())
    assert row.exhibit.holding is Holding.COPIED
    out = tmp_path / "back.zip"
    taking_in.export(session, Task(), exhibit=row.exhibit.id, out=str(out))
    assert out.read_bytes() == file.read_bytes()
    assert_sound(session, tmp_path)


def test_a_member_left_open_can_be_noted_later(session: Session, tmp_path: Path) -> None:
    file = chat_zip(tmp_path / "chat.zip")
    add(session, [file], Answer.LATER)
    again = add(session, [file], Answer.REGISTER)
    assert [item.taken for item in again] == [Taken.ALREADY_HELD, Taken.REGISTERED]
    assert [item.number for item in again] == [1, 2]
    assert_sound(session, tmp_path)


def assert_sound(session: Session, tmp_path: Path) -> None:
    """Vault and hand-over folder check out."""
    assert making.check(session, Task()).outcome is Outcome.MATCHES
    bag = tmp_path / "bag"
    making.hand_over(session, Task(), folder=str(bag), plan=making.plan(session, Task()))
    assert making.verify(session, Task(), path=str(bag)).outcome is Outcome.MATCHES


def test_cancelling_a_register_says_what_was_not_noted(session: Session, tmp_path: Path) -> None:
    file = write(tmp_path / "a.xyz", b"a")
    cancel = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.stage == "secure":
            cancel.cancel()

    other = write(tmp_path / "b.xyz", b"b")
    task = Task(report=stop, cancel=cancel)
    result = taking_in.register(session, task, paths=(str(file), str(other)))
    assert result.cancelled
    assert [(item.taken, item.reason) for item in result.items] == [
        (Taken.POSTPONED, "cancelled"),
        (Taken.POSTPONED, "cancelled"),
    ]


def test_cancelling_keeps_what_was_secured(session: Session, tmp_path: Path) -> None:
    files = [write(tmp_path / f"{n:03}.bin", bytes([n]) * 1000) for n in range(GROUP_FILES + 6)]
    survey = taking_in.survey(session, Task(), paths=tuple(map(str, files)))
    cancel = CancelToken()

    def stop_late(progress: Progress) -> None:
        # Each file is reported when it is taken, so at the latest with the second group's first.
        if progress.stage == "secure" and viewing.exhibits(session, Task()):
            cancel.cancel()

    task = Task(report=stop_late, cancel=cancel)
    result = taking_in.add(session, task, survey_id=survey.id, answers=())
    assert result.cancelled
    assert len(result.items) == len(files)
    secured = [item for item in result.items if item.taken is Taken.SECURED]
    assert len(secured) == len(viewing.exhibits(session, Task())) == GROUP_FILES
    assert {item.finding for item in secured} == {"not_read_yet"}


def test_a_survey_is_answered_once(session: Session, tmp_path: Path) -> None:
    survey = taking_in.survey(session, Task(), paths=(str(write(tmp_path / "a", b"a")),))
    answers = (Answered(key="1", answer=Answer.COPY),)
    taking_in.add(session, Task(), survey_id=survey.id, answers=answers)
    with pytest.raises(UsageFault):
        taking_in.add(session, Task(), survey_id=survey.id, answers=answers)


def test_removing_leaves_number_digest_and_the_fact(session: Session, tmp_path: Path) -> None:
    (item,) = add(session, [write(tmp_path / "a.xyz", b"weg ermee")])
    assert item.exhibit is not None
    taking_in.remove(session, Task(), exhibit=item.exhibit, reason="per ongeluk")
    found = session.vault.exhibit(item.exhibit)
    assert (found.holding, found.number, found.sha256) == (Holding.REMOVED, 1, item.sha256)
    with pytest.raises(NotHeld):
        taking_in.export(session, Task(), exhibit=item.exhibit, out=str(tmp_path / "uit"))
    (new,) = add(session, [write(tmp_path / "b.xyz", b"iets anders")])
    assert new.number == 2


def test_nothing_of_the_person_stands_in_the_vault_unsealed(
    session: Session, tmp_path: Path
) -> None:
    add(session, [chat_zip(tmp_path / "WhatsApp Chat - Rico.zip")])
    everything = vault_bytes(session)
    for canary in (b"Rico", b"stoppen", b"PHOTO-2026", b"lamp-fiets"):
        assert canary not in everything
