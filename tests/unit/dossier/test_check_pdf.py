# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading back finds what is missing."""

import io

import pytest

from builders import sample_document as sample
from evidence_kit.dossier.check_pdf import check_pdf, page_texts
from evidence_kit.dossier.render_pdf import render
from evidence_kit.errors import Inconsistent


@pytest.fixture(scope="module", name="file")
def a_dossier() -> io.BytesIO:
    out = io.BytesIO()
    render(sample.document(), out, pictures=sample.pictures)
    return out


def test_a_dossier_that_holds_everything_passes(file: io.BytesIO) -> None:
    check_pdf(file, pages=16, expected_texts=(*sample.NEEDLES, "Wil je me alsjeblieft met rust"))


def test_a_missing_page_is_noticed(file: io.BytesIO) -> None:
    with pytest.raises(Inconsistent) as caught:
        check_pdf(file, pages=17)
    assert caught.value.fields == {"what": "dossier_pages", "expected": 17, "found": 16}


def test_a_missing_text_is_noticed_and_not_repeated_in_the_error(file: io.BytesIO) -> None:
    with pytest.raises(Inconsistent) as caught:
        check_pdf(file, pages=16, expected_texts=("haha", "geheimewoorden"))
    assert caught.value.fields == {"what": "dossier_texts", "expected": 2, "found": 1}


def test_text_behind_a_redaction_bar_is_not_in_the_file(file: io.BytesIO) -> None:
    pages = list(page_texts(file))
    assert any(page.holds("weggelakt") for page in pages)
    assert not any(page.holds("Mijnmoederheetende") for page in pages)
