# SPDX-License-Identifier: GPL-3.0-or-later
"""The check before printing names what does not agree, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.dossier_case import Case, annotation, make_case
from evidence_kit.domain.annotation import AnnotationKind
from evidence_kit.domain.views import Concern
from evidence_kit.dossier.make import concerns, plan_of
from evidence_kit.review import annotations


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made = make_case(tmp_path / "vault")
    yield made
    made.vault.close()


def told(case: Case, text: str) -> list[tuple[str, str]]:
    """What is found when the person's account says this."""
    account = next(item for item in case.vault.annotations() if item.kind is AnnotationKind.ACCOUNT)
    annotations.retract(case.vault, account.id)
    annotations.add(
        case.vault, annotation(AnnotationKind.ACCOUNT, f_exhibits=(case.chat.id,), text=text)
    )
    found = concerns(case.vault, plan_of(case.vault))
    return [(item.code, item.said) for item in found if not item.code.startswith("place")]


def test_the_sample_case_passes_but_for_the_place_in_a_photo(case: Case) -> None:
    assert concerns(case.vault, plan_of(case.vault)) == (
        Concern(code="place_in_picture", exhibit=case.photo.id, said="IMG_0466.JPG"),
    )


def test_a_quotation_that_is_in_no_message_is_named(case: Case) -> None:
    assert told(case, 'Hij schreef: "tot vrijdag 18 uur".') == [
        ("quotation_not_found", "tot vrijdag 18 uur")
    ]


def test_a_quotation_of_part_of_a_message_is_found(case: Case) -> None:
    assert told(case, "Hij schreef: “denk je dat dat iets uitmaakt”.") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ik kreeg 40 berichten.", "40 berichten"),
        ("Ik kreeg 1.624 berichten.", "1.624 berichten"),
        ("Er zijn 9 bijlagen.", "9 bijlagen"),
    ],
)
def test_a_number_that_the_program_counts_otherwise_is_named(
    case: Case, text: str, said: str
) -> None:
    assert told(case, text) == [("count_differs", said)]


@pytest.mark.parametrize(
    "text", ["Ik kreeg 60 berichten.", "Vijf, dus 5 berichten.", "32 berichten", "zie bijlage 3"]
)
def test_a_number_that_the_dossier_prints_itself_is_right(case: Case, text: str) -> None:
    assert told(case, text) == []


def test_a_date_outside_the_exhibit_is_named(case: Case) -> None:
    assert told(case, "Op 9 maart 2026 en op 3 januari 2026 en op 04-01-2026.") == [
        ("date_outside_exhibit", "9 maart 2026")
    ]


def test_a_date_that_does_not_exist_is_passed_over(case: Case) -> None:
    assert told(case, "Op 31-02-2026.") == []


def test_own_data_in_the_text_is_named(case: Case) -> None:
    assert told(case, "Ik woon op voorbeeldstraat 12, Utrecht.") == [
        ("own_data", "Voorbeeldstraat 12, Utrecht")
    ]
