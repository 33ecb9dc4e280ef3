# SPDX-License-Identifier: GPL-3.0-or-later
"""Who can open the vault: seen in words, changed with care."""

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from evidence_kit.domain.paper import PaperKind
from evidence_kit.errors import VaultReadOnly
from evidence_kit.gui.dialogs.paper import PaperSheet
from evidence_kit.gui.dialogs.passphrase_change import (
    AddPassphraseSheet,
    ChangePassphraseSheet,
    RemovePassphraseSheet,
)
from evidence_kit.gui.dialogs.recovery_replace import ReplaceRecoverySheet
from evidence_kit.gui.dialogs.try_recovery import TryRecoverySheet
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.keys import KeysPage
from evidence_kit.gui.surroundings import Destination, PageName
from evidence_kit.gui.widgets.key_view import groups
from evidence_kit.gui.widgets.new_passphrase import NewPassphrase
from gui.conftest import MakeWindow, open_vault
from gui.hands import click
from gui.made_up import KEY, NEW_KEY, PASSPHRASE, SLOTS
from gui.stand_in import StandIn

SUPPORT = replace(SLOTS[0], file="identity-2.age", label="support worker", in_use=False)


def words_of(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def keys_page(window: MainWindow, qtbot: QtBot) -> KeysPage:
    window.visit(Destination(page=PageName.KEYS))
    page = window.page
    assert isinstance(page, KeysPage)
    qtbot.waitUntil(lambda: bool(page.rows))
    return page


def choose(passphrase: NewPassphrase, text: str) -> None:
    passphrase.first.line.setText(text)
    passphrase.second.line.setText(text)


def test_a_way_in_is_said_with_whose_when_and_by_whom(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.slots = (*SLOTS, replace(SUPPORT, actor="Robin"))
    shown = words_of(keys_page(open_window, qtbot))
    assert "Made by: Robin (client)" in shown
    assert "support worker" in shown
    assert "20 March 2026, 14:02" in shown
    assert "Made by: client" in shown
    assert shown.count("In use now") == 1


def test_the_last_passphrase_cannot_be_taken_away(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    assert not keys_page(open_window, qtbot).removing


def test_taking_away_warns_of_old_copies_and_keeps_by_default(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.slots = (*SLOTS, SUPPORT)
    page = keys_page(open_window, qtbot)
    sheet = RemovePassphraseSheet(open_window.s, SUPPORT, SUPPORT.label, open_window)
    sheet.open()
    assert "An old copy" in words_of(sheet)
    assert not sheet.remove.isDefault()
    click(sheet.remove)
    qtbot.waitUntil(lambda: stand_in.slots == SLOTS)
    qtbot.waitUntil(lambda: len(page.rows) == len(SLOTS))


def test_a_weak_passphrase_is_not_taken(open_window: MainWindow, qtbot: QtBot) -> None:
    sheet = ChangePassphraseSheet(open_window.s, open_window)
    sheet.open()
    choose(sheet.passphrase, "geheim")
    qtbot.waitUntil(lambda: "Too easy" in sheet.passphrase.strength.text())
    assert not sheet.do.isEnabled()


def test_words_are_offered_before_the_person_thinks_of_some(
    open_window: MainWindow, qtbot: QtBot
) -> None:
    sheet = ChangePassphraseSheet(open_window.s, open_window)
    qtbot.waitUntil(lambda: sheet.passphrase.suggestion.text() == PASSPHRASE)


def test_the_passphrase_is_changed(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    sheet = ChangePassphraseSheet(open_window.s, open_window)
    sheet.open()
    choose(sheet.passphrase, PASSPHRASE)
    qtbot.waitUntil(sheet.do.isEnabled)
    with qtbot.waitSignal(sheet.accepted):
        click(sheet.do)
    assert "change_passphrase" in stand_in.asked


def test_a_second_passphrase_needs_the_owners_consent(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    sheet = AddPassphraseSheet(open_window.s, open_window)
    sheet.open()
    choose(sheet.passphrase, PASSPHRASE)
    sheet.whose.setText("support worker")
    qtbot.waitUntil(lambda: sheet.passphrase.good)
    assert not sheet.do.isEnabled()
    sheet.consent.setChecked(True)
    with qtbot.waitSignal(sheet.accepted):
        click(sheet.do)
    assert stand_in.slots[-1].label == "support worker"


def test_a_new_recovery_key_counts_only_after_part_of_it_was_typed_back(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    sheet = ReplaceRecoverySheet(open_window.s, open_window)
    sheet.open()
    qtbot.waitUntil(lambda: sheet.answer is not None)
    assert sheet.answer is not None
    sheet.answer.line.setText("XXXX")
    click(sheet.replace)
    assert "replace_recovery" not in stand_in.asked
    assert sheet.answer.outcome.text()
    sheet.answer.line.setText(groups(NEW_KEY)[sheet.answer.position].lower())
    with qtbot.waitSignal(sheet.accepted):
        click(sheet.replace)
    assert stand_in.asked.index("draw_recovery") < stand_in.asked.index("replace_recovery")


def test_a_failure_leaves_the_sheet_open_and_says_what_to_do(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    stand_in.broken["change_passphrase"] = VaultReadOnly(item="log")
    sheet = ChangePassphraseSheet(open_window.s, open_window)
    sheet.open()
    choose(sheet.passphrase, PASSPHRASE)
    qtbot.waitUntil(sheet.do.isEnabled)
    click(sheet.do)
    qtbot.waitUntil(sheet.error.isVisible)
    assert sheet.isEnabled()
    sheet.reject()


@pytest.mark.parametrize("read_only", [True, False])
def test_a_vault_open_for_reading_only_changes_no_key(
    make_window: MakeWindow, stand_in: StandIn, qtbot: QtBot, read_only: bool
) -> None:
    stand_in.read_only = read_only
    window = make_window()
    open_vault(window, qtbot)
    page = keys_page(window, qtbot)
    assert page.change_own.isEnabled() is not read_only
    assert page.replace.isEnabled() is not read_only


def test_a_key_from_paper_is_tried_without_changing_anything(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    sheet = TryRecoverySheet(open_window.s, open_window)
    sheet.open()
    sheet.key.line.setText("AGE-SECRET-KEY-1 WRONG")
    click(sheet.do)
    qtbot.waitUntil(lambda: "group 7" in sheet.outcome.text())
    sheet.key.line.setText(" ".join(groups(KEY)).lower())
    assert not sheet.outcome.text()
    click(sheet.do)
    qtbot.waitUntil(lambda: bool(sheet.outcome.text()) and "group" not in sheet.outcome.text())
    assert stand_in.log_size == StandIn().log_size


def test_keeping_the_old_key_forgets_the_new_one(
    open_window: MainWindow, stand_in: StandIn, qtbot: QtBot
) -> None:
    sheet = ReplaceRecoverySheet(open_window.s, open_window)
    sheet.open()
    qtbot.waitUntil(lambda: sheet.answer is not None)
    sheet.reject()
    qtbot.waitUntil(lambda: "discard_recovery" in stand_in.asked)
    assert "replace_recovery" not in stand_in.asked


def test_a_paper_is_seen_first_and_let_go_afterwards(
    open_window: MainWindow, stand_in: StandIn, tmp_path: Path, qtbot: QtBot
) -> None:
    sheet = PaperSheet(open_window.s, PaperKind.RECOVERY, open_window)
    sheet.open()
    assert not sheet.print.isEnabled()
    qtbot.waitUntil(sheet.print.isEnabled)
    assert "leave a copy" in words_of(sheet)
    click(sheet.after)
    assert sheet.place.text() == "Page 2 of 2"
    before = sheet.preview.pixels
    click(sheet.larger)
    qtbot.waitUntil(lambda: sheet.preview.pixels > 2 * before)
    sheet.write((str(tmp_path / "sheet.pdf"),))
    qtbot.waitUntil(sheet.written.isVisible)
    sheet.reject()
    qtbot.waitUntil(lambda: "forget_paper" in stand_in.asked)


def test_all_pages_of_a_paper_are_given_to_the_printer(
    open_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    sheet = PaperSheet(open_window.s, PaperKind.RECOVERY, open_window)
    sheet.open()
    qtbot.waitUntil(sheet.print.isEnabled)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printed: list[bool] = []
    sheet.print_on(printer, lambda: printed.append(True))
    qtbot.waitUntil(lambda: bool(printed))
    sheet.reject()
    with pikepdf.open(tmp_path / "printed.pdf") as document:
        assert len(document.pages) == sheet.pages
