# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a dossier: the same bytes again, counted, logged, and nothing fetched that was withheld."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest

from builders.dossier_case import Case, PrintsPictures, annotation, make_case
from builders.vault import reopen
from evidence_kit.domain.annotation import AnnotationKind
from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.exhibit import PrintPicture
from evidence_kit.domain.found_text import FoundText
from evidence_kit.domain.plan import ALL_PARTS, PartKind, Plan, Receiver
from evidence_kit.domain.progress import CancelToken
from evidence_kit.domain.reading import ByteSource
from evidence_kit.dossier import make
from evidence_kit.dossier.check_pdf import page_texts
from evidence_kit.dossier.layout.context import ChatCount
from evidence_kit.errors import Cancelled, Inconsistent, NotUnderstood, OutputExists, UsageFault
from evidence_kit.review import annotations


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made = make_case(tmp_path / "vault")
    yield made
    made.vault.close()


class Watching(PrintsPictures):
    """Remembers what was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def print_picture(
        self,
        source: ByteSource,
        name: FoundText,
        member: str | None,
        max_width: int,
        max_height: int,
    ) -> PrintPicture:
        self.asked.append(name.text)
        return super().print_picture(source, name, member, max_width, max_height)


class RefusesPhotos(PrintsPictures):
    """A decoder that cannot make sense of one of the pictures."""

    def print_picture(
        self,
        source: ByteSource,
        name: FoundText,
        member: str | None,
        max_width: int,
        max_height: int,
    ) -> PrintPicture:
        if name.text.endswith(".JPG"):
            raise NotUnderstood(reason="not_a_picture", offset=0, detail="")
        return super().print_picture(source, name, member, max_width, max_height)


def test_the_same_log_size_gives_the_same_bytes_whatever_came_later(case: Case) -> None:
    at = case.vault.head().size
    first, _ = make.render_bytes(case.vault, Plan(), at, PrintsPictures())
    case.clock.advance(timedelta(days=3))
    annotations.add(case.vault, annotation(AnnotationKind.NOTE, case.chat.id, text="later"))
    second, _ = make.render_bytes(case.vault, Plan(), at, PrintsPictures())
    third, _ = make.render_bytes(case.vault, Plan(), None, PrintsPictures())
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(second).hexdigest()
    assert first != third


def test_a_reopened_vault_gives_the_same_bytes(tmp_path: Path) -> None:
    case = make_case(tmp_path / "vault")
    first, _ = make.render_bytes(case.vault, Plan(), None, PrintsPictures())
    case.vault.close()
    vault = reopen(tmp_path / "vault", case.clock)
    second, _ = make.render_bytes(vault, Plan(), None, PrintsPictures())
    vault.close()
    assert first == second


def test_a_dossier_is_written_and_logged(case: Case, tmp_path: Path) -> None:
    before = case.vault.head()
    made = make.make_dossier(
        case.vault, tmp_path / "uit.pdf", make.plan_of(case.vault), reader=PrintsPictures()
    )
    written = (tmp_path / "uit.pdf").read_bytes()
    assert made.sha256 == hashlib.sha256(written).hexdigest()
    assert made.size == len(written)
    assert made.head == before
    assert (made.exhibits, made.messages_printed, made.messages_left_out) == (6, 23, 37)
    with pikepdf.open(io.BytesIO(written)) as pdf:
        assert len(pdf.pages) == made.pages
    (entry,) = case.vault.entries(before.size)
    assert entry.type is EntryType.DOSSIER_MADE
    assert (entry.body["at"], entry.body["root"]) == (before.size, before.root)
    assert entry.body["sha256"] == made.sha256


def test_the_date_is_that_of_the_last_entry_under_the_head(case: Case) -> None:
    case.clock.advance(timedelta(days=40))
    document, _ = make.build(case.vault, Plan())
    (last,) = case.vault.entries(case.vault.head().size - 1)
    assert document.made_at == last.time.utc


def test_nothing_is_written_over(case: Case, tmp_path: Path) -> None:
    (tmp_path / "uit.pdf").write_bytes(b"mine")
    with pytest.raises(OutputExists):
        make.make_dossier(case.vault, tmp_path / "uit.pdf", Plan(), reader=PrintsPictures())
    assert (tmp_path / "uit.pdf").read_bytes() == b"mine"


def test_only_copied_pictures_are_fetched(case: Case) -> None:
    reader = Watching()
    make.render_bytes(case.vault, Plan(), None, reader)
    assert set(reader.asked) == {case.screenshot.name.text, case.photo.name.text}


def test_a_picture_that_cannot_be_printed_is_said_on_its_sheet(case: Case) -> None:
    whole, _ = make.render_bytes(case.vault, Plan(), None, PrintsPictures())
    without, result = make.render_bytes(case.vault, Plan(), None, RefusesPhotos())
    assert without.startswith(b"%PDF-")
    assert len(without) < len(whole)
    assert f"exhibit-{case.photo.number}" in result.anchors


def test_a_message_that_is_lost_on_the_way_stops_the_dossier(case: Case) -> None:
    _, material = make.build(case.vault, Plan())
    _, result = make.render_bytes(case.vault, Plan(), None, PrintsPictures())
    (anchor,) = result.chats
    fewer = replace(result, chats={anchor: ChatCount(printed=22, left_out=37)})
    with pytest.raises(Inconsistent):
        make._check_counts(material, fewer)
    make._check_counts(material, result)


def test_a_failed_dossier_leaves_nothing_behind(case: Case, tmp_path: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        make.make_dossier(
            case.vault, tmp_path / "uit.pdf", Plan(), reader=PrintsPictures(), cancel=cancel
        )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["vault"]


@pytest.mark.parametrize("at", [0, 10_000])
def test_a_log_size_that_never_was_is_refused(case: Case, at: int) -> None:
    with pytest.raises(UsageFault):
        make.build(case.vault, Plan(), at)


def test_an_exhibit_removed_later_is_gone_from_an_earlier_state_too(case: Case) -> None:
    at = case.vault.head().size
    case.vault.remove(case.chat, "toch niet")
    data, _ = make.render_bytes(case.vault, Plan(), at, PrintsPictures())
    _, material = make.build(case.vault, Plan(), at)
    assert material.messages == 0
    assert b"%PDF" in data


def test_a_vault_that_can_only_be_read_still_gives_a_dossier(tmp_path: Path) -> None:
    case = make_case(tmp_path / "vault")
    case.vault.close()
    vault = reopen(tmp_path / "vault", read_only=True)
    size = vault.head().size
    make.make_dossier(vault, tmp_path / "uit.pdf", Plan(), reader=PrintsPictures())
    assert vault.head().size == size
    vault.close()


def test_every_single_part_can_be_printed_alone(case: Case) -> None:
    for part in ALL_PARTS:
        data, _ = make.render_bytes(case.vault, Plan(parts=(part,)), None, PrintsPictures())
        assert data.startswith(b"%PDF-")


def test_the_plan_the_person_left_is_used_and_arguments_win(case: Case) -> None:
    annotations.add(
        case.vault,
        annotation(
            AnnotationKind.PLAN,
            f_language="en",
            f_receiver="lawyer",
            f_parts=("cover", "exhibits"),
            f_left_out=(case.mail.id,),
            f_context=2,
            f_print_place="yes",
            f_show_marks="no",
        ),
    )
    assert make.plan_of(case.vault) == Plan(
        language="en",
        receiver=Receiver.LAWYER,
        parts=(PartKind.COVER, PartKind.EXHIBITS),
        left_out=(case.mail.id,),
        context=2,
        print_place=True,
        show_marks=False,
    )
    assert make.plan_of(case.vault, "nl", 0).context == 0
    assert make.plan_of(case.vault, "nl", 0).language == "nl"


def test_what_others_own_cannot_be_read_in_the_file_for_a_school(case: Case) -> None:
    plan = Plan(receiver=Receiver.SCHOOL)
    data, _ = make.render_bytes(case.vault, plan, None, PrintsPictures())
    text = "".join(page.forward for page in page_texts(io.BytesIO(data)))
    assert "werk@example.nl" not in text
    _, material = make.build(case.vault, plan)
    whole, _ = make.render_bytes(case.vault, Plan(), None, PrintsPictures())
    with pytest.raises(Inconsistent):
        make._check_redactions(material, io.BytesIO(whole))
