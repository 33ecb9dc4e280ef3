# SPDX-License-Identifier: GPL-3.0-or-later
"""Papers for safe keeping: what stands on them, what does not, and that it works as printed."""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest

from builders.clock import FixedClock
from builders.session import add, jpeg, open_session
from evidence_kit.codec import values
from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.paper import PaperKind, PaperMade
from evidence_kit.dossier.recovery_sheet import OPEN_ALL, OPEN_IDENTITY
from evidence_kit.dossier.stamp_sheet import FROM_TEXT, request_text
from evidence_kit.errors import OutputExists, UsageFault
from evidence_kit.service import keys, opening, papers, stamping
from evidence_kit.service.functions import FUNCTIONS
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task
from judges import verapdf
from judges.pdf_faults import pdf_faults

LANGUAGES = ("nl", "en")
Tool = Callable[[str], Path]


@pytest.fixture
def session(tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    with open_session(tmp_path, clock) as session:
        yield session


def shown(session: Session) -> str:
    assert session.recovery_shown is not None
    return session.recovery_shown


def recovery(session: Session, folder: Path, language: str = "nl") -> Path:
    out = folder / f"sheet-{language}.pdf"
    papers.recovery_sheet(session, Task(), out=str(out), language=language)
    return out


def anchor(session: Session, folder: Path, language: str = "nl") -> Path:
    out = folder / f"anchor-{language}.pdf"
    papers.anchor_sheet(session, Task(), out=str(out), language=language)
    return out


def stamp(session: Session, folder: Path, language: str = "nl") -> Path:
    out = folder / f"stamp-{language}.pdf"
    if not session.vault.receipt_names():
        stamping.request_stamp(session, Task(), out=str(folder / "ask.tsq"))
    papers.stamp_sheet(session, Task(), out=str(out), language=language)
    return out


MAKERS = (recovery, anchor, stamp)


def text_of(pdf: Path, stock_tool: Tool) -> str:
    done = subprocess.run(
        [stock_tool("pdftotext"), "-layout", "-enc", "UTF-8", pdf, "-"],
        check=True,
        capture_output=True,
    )
    return done.stdout.decode()


def code_of(pdf: Path, stock_tool: Tool, folder: Path) -> bytes:
    """What the QR code says, read from the page as printed."""
    page = folder / "page"
    subprocess.run([stock_tool("pdftoppm"), "-r", "150", "-png", pdf, page], check=True)
    (picture,) = folder.glob("page-*.png")
    done = subprocess.run(
        [stock_tool("zbarimg"), "-q", "--raw", "--oneshot", "-Sbinary", picture],
        check=True,
        capture_output=True,
    )
    return done.stdout


def opened_up(pdf: Path) -> bytes:
    """Every byte of a file, streams unpacked."""
    parts = [pdf.read_bytes()]
    with pikepdf.open(pdf) as file:
        for item in file.objects:
            if isinstance(item, pikepdf.Stream):
                parts.append(item.read_bytes())
            parts.append(
                item.unparse(resolved=True) if not isinstance(item, pikepdf.Stream) else b""
            )
    return b"\n".join(parts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", MAKERS)
def test_a_paper_is_one_page_without_a_fault(
    session: Session, tmp_path: Path, make: Callable[..., Path], language: str
) -> None:
    pdf = make(session, tmp_path, language)
    assert pdf_faults(pdf) == []
    with pikepdf.open(pdf) as file:
        assert len(file.pages) == 1
        assert [float(side) for side in file.pages[0].mediabox][2:] == pytest.approx(
            (595.28, 841.89), abs=0.01
        )


@pytest.mark.slow
@pytest.mark.skipif(bool(verapdf.missing()), reason=f"veraPDF needs {verapdf.missing()}")
@pytest.mark.parametrize("make", MAKERS)
def test_verapdf_passes_the_papers(
    session: Session, tmp_path: Path, make: Callable[..., Path]
) -> None:
    pdf = make(session, tmp_path)
    verdicts = verapdf.verapdf(pdf, ("2b", "2u", "2a", "ua1"), tmp_path)
    assert {name: verdict.broken for name, verdict in verdicts.items()} == dict.fromkeys(
        ("2b", "2u", "2a", "ua1"), ()
    )


@pytest.mark.parametrize("make", MAKERS)
def test_nothing_to_be_read_is_under_nine_points(
    session: Session, tmp_path: Path, make: Callable[..., Path]
) -> None:
    with pikepdf.open(make(session, tmp_path)) as file:
        content = b"".join(part.read_bytes() for part in file.pages[0].Contents)
    sizes = {float(size) for size in re.findall(rb"/F\d+ ([\d.]+) Tf", content)}
    assert sizes
    assert min(sizes) >= 9


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_recovery_sheet_tells_nobody_what_it_opens(
    session: Session, tmp_path: Path, language: str
) -> None:
    pdf = recovery(session, tmp_path, language)
    whole = opened_up(pdf).lower()
    for word in (b"evidence", b"bewijs", b"kluis", b"vault", b"politie", b"police"):
        assert word not in whole
        assert word.decode().encode("utf-16-be") not in whole
        assert word.hex().encode() not in whole


def test_the_search_for_a_word_can_fail(session: Session, tmp_path: Path) -> None:
    assert b"evidence" in opened_up(anchor(session, tmp_path)).lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_recovery_sheet_tells_what_it_opens(
    session: Session, tmp_path: Path, language: str, stock_tool: Tool
) -> None:
    text = text_of(recovery(session, tmp_path, language), stock_tool).lower()
    assert "age -d -i" in text
    assert not [w for w in ("evidence", "bewijs", "kluis", "vault", "polic", "polit") if w in text]


def typed_over(text: str) -> str:
    """The key as somebody types it over: the groups of the numbered lines, in order."""
    lines = re.findall(r"^\s*\d+[\u2013-]\d+\s+((?:[A-Z0-9-]{2,4} ?)+)$", text, re.MULTILINE)
    return "".join("".join(lines).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_typed_over_from_the_sheet_opens_the_vault_with_stock_age(
    session: Session, tmp_path: Path, language: str, stock_tool: Tool
) -> None:
    key, vault = shown(session), session.vault.path
    picture = tmp_path / "IMG_0001.JPG"
    picture.write_bytes(jpeg())
    add(session, [picture])
    text = text_of(recovery(session, tmp_path, language), stock_tool)
    session.close()
    assert typed_over(text) == key
    for line in (OPEN_IDENTITY, *OPEN_ALL):
        assert line.strip() in text
    (vault / "key.txt").write_text(typed_over(text) + "\n", encoding="ascii")
    stock_tool("age")
    script = "\n".join((OPEN_IDENTITY, *OPEN_ALL))
    done = subprocess.run(
        ["sh", "-e", "-c", script], cwd=vault, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = [file.read_bytes() for file in (vault / "opened").iterdir()]
    assert picture.read_bytes() in found
    assert any(data.startswith(b'{"actor"') for data in found)


def test_the_code_on_the_sheet_is_the_key(
    session: Session, tmp_path: Path, stock_tool: Tool
) -> None:
    pdf = recovery(session, tmp_path)
    assert code_of(pdf, stock_tool, tmp_path).strip().decode() == shown(session)


def test_without_a_key_that_was_just_given_out_there_is_no_sheet(
    session: Session, tmp_path: Path
) -> None:
    path, groups = session.vault.path, opening.recovery_groups(shown(session))
    assert opening.confirm_recovery(session, Task(), part=groups[9], position=9)
    with pytest.raises(UsageFault):
        recovery(session, tmp_path)
    with pytest.raises(UsageFault):
        papers.paper_pages(session, Task(), kind=PaperKind.RECOVERY, language="nl")
    assert not list(tmp_path.glob("*.pdf"))
    assert path.is_dir()


def test_a_key_that_was_drawn_is_on_the_sheet_before_it_replaces_the_old(
    session: Session, tmp_path: Path, stock_tool: Tool
) -> None:
    drawn = keys.draw_recovery(session, Task())
    assert typed_over(text_of(recovery(session, tmp_path), stock_tool)) == drawn


def test_a_sheet_is_never_written_over_a_file(session: Session, tmp_path: Path) -> None:
    (tmp_path / "sheet-nl.pdf").write_bytes(b"mine")
    with pytest.raises(OutputExists):
        recovery(session, tmp_path)


def test_a_paper_is_shown_without_a_file(session: Session, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert papers.paper_pages(session, Task(), kind=PaperKind.RECOVERY, language="nl") == 1
    page = papers.paper_page(session, Task(), page=1, width=400)
    assert page.width == 400
    assert len(set(page.rgba)) > 10
    assert sorted(tmp_path.rglob("*")) == before
    papers.forget_paper(session, Task())
    with pytest.raises(UsageFault):
        papers.paper_page(session, Task(), page=1, width=400)


def test_the_papers_change_nothing_in_the_log(session: Session, tmp_path: Path) -> None:
    stamp(session, tmp_path)
    size = session.vault.head().size
    recovery(session, tmp_path)
    anchor(session, tmp_path)
    stamp(session, tmp_path, "en")
    assert session.vault.head().size == size


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_anchor_says_state_lines_and_key_once_each(
    session: Session, tmp_path: Path, language: str, stock_tool: Tool
) -> None:
    pdf = anchor(session, tmp_path, language)
    head = session.vault.head()
    text = "".join(text_of(pdf, stock_tool).split())
    lines = papers.anchor_text(session, Task(), language=language)
    code = code_of(pdf, stock_tool, tmp_path).decode().split()
    assert code[:3] == [session.vault.header.vault, str(head.size), head.root]
    for digest in code[2:]:
        assert digest in "".join(lines).replace(" ", "")
    assert session.vault.header.vault in text
    assert str(head.size) in text


def test_an_anchor_of_an_earlier_state_can_be_made_again(
    session: Session, tmp_path: Path, stock_tool: Tool
) -> None:
    first = code_of(anchor(session, tmp_path), stock_tool, tmp_path)
    size = session.vault.head().size
    picture = tmp_path / "IMG_0001.JPG"
    picture.write_bytes(jpeg())
    add(session, [picture])
    out, folder = tmp_path / "again.pdf", tmp_path / "again"
    folder.mkdir()
    papers.anchor_sheet(session, Task(), out=str(out), language="nl", at=size)
    assert code_of(out, stock_tool, folder) == first


def test_the_anchor_is_offered_from_the_first_exhibit_until_something_was_done(
    session: Session, tmp_path: Path
) -> None:
    assert not papers.anchor_offered(session, Task())
    picture = tmp_path / "IMG_0001.JPG"
    picture.write_bytes(jpeg())
    add(session, [picture])
    assert papers.anchor_offered(session, Task())
    stamping.request_stamp(session, Task(), out=str(tmp_path / "ask.tsq"))
    assert not papers.anchor_offered(session, Task())


@pytest.mark.parametrize("settle", [papers.decline_anchor, None])
def test_who_said_no_or_has_the_paper_is_not_asked_again(
    session: Session, tmp_path: Path, settle: Callable[..., None] | None
) -> None:
    picture = tmp_path / "IMG_0001.JPG"
    picture.write_bytes(jpeg())
    add(session, [picture])
    if settle is None:
        anchor(session, tmp_path)
    else:
        settle(session, Task())
    assert not papers.anchor_offered(session, Task())
    session.anchor_settled = False  # as after locking: what is kept must say it
    assert not papers.anchor_offered(session, Task())
    types = {entry.type for entry in session.vault.entries()}
    assert EntryType.STAMP_REQUESTED not in types


def test_a_request_can_be_typed_over_from_its_paper(
    session: Session, tmp_path: Path, stock_tool: Tool
) -> None:
    pdf = stamp(session, tmp_path)
    request = (tmp_path / "ask.tsq").read_bytes()
    code = code_of(pdf, stock_tool, tmp_path).decode()
    assert code.rstrip("\n") == request_text(request).rstrip("\n")
    for line in request_text(request).split():
        assert line in text_of(pdf, stock_tool)
    (tmp_path / "request.txt").write_text(request_text(request), encoding="ascii")
    done = subprocess.run(
        [stock_tool("openssl"), *FROM_TEXT.split()[1:]],
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0
    assert (tmp_path / "request.tsq").read_bytes() == request


def test_without_a_request_there_is_no_paper_about_one(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UsageFault):
        papers.stamp_sheet(session, Task(), out=str(tmp_path / "a.pdf"), language="nl")


def test_the_papers_can_be_asked_for_and_cross_to_the_window() -> None:
    asked = (
        *(papers.recovery_sheet, papers.stamp_sheet, papers.anchor_sheet, papers.anchor_text),
        *(papers.paper_pages, papers.paper_page, papers.forget_paper, papers.anchor_offered),
        papers.decline_anchor,
    )
    assert set(asked) <= set(FUNCTIONS)
    made = PaperMade(path="a", sha256="0" * 64, size=1, pages=1)
    assert values.from_plain(values.to_plain(made)) == made
