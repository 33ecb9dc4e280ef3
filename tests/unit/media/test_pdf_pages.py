# SPDX-License-Identifier: GPL-3.0-or-later
import io

import pypdfium2
import pytest

from evidence_kit.errors import LimitReached, NotUnderstood
from evidence_kit.importers.source import MemorySource
from evidence_kit.media.pdf_pages import pdf_page


def pdf(width: float = 210, height: float = 297) -> MemorySource:
    document = pypdfium2.PdfDocument.new()
    document.new_page(width, height)
    held = io.BytesIO()
    document.save(held)
    document.close()
    return MemorySource(held.getvalue())


def test_a_page_is_painted_as_wide_as_asked() -> None:
    picture = pdf_page(pdf(), 0, 420)
    assert (picture.width, picture.height) == (420, 594)
    assert set(picture.rgba) == {255}


@pytest.mark.parametrize("page", [-1, 1])
def test_a_page_that_is_not_there_is_said(page: int) -> None:
    with pytest.raises(NotUnderstood):
        pdf_page(pdf(), page, 100)


def test_what_is_no_pdf_is_said() -> None:
    with pytest.raises(NotUnderstood):
        pdf_page(MemorySource(b"%PDF-1.7 no"), 0, 100)


def test_an_endless_page_is_refused() -> None:
    with pytest.raises(LimitReached):
        pdf_page(pdf(1, 14_000), 0, 5000)
