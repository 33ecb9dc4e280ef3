# SPDX-License-Identifier: GPL-3.0-or-later
"""The window on the real vault process: locked in the middle of an import, and gone on after it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from builders.canaries import left_in, shapes
from evidence_kit.domain.exhibit import Answer
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.pages.add import AddPage, Stage
from evidence_kit.gui.pages.overview import OverviewPage
from evidence_kit.gui.pages.unlock import UnlockPage
from evidence_kit.gui.surroundings import Destination, PageName
from gui.hands import click
from gui.test_real_process import PATIENCE_MS, make_vault, real_window

__all__ = ["real_window"]

pytestmark = [pytest.mark.slow, pytest.mark.e2e, pytest.mark.timeout(300)]

FILES = 6


def big_files(folder: Path) -> tuple[str, ...]:
    """Files that take long enough to be cut off."""
    folder.mkdir()
    made = [folder / f"kanarie {number}.bin" for number in range(FILES)]
    for number, path in enumerate(made):
        with path.open("wb") as stream:
            stream.truncate(200 << 20)
            stream.write(b"%d" % number)
    return tuple(str(path) for path in made)


def unlock(window: MainWindow, words: str, qtbot: QtBot) -> None:
    page = window.page
    assert isinstance(page, UnlockPage)
    page.secret.line.setText(words)
    click(page.open)
    qtbot.waitUntil(lambda: window.s.workspace.is_open, timeout=PATIENCE_MS)


def test_an_import_cut_off_by_the_hide_key_goes_on_after_unlocking(
    real_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window = real_window
    words = make_vault(window, qtbot)
    vault = Path(window.s.workspace.summary.path) if window.s.workspace.summary else tmp_path
    add = window.page
    assert isinstance(add, AddPage)
    add.take(big_files(tmp_path / "in"))
    qtbot.waitUntil(lambda: add._survey is not None, timeout=PATIENCE_MS)
    for item in add.question.list.items:
        add.question.list.answer(item.key, Answer.COPY)
    if add.stage is Stage.QUESTION:
        click(add.question.go_on)
    qtbot.waitUntil((vault / "desk" / "pending.age").exists, timeout=PATIENCE_MS)
    assert not left_in([vault], shapes("kanarie"))
    window.hide_now()
    assert window.is_blank
    window.showNormal()
    qtbot.waitUntil(window.blank.go_on.isVisible)
    click(window.blank.go_on)
    unlock(window, words, qtbot)
    overview = window.page
    assert isinstance(overview, OverviewPage)
    qtbot.waitUntil(overview.left.isVisible, timeout=PATIENCE_MS)
    click(overview.left.go_on)
    again = window.page
    assert isinstance(again, AddPage)
    qtbot.waitUntil(lambda: again.stage is Stage.DONE, timeout=PATIENCE_MS)
    window.visit(Destination(page=PageName.OVERVIEW))
    page = window.page
    assert isinstance(page, OverviewPage)
    qtbot.waitUntil(lambda: not window.s.workspace._runner.tasks, timeout=PATIENCE_MS)
    assert not page.left.isVisible()
    assert page._files == f"{FILES} files"
