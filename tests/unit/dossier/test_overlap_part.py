# SPDX-License-Identifier: GPL-3.0-or-later
"""A conversation that stands in two exports, on paper."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from builders import session as sessions
from builders.clock import FixedClock
from evidence_kit.dossier.check_pdf import page_texts
from evidence_kit.service import making
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task

TALK = [
    ("Sam", "Wil je mij met rust laten?"),
    ("Rico", "stuur eens een foto"),
    ("Sam", "Nee"),
    ("Rico", "anders gaat alles online"),
    ("Sam", "Ik vraag je te stoppen."),
    ("Rico", "honderd euro"),
    ("Sam", "Nee"),
    ("Rico", "tot morgen"),
]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with sessions.open_session(tmp_path, FixedClock()) as opened:
        for number, gone in ((1, None), (2, "anders gaat alles online")):
            path = tmp_path / f"chat {number}.txt"
            path.write_text(
                "".join(
                    f"[14-01-2026 21:{2 * n:02}:00] {sender}: {text}\r\n"
                    for n, (sender, text) in enumerate(TALK)
                    if text != gone
                ),
                encoding="utf-8",
                newline="",
            )
            sessions.add(opened, (path,))
        yield opened


def text_of(session: Session, out: Path, *, without: int | None = None) -> str:
    plan = making.plan(session, Task(), language="en")
    if without is not None:
        plan = replace(plan, left_out=(session.vault.exhibit(without).id,))
    making.make_dossier(session, Task(), out=str(out), plan=plan)
    with out.open("rb") as stream:
        return "".join(page.forward for page in page_texts(stream))


def squeezed(words: str) -> str:
    """Words as the file gives them back: without white space."""
    return "".join(words.split())


def test_the_sheet_of_the_second_tells_what_differs(session: Session, tmp_path: Path) -> None:
    said = text_of(session, tmp_path / "dossier.pdf")
    assert (
        squeezed(
            "Exhibit 1 and exhibit 2 seem to hold the same conversation: 7 messages stand in both."
        )
        in said
    )
    assert squeezed("Message 4 of exhibit 1 does not stand in exhibit 2.") in said
    assert said.count(squeezed("seems to stand in another export: exhibit 2")) == 1


def test_an_exhibit_left_out_is_not_spoken_of(session: Session, tmp_path: Path) -> None:
    said = text_of(session, tmp_path / "dossier.pdf", without=1)
    assert squeezed("same conversation") not in said
