# SPDX-License-Identifier: GPL-3.0-or-later
"""The finished file: found again by other programs, the same twice, valid, numbered, linked."""

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from builders import sample_document as sample
from evidence_kit.domain.progress import CancelToken, Progress
from evidence_kit.dossier.check_pdf import check_pdf
from evidence_kit.dossier.document import (
    AnchorId,
    Document,
    MessageRow,
    Paragraph,
    PrintSize,
    Reference,
    evidence,
    program,
)
from evidence_kit.dossier.layout.context import ChatCount
from evidence_kit.dossier.render_pdf import RenderResult, render
from evidence_kit.errors import Cancelled, Inconsistent
from judges import verapdf
from judges.pdf_faults import pdf_faults


def rendered(document: Document) -> tuple[bytes, RenderResult]:
    """Return the file and what became of it."""
    out = io.BytesIO()
    result = render(document, out, pictures=sample.pictures)
    return out.getvalue(), result


def small(*blocks: Paragraph) -> Document:
    """Return a document of a cover and one part."""
    whole = sample.document()
    assert whole.cover is not None
    part = replace(whole.parts[0], blocks=blocks)
    return replace(whole, cover=replace(whole.cover, body=(), foot=()), parts=(part,))


@pytest.fixture(scope="module", name="whole")
def the_sample() -> tuple[bytes, RenderResult]:
    return rendered(sample.document())


@pytest.fixture(scope="module", name="path")
def the_sample_on_disk(
    whole: tuple[bytes, RenderResult], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("dossier") / "dossier.pdf"
    path.write_bytes(whole[0])
    return path


def test_the_same_document_gives_the_same_bytes(whole: tuple[bytes, RenderResult]) -> None:
    assert rendered(sample.document())[0] == whole[0]


def test_another_date_gives_other_bytes() -> None:
    document = small(Paragraph(text=program("Tekst.")))
    later = replace(document, made_at=document.made_at.replace(year=2027))
    assert rendered(document)[0] != rendered(later)[0]


def test_the_structure_has_no_fault(path: Path) -> None:
    assert pdf_faults(path) == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("needle", sample.NEEDLES)
def test_poppler_finds_every_needle(path: Path, needle: str) -> None:
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True
    )
    assert needle in done.stdout.decode()


@pytest.fixture(scope="module", name="pdfium_text")
def what_pdfium_reads(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    return text


@pytest.mark.parametrize("needle", sample.NEEDLES)
def test_pdfium_finds_every_needle(pdfium_text: str, needle: str) -> None:
    assert needle in pdfium_text


def test_what_hides_is_printed_as_its_code_point(pdfium_text: str) -> None:
    for shown in ("[U+202E]gnp.exe", "[U+E000]", "[U+D83D]"):
        assert shown in pdfium_text


def test_combining_marks_are_found_again(path: Path) -> None:
    with path.open("rb") as file:
        check_pdf(file, pages=16, expected_texts=("z̶̢̛a̷̧̛l̸̨̛g̵̡̛ȯ̵̧̡̢", "e\u0301"))


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_has_nothing_to_say(path: Path) -> None:
    done = subprocess.run(["qpdf", "--check", str(path)], check=False, capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.skipif(bool(verapdf.missing()), reason=f"veraPDF needs {verapdf.missing()}")
def test_verapdf_passes_a_u_b_and_ua(path: Path, tmp_path: Path) -> None:
    verdicts = verapdf.verapdf(path, ("2b", "2u", "2a", "ua1"), tmp_path)
    assert {name: verdict.broken for name, verdict in verdicts.items()} == {
        "2b": (),
        "2u": (),
        "2a": (),
        "ua1": (),
    }


def test_page_labels_equal_physical_pages(whole: tuple[bytes, RenderResult]) -> None:
    data, result = whole
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == result.pages
        labels = [page.label for page in pdf.pages]
    assert labels == [str(number) for number in range(1, result.pages + 1)]


def test_every_foot_says_page_x_of_y(whole: tuple[bytes, RenderResult]) -> None:
    data, result = whole
    pdf = pypdfium2.PdfDocument(data)
    for number, page in enumerate(pdf, start=1):
        text = page.get_textpage().get_text_range()
        assert f"pagina {number} van {result.pages}" in text
        assert "Logkop " in text
    pdf.close()


def test_sheets_of_an_exhibit_are_counted(pdfium_text: str) -> None:
    for sheet in (1, 2, 3):
        assert f"Bijlage 2, blad {sheet} van 3" in pdfium_text
    assert "Bijlage 1, blad 1 van 1" in pdfium_text


def test_bookmarks_carry_their_page(whole: tuple[bytes, RenderResult]) -> None:
    data, result = whole
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        # Exhibits stand under the part before them.
        exhibits = [item.title for item in outline.root[4].children]
    assert titles[:3] == [
        "Overzicht van berichten (p. 1)",
        "In het kort (p. 2)",
        "Wat ik heb meegemaakt (p. 3)",
    ]
    page = result.anchors[AnchorId("b1")]
    assert exhibits[0] == f"Bijlage 1 - Schermafbeelding van berichten (p. {page})"


def test_a_forward_reference_shows_the_page_it_leads_to(
    whole: tuple[bytes, RenderResult], pdfium_text: str
) -> None:
    page = whole[1].anchors[AnchorId("check")]
    assert f"Zo controleert u dit dossier, pagina {page}" in pdfium_text.replace("\u00a0", " ")


def test_links_lead_to_the_page_of_their_anchor(whole: tuple[bytes, RenderResult]) -> None:
    data, result = whole
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = [page.obj.objgen for page in pdf.pages]
        targets = {
            pages.index(note.Dest[0].objgen) + 1
            for note in pdf.pages[1].Annots
            if str(note.Contents) == f"Naar pagina {result.anchors[AnchorId('b3')]}"
        }
    assert targets == {result.anchors[AnchorId("b3")]}


def test_no_address_found_in_evidence_is_live(path: Path) -> None:
    assert b"/URI" not in path.read_bytes()
    assert pdf_faults(path) == []


def test_a_reference_that_leads_nowhere_stops_the_dossier() -> None:
    lost = Paragraph(text=(Reference(anchor=AnchorId("nowhere"), text="Bijlage 99"),))
    with pytest.raises(Inconsistent) as caught:
        rendered(small(lost))
    assert caught.value.fields["what"] == "reference"


def test_an_anchor_that_stands_twice_stops_the_dossier() -> None:
    twice = Paragraph(text=program("a"), anchor=AnchorId("same"))
    with pytest.raises(Inconsistent) as caught:
        rendered(small(twice, twice))
    assert caught.value.fields == {"what": "anchor", "expected": "same", "found": "twice"}


def test_printed_and_left_out_messages_are_counted(whole: tuple[bytes, RenderResult]) -> None:
    assert whole[1].chats == {AnchorId("chat4"): ChatCount(printed=17, left_out=14)}


def test_progress_tells_every_page_and_cancel_stops() -> None:
    seen: list[Progress] = []
    token = CancelToken()

    def watch(progress: Progress) -> None:
        seen.append(progress)
        if progress.done == 2:
            token.cancel()

    with pytest.raises(Cancelled):
        render(
            sample.document(),
            io.BytesIO(),
            pictures=sample.pictures,
            report=watch,
            cancel=token,
        )
    assert [progress.done for progress in seen] == [1, 2]


def test_large_print_has_the_same_text_and_more_pages(whole: tuple[bytes, RenderResult]) -> None:
    data, large = rendered(sample.document(print_size=PrintSize.LARGE))
    assert large.pages > whole[1].pages
    assert large.chats == whole[1].chats
    check_pdf(io.BytesIO(data), pages=large.pages, expected_texts=sample.NEEDLES)


def test_a_picture_carries_no_camera_data(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        pictures = [
            item.read_raw_bytes()
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        ]
    assert len(pictures) >= 6
    assert not any(b"GPSCAMERA" in picture or b"Exif" in picture for picture in pictures)


def test_a_hostile_title_does_not_break_the_metadata(tmp_path: Path) -> None:
    document = replace(small(), title="</dc:title> & \x00\u202e\ud800 ]]>", author="<b>")
    path = tmp_path / "hostile.pdf"
    path.write_bytes(rendered(document)[0])
    with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "</dc:title> & [U+0000][U+202E][U+D800] ]]>"


def test_a_text_in_the_tree_is_a_text_in_the_file() -> None:
    texts = ("Eén zin.", "सन्देश", "你好", "مرحبا بك")
    data, result = rendered(small(*(Paragraph(text=evidence(text)) for text in texts)))
    check_pdf(io.BytesIO(data), pages=result.pages, expected_texts=texts)


@pytest.mark.slow
def test_a_long_conversation_is_printed_to_its_last_message() -> None:
    rows = sample.nasty_rows()
    again = [replace(row, anchor=None) if isinstance(row, MessageRow) else row for row in rows]
    rows = (*rows, *again * 39)
    data, result = rendered(sample.document(rows))
    assert result.chats[AnchorId("chat4")] == ChatCount(printed=17 * 40, left_out=14 * 40)
    check_pdf(io.BytesIO(data), pages=result.pages, expected_texts=sample.NEEDLES)
