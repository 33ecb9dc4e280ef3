# SPDX-License-Identifier: GPL-3.0-or-later
"""Checking the open vault, and reading what was found."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from evidence_kit.domain.custody import LogHead
from evidence_kit.domain.finding import CheckReport, CheckWish, Finding, Outcome
from evidence_kit.gui.dialogs.save_report import save_report
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.vault_check import VaultCheckPage
from evidence_kit.gui.surroundings import Destination, PageName
from gui.hands import click, press
from gui.stand_in import StandIn

ROOT = "0123456789abcdef" * 4
ODD = CheckReport(
    subject="vault",
    findings=(
        Finding(item="objects/1", outcome=Outcome.MATCHES, why="same"),
        Finding(item="objects/2", outcome=Outcome.DIFFERS, why="chunk"),
        Finding(item="receipts/1.tsr", outcome=Outcome.UNJUDGED, why="locked"),
    ),
    checked=3,
)


def words_of(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def check_page(window: MainWindow) -> VaultCheckPage:
    window.visit(Destination(page=PageName.VAULT_CHECK))
    page = window.page
    assert isinstance(page, VaultCheckPage)
    return page


def checked(page: VaultCheckPage, qtbot: QtBot) -> None:
    click(page.check)
    qtbot.waitUntil(page.report.isVisible)


def test_a_whole_check_is_the_usual_one(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    page = check_page(open_window)
    checked(page, qtbot)
    assert stand_in.checks == [CheckWish()]
    assert page.report.outcome.text() == "It matches."
    assert page.advice.isHidden()


def test_a_sample_is_read_when_that_was_chosen(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    page = check_page(open_window)
    page.quick.setChecked(True)
    checked(page, qtbot)
    assert stand_in.checks == [CheckWish(sample=True)]


def test_numbers_from_paper_are_taken_as_they_are_typed(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    page = check_page(open_window)
    page.lines.setText(" 24 ")
    page.root.setText(" ".join(ROOT[i : i + 8].upper() for i in range(0, 64, 8)))
    checked(page, qtbot)
    assert stand_in.checks == [CheckWish(since=LogHead(size=24, root=ROOT))]


@pytest.mark.parametrize(("lines", "root"), [("24", ""), ("", ROOT), ("24", ROOT[1:]), ("x", ROOT)])
def test_half_of_the_numbers_is_not_checked_against(
    open_window: MainWindow, lines: str, root: str
) -> None:
    page = check_page(open_window)
    page.lines.setText(lines)
    page.root.setText(root)
    assert not page.check.isEnabled()
    assert page.wrong.isVisible()


def test_what_deviates_is_shown_first_and_the_rest_when_asked(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.report = ODD
    page = check_page(open_window)
    checked(page, qtbot)
    shown = words_of(page.report)
    assert "objects/2" in shown
    assert "receipts/1.tsr" in shown
    assert "objects/1" not in shown
    page.report.filters[Outcome.UNJUDGED].click()
    page.report.filters[Outcome.MATCHES].click()
    qtbot.waitUntil(lambda: "objects/1" in words_of(page.report))
    assert "receipts/1.tsr" not in words_of(page.report)


def test_damage_comes_with_what_one_can_do(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.report = ODD
    page = check_page(open_window)
    checked(page, qtbot)
    assert page.advice.isVisible()


def test_a_check_can_be_stopped(open_window: MainWindow, stand_in: StandIn, qtbot: QtBot) -> None:
    stand_in.hold = frozenset({"check"})
    page = check_page(open_window)
    click(page.check)
    qtbot.waitUntil(page.progress.isVisible)
    click(page.progress.stop)
    qtbot.waitUntil(page.progress.isHidden)
    assert page.check.isEnabled()
    assert page.error.isHidden()


def test_the_report_is_written_whole_to_a_new_file(
    open_window: MainWindow, stand_in: StandIn, tmp_path: Path, qtbot: QtBot
) -> None:
    stand_in.report = ODD
    page = check_page(open_window)
    checked(page, qtbot)
    out = tmp_path / "report.txt"
    dialog = save_report(open_window.s, page, page.report.sentences())
    dialog.filesSelected.emit([str(out)])
    dialog.reject()
    written = out.read_text(encoding="utf-8").splitlines()
    assert written[0] == "It does not match."
    assert len(written) == 2 + len(ODD.findings)
    before = out.read_bytes()
    save_report(open_window.s, page, ("other",)).filesSelected.emit([str(out)])
    assert out.read_bytes() == before
    assert open_window.error.isVisible()


def test_enter_on_the_fingerprint_checks(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    page = check_page(open_window)
    page.lines.setText("24")
    page.root.setText(ROOT)
    press(page.root, Qt.Key.Key_Return)
    qtbot.waitUntil(page.report.isVisible)
    assert stand_in.checks
