# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages that keep a vault, on the real vault process."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from builders.stamp_authority import make_authority
from evidence_kit.clock import SystemClock
from evidence_kit.domain.custody import LogHead, Role
from evidence_kit.domain.finding import CheckReport, Outcome
from evidence_kit.domain.paper import PaperKind
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.paper import PaperSheet
from evidence_kit.gui.dialogs.passphrase_change import ChangePassphraseSheet
from evidence_kit.gui.dialogs.recovery_replace import ReplaceRecoverySheet
from evidence_kit.gui.dialogs.try_recovery import TryRecoverySheet
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.backup import BackupPage
from evidence_kit.gui.pages.keys import KeysPage
from evidence_kit.gui.pages.restore import RestorePage
from evidence_kit.gui.pages.stamp import StampPage
from evidence_kit.gui.pages.vault_check import VaultCheckPage
from evidence_kit.gui.surroundings import Destination, PageName
from evidence_kit.gui.widgets.key_view import groups
from evidence_kit.gui.workspace import Workspace
from evidence_kit.service.client import VaultClient
from evidence_kit.settings import Settings
from gui.hands import click, unexpected

pytestmark = [pytest.mark.slow, pytest.mark.e2e, pytest.mark.timeout(300)]

WORDS = "lamp-fiets-zomer-klok-appel-brug"
OTHER_WORDS = "kast-regen-zilver-trap-egel-muts"
PATIENCE_MS = 120_000


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, _letters: None) -> Iterator[MainWindow]:
    """A window on a new vault in tmp_path/Papers."""
    workspace = Workspace(VaultClient)
    window = MainWindow(
        workspace, SystemClock(), Settings(language="en"), start_folder=str(tmp_path)
    )
    window.resize(1240, 800)
    qtbot.addWidget(window)
    window.show()
    call = calls.create(str(tmp_path / "Papers"), WORDS, Role.CLIENT, None)
    workspace.enter(window, call, lambda _opened: None, unexpected)
    qtbot.waitUntil(lambda: workspace.is_open, timeout=PATIENCE_MS)
    yield window
    window.close()


def words_of(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def head(window: MainWindow) -> LogHead:
    summary = window.s.workspace.summary
    assert summary is not None
    return summary.head


def test_the_passphrase_is_changed_and_the_new_one_opens(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window.visit(Destination(page=PageName.KEYS))
    page = window.page
    assert isinstance(page, KeysPage)
    qtbot.waitUntil(lambda: len(page.rows) == 2, timeout=PATIENCE_MS)
    sheet = ChangePassphraseSheet(window.s, window)
    sheet.open()
    for each in (sheet.passphrase.first, sheet.passphrase.second):
        each.line.setText(OTHER_WORDS)
    qtbot.waitUntil(sheet.do.isEnabled, timeout=PATIENCE_MS)
    click(sheet.do)
    qtbot.waitUntil(lambda: not sheet.isVisible(), timeout=PATIENCE_MS)
    window.lock()
    call = calls.unlock(str(tmp_path / "Papers"), Role.CLIENT, None, passphrase=OTHER_WORDS)
    window.s.workspace.enter(window, call, lambda _opened: None, unexpected)
    qtbot.waitUntil(lambda: window.s.workspace.is_open, timeout=PATIENCE_MS)


def test_the_recovery_key_is_replaced_and_the_sheet_shows_the_new_one(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    sheet = ReplaceRecoverySheet(window.s, window)
    sheet.open()
    qtbot.waitUntil(lambda: sheet.answer is not None, timeout=PATIENCE_MS)
    paper = PaperSheet(window.s, PaperKind.RECOVERY, sheet)
    paper.open()
    qtbot.waitUntil(paper.print.isEnabled, timeout=PATIENCE_MS)
    paper.write((str(tmp_path / "sheet.pdf"),))
    qtbot.waitUntil(paper.written.isVisible, timeout=PATIENCE_MS)
    paper.reject()
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF-")
    assert sheet.answer is not None
    key = sheet._key
    sheet.answer.line.setText(groups(key)[sheet.answer.position])
    click(sheet.replace)
    qtbot.waitUntil(lambda: not sheet.isVisible(), timeout=PATIENCE_MS)
    trial = TryRecoverySheet(window.s, window)
    trial.open()
    trial.key.line.setText(" ".join(groups(key)).lower())
    click(trial.do)
    qtbot.waitUntil(lambda: "opens" in trial.outcome.text(), timeout=PATIENCE_MS)
    trial.reject()


def check_page(window: MainWindow) -> VaultCheckPage:
    window.visit(Destination(page=PageName.VAULT_CHECK))
    page = window.page
    assert isinstance(page, VaultCheckPage)
    return page


def checked(page: VaultCheckPage, qtbot: QtBot, since: LogHead | None = None) -> CheckReport:
    page.lines.setText(str(since.size) if since is not None else "")
    page.root.setText(since.root if since is not None else "")
    page.report.hide()
    click(page.check)
    qtbot.waitUntil(page.report.isVisible, timeout=PATIENCE_MS)
    assert page.report.report is not None
    return page.report.report


def test_a_check_reads_the_vault_and_what_stands_on_paper(window: MainWindow, qtbot: QtBot) -> None:
    page, now = check_page(window), head(window)
    assert checked(page, qtbot, now).outcome is Outcome.MATCHES
    other = LogHead(size=now.size, root="0" * 64)
    assert checked(page, qtbot, other).outcome is Outcome.DIFFERS
    page.quick.setChecked(True)
    report = checked(page, qtbot)
    assert report.outcome is Outcome.MATCHES
    assert report.sample is not None


def test_damage_is_named_by_the_check(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    segment = next((tmp_path / "Papers" / "log").iterdir())
    data = bytearray(segment.read_bytes())
    data[-1] ^= 1
    segment.write_bytes(data)
    page = check_page(window)
    checked(page, qtbot)
    assert page.report.outcome.text() == "It does not match."
    assert page.advice.isVisible()


def test_a_backup_is_made_and_put_back(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.visit(Destination(page=PageName.BACKUP))
    page = window.page
    assert isinstance(page, BackupPage)
    page.place.put(str(tmp_path / "stick" / "Papers copy"))
    (tmp_path / "stick").mkdir()
    click(page.make)
    qtbot.waitUntil(page.list.isVisible, timeout=PATIENCE_MS)
    window.lock()
    window.visit(Destination(page=PageName.RESTORE))
    restore = window.page
    assert isinstance(restore, RestorePage)
    restore.source.put(str(tmp_path / "stick" / "Papers copy"))
    restore.target.put(str(tmp_path / "Back"))
    restore.secret.line.setText(WORDS)
    qtbot.waitUntil(restore.do.isVisible)
    click(restore.do)
    qtbot.waitUntil(lambda: window.s.workspace.is_open, timeout=PATIENCE_MS)
    summary = window.s.workspace.summary
    assert summary is not None
    assert summary.path == str(tmp_path / "Back")
    assert restore.report.report is not None
    assert restore.report.report.outcome is Outcome.MATCHES


@pytest.mark.skipif(shutil.which("openssl") is None, reason="stock openssl")
def test_a_time_stamp_is_asked_for_carried_and_added(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window.visit(Destination(page=PageName.STAMP))
    page = window.page
    assert isinstance(page, StampPage)
    request, reply = tmp_path / "request.tsq", tmp_path / "reply.tsr"
    page.request(str(request))
    qtbot.waitUntil(page.paper.isEnabled, timeout=PATIENCE_MS)
    authority = make_authority(tmp_path / "authority")
    reply.write_bytes(authority.answer(request.read_bytes()))
    page.authorities.setText(str(authority.folder / "ca.pem"))
    page.add_reply(str(reply))
    qtbot.waitUntil(lambda: "Trusted: yes" in words_of(page), timeout=PATIENCE_MS)
    assert "Example Stamps signer" in words_of(page)
    paper = PaperSheet(window.s, PaperKind.STAMP, window)
    paper.open()
    qtbot.waitUntil(paper.print.isEnabled, timeout=PATIENCE_MS)
    paper.reject()
