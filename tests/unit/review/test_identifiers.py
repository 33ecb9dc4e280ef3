# SPDX-License-Identifier: GPL-3.0-or-later
"""Identifiers of a vault: how each is used, by whom, when, and what the person said of it."""

from collections.abc import Iterator

import pytest

from builders.dossier_case import IBAN, OTHER, Case, annotation, make_case
from builders.vault import add_chat
from evidence_kit.domain.annotation import AnnotationKind
from evidence_kit.domain.identifier import (
    Checksum,
    Decision,
    IdentifierRow,
    IdentifierType,
    Use,
)
from evidence_kit.review import annotations
from evidence_kit.review.identifiers import identifiers


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    made = make_case(tmp_path_factory.mktemp("case") / "vault")
    yield made
    made.vault.close()


def row(case: Case, kind: IdentifierType, normalised: str) -> IdentifierRow:
    (found,) = [
        item
        for item in identifiers(case.vault)
        if item.type is kind and item.normalised == normalised
    ]
    return found


def test_a_number_used_as_label_counts_as_sender_for_every_message(case: Case) -> None:
    phone = row(case, IdentifierType.PHONE, "+31612345678")
    assert phone.as_written == (OTHER,)
    assert (phone.as_sender, phone.mentioned, phone.in_header) == (32, 0, 0)
    assert phone.count == 32
    assert phone.first is not None
    assert phone.last is not None
    assert (phone.first.local or "") < (phone.last.local or "")


def test_a_mention_names_who_wrote_it_and_where(case: Case) -> None:
    iban = row(case, IdentifierType.IBAN, IBAN.replace(" ", ""))
    assert iban.checksum is Checksum.FITS
    assert iban.by == (OTHER,)
    (place,) = iban.occurrences
    assert (place.exhibit_number, place.conversation, place.n) == (1, 1, 7)
    assert (place.use, place.as_written) == (Use.MENTIONED, IBAN)


def test_an_ip_address_keeps_its_line_verbatim_and_its_full_time(case: Case) -> None:
    ip = row(case, IdentifierType.IP, "203.0.113.77")
    (place,) = ip.occurrences
    assert place.use is Use.IN_HEADER
    assert place.by == "received"
    assert place.line.startswith("from mail.example.org (mail.example.org [203.0.113.77])")
    assert place.moment is not None
    assert place.moment.zone == "+01:00"


def test_a_message_id_is_no_address(case: Case) -> None:
    assert not [item for item in identifiers(case.vault) if "77@mail" in item.normalised]


def test_an_address_in_text_and_header_is_one_row(case: Case) -> None:
    mail = row(case, IdentifierType.EMAIL, "r.bkr.88@voorbeeld.test")
    assert (mail.mentioned, mail.in_header) == (1, 1)


def test_what_the_person_decided_stands_on_the_row(case: Case) -> None:
    mail = row(case, IdentifierType.EMAIL, "werk@example.nl")
    assert (mail.decision, mail.whose) == (Decision.CONFIRMED, "third")
    assert mail.count == 1


def test_what_the_person_adds_is_a_row_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    case = make_case(tmp_path_factory.mktemp("added") / "vault", messages=3)
    annotations.add(
        case.vault,
        annotation(
            AnnotationKind.IDENTIFIER,
            f_type="iban",
            f_decision="added",
            f_whose="other_party",
            normalised="NL92ABNA0417164300",
            as_written=("NL92 ABNA 0417 1643 00",),
            text="stond op een briefje",
        ),
    )
    added = row(case, IdentifierType.IBAN, "NL92ABNA0417164300")
    assert (added.count, added.decision) == (0, Decision.ADDED)
    assert added.as_written == ("NL92 ABNA 0417 1643 00",)
    assert added.checksum is Checksum.DOES_NOT_FIT
    assert added.note == "stond op een briefje"
    case.vault.close()


def test_places_are_kept_to_a_hundred_and_all_are_counted(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    case = make_case(tmp_path_factory.mktemp("many") / "vault", messages=1)
    add_chat(case.vault, ["bel 06-12345678"] * 130)
    phone = row(case, IdentifierType.PHONE, "+31612345678")
    assert (phone.count, len(phone.occurrences)) == (130, 100)
    case.vault.close()


def test_an_earlier_state_of_the_log_has_fewer(case: Case) -> None:
    assert identifiers(case.vault, 1) == ()
